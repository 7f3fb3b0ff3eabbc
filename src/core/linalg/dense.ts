import type { Csr } from './csr';

/** Square matrix, row-major, n * n values. */
export interface Square {
  readonly n: number;
  readonly values: Float64Array;
}

export function square(n: number): Square {
  return { n, values: new Float64Array(n * n) };
}

/** Rows and columns `kept`, ascending; the matrix itself where that is all of them. */
export function squarePrincipal(a: Square, kept: ArrayLike<number>): Square {
  if (kept.length === a.n) return a;
  const out = square(kept.length);
  for (let i = 0; i < kept.length; i++) {
    const from = kept[i] * a.n;
    for (let j = 0; j < kept.length; j++) out.values[i * out.n + j] = a.values[from + kept[j]];
  }
  return out;
}

/** Transposes in place. Works in tiles, so that both sides stay in the cache. */
export function transposeInPlace(a: Square): void {
  const { n, values } = a;
  const tile = 32;
  for (let bi = 0; bi < n; bi += tile) {
    const iEnd = Math.min(n, bi + tile);
    for (let bj = bi; bj < n; bj += tile) {
      const jEnd = Math.min(n, bj + tile);
      for (let i = bi; i < iEnd; i++) {
        for (let j = bi === bj ? i + 1 : bj; j < jEnd; j++) {
          const upper = values[i * n + j];
          values[i * n + j] = values[j * n + i];
          values[j * n + i] = upper;
        }
      }
    }
  }
}

/** S M, with S sparse (r x n) and M dense (n x n): r x n values, row-major. */
export function sparseTimesDense(s: Csr, m: Square): Float64Array {
  const { n, values } = m;
  const out = new Float64Array(s.rows * n);
  for (let i = 0; i < s.rows; i++) {
    const row = i * n;
    for (let e = s.rowPtr[i]; e < s.rowPtr[i + 1]; e++) {
      const w = s.values[e];
      const from = s.colIdx[e] * n;
      for (let j = 0; j < n; j++) out[row + j] += w * values[from + j];
    }
  }
  return out;
}

/** S M Sᵀ for a symmetric M and a square S. The result is symmetric up to rounding. */
export function congruence(s: Csr, m: Square): Square {
  const left = { n: m.n, values: sparseTimesDense(s, m) };
  transposeInPlace(left);
  return { n: m.n, values: sparseTimesDense(s, left) };
}

/** X Xᵀ of a sparse X (n x d), exactly symmetric. */
export function gram(x: Csr): Square {
  const n = x.rows;
  const out = square(n);
  const { values } = out;
  const columns = columnLists(x);
  for (let i = 0; i < n; i++) {
    for (let e = x.rowPtr[i]; e < x.rowPtr[i + 1]; e++) {
      const w = x.values[e];
      const c = x.colIdx[e];
      // Rows of a column list ascend: stop at the diagonal, mirror below.
      for (let k = columns.start[c]; k < columns.start[c + 1]; k++) {
        const j = columns.row[k];
        if (j > i) break;
        values[i * n + j] += w * columns.value[k];
      }
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) values[j * n + i] = values[i * n + j];
  return out;
}

function columnLists(x: Csr): { start: Int32Array; row: Int32Array; value: Float64Array } {
  const start = new Int32Array(x.cols + 1);
  for (const c of x.colIdx) start[c + 1]++;
  for (let c = 0; c < x.cols; c++) start[c + 1] += start[c];
  const next = start.slice();
  const row = new Int32Array(x.colIdx.length);
  const value = new Float64Array(x.colIdx.length);
  for (let i = 0; i < x.rows; i++) {
    for (let e = x.rowPtr[i]; e < x.rowPtr[i + 1]; e++) {
      const at = next[x.colIdx[e]]++;
      row[at] = i;
      value[at] = x.values[e];
    }
  }
  return { start, row, value };
}
