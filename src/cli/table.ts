import Table from 'cli-table3';
import { printable } from '../config/diagnostic-text';
import { count, duration, percent } from '../report/format';
import type { CurvePoint, ModelResult, Result, Status } from '../report/result';
import * as messages from './messages';

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
  const shown = budgetsShown(result, points?.length ?? 0, width);
  const hidden = (points?.length ?? 0) - shown.length;
  const table = new Table({
    head: ['model', 'accuracy', 'certified ratio', ...shown.map((k) => budgetHead(points?.[k])), 'answer'],
    colAligns: ['left', 'right', 'left', ...shown.map(() => 'right' as const), 'left'],
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  });
  for (const model of result.models) for (const row of modelRows(model, shown)) table.push(row);
  const lines = [
    `${result.config}: ${facts.join(', ')}`,
    table.toString(),
    ...(hidden > 0 ? [messages.hiddenBudgets(hidden)] : []),
    messages.ratioLegend,
    ...expectationLines(result),
  ];
  return `${lines.join('\n')}\n`;
}

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** Characters that a budget takes, and those of the last column. */
const BUDGET_WIDTH = 10;
const ANSWER_WIDTH = 32;

/** Indices of the budgets that fit: the smallest, and always the largest. */
function budgetsShown({ models }: Result, count: number, width: number): number[] {
  const names = Math.max(5, ...models.map(({ name }) => name.length));
  const room = Math.floor((width - names - 36 - ANSWER_WIDTH) / BUDGET_WIDTH);
  const all = Array.from({ length: count }, (_, k) => k);
  return room >= count ? all : [...all.slice(0, Math.max(2, room - 1)), count - 1];
}

function budgetHead(point: CurvePoint | undefined): string {
  if (point === undefined) return '';
  const { flips, budget } = point;
  const words = `${flips} ${flips === 1 ? 'flip' : 'flips'}`;
  return budget === undefined ? words : `${words}\n(${+(100 * budget).toFixed(4)} %)`;
}

function modelRows(model: ModelResult, shown: readonly number[]): string[][] {
  const rows: string[][] = [];
  const add = (
    name: string,
    curve: readonly CurvePoint[],
    status: Status,
    method: string,
    seconds: number,
  ): void => {
    const first = rows.length === 0;
    const answer = `${messages.statuses[status]} (${method}, ${duration(seconds)})`;
    rows.push([
      first ? printable(model.name) : '',
      first ? percent(model.accuracy) : '',
      name,
      ...shown.map((k) => ratio(curve[k])),
      answer,
    ]);
  };
  const { sampleWise, collective } = model;
  if (sampleWise !== undefined)
    add(
      messages.kinds['sample-wise'],
      sampleWise.curve,
      sampleWise.status,
      sampleWise.method,
      sampleWise.seconds,
    );
  if (collective !== undefined)
    add(
      messages.kinds.collective,
      collective.curve,
      collective.status,
      collective.method,
      collective.seconds,
    );
  return rows;
}

function ratio({ certified, certifiedAtMost }: CurvePoint): string {
  if (certified === certifiedAtMost) return percent(certified);
  return `${(100 * certified).toFixed(1)} to ${percent(certifiedAtMost)}`;
}

function expectationLines(result: Result): string[] {
  return (result.expectations ?? []).map(
    ({ outcome, model, kind, quantity, condition, flips, value, atMost }) => {
      const words =
        { 'certified-ratio': 'certified ratio', 'certified-accuracy': 'certified accuracy' }[quantity] ??
        quantity;
      const shown = value === atMost ? percent(value) : `${percent(value)} to ${percent(atMost)}`;
      return `${outcome}: ${printable(model)}, ${messages.kinds[kind]}, ${flips} ${flips === 1 ? 'flip' : 'flips'}: ${words} ${condition}, proven ${shown}`;
    },
  );
}
