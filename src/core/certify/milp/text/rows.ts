import type { MilpModel } from '../model';

export type Sense = '<=' | '>=' | '=';

/** One row as every format can say it: one comparison with one number. */
export interface PlainRow {
  readonly name: string;
  /** Column and coefficient; no coefficient is 0. */
  readonly entries: readonly (readonly [column: number, coefficient: number])[];
  readonly sense: Sense;
  readonly side: number;
}

/**
 * The rows of a model. One with two different bounds becomes two, `NAME_at_least` and `NAME_at_most`: MPS would give
 * the second bound by its distance from the first, which rounds, and not every reader of LP takes both in one line.
 * A row without bounds says nothing and is left out.
 */
export function plainRows(model: MilpModel): PlainRow[] {
  const { rowLower, rowUpper, start, index, value, names } = model;
  const rows: PlainRow[] = [];
  names.rows.forEach((name, i) => {
    const entries = Array.from(
      { length: start[i + 1] - start[i] },
      (_, k) => [index[start[i] + k], value[start[i] + k]] as const,
    );
    const lower = rowLower[i];
    const upper = rowUpper[i];
    if (lower === upper) {
      rows.push({ name, entries, sense: '=', side: lower });
      return;
    }
    const both = lower > -Infinity && upper < Infinity;
    if (lower > -Infinity)
      rows.push({ name: both ? `${name}_at_least` : name, entries, sense: '>=', side: lower });
    if (upper < Infinity)
      rows.push({ name: both ? `${name}_at_most` : name, entries, sense: '<=', side: upper });
  });
  return rows;
}

/** `e5` and `E5` could be read as exponents, and some words are the formats' own. */
const LEGAL = /^(?![eE])[A-Za-z][A-Za-z0-9_]*$/;
const TAKEN: ReadonlySet<string> = new Set(
  'free inf infinity st subject bound bounds general generals gen integer integers int binary binaries bin sos semi sec end'.split(
    ' ',
  ),
);
const LONGEST_NAME = 64;

/**
 * Refuses a model that a file would not say faithfully: a name that a format could read as something else, one name
 * for two things, a coefficient that is no number.
 * @throws Error
 */
export function checkWritable(model: MilpModel, rows: readonly PlainRow[]): void {
  const { names, cost, columnLower, columnUpper, value } = model;
  for (const group of [names.columns, [names.cost, ...rows.map(({ name }) => name)]]) {
    const seen = new Set<string>();
    for (const name of group) {
      if (!LEGAL.test(name) || name.length > LONGEST_NAME || TAKEN.has(name.toLowerCase()))
        throw new Error(`"${name}" is no name that every solver reads.`);
      if (seen.has(name)) throw new Error(`The name "${name}" is given twice.`);
      seen.add(name);
    }
  }
  const finite = [cost, value, Float64Array.from(rows, ({ side }) => side)];
  if (finite.some((values) => !values.every(Number.isFinite)))
    throw new Error('The program holds a coefficient that is not a finite number.');
  if ([columnLower, columnUpper].some((values) => values.some(Number.isNaN)))
    throw new Error('The program holds a bound that is not a number.');
}

/** Columns that neither a row nor the cost names: a file has to bring them up somewhere. */
export function unusedColumns({ cost }: MilpModel, rows: readonly PlainRow[]): Set<number> {
  const unused = new Set(Array.from(cost.keys()).filter((column) => cost[column] === 0));
  for (const { entries } of rows) for (const [column] of entries) unused.delete(column);
  return unused;
}

/** Characters of a line of comment; CPLEX reads 510 of any line. */
const COMMENT_WIDTH = 110;

/** Comments as lines of a file, each with the mark that begins a comment. Nothing in them can end the comment early. */
export function commentLines(mark: string, comments: readonly string[]): string[] {
  return comments.flatMap((comment) => {
    const lines: string[] = [];
    let line = '';
    for (const word of comment.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').split(/ +/)) {
      if (line !== '' && line.length + 1 + word.length > COMMENT_WIDTH) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line].map((text) => `${mark} ${text}`.trimEnd());
  });
}
