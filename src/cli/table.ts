import Table from 'cli-table3';
import { count, duration, percent } from '../report/format';
import type { CurvePoint, ModelResult, Result, Status } from '../report/result';
import * as messages from './messages';

/** The table on standard output: a line for each model and kind, a column for each budget. */
export function resultTable(result: Result): string {
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
  const table = new Table({
    head: ['model', 'accuracy', 'certified ratio', ...(points ?? []).map(budgetHead), 'answer'],
    colAligns: ['left', 'right', 'left', ...(points ?? []).map(() => 'right' as const), 'left'],
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  });
  for (const model of result.models) for (const row of modelRows(model)) table.push(row);
  const lines = [
    `${result.config}: ${facts.join(', ')}`,
    table.toString(),
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

function budgetHead({ flips, budget }: CurvePoint): string {
  const words = `${flips} ${flips === 1 ? 'flip' : 'flips'}`;
  return budget === undefined ? words : `${words}\n(${+(100 * budget).toFixed(4)} %)`;
}

function modelRows(model: ModelResult): string[][] {
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
      first ? model.name : '',
      first ? percent(model.accuracy) : '',
      name,
      ...curve.map(ratio),
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
      return `${outcome}: ${model}, ${messages.kinds[kind]}, ${flips} ${flips === 1 ? 'flip' : 'flips'}: ${words} ${condition}, proven ${shown}`;
    },
  );
}
