/** Colours of a picture that leaves the panel: on white, whatever theme the editor has, told apart in print as well. */
import type { Palette } from '../palette';

export const PRINT: Palette = {
  text: '#1f1f1f',
  secondary: '#3d3d3d',
  background: '#ffffff',
  hairline: '#e3e3e3',
  baseline: '#8c8c8c',
  chosen: '#145fb0',
  compared: '#a94a00',
  other: '#767676',
  faint: '#969696',
  broken: '#c62828',
  font: 'Helvetica, Arial, sans-serif',
};
