import type { Label } from '../core/graph/raw';
import type { CsvRow } from './csv-rows';
import { cellNumber } from './csv-rows';
import type { CsvSource } from './errors';
import { DataError } from './errors';

/** Something is wrong in one row. */
export function wrongRow(source: CsvSource, code: string, row: CsvRow, message: string): DataError {
  return new DataError(code, message, { source, line: row.line });
}

/**
 * The number in a feature's cell.
 * @param called the column, for messages.
 * @throws DataError `csv-number`, `features-not-finite`.
 */
export function featureCell(source: CsvSource, row: CsvRow, column: number, called: string): number {
  const cell = row.cells[column];
  const value = cellNumber(cell);
  if (value === null) {
    const held = cell === '' ? 'is empty' : `holds \`${cell}\``;
    throw wrongRow(source, 'csv-number', row, `Column ${called} ${held} here; a feature must be a number.`);
  }
  if (!Number.isFinite(value)) {
    const text = `Column ${called} holds ${cell} here; a feature must be a finite number.`;
    throw wrongRow(source, 'features-not-finite', row, text);
  }
  return value;
}

/** Numbers where every label is one, texts otherwise. */
export function asLabels(texts: readonly string[]): Label[] {
  const numbers = texts.map(cellNumber);
  return numbers.every((x) => x !== null && Number.isFinite(x)) ? (numbers as number[]) : [...texts];
}
