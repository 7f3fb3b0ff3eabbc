import type { Csr } from '../linalg/csr';
import type { Square } from '../linalg/dense';

/** Columns at a time: few enough that a block of them stays in the cache, and that their sums stay in registers. */
export const LANES = 8;

/**
 * A symmetric n x n matrix S that is a polynomial of a sparse one: S itself is dense and is never formed.
 * Blocks are n x LANES, row-major.
 */
export interface Filter {
  readonly n: number;
  /** Multiplications that one column takes. */
  readonly cost: number;
  /** S times a block, which may be overwritten. What is returned lasts until the next call. */
  readonly apply: (block: Float64Array) => Float64Array;
}

/** out <- v out + w A x, for a square sparse A and blocks x and out. */
export function stepInto(out: Float64Array, v: number, w: number, a: Csr, x: Float64Array): void {
  const { rows, rowPtr, colIdx, values } = a;
  for (let i = 0; i < rows; i++) {
    const row = i * LANES;
    // Sums by name and not in an array: several times as fast.
    let s0 = v * out[row];
    let s1 = v * out[row + 1];
    let s2 = v * out[row + 2];
    let s3 = v * out[row + 3];
    let s4 = v * out[row + 4];
    let s5 = v * out[row + 5];
    let s6 = v * out[row + 6];
    let s7 = v * out[row + 7];
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
      const weight = w * values[e];
      const from = colIdx[e] * LANES;
      s0 += weight * x[from];
      s1 += weight * x[from + 1];
      s2 += weight * x[from + 2];
      s3 += weight * x[from + 3];
      s4 += weight * x[from + 4];
      s5 += weight * x[from + 5];
      s6 += weight * x[from + 6];
      s7 += weight * x[from + 7];
    }
    out[row] = s0;
    out[row + 1] = s1;
    out[row + 2] = s2;
    out[row + 3] = s3;
    out[row + 4] = s4;
    out[row + 5] = s5;
    out[row + 6] = s6;
    out[row + 7] = s7;
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
  return { filter: s, product: direct ? denseRows(s, inner, rows.length) : innerRows(filter, inner, rows) };
}

/** Rows of S, rows.length x n, row-major: its columns, since it is symmetric. */
export function unitRows(filter: Filter, rows: Int32Array): Float64Array {
  const { n } = filter;
  const out = new Float64Array(rows.length * n);
  for (let start = 0; start < rows.length; start += LANES) {
    const width = Math.min(LANES, rows.length - start);
    const unit = new Float64Array(n * LANES);
    for (let k = 0; k < width; k++) unit[rows[start + k] * LANES + k] = 1;
    const block = filter.apply(unit);
    for (let k = 0; k < width; k++)
      for (let i = 0; i < n; i++) out[(start + k) * n + i] = block[i * LANES + k];
  }
  return out;
}

/** R M for R (count x n) and a symmetric M: four rows of R by one of M at a time. */
function denseRows(left: Float64Array, { n, values }: Square, count: number): Float64Array {
  const out = new Float64Array(count * n);
  for (let j = 0; j < n; j++) {
    const m = j * n;
    for (let r = 0; r < count; r += 4) {
      // Where fewer than four are left, the last one is done again.
      const r0 = r * n;
      const r1 = Math.min(r + 1, count - 1) * n;
      const r2 = Math.min(r + 2, count - 1) * n;
      const r3 = Math.min(r + 3, count - 1) * n;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = 0; k < n; k++) {
        const value = values[m + k];
        s0 += value * left[r0 + k];
        s1 += value * left[r1 + k];
        s2 += value * left[r2 + k];
        s3 += value * left[r3 + k];
      }
      out[r0 + j] = s0;
      out[r1 + j] = s1;
      out[r2 + j] = s2;
      out[r3 + j] = s3;
    }
  }
  return out;
}

/** Rows of S M, some columns of M at a time. */
function innerRows(filter: Filter, { n, values }: Square, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * n);
  for (let start = 0; start < n; start += LANES) {
    const width = Math.min(LANES, n - start);
    const columns = new Float64Array(n * LANES);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < width; k++) columns[i * LANES + k] = values[i * n + start + k];
    const block = filter.apply(columns);
    rows.forEach((row, r) => {
      for (let k = 0; k < width; k++) out[r * n + start + k] = block[row * LANES + k];
    });
  }
  return out;
}
