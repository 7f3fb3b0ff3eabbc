import type { MilpModel } from '../model';
import { checkWritable, commentLines, plainRows, unusedColumns } from './rows';

/** Characters of a line; CPLEX reads 510. */
const WIDTH = 110;

/**
 * A model as CPLEX LP text. Numbers are the shortest decimals that read back as the same doubles.
 * @param comments lines that stand at the top
 * @throws Error where the model cannot be said in this format
 */
export function lpText(model: MilpModel, comments: readonly string[]): string {
  const { cost, names, integer, columnLower, columnUpper } = model;
  const rows = plainRows(model);
  checkWritable(model, rows);
  const unused = unusedColumns(model, rows);
  const objective = Array.from(cost.entries()).filter(([column, c]) => c !== 0 || unused.has(column));
  const columns = Array.from(cost.keys());
  const isBinary = (j: number): boolean => integer[j] === 1 && columnLower[j] === 0 && columnUpper[j] === 1;
  return [
    ...commentLines('\\', comments),
    'Minimize',
    ...wrapped(` ${names.cost}:`, terms(objective, names.columns)),
    'Subject To',
    ...rows.flatMap(({ name, entries, sense, side }) =>
      wrapped(` ${name}:`, [...terms(entries, names.columns), `${sense} ${number(side)}`]),
    ),
    'Bounds',
    ...columns
      .filter((j) => !isBinary(j))
      .flatMap((j) => bound(names.columns[j], columnLower[j], columnUpper[j])),
    ...section(
      'Generals',
      columns.filter((j) => integer[j] === 1 && !isBinary(j)),
      names.columns,
    ),
    ...section('Binaries', columns.filter(isBinary), names.columns),
    'End',
    '',
  ].join('\n');
}

/** A sum, term by term; a sum of nothing still needs a term. */
function terms(
  entries: readonly (readonly [column: number, coefficient: number])[],
  names: readonly string[],
): string[] {
  if (entries.length === 0) return names.length === 0 ? [] : [`0 ${names[0]}`];
  return entries.map(([column, coefficient], k) => {
    const sign = coefficient < 0 ? '- ' : k === 0 ? '' : '+ ';
    const size = Math.abs(coefficient);
    return `${sign}${size === 1 ? '' : `${number(size)} `}${names[column]}`;
  });
}

/** What is not said is at least 0 and has no upper bound. */
function bound(name: string, lower: number, upper: number): string[] {
  if (lower === upper) return [` ${name} = ${number(lower)}`];
  if (lower === -Infinity && upper === Infinity) return [` ${name} free`];
  if (upper === Infinity) return lower === 0 ? [] : [` ${name} >= ${number(lower)}`];
  return [` ${lower === -Infinity ? '-inf' : number(lower)} <= ${name} <= ${number(upper)}`];
}

function section(title: string, columns: readonly number[], names: readonly string[]): string[] {
  return columns.length === 0
    ? []
    : [
        title,
        ...wrapped(
          '',
          columns.map((j) => names[j]),
        ),
      ];
}

/** Lines that begin with `head`, broken between parts. */
function wrapped(head: string, parts: readonly string[]): string[] {
  const lines: string[] = [];
  let line = head;
  for (const part of parts) {
    if (line.length + 1 + part.length > WIDTH) {
      lines.push(line);
      line = ' ';
    }
    line = `${line} ${part}`;
  }
  return [...lines, line];
}

/** The shortest decimal that reads back as the same double. */
function number(value: number): string {
  return String(value);
}
