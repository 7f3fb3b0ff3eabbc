import type { Csr } from '../linalg/csr';
import { csrFromTriplets } from '../linalg/csr';
import type { Square } from '../linalg/dense';

/** A label as the file has it. */
export type Label = string | number;

/** A graph as a file holds it, before `features`, `classes` and `nodes` are applied. Row i is the node with id i. */
export interface RawGraph {
  /** n x n, undirected: symmetric, non-negative weights, no self-loops. */
  readonly adjacency: Csr;
  /** n x d, all finite; null where the file has none. */
  readonly features: Csr | null;
  /** n labels. */
  readonly labels: readonly Label[];
  /** n lines, counted from 0, that the nodes stand on, where the file is a text. */
  readonly lines?: Int32Array;
  /** n x n, symmetric, where the file holds a kernel; then there are no edges and no features. */
  readonly kernel?: Square;
}

/** Undirected graph of a directed one: the entrywise maximum of A and its transpose, without self-loops. */
export function undirected(
  n: number,
  source: ArrayLike<number>,
  target: ArrayLike<number>,
  weight: ArrayLike<number>,
): Csr {
  let kept = 0;
  for (let e = 0; e < weight.length; e++) if (source[e] !== target[e]) kept++;
  const rows = new Int32Array(2 * kept);
  const cols = new Int32Array(2 * kept);
  const values = new Float64Array(2 * kept);
  let next = 0;
  for (let e = 0; e < weight.length; e++) {
    if (source[e] === target[e]) continue;
    for (const [i, j] of [
      [source[e], target[e]],
      [target[e], source[e]],
    ]) {
      rows[next] = i;
      cols[next] = j;
      values[next++] = weight[e];
    }
  }
  return csrFromTriplets(n, n, rows, cols, values, 'max');
}

/** Numbers by value and before strings; strings by code unit. */
export function compareLabels(a: Label, b: Label): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
