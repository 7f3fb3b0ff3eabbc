import type { Csr } from '../linalg/csr';
import { csrSelectRows } from '../linalg/csr';

/** Nodes within reach of others, and the part of a propagation matrix between them. */
export interface Hop {
  /** Row indices of the dataset that the rows of S reach, ascending. */
  readonly nodes: Int32Array;
  /** The rows of S that were asked for; its columns are places in `nodes`. */
  readonly S: Csr;
}

/** The rows of S for some nodes, and the nodes where they are not zero. S has a full diagonal, so these hold the nodes themselves. */
export function hop(S: Csr, nodes: Int32Array): Hop {
  const rows = csrSelectRows(S, nodes);
  const place = new Int32Array(S.cols).fill(-1);
  for (const node of rows.colIdx) place[node] = 0;
  let count = 0;
  for (let node = 0; node < S.cols; node++) if (place[node] === 0) place[node] = count++;
  const reached = new Int32Array(count);
  place.forEach((k, node) => {
    if (k >= 0) reached[k] = node;
  });
  const colIdx = rows.colIdx;
  for (let e = 0; e < colIdx.length; e++) colIdx[e] = place[colIdx[e]];
  return { nodes: reached, S: { ...rows, cols: count, colIdx } };
}

/** From the innermost nodes outwards: hop l leads from the nodes of layer l to those of layer l + 1. */
export function hops(S: Csr, nodes: Int32Array, depth: number): Hop[] {
  const out: Hop[] = [];
  let outer = nodes;
  for (let layer = depth; layer >= 1; layer--) {
    const next = hop(S, outer);
    out.unshift(next);
    outer = next.nodes;
  }
  return out;
}

/** The receptive fields of a strip, and what it takes to form it. */
export interface StripExtent {
  readonly rowHops: readonly Hop[];
  readonly columnHops: readonly Hop[];
}

/** Deeper networks need the variances of about all nodes. */
const DEEPEST = 2;
/** Entries, in units of all n² of them, that a strip may look at before the whole kernel is cheaper. */
const WORTHWHILE = 1;

/** Null where the whole kernel is needed or cheaper. @param S propagation matrix, or any of its pattern */
export function stripExtent(
  S: Csr,
  rows: Int32Array,
  columns: Int32Array,
  depth: number,
): StripExtent | null {
  if (depth > DEEPEST) return null;
  const rowHops = hops(S, rows, depth);
  const columnHops = hops(S, columns, depth);
  const innermost = columnHops[0].nodes.length;
  const pairs = columnHops.reduce((sum, of) => sum + squaredDegrees(of.S), 0);
  if (rowHops[0].nodes.length * innermost + pairs > WORTHWHILE * S.rows ** 2) return null;
  return { rowHops, columnHops };
}

function squaredDegrees({ rows, rowPtr }: Csr): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += (rowPtr[i + 1] - rowPtr[i]) ** 2;
  return sum;
}

/** Places of some nodes in an ascending list that holds them all. */
export function placesIn(list: Int32Array, nodes: Int32Array): Int32Array {
  const place = new Map(Array.from(list, (node, k) => [node, k]));
  return nodes.map((node) => place.get(node) ?? -1);
}
