/** What the painters of the chart share: the scene with its lines, and where things are in pixels. */
import type { Chart } from 'chart.js';
import { heightAt } from '../logic/curves';
import type { Box, Candidate, Polyline } from '../logic/labels';
import type { Palette } from '../palette';
import type { Scene } from '../scene';
import type { Line } from './chartLines';

export interface Drawing {
  readonly scene: Scene;
  readonly lines: readonly Line[];
  readonly palette: Palette;
  readonly narrow: boolean;
  /** Places beside each solid line, in the order of `lines`; they depend on the lines alone, not on the budget. */
  readonly spots: readonly (readonly Candidate[])[];
}

export const FONT_SIZE = 11;

export function fontOf(palette: Palette, bold = false): string {
  return `${bold ? 600 : 400} ${FONT_SIZE}px ${palette.font}`;
}

/** What the painters use of a canvas. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'save'
  | 'restore'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'rect'
  | 'setLineDash'
  | 'fillRect'
> & {
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  clip(): void;
  fill(): void;
  stroke(): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
};

export interface Frame {
  readonly context: Pen;
  readonly area: Box;
  /** Of the whole picture, in pixels. */
  readonly width: number;
  readonly x: (flips: number) => number;
  readonly y: (share: number) => number;
}

export function frameOf(chart: Chart): Frame {
  const { left, top, right, bottom } = chart.chartArea;
  return {
    context: chart.ctx,
    area: { left, top, right, bottom },
    width: chart.width,
    x: (flips) => chart.scales['x'].getPixelForValue(flips),
    y: (share) => chart.scales['y'].getPixelForValue(share),
  };
}

/** The line in pixels, cut off at the end of the axis. */
export function polylineOf(frame: Frame, line: Line, axisEnd: number): Polyline {
  const inside = line.points
    .filter((p) => p.flips <= axisEnd)
    .map((p) => ({ x: frame.x(p.flips), y: frame.y(p.low) }));
  const end = heightAt(line.points, axisEnd);
  return end === null ? inside : [...inside, { x: frame.x(axisEnd), y: frame.y(end) }];
}
