import Table from 'cli-table3';
import { printable } from '../config/diagnostic-text';
import type { Change, ComparedModel, ComparedPoint, Comparison, Overlap } from '../report/compare';
import { percent } from '../report/format';
import type { CertificateKind } from '../report/result';
import * as messages from './messages';
import { PLAIN_TABLE } from './plain-table';

/** A block for each model of both: ratio and accuracy at each budget of both, with differences, then what cannot be compared. */
export function compareTable(
  comparison: Comparison,
  files: { readonly first: string; readonly second: string },
): string {
  const lines = [
    messages.compared(files.first, files.second),
    ...remarks(comparison),
    ...comparison.models.flatMap((model) => ['', ...modelLines(model, comparison.sameDataset)]),
    '',
    comparison.equal ? messages.sameAnswers : messages.comparedLegend,
  ];
  return `${lines.join('\n')}\n`;
}

function remarks({ test, labelled, budgets, sameDataset, onlyFirst, onlySecond }: Comparison): string[] {
  const parts: readonly (readonly [string, Overlap])[] = [
    [messages.overlapNames.test, test],
    [messages.overlapNames.labelled, labelled],
    [messages.overlapNames.budgets, budgets],
  ];
  return [
    ...parts
      .filter(([, of]) => of.both !== of.first || of.both !== of.second)
      .map(([name, of]) => messages.overlaps(name, of.first, of.second, of.both)),
    ...(sameDataset ? [] : [messages.otherDataset]),
    ...(onlyFirst.length > 0 ? [messages.onlyIn('first', onlyFirst.map(printable))] : []),
    ...(onlySecond.length > 0 ? [messages.onlyIn('second', onlySecond.map(printable))] : []),
  ];
}

function modelLines(model: ComparedModel, sameDataset: boolean): string[] {
  const { name, accuracy, curves, nodesChanged, predictionsChanged } = model;
  const table = new Table({
    head: [
      '',
      'flips',
      'certified ratio',
      '',
      'certified accuracy',
      '',
      ...(sameDataset ? ['nodes changed'] : []),
    ],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    ...PLAIN_TABLE,
  });
  for (const kind of ['sample-wise', 'collective'] as const)
    for (const point of curves[kind]) {
      const changed =
        kind === 'sample-wise' ? nodesChanged.find(({ flips }) => flips === point.flips)?.changed : undefined;
      table.push([...cells(kind, point), ...(sameDataset ? [changed ?? ''] : [])]);
    }
  const told = sameDataset ? [messages.predictionsChanged(predictionsChanged)] : [];
  const facts = [messages.comparedAccuracy(side(accuracy)), ...told];
  return [messages.comparedModel(printable(name), facts), table.toString()];
}

function cells(
  kind: CertificateKind,
  { flips, ratio, ratioAtMost, accuracy }: ComparedPoint,
): (string | number)[] {
  const range = (low: number, high: number): string =>
    percent(low) === percent(high) ? percent(low) : `${percent(low)} to ${percent(high)}`;
  const ratios = `${range(ratio.first, ratioAtMost.first)} -> ${range(ratio.second, ratioAtMost.second)}`;
  return [
    messages.kinds[kind],
    flips,
    ratios,
    points(ratio.difference),
    `${percent(accuracy.first)} -> ${percent(accuracy.second)}`,
    points(accuracy.difference),
  ];
}

function side({ first, second, difference }: Change): string {
  return `${percent(first)} -> ${percent(second)} (${points(difference)})`;
}

/** Percentage points with their sign; 0 stands for no difference at all. */
function points(difference: number): string {
  if (difference === 0) return '0';
  const digits = Math.abs(100 * difference).toFixed(1);
  return `${difference < 0 ? '-' : '+'}${digits === '0.0' ? '<0.1' : digits}`;
}
