import type { Csr } from '../linalg/csr';
import type { Square } from '../linalg/dense';
import type { FactoredKernel } from './definition';
import type { Filter } from './filter';
import { filteredRows } from './filter';

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
  const { row, diagonal } = kernelEntries(kernel, labelled, test);
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
    testDiagonal: Float64Array.from(test, diagonal),
  };
}

/** Single entries of K. What every entry of a row has in common is formed once for the row. */
interface KernelEntries {
  readonly row: (i: number) => (j: number) => number;
  readonly diagonal: (t: number) => number;
}

function kernelEntries(
  { inner, outer }: FactoredKernel,
  labelled: Int32Array,
  test: Int32Array,
): KernelEntries {
  if (outer === null) return plainEntries(inner);
  if ('apply' in outer) return filteredEntries(inner, outer, labelled, test);
  return sparseEntries(inner, outer);
}

/** K = M. */
function plainEntries({ n, values }: Square): KernelEntries {
  return { row: (i) => (j) => values[i * n + j], diagonal: (t) => values[t * n + t] };
}

/** K = S M Sᵀ with S sparse: K_ij costs one sparse dot product once row i of S M is formed. */
function sparseEntries(inner: Square, outer: Csr): KernelEntries {
  const { n, values } = inner;
  const row: KernelEntries['row'] = (i) => {
    const half = new Float64Array(n);
    for (let e = outer.rowPtr[i]; e < outer.rowPtr[i + 1]; e++) {
      const w = outer.values[e];
      const from = outer.colIdx[e] * n;
      for (let j = 0; j < n; j++) half[j] += w * values[from + j];
    }
    return (j) => sparseDot(outer, j, half);
  };
  return { row, diagonal: (t) => sparseDiagonal(inner, outer, t) };
}

function sparseDot(s: Csr, row: number, dense: Float64Array): number {
  let sum = 0;
  for (let e = s.rowPtr[row]; e < s.rowPtr[row + 1]; e++) sum += s.values[e] * dense[s.colIdx[e]];
  return sum;
}

/** K_tt = Σ_jk S_tj S_tk M_jk. */
function sparseDiagonal({ n, values }: Square, outer: Csr, t: number): number {
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

/** K = S M S with S a filter: the rows of labelled and test nodes are formed at once. */
function filteredEntries(
  inner: Square,
  outer: Filter,
  labelled: Int32Array,
  test: Int32Array,
): KernelEntries {
  const { n } = inner;
  const rows = Int32Array.from(new Set([...labelled, ...test]));
  const place = new Map(Array.from(rows, (row, r) => [row, r]));
  const { filter, product } = filteredRows(outer, inner, rows);
  const at = (node: number): number => (place.get(node) ?? NaN) * n;
  const entry = (left: number, right: number): number => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += product[left + k] * filter[right + k];
    return sum;
  };
  return {
    row: (i) => {
      const left = at(i);
      return (j) => entry(left, at(j));
    },
    diagonal: (t) => entry(at(t), at(t)),
  };
}
