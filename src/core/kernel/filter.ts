import type { Csr } from '../linalg/csr';
import type { Square } from '../linalg/dense';

/**
 * A symmetric n x n matrix S that is a polynomial of a sparse one: S itself is dense and is never formed.
 * Blocks are n x width, row-major.
 */
export interface Filter {
  readonly n: number;
  /** Multiplications that one column takes. */
  readonly cost: number;
  /** S times a block, which may be overwritten. */
  readonly apply: (block: Float64Array, width: number) => Float64Array;
}

/** Columns at a time: wide enough for long inner loops, narrow enough that a few blocks stay in the cache. */
const WIDTH = 32;

/** out <- w A x + v out, for a square sparse A and blocks x and out. */
export function stepInto(
  out: Float64Array,
  v: number,
  w: number,
  a: Csr,
  x: Float64Array,
  width: number,
): void {
  for (let i = 0; i < a.rows; i++) {
    const row = i * width;
    for (let k = 0; k < width; k++) out[row + k] *= v;
    for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++) {
      const weight = w * a.values[e];
      const from = a.colIdx[e] * width;
      for (let k = 0; k < width; k++) out[row + k] += weight * x[from + k];
    }
  }
}

/** Rows of S and of S M, R x n each, row-major: K_ij of K = S M S is the product of row i of S M with row j of S. */
export interface FilteredRows {
  readonly filter: Float64Array;
  readonly product: Float64Array;
}

/** `rows` are R indices, `inner` is M. */
export function filteredRows(filter: Filter, inner: Square, rows: Int32Array): FilteredRows {
  const s = unitRows(filter, rows);
  // Both ways give the same; many rows are cheaper by filtering the whole of M.
  const direct = rows.length * filter.n <= filter.cost;
  return {
    filter: s,
    product: direct ? denseProduct(s, inner, rows.length) : innerRows(filter, inner, rows),
  };
}

/** Rows of S: its columns, since it is symmetric. */
function unitRows(filter: Filter, rows: Int32Array): Float64Array {
  const { n } = filter;
  const out = new Float64Array(rows.length * n);
  for (let start = 0; start < rows.length; start += WIDTH) {
    const width = Math.min(WIDTH, rows.length - start);
    const unit = new Float64Array(n * width);
    for (let k = 0; k < width; k++) unit[rows[start + k] * width + k] = 1;
    const block = filter.apply(unit, width);
    for (let k = 0; k < width; k++)
      for (let i = 0; i < n; i++) out[(start + k) * n + i] = block[i * width + k];
  }
  return out;
}

/** R M for R (count x n). */
function denseProduct(left: Float64Array, { n, values }: Square, count: number): Float64Array {
  const out = new Float64Array(count * n);
  for (let k = 0; k < n; k++) {
    for (let r = 0; r < count; r++) {
      const w = left[r * n + k];
      if (w === 0) continue;
      for (let j = 0; j < n; j++) out[r * n + j] += w * values[k * n + j];
    }
  }
  return out;
}

/** Rows of S M, some columns of M at a time. */
function innerRows(filter: Filter, { n, values }: Square, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * n);
  for (let start = 0; start < n; start += WIDTH) {
    const width = Math.min(WIDTH, n - start);
    const columns = new Float64Array(n * width);
    for (let i = 0; i < n; i++) columns.set(values.subarray(i * n + start, i * n + start + width), i * width);
    const block = filter.apply(columns, width);
    rows.forEach((row, r) => out.set(block.subarray(row * width, (row + 1) * width), r * n + start));
  }
  return out;
}
