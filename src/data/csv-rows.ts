import { CsvError, parse } from 'csv-parse/sync';
import { recognisedDelimiter } from './csv-delimiter';
import { firstLines } from './csv-lines';
import type { CsvSource } from './errors';
import { DataError } from './errors';
import { shown } from '../core/shown';

/** One row of a CSV file and the line it begins on, counted from 0. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * Rows of a CSV file. Empty lines are skipped, cells trimmed.
 * @param delimiter null: comma, tab or semicolon, recognised.
 * @throws DataError `csv-encoding`, `csv-syntax`, `csv-empty`.
 */
export function csvRows(bytes: Uint8Array, source: CsvSource, delimiter: string | null = null): CsvRow[] {
  const text = decoded(bytes, source);
  let rows: CsvRow[];
  try {
    const parsed: unknown = parse(text, {
      delimiter: delimiter ?? recognisedDelimiter(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    const records = parsed as {
      readonly record: readonly string[];
      readonly info: { readonly bytes: number };
    }[];
    const lines = firstLines(
      text,
      records.map(({ info }) => info.bytes),
    );
    rows = records.map(({ record }, i) => ({ cells: record, line: lines[i] }));
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

function decoded(bytes: Uint8Array, source: CsvSource): string {
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
