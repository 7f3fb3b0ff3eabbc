import type { MilpModel } from '../model';
import { checkWritable, commentLines, plainRows, unusedColumns } from './rows';

const SENSES = { '<=': 'L', '>=': 'G', '=': 'E' } as const;

/**
 * A model as free MPS text, one entry a line. It says nothing of the direction, since not every reader looks at
 * `OBJSENSE`: MPS minimises. Numbers are the shortest decimals that read back as the same doubles.
 * @param comments lines that stand at the top
 * @throws Error where the model cannot be said in this format
 */
export function mpsText(model: MilpModel, comments: readonly string[]): string {
  const { names } = model;
  const rows = plainRows(model);
  checkWritable(model, rows);
  return [
    ...commentLines('*', comments),
    'NAME flipcert',
    'ROWS',
    ` N ${names.cost}`,
    ...rows.map(({ name, sense }) => ` ${SENSES[sense]} ${name}`),
    'COLUMNS',
    ...columnLines(model, entriesByColumn(model, rows)),
    'RHS',
    ...rows.filter(({ side }) => side !== 0).map(({ name, side }) => ` RHS ${name} ${side}`),
    'BOUNDS',
    ...names.columns.flatMap((name, j) =>
      bounds(name, model.integer[j] === 1, model.columnLower[j], model.columnUpper[j]),
    ),
    'ENDATA',
    '',
  ].join('\n');
}

/** For each column the lines of its entries, the cost first. */
function entriesByColumn(model: MilpModel, rows: ReturnType<typeof plainRows>): string[][] {
  const { names, cost } = model;
  const unused = unusedColumns(model, rows);
  const lines = names.columns.map((name, j) =>
    cost[j] !== 0 || unused.has(j) ? [` ${name} ${names.cost} ${cost[j]}`] : [],
  );
  for (const { name, entries } of rows)
    for (const [column, coefficient] of entries)
      lines[column].push(` ${names.columns[column]} ${name} ${coefficient}`);
  return lines;
}

/** Stretches of integer columns stand between markers. */
function columnLines({ integer }: MilpModel, entries: readonly (readonly string[])[]): string[] {
  const lines: string[] = [];
  let markers = 0;
  const mark = (kind: string): void => void lines.push(` MARKER_${markers++} 'MARKER' '${kind}'`);
  entries.forEach((own, j) => {
    const before = j > 0 && integer[j - 1] === 1;
    if (integer[j] === 1 && !before) mark('INTORG');
    if (integer[j] !== 1 && before) mark('INTEND');
    for (const line of own) lines.push(line);
  });
  if (integer.at(-1) === 1) mark('INTEND');
  return lines;
}

/**
 * Both bounds are said wherever a reader's default could be another one: the upper bound of an integer column, and
 * the lower one beside an upper bound below 0.
 */
function bounds(name: string, integer: boolean, lower: number, upper: number): string[] {
  const line = (kind: string, value?: number): string =>
    ` ${kind} BND ${name}${value === undefined ? '' : ` ${value}`}`;
  if (lower === upper) return [line('FX', lower)];
  if (integer && lower === 0 && upper === 1) return [line('BV')];
  if (lower === -Infinity && upper === Infinity) return [line('FR')];
  const out: string[] = [];
  if (lower === -Infinity) out.push(line('MI'));
  else if (lower !== 0 || upper <= 0) out.push(line('LO', lower));
  if (upper !== Infinity) out.push(line('UP', upper));
  else if (integer) out.push(line('PL'));
  return out;
}
