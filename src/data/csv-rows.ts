import { CsvError, parse } from 'csv-parse/sync';
import { recognisedDelimiter } from './csv-delimiter';
import { firstLines } from './csv-lines';
import type { CsvSource } from './errors';
import { DataError } from './errors';
import { howToRaise } from '../core/limits';
import type { Limits } from '../core/limits';
import { shown } from '../core/shown';

const NEWLINE = 10;
const RETURN = 13;
/** Bytes that are sure to fit in one string. */
const LONGEST = 2 ** 29 - 24;

/** One row of a CSV file and the line it begins on, counted from 0. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * Rows of a CSV file. Empty lines are skipped, cells trimmed.
 * @param given comma, tab or semicolon; null: recognised.
 * @throws DataError `csv-encoding`, `csv-too-large`, `csv-syntax`, `csv-empty`.
 */
export function csvRows(
  bytes: Uint8Array,
  source: CsvSource,
  limits: Limits,
  given: string | null = null,
): CsvRow[] {
  const text = decoded(bytes, source);
  const delimiter = given ?? recognisedDelimiter(text);
  checkCells(bytes, delimiter, source, limits);
  let rows: CsvRow[];
  try {
    const ends: number[] = [];
    const cells = parse(text, {
      delimiter,
      on_record: (record: string[], { bytes: end }) => {
        ends.push(end);
        return record;
      },
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly string[][];
    const lines = firstLines(text, ends);
    rows = cells.map((record, i) => ({ cells: record, line: lines[i] }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Math.max(0, Number((error as unknown as { readonly lines?: number }).lines ?? 1) - 1);
    throw new DataError('csv-syntax', `This row cannot be read: ${shown(error.message, 200)}.`, {
      source,
      line,
    });
  }
  if (rows.length === 0) throw new DataError('csv-empty', 'The file has no rows.', { source, line: 0 });
  return rows;
}

/** Each cell is an object in memory, many times its size in the file. Delimiters within quotes count as well. */
function checkCells(bytes: Uint8Array, delimiter: string, source: CsvSource, { csvCells }: Limits): void {
  const ends = delimiter.charCodeAt(0);
  let cells = 1;
  let line = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    const ending = byte === NEWLINE || (byte === RETURN && bytes[at + 1] !== NEWLINE);
    if (ending) line++;
    if (!ending && byte !== ends) continue;
    cells++;
    if (cells <= csvCells) continue;
    const text = `The file has more than ${csvCells} cells. ${howToRaise('csvCells')}`;
    throw new DataError('csv-too-large', text, { source, line });
  }
}

function decoded(bytes: Uint8Array, source: CsvSource): string {
  if (bytes.length > LONGEST) {
    const text = 'A CSV file of more than 512 MB cannot be read; save its arrays as `.npz`.';
    throw new DataError('csv-too-large', text, { source, line: 0 });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError('csv-encoding', 'The file is not UTF-8 text; save it as UTF-8.', { source, line: 0 });
  }
}

/**
 * A decimal number written in a cell; null where there is none. NaN and Infinity are read, for the caller to judge.
 * Takes time in proportion to the cell: each digit has one place in the pattern.
 */
export function cellNumber(cell: string): number | null {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(cell)) return Number(cell);
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(cell);
  if (special === null) return null;
  if (special[2].toLowerCase() === 'nan') return NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}
