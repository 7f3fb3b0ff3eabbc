import type { Csr } from '../linalg/csr';
import type { FactoredKernel } from './architecture';

/** The entries of a kernel that a certificate needs. */
export interface KernelBlocks {
  /** m x m, labelled against labelled, exactly symmetric. */
  readonly labelled: Float64Array;
  /** T x m, test against labelled. */
  readonly test: Float64Array;
  /** T values, each test node against itself. */
  readonly testDiagonal: Float64Array;
}

/** Reads the blocks off a factored kernel; `labelled` and `test` are row indices of the dataset. */
export function kernelBlocks(kernel: FactoredKernel, labelled: Int32Array, test: Int32Array): KernelBlocks {
  const m = labelled.length;
  const row = kernelRow(kernel);
  const out = new Float64Array(m * m);
  const cross = new Float64Array(test.length * m);
  for (let i = 0; i < m; i++) {
    const half = row(labelled[i]);
    for (let j = 0; j < m; j++) out[i * m + j] = half(labelled[j]);
    for (let t = 0; t < test.length; t++) cross[t * m + i] = half(test[t]);
  }
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (out[i * m + j] + out[j * m + i]) / 2;
      out[i * m + j] = mean;
      out[j * m + i] = mean;
    }
  }
  return {
    labelled: out,
    test: cross,
    testDiagonal: Float64Array.from(test, (t) => diagonalEntry(kernel, t)),
  };
}

/** For a node i: forms row i of S M once, then K_ij costs one sparse dot product. */
function kernelRow({ inner, outer }: FactoredKernel): (i: number) => (j: number) => number {
  const { n, values } = inner;
  if (outer === null) return (i) => (j) => values[i * n + j];
  return (i) => {
    const half = new Float64Array(n);
    for (let e = outer.rowPtr[i]; e < outer.rowPtr[i + 1]; e++) {
      const w = outer.values[e];
      const from = outer.colIdx[e] * n;
      for (let j = 0; j < n; j++) half[j] += w * values[from + j];
    }
    return (j) => sparseDot(outer, j, half);
  };
}

function sparseDot(s: Csr, row: number, dense: Float64Array): number {
  let sum = 0;
  for (let e = s.rowPtr[row]; e < s.rowPtr[row + 1]; e++) sum += s.values[e] * dense[s.colIdx[e]];
  return sum;
}

/** K_tt = Σ_jk S_tj S_tk M_jk. */
function diagonalEntry({ inner, outer }: FactoredKernel, t: number): number {
  const { n, values } = inner;
  if (outer === null) return values[t * n + t];
  let sum = 0;
  for (let a = outer.rowPtr[t]; a < outer.rowPtr[t + 1]; a++) {
    const from = outer.colIdx[a] * n;
    let half = 0;
    for (let b = outer.rowPtr[t]; b < outer.rowPtr[t + 1]; b++)
      half += outer.values[b] * values[from + outer.colIdx[b]];
    sum += outer.values[a] * half;
  }
  return sum;
}
