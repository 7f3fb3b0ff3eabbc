import Table from 'cli-table3';
import { printable } from '../config/diagnostic-text';
import { count, percentRange } from '../report/format';
import type { CurvePoint, Result } from '../report/result';
import * as messages from './messages';
import { PLAIN_TABLE } from './plain-table';
import { curveRows } from './table-rows';
import type { CurveRow } from './table-rows';

/**
 * The table on standard output: a line for each model and kind, a column for each budget.
 * @param width columns of the terminal; where they do not hold all budgets, the largest but the last are left out,
 *   and it is said how many. Infinity for a file or a pipe.
 */
export function resultTable(result: Result, width: number): string {
  const { dataset } = result;
  const facts = [
    dataset.name,
    `${count(dataset.nodes)} nodes`,
    `${count(dataset.edges)} edges`,
    `${count(dataset.labelled.length)} labelled`,
    `${count(dataset.test.length)} test`,
  ];
  const points = result.models
    .flatMap((m) => [m.sampleWise?.curve ?? [], m.collective?.curve ?? []])
    .find((c) => c.length > 0);
  const rows = curveRows(result);
  const shown = budgetsShown(rows, points?.length ?? 0, width);
  const hidden = (points?.length ?? 0) - shown.length;
  const table = new Table({
    head: ['model', 'accuracy', 'certified ratio', ...shown.map((k) => budgetHead(points?.[k])), 'answer'],
    colAligns: ['left', 'right', 'left', ...shown.map(() => 'right' as const), 'left'],
    ...PLAIN_TABLE,
  });
  for (const { model, accuracy, kind, ratios, answer } of rows)
    table.push([model, accuracy, kind, ...shown.map((k) => ratios[k]), answer]);
  const lines = [
    `${result.config}: ${facts.join(', ')}`,
    table.toString(),
    ...(hidden > 0 ? [messages.hiddenBudgets(hidden)] : []),
    messages.ratioLegend,
    ...remarks(result),
    ...expectationLines(result),
  ];
  return `${lines.join('\n')}\n`;
}

/** Characters that a budget takes at least, and those of the last column. */
const BUDGET_WIDTH = 10;
const ANSWER_WIDTH = 32;

/** Indices of the budgets that fit: the smallest, and always the largest. */
function budgetsShown(rows: readonly CurveRow[], count: number, width: number): number[] {
  const names = Math.max(5, ...rows.map(({ model }) => model.length));
  const widest = Math.max(BUDGET_WIDTH, ...rows.flatMap(({ ratios }) => ratios.map((r) => r.length + 2)));
  const room = Math.floor((width - names - 36 - ANSWER_WIDTH) / widest);
  const all = Array.from({ length: count }, (_, k) => k);
  return room >= count ? all : [...all.slice(0, Math.max(2, room - 1)), count - 1];
}

function budgetHead(point: CurvePoint | undefined): string {
  if (point === undefined) return '';
  const { flips, budget } = point;
  const words = `${flips} ${flips === 1 ? 'flip' : 'flips'}`;
  return budget === undefined ? words : `${words}\n(${+(100 * budget).toFixed(4)} %)`;
}

/** What must be known beside the numbers: seeds, clipped kernels, how C was chosen, and what a run says of itself. */
export function remarks({ models, seeds }: Result): string[] {
  const clipped = models.filter(({ ntk }) => ntk === 'qpcert').map(({ name }) => printable(name));
  const ofSeeds = seeds ?? [{ seed: null, models }];
  return [
    ...(seeds === undefined ? [] : [messages.seedsLine(seeds.map(({ seed }) => seed))]),
    ...(clipped.length === 0 ? [] : [messages.clippedKernel(clipped)]),
    ...models.flatMap(({ name, C, chosenC }) => {
      const accuracy = chosenC?.candidates.find((candidate) => candidate.C === C)?.accuracy;
      return chosenC === undefined || accuracy === undefined
        ? []
        : [messages.chosenC(printable(name), C, accuracy, chosenC.folds, chosenC.candidates.length)];
    }),
    ...ofSeeds.flatMap(({ seed, models: those }) =>
      those.flatMap(({ name, notes, sampleWise }) => {
        const nodes = sampleWise?.nodes ?? [];
        const ties = nodes.filter(({ tie }) => tie).length;
        return [
          ...(ties === 0 ? [] : [messages.ties(printable(name), seed, ties, nodes.length)]),
          ...(notes ?? []).map((note) => messages.modelNote(printable(name), seed, note)),
        ];
      }),
    ),
  ];
}

function expectationLines(result: Result): string[] {
  return (result.expectations ?? []).map(
    ({ outcome, model, kind, quantity, condition, flips, value, atMost }) => {
      const words =
        { 'certified-ratio': 'certified ratio', 'certified-accuracy': 'certified accuracy' }[quantity] ??
        quantity;
      return `${outcome}: ${printable(model)}, ${messages.kinds[kind]}, ${flips} ${flips === 1 ? 'flip' : 'flips'}: ${words} ${condition}, proven ${percentRange(value, atMost)}`;
    },
  );
}
