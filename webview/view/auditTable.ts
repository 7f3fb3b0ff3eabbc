/** The ranked labels as a table. */
import type { GainPoint, RatioPoint } from '../../src/report/audit-result';
import type { CertificateKind } from '../../src/report/result';
import { auditWords, gainText, signName, trustLabel } from '../auditStrings';
import { h } from '../dom';
import { icon, type IconName } from '../icons';
import type { GainSign, LabelRow } from '../logic/audit';
import { count, percentRange } from '../logic/format';
import { ARROW, kindShort } from '../strings';

const SIGN_ICON: Readonly<Record<GainSign, readonly [IconName, string]>> = {
  gains: ['arrow-up', 'sign safe'],
  none: ['equal', 'sign'],
  open: ['question', 'sign'],
};

export interface LabelTableInput {
  readonly rows: readonly LabelRow[];
  /** Kinds with gains; none without an audit. */
  readonly kinds: readonly CertificateKind[];
  /** The ratio without a label trusted; null without an audit. */
  readonly without: ((kind: CertificateKind) => RatioPoint | null) | null;
  readonly was: boolean;
  /** Called when a label is chosen to be trusted; null where none can be. */
  readonly tick: ((node: number, on: boolean) => void) | null;
  readonly ticked: ReadonlySet<number>;
}

export function labelTable(input: LabelTableInput): HTMLElement {
  const { rows, kinds, tick } = input;
  const head = (text: string, className: string, title: string | null = null): HTMLElement =>
    h('th', { scope: 'col', class: className, text, title });
  return h(
    'table',
    { class: 'label-table', 'aria-label': auditWords.table },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        tick && head(auditWords.trust, 'trust'),
        kinds.length > 0 && head(auditWords.gain, 'gain-sign'),
        head(auditWords.node, 'number'),
        head(auditWords.label, 'class'),
        head(auditWords.sets, 'number', auditWords.setsHelp),
        ...kinds.map((kind) => head(kindShort[kind], 'ratio')),
      ),
    ),
    h('tbody', {}, ...rows.map((row) => labelRow(row, input))),
  );
}

function labelRow(row: LabelRow, { kinds, without, was, tick, ticked }: LabelTableInput): HTMLElement {
  const { node, label, sets, sign } = row;
  return h(
    'tr',
    { 'data-node': node },
    tick && h('td', { class: 'trust' }, tickBox(node, ticked.has(node), tick)),
    kinds.length > 0 && sign !== null && h('td', { class: 'gain-sign' }, h('span', {}, ...signOf(sign, was))),
    h('th', { scope: 'row', class: 'number', text: node }),
    h('td', { class: 'class', text: label, title: String(label) }),
    h('td', { class: 'number', text: count(sets) }),
    ...kinds.map((kind) => {
      const point = kind === 'sample-wise' ? row.sampleWise : row.collective;
      const before = without?.(kind) ?? null;
      return h(
        'td',
        { class: 'ratio' },
        ...(point && before ? ratioOf(before, point) : [auditWords.notAsked]),
      );
    }),
  );
}

function tickBox(node: number, on: boolean, tick: (node: number, on: boolean) => void): HTMLElement {
  const box = h('input', { type: 'checkbox', 'aria-label': trustLabel(node), 'data-key': `trust:${node}` });
  box.checked = on;
  box.addEventListener('change', () => tick(node, box.checked));
  return box;
}

function signOf(sign: GainSign, was: boolean): (Node | string)[] {
  const [name, className] = SIGN_ICON[sign];
  return [icon(name, was ? 'sign' : className), signName[sign]];
}

function ratioOf(before: RatioPoint, point: GainPoint): (Node | string)[] {
  const from = percentRange(before.certified, before.certifiedAtMost);
  const to = percentRange(point.certified, point.certifiedAtMost);
  return [
    h('span', { class: 'from', text: `${from} ${ARROW} ${to}` }),
    h('span', { class: 'points', text: gainText(point.gain, point.gainAtMost) }),
  ];
}
