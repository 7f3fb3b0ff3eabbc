import type { Csr } from '../linalg/csr';

export type Normalization = 'row' | 'symmetric' | 'none';

/**
 * The propagation matrix S of a graph convolution, from the weighted adjacency A without self-loops:
 * `row` divides the rows of A + I by their sums, `symmetric` is D^-1/2 (A + I) D^-1/2, `none` is A + I.
 * `weight` multiplies A first. Self-loops have weight 1.
 */
export function propagationMatrix(adjacency: Csr, normalization: Normalization, weight: number): Csr {
  const n = adjacency.rows;
  const rowPtr = new Int32Array(n + 1);
  const colIdx = new Int32Array(adjacency.colIdx.length + n);
  const values = new Float64Array(adjacency.values.length + n);
  const sums = new Float64Array(n);
  let at = 0;
  for (let i = 0; i < n; i++) {
    let placed = false;
    for (let e = adjacency.rowPtr[i]; e < adjacency.rowPtr[i + 1]; e++) {
      const j = adjacency.colIdx[e];
      if (!placed && j > i) {
        colIdx[at] = i;
        values[at++] = 1;
        placed = true;
      }
      colIdx[at] = j;
      values[at++] = weight * adjacency.values[e];
    }
    if (!placed) {
      colIdx[at] = i;
      values[at++] = 1;
    }
    rowPtr[i + 1] = at;
    for (let e = rowPtr[i]; e < at; e++) sums[i] += values[e];
  }
  if (normalization !== 'none') {
    for (let i = 0; i < n; i++) {
      for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
        values[e] /= normalization === 'row' ? sums[i] : Math.sqrt(sums[i] * sums[colIdx[e]]);
      }
    }
  }
  return { rows: n, cols: n, rowPtr, colIdx, values };
}
