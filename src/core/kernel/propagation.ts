import type { Csr } from '../linalg/csr';
import { csrMap } from '../linalg/csr';

export type Normalization = 'row' | 'symmetric' | 'none';

/**
 * The propagation matrix S of a graph convolution, from the weighted adjacency A without self-loops:
 * `row` divides the rows of A + I by their sums, `symmetric` is D^-1/2 (A + I) D^-1/2, `none` is A + I.
 * `weight` multiplies A first. Self-loops have weight 1.
 */
export function propagationMatrix(adjacency: Csr, normalization: Normalization, weight: number): Csr {
  const looped = plusIdentity(weight === 1 ? adjacency : csrMap(adjacency, (value) => weight * value));
  if (normalization === 'none') return looped;
  const sums = rowSums(looped);
  return normalization === 'row'
    ? csrMap(looped, (value, i) => value / sums[i])
    : csrMap(looped, (value, i, j) => value / Math.sqrt(sums[i] * sums[j]));
}

/** A + I, for an A without a diagonal. */
export function plusIdentity(a: Csr): Csr {
  const n = a.rows;
  const rowPtr = new Int32Array(n + 1);
  const colIdx = new Int32Array(a.colIdx.length + n);
  const values = new Float64Array(a.values.length + n);
  let at = 0;
  for (let i = 0; i < n; i++) {
    let e = a.rowPtr[i];
    for (; e < a.rowPtr[i + 1] && a.colIdx[e] < i; e++, at++) {
      colIdx[at] = a.colIdx[e];
      values[at] = a.values[e];
    }
    colIdx[at] = i;
    values[at++] = 1;
    for (; e < a.rowPtr[i + 1]; e++, at++) {
      colIdx[at] = a.colIdx[e];
      values[at] = a.values[e];
    }
    rowPtr[i + 1] = at;
  }
  return { rows: n, cols: n, rowPtr, colIdx, values };
}

export function rowSums(a: Csr): Float64Array {
  const sums = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++) sums[i] += a.values[e];
  return sums;
}
