import Table from 'cli-table3';
import { printable } from '../config/diagnostic-text';
import { gainAt } from '../report/audit';
import type { AuditResult, GainPoint, LabelAudit, ModelAudit, RatioPoint } from '../report/audit-result';
import { count, duration, percent, percentRange } from '../report/format';
import * as messages from './messages';
import { PLAIN_TABLE } from './plain-table';

/** What an audit prints: for each model its labels, the one that gains most first. */
export function auditTable({ config, dataset, seed, models }: AuditResult): string {
  const lines = [
    `${config}: ${dataset.name}, ${count(dataset.labelled.length)} labelled, ${count(dataset.test.length)} test`,
    ...(seed === undefined ? [] : [messages.auditSeed(seed)]),
    ...models.flatMap((model) => modelLines(model, dataset.labelled.length)),
    messages.auditLegend,
  ];
  return `${lines.join('\n')}\n`;
}

function modelLines(model: ModelAudit, labelled: number): string[] {
  const { name, flips, without, labels, trusted, certifications, seconds, status } = model;
  const kinds = [
    ['sample-wise', without.sampleWise, (label: LabelAudit) => label.sampleWise],
    ['collective', without.collective, (label: LabelAudit) => label.collective],
  ] as const;
  const shown = kinds.filter(([, base]) => base !== undefined);
  const { node, label, sets, gain } = messages.auditHead;
  const table = new Table({
    head: [node, label, sets, ...shown.flatMap(([kind]) => [messages.kinds[kind], gain])],
    colAligns: ['right', 'left', 'right', ...shown.flatMap(() => ['right', 'right'] as const)],
    ...PLAIN_TABLE,
  });
  const rows = labels.filter((row) => matters(row, flips));
  for (const row of rows) {
    table.push([
      row.node,
      printable(String(row.label)),
      row.worstSets.sampleWise + row.worstSets.collective,
      ...shown.flatMap(([, base, of]) => cells(base, gainAt(of(row), flips))),
    ]);
  }
  const rest = labels.length - rows.length;
  const footer = status === 'cancelled' ? messages.auditFooterCut : messages.auditFooter;
  return [
    messages.auditTitle(printable(name), flips, percent(flips / labelled)),
    ...(rows.length === 0 ? [] : [table.toString()]),
    ...(rest === 0 ? [] : [messages.auditRest(rest, rows.length > 0)]),
    ...(trusted.length === 0 ? [] : [messages.auditTrusted(trusted)]),
    footer(certifications, labels.length, duration(seconds)),
  ];
}

/** Labels that gain nothing and stand in no worst set fill no lines. */
function matters({ sampleWise, collective, worstSets }: LabelAudit, flips: number): boolean {
  const gains = [gainAt(sampleWise, flips), gainAt(collective, flips)];
  return (
    worstSets.sampleWise + worstSets.collective > 0 ||
    gains.some((point) => point !== null && point.gainAtMost > 0)
  );
}

function cells(base: readonly RatioPoint[] | undefined, point: GainPoint | null): string[] {
  const before = base?.find(({ flips }) => flips === point?.flips);
  if (point === null || before === undefined) return ['', ''];
  return [`${ratio(before)} → ${ratio(point)}`, gainText(point)];
}

function ratio({ certified, certifiedAtMost }: RatioPoint): string {
  return percentRange(certified, certifiedAtMost);
}

/** Percentage points; what is not certain is a bracket. */
function gainText({ gain, gainAtMost }: GainPoint): string {
  const points = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)}`;
  return gain === gainAtMost ? points(gain) : `${points(gain)} to ${points(gainAtMost)}`;
}
