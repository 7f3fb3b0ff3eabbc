import type { RawGraph } from '../core/graph/raw';
import { undirected } from '../core/graph/raw';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS, howToRaise } from '../core/limits';
import type { Csr } from '../core/linalg/csr';
import { csrFromDense, csrFromTriplets } from '../core/linalg/csr';
import { DataError } from './errors';
import type { Arrays } from './npz-arrays';
import { missing, openArrays, pickledNames, readLabels } from './npz-arrays';

/** A graph, and the names of the file's members that hold pickled objects and were not read. */
export interface NpzGraph {
  readonly graph: RawGraph;
  readonly pickled: readonly string[];
}

/** A sparse matrix as the file has it: entry e is (row[e], colIdx[e]). */
interface Entries {
  readonly rows: number;
  readonly cols: number;
  readonly row: Int32Array;
  readonly col: Int32Array;
  readonly values: Float64Array;
}

/** Both ways to name the members of a sparse matrix; a dense one is a single array named by the first part. */
const ADJACENCY = ['adj_matrix', 'adj'];
const ATTRIBUTES = ['attr_matrix', 'attr'];
const PARTS = ['data', 'indices', 'indptr', 'shape'];

/**
 * Reads a graph from `.npz`: `adj_matrix.data/indices/indptr/shape`, `attr_matrix.*`, `labels`, or the same as
 * `adj_data`, …, `attr_data`, …, `labels`. Directed graphs are made undirected, self-loops dropped.
 * @throws DataError; every index, size and number is checked.
 */
export function readNpzGraph(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): NpzGraph {
  const arrays = openArrays(bytes, limits);
  const adjacency = matrix(arrays, ADJACENCY);
  if (adjacency === null) {
    const pickled = ADJACENCY.find((name) => arrays.has(name));
    const members = '`adj_matrix.data` or `adj_data`';
    const why = pickled === undefined ? '' : ` (\`${pickled}\` holds pickled objects, which are never read)`;
    throw missing(arrays, 'adjacency matrix', members + why);
  }
  const n = adjacency.rows;
  if (n === 0) throw new DataError('graph-shape', 'The adjacency matrix is 0 x 0: the graph has no nodes.');
  if (adjacency.cols !== n) {
    throw new DataError(
      'graph-shape',
      `The adjacency matrix is ${n} x ${adjacency.cols}; it must be square.`,
    );
  }
  const bad = adjacency.values.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) {
    const edge = `The edge from node ${adjacency.row[bad]} to node ${adjacency.col[bad]}`;
    throw new DataError(
      'edge-weight',
      `${edge} has the weight ${adjacency.values[bad]}; it must be finite and 0 or more.`,
    );
  }
  const labels = readLabels(arrays, n);
  return {
    graph: {
      adjacency: undirected(n, adjacency.row, adjacency.col, adjacency.values),
      features: readFeatures(arrays, n, limits),
      labels,
    },
    pickled: pickledNames(arrays),
  };
}

/** The matrix stored under the first of the names that is there; null where none is. */
function matrix(arrays: Arrays, names: readonly string[]): Entries | null {
  for (const name of names) {
    for (const separator of ['.', '_']) {
      const prefix = `${name}${separator}`;
      // One part that is there and another that is not is a broken file, not a file without this matrix.
      if (PARTS.some((part) => arrays.has(prefix + part))) return sparse(arrays, prefix);
    }
    // A pickled array of this name is no matrix: the file may still hold a readable one under another.
    if (arrays.has(name) && arrays.header(name).kind !== 'pickled') return dense(arrays, name);
  }
  return null;
}

function dense(arrays: Arrays, name: string): Entries {
  const { shape } = arrays.header(name);
  if (shape.length !== 2) {
    throw new DataError('graph-shape', `\`${name}\` has ${shape.length} dimensions; a matrix has 2.`);
  }
  const [rows, cols] = shape;
  checkSize(name, rows, cols);
  // Rows of nothing take no bytes, so the size of the data does not bound their number.
  if (cols === 0) {
    return { rows, cols, row: new Int32Array(0), col: new Int32Array(0), values: new Float64Array(0) };
  }
  return entriesOf(csrFromDense(shape[0], shape[1], arrays.numbers(name)));
}

