import type { Label } from '../core/graph/raw';
import type { CsvRow } from './csv-rows';
import { cellNumber } from './csv-rows';
import type { CsvSource } from './errors';
import { DataError } from './errors';
import { shown } from '../core/shown';

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
    const held = cell === '' ? 'is empty' : `holds \`${shown(cell)}\``;
    throw wrongRow(
      source,
      'csv-number',
      row,
      `Column ${shown(called)} ${held} here; a feature must be a number.`,
    );
  }
  if (!Number.isFinite(value)) {
    const text = `Column ${shown(called)} holds ${shown(cell)} here; a feature must be a finite number.`;
    throw wrongRow(source, 'features-not-finite', row, text);
  }
  return value;
}

/** Numbers where every label is one and two texts are never the same number, as 01 and 1 are; texts otherwise. */
export function asLabels(texts: readonly string[]): Label[] {
  const numbers = new Map<string, number>();
  for (const text of texts) {
    const number = cellNumber(text);
    if (number === null || !Number.isFinite(number)) return [...texts];
    numbers.set(text, number);
  }
  const distinct = new Set(numbers.values()).size === numbers.size;
  return distinct ? texts.map((text) => numbers.get(text) ?? text) : [...texts];
}
