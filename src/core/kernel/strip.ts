import type { Csr } from '../linalg/csr';
import type { KernelBlocks } from './blocks';
import type { Split } from '../graph/dataset';

/**
 * The part of a kernel that certificates need: the rows of labelled nodes against labelled and test nodes. It is
 * formed through the receptive fields of these nodes, and no other node is looked at.
 */
export interface KernelStrip {
  /** Row indices of the dataset, ascending. */
  readonly rows: Int32Array;
  /** The same; holds all of `rows`. */
  readonly columns: Int32Array;
  /** rows x columns, row-major. */
  readonly values: Float64Array;
  /** By column, an upper bound of the node's kernel with itself; exact where it costs nothing more. */
  readonly diagonal: Float64Array;
}

/** What a strip is formed from. */
export interface StripInput {
  /** n x n, symmetric, no self-loops. */
  readonly adjacency: Csr;
  /** n x d. */
  readonly features: Csr;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** The nodes that several splits label, and those they label or test; both ascend. */
export function stripNodes(splits: readonly Split[]): { rows: Int32Array; columns: Int32Array } {
  const ascending = (nodes: Iterable<number>): Int32Array => Int32Array.from(new Set(nodes)).sort();
  return {
    rows: ascending(splits.flatMap(({ labelled }) => [...labelled])),
    columns: ascending(splits.flatMap(({ labelled, test }) => [...labelled, ...test])),
  };
}

/** The blocks of one split; its nodes are in the strip. */
export function stripBlocks(strip: KernelStrip, { labelled, test }: Split): KernelBlocks {
  const m = labelled.length;
  const width = strip.columns.length;
  const row = placeOf(strip.rows);
  const column = placeOf(strip.columns);
  const at = (i: number, j: number): number => strip.values[row(i) * width + column(j)];
  const Q = new Float64Array(m * m);
  const R = new Float64Array(test.length * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      const mean = (at(labelled[i], labelled[j]) + at(labelled[j], labelled[i])) / 2;
      Q[i * m + j] = mean;
      Q[j * m + i] = mean;
    }
    for (let t = 0; t < test.length; t++) R[t * m + i] = at(labelled[i], test[t]);
  }
  return {
    labelled: Q,
    test: R,
    testDiagonal: Float64Array.from(test, (t) => strip.diagonal[column(t)]),
  };
}

function placeOf(nodes: Int32Array): (node: number) => number {
  const place = new Map(Array.from(nodes, (node, k) => [node, k]));
  return (node) => place.get(node) ?? NaN;
}
