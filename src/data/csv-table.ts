import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS } from '../core/limits';
import { CodedError } from '../core/errors';
import type { Label, RawGraph } from '../core/graph/raw';
import { csrFromDense, csrFromTriplets } from '../core/linalg/csr';
import { asLabels, featureCell, wrongRow } from './csv-cells';
import { usual } from './csv-delimiter';
import type { CsvRow } from './csv-rows';
import { cellNumber, csvRows } from './csv-rows';
import { shown } from '../core/shown';

/** A column, by its name in the header or its position from 0. */
export type Column = string | number;

export interface TableOptions {
  /** Null: the last column. */
  readonly label: Column | null;
  readonly ignore: readonly Column[];
  /** Null: recognised. */
  readonly header: boolean | null;
  /** Cells are separated by tabs, as the file's extension says; otherwise the delimiter is recognised. */
  readonly tabs: boolean;
}

/**
 * Reads a table without a graph from CSV: a label column, columns to ignore, and features, which are numbers. A
 * node's id is the position of its row among the data rows, from 0.
 * @throws DataError with the row at fault; CodedError `unknown-column`, `label-ignored`, `features-missing`.
 */
export function readCsvTable(
  bytes: Uint8Array,
  options: TableOptions,
  limits: Limits = DEFAULT_LIMITS,
): RawGraph {
  const rows = csvRows(bytes, 'table', limits, options.tabs ? '\t' : null);
  const hasHeader = options.header ?? isHeader(rows);
  const data = hasHeader ? rows.slice(1) : rows;
  if (data.length === 0) throw wrongRow('table', 'csv-empty', rows[0], 'The file has no rows of data.');
  const width = checkedWidth(data);
  const columns = new Columns(hasHeader ? rows[0].cells : null, width);
  const label = options.label === null ? width - 1 : columns.position(options.label, ['label']);
  const ignored = new Set(options.ignore.map((column, i) => columns.position(column, ['ignore', i])));
  options.ignore.forEach((column, i) => {
    if (columns.position(column, ['ignore', i]) !== label) return;
    const text = `The label stands in column ${columns.called(label)}, so it cannot be ignored.`;
    throw new CodedError('label-ignored', text, ['dataset', 'ignore', i]);
  });
  const features: number[] = [];
  for (let c = 0; c < width; c++) if (c !== label && !ignored.has(c)) features.push(c);
  if (features.length === 0) {
    throw new CodedError('features-missing', 'No column is left for the features.', ['dataset', 'table']);
  }
  const labels = readLabels(data, label);
  const dense = new Float64Array(data.length * features.length);
  const called = features.map((column) => columns.called(column));
  data.forEach((row, i) => {
    features.forEach((column, j) => {
      dense[i * features.length + j] = featureCell('table', row, column, called[j]);
    });
  });
  const n = data.length;
  return {
    adjacency: csrFromTriplets(n, n, [], [], [], 'max'),
    features: csrFromDense(n, features.length, dense),
    labels,
    lines: Int32Array.from(data, ({ line }) => line),
  };
}

/**
 * Whether the first row is a header: it has no number where the second has one; or, with another number of cells
 * than the second, no number at all. Rows are not dropped on weaker evidence.
 */
function isHeader(rows: readonly CsvRow[]): boolean {
  if (rows.length < 2) return false;
  const [first, second] = [rows[0].cells, rows[1].cells];
  const named = (cell: string): boolean => cell !== '' && cellNumber(cell) === null;
  if (first.length !== second.length) return first.every((cell) => cellNumber(cell) === null);
  const numeric = second.flatMap((cell, c) => (cellNumber(cell) === null ? [] : [c]));
  return numeric.length > 0 && numeric.every((c) => named(first[c]));
}

/** Number of columns, which is the same in all rows. */
function checkedWidth(data: readonly CsvRow[]): number {
  const width = usual(data.map((row) => row.cells.length));
  const odd = data.find((row) => row.cells.length !== width);
  if (odd === undefined) return width;
  const hint = odd === data[0] ? ' Where it is a header, write `header: true`.' : '';
  const text = `This row has ${odd.cells.length} columns, and other rows have ${width}.${hint}`;
  throw wrongRow('table', 'csv-columns', odd, text);
}

function readLabels(data: readonly CsvRow[], column: number): Label[] {
  return asLabels(
    data.map((row) => {
      if (row.cells[column] === '') throw wrongRow('table', 'labels-invalid', row, 'This row has no label.');
      return row.cells[column];
    }),
  );
}

/** The columns of a table by name and position. A header with another number of cells names none of them. */
class Columns {
  private readonly names: readonly string[] | null;
  private readonly stray: boolean;

  constructor(
    header: readonly string[] | null,
    private readonly width: number,
  ) {
    this.stray = header !== null && header.length !== width;
    this.names = this.stray ? null : header;
  }

  /** @param key where the column is named, under `dataset`. */
  position(column: Column, key: readonly (string | number)[]): number {
    const found = typeof column === 'number' ? column : (this.names?.indexOf(column) ?? -1);
    if (typeof column === 'string' && (this.names?.indexOf(column, found + 1) ?? -1) > found) {
      const text = `Several columns are called \`${shown(column)}\`; give the position of one, from 0 to ${this.width - 1}.`;
      throw new CodedError('ambiguous-column', text, ['dataset', ...key]);
    }
    if (found >= 0 && found < this.width) return found;
    throw new CodedError('unknown-column', `There is no column \`${shown(column)}\`; ${this.known()}`, [
      'dataset',
      ...key,
    ]);
  }

  called(column: number): string {
    return this.names === null ? String(column) : `\`${this.names[column]}\``;
  }

  private known(): string {
    const positions = `positions from 0 to ${this.width - 1}`;
    if (this.stray)
      return `the header has another number of columns than the rows, so give one of the ${positions}.`;
    if (this.names === null) return `the file has no header, so give one of the ${positions}.`;
    const names = this.names.slice(0, 20).map((name) => `\`${shown(name)}\``);
    return `the columns are ${names.join(', ')}${this.names.length > 20 ? ', …' : ''}, or ${positions}.`;
  }
}

/** Whether a file's name says that its cells are separated by tabs. */
export function isTabbed(path: string): boolean {
  return /\.(tsv|tab)$/i.test(path);
}
