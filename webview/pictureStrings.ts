/** The words on a picture that leaves the panel, and of the menu that makes one. */
import type { CertificateKind } from '../src/report/result';
import type { PanelView } from '../src/protocol/panel';
import { t } from './l10n';
import type { Scene } from './scene';
import { count } from './logic/format';
import { isPartial } from './logic/status';
import { kindName, words } from './strings';

export const pictureWords = {
  exportAs: t('Export…'),
  copyCommand: t('Copy as command line'),
  svg: t('Save chart as SVG'),
  png: t('Save chart as PNG'),
  latex: t('Save LaTeX table'),
  json: t('Save result as JSON'),
  failed: t('The picture could not be drawn.'),
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
    ...(kinds.includes('sample-wise') ? [{ stroke: 'solid', text: kindName['sample-wise'] } as const] : []),
    ...(kinds.includes('collective') ? [{ stroke: 'dashed', text: kindName.collective } as const] : []),
    { stroke: null, text: t('◆ accuracy') },
  ];
}

/** Of what the picture is, in one line. */
export function pictureCaption({ state, result, whole, stale }: Scene): string {
  const { name, labelled, test } = result.dataset;
  const seeds = whole.seeds?.length ?? 0;
  return [
    t(
      '{0}: {1}, {2} labelled, {3} test nodes',
      state.title,
      name,
      count(labelled.length),
      count(test.length),
    ),
    ...(seeds > 0 ? [t('mean of {0} seeds', seeds)] : []),
    ...(isPartial(state) || state.status.kind === 'running' ? [t('not finished')] : []),
    ...(stale ? [t('of an earlier state of the file')] : []),
  ].join('; ');
}
