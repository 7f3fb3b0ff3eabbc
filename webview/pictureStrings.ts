/** The words on a picture that leaves the panel, and of the menu that makes one. */
import type { CertificateKind } from '../src/report/result';
import type { PanelView } from '../src/protocol/panel';
import type { Scene } from './scene';
import { count } from './logic/format';
import { isPartial } from './logic/status';
import { words } from './strings';

export const pictureWords = {
  exportAs: 'Export…',
  copyCommand: 'Copy as command line',
  svg: 'Save chart as SVG',
  png: 'Save chart as PNG',
  latex: 'Save LaTeX table',
  json: 'Save result as JSON',
  failed: 'The picture could not be drawn.',
} as const;

export interface LegendEntry {
  /** Null for a word alone. */
  readonly stroke: 'solid' | 'dashed' | null;
  readonly text: string;
}

export function pictureLegend(
  quantity: PanelView['quantity'],
  kinds: readonly CertificateKind[],
): readonly LegendEntry[] {
  return [
    { stroke: null, text: quantity === 'accuracy' ? words.certifiedAccuracy : words.ratio },
    ...(kinds.includes('sample-wise') ? [{ stroke: 'solid', text: 'one node at a time' } as const] : []),
    ...(kinds.includes('collective') ? [{ stroke: 'dashed', text: 'all at once' } as const] : []),
    { stroke: null, text: '◆ accuracy' },
  ];
}

/** Of what the picture is, in one line. */
export function pictureCaption({ state, result, whole, stale }: Scene): string {
  const { name, labelled, test } = result.dataset;
  const seeds = whole.seeds?.length ?? 0;
  return [
    `${state.title}: ${name}, ${count(labelled.length)} labelled, ${count(test.length)} test nodes`,
    ...(seeds > 0 ? [`mean of ${seeds} seeds`] : []),
    ...(isPartial(state) || state.status.kind === 'running' ? ['not finished'] : []),
    ...(stale ? ['of an earlier state of the file'] : []),
  ].join('; ');
}