function entriesOf(csr: Csr): Entries {
  const row = new Int32Array(csr.colIdx.length);
  for (let i = 0; i < csr.rows; i++) row.fill(i, csr.rowPtr[i], csr.rowPtr[i + 1]);
  return { rows: csr.rows, cols: csr.cols, row, col: csr.colIdx, values: csr.values };
}

function checkSize(name: string, rows: number, cols: number): void {
  if (!isIndex(rows, 2 ** 31 - 1) || !isIndex(cols, 2 ** 31 - 1)) {
    throw new DataError(
      'graph-shape',
      `\`${name}\` is said to be ${rows} x ${cols}, which is no size of a matrix.`,
    );
  }
}

function isIndex(value: number, end: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < end;
}

function sparse(arrays: Arrays, prefix: string): Entries {
  for (const part of PARTS) {
    if (!arrays.has(prefix + part))
      throw missing(arrays, `\`${prefix}${part}\``, 'all of data, indices, indptr, shape');
  }
  const shape = arrays.numbers(`${prefix}shape`);
  if (shape.length !== 2) throw new DataError('graph-shape', `\`${prefix}shape\` must hold 2 numbers.`);
  const [rows, cols] = shape;
  checkSize(`${prefix}shape`, rows, cols);
  const values = arrays.numbers(`${prefix}data`);
  const indices = arrays.numbers(`${prefix}indices`);
  const indptr = arrays.numbers(`${prefix}indptr`);
  if (indices.length !== values.length) {
    const text = `\`${prefix}indices\` has ${indices.length} entries and \`${prefix}data\` has ${values.length}.`;
    throw new DataError('graph-shape', text);
  }
  if (indptr.length !== rows + 1) {
    const text = `\`${prefix}indptr\` has ${indptr.length} entries; ${rows} rows need ${rows + 1}.`;
    throw new DataError('graph-shape', text);
  }
  const row = new Int32Array(values.length);
  if (indptr[0] !== 0 || indptr[rows] !== values.length) {
    const text = `\`${prefix}indptr\` runs from ${indptr[0]} to ${indptr[rows]}; it must run from 0 to ${values.length}.`;
    throw new DataError('graph-index', text);
  }
  for (let i = 0; i < rows; i++) {
    if (!Number.isInteger(indptr[i + 1]) || indptr[i + 1] < indptr[i] || indptr[i + 1] > values.length) {
      throw new DataError('graph-index', `\`${prefix}indptr\` does not ascend at row ${i}.`);
    }
    row.fill(i, indptr[i], indptr[i + 1]);
  }
  const bad = indices.findIndex((index) => !isIndex(index, cols));
  if (bad >= 0) {
    const text = `\`${prefix}indices\` holds ${indices[bad]} in row ${row[bad]}; the columns are 0 to ${cols - 1}.`;
    throw new DataError('graph-index', text);
  }
  return { rows, cols, row, col: Int32Array.from(indices), values };
}

function readFeatures(arrays: Arrays, n: number, { featureColumns }: Limits): Csr | null {
  const features = matrix(arrays, ATTRIBUTES);
  if (features === null) return null;
  if (features.rows !== n) {
    const text = `The features have ${features.rows} rows and the graph has ${n} nodes.`;
    throw new DataError('graph-shape', text);
  }
  if (features.cols > featureColumns) {
    const text = `The features have ${features.cols} columns, more than ${featureColumns}. ${howToRaise('featureColumns')}`;
    throw new DataError('npz-too-large', text);
  }
  const bad = features.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const where = `row ${features.row[bad]}, column ${features.col[bad]}`;
    throw new DataError(
      'features-not-finite',
      `The feature in ${where} is ${features.values[bad]}; it must be a finite number.`,
    );
  }
  return csrFromTriplets(n, features.cols, features.row, features.col, features.values, 'sum');
}
