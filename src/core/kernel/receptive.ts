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
  const reached = Int32Array.from(new Set(rows.colIdx)).sort();
  const place = new Map(Array.from(reached, (node, k) => [node, k]));
  return {
    nodes: reached,
    S: {
      ...rows,
      cols: reached.length,
      colIdx: rows.colIdx.map((node) => place.get(node) ?? 0),
    },
  };
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
  /** Of the matrices between rows and columns at their widest. */
  readonly bytes: number;
  /** Nodes of the first layer. */
  readonly innermost: number;
}

/** Deeper networks need the variances of about all nodes. */
const DEEPEST = 2;
/** Entries, in units of all n² of them, that a strip may look at before the whole kernel is cheaper. */
const WORTHWHILE = 0.5;

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
  // Per layer two matrices of inner rows against outer columns, and two of the outer ones.
  const bytes = rowHops.reduce(
    (most, of, l) => Math.max(most, 2 * 8 * (of.nodes.length + of.S.rows) * columnHops[l].S.rows),
    0,
  );
  return { rowHops, columnHops, bytes, innermost };
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

/** F X for the rows of F: sparse. F is r x n, X is n x d. */
export function sparseProduct(F: Csr, X: Csr): Csr {
  const rowPtr = new Int32Array(F.rows + 1);
  const columns: Int32Array[] = [];
  const values: Float64Array[] = [];
  const sum = new Float64Array(X.cols);
  const seen = new Uint8Array(X.cols);
  for (let i = 0; i < F.rows; i++) {
    const touched: number[] = [];
    for (let e = F.rowPtr[i]; e < F.rowPtr[i + 1]; e++) {
      const w = F.values[e];
      const j = F.colIdx[e];
      for (let x = X.rowPtr[j]; x < X.rowPtr[j + 1]; x++) {
        const c = X.colIdx[x];
        if (seen[c] === 0) {
          seen[c] = 1;
          touched.push(c);
        }
        sum[c] += w * X.values[x];
      }
    }
    const own = Int32Array.from(touched).sort();
    columns.push(own);
    values.push(Float64Array.from(own, (c) => sum[c]));
    for (const c of own) {
      sum[c] = 0;
      seen[c] = 0;
    }
    rowPtr[i + 1] = rowPtr[i] + own.length;
  }
  const colIdx = new Int32Array(rowPtr[F.rows]);
  const all = new Float64Array(rowPtr[F.rows]);
  columns.forEach((own, i) => {
    colIdx.set(own, rowPtr[i]);
    all.set(values[i], rowPtr[i]);
  });
  return { rows: F.rows, cols: X.cols, rowPtr, colIdx, values: all };
}

/**
 * Inner products of one row of G = F X with all of them: by the rows of G, or by those of X and then F, whichever holds
 * fewer entries. F is r x k, X is k x d.
 */
export class RowProducts {
  private readonly rows: Csr;
  private readonly dense: Float64Array;
  /** Inner products with the rows of X; null where those with G are taken directly. */
  private readonly inner: Float64Array | null;

  constructor(
    private readonly F: Csr | null,
    private readonly X: Csr,
  ) {
    this.rows = F === null ? X : sparseProduct(F, X);
    this.dense = new Float64Array(X.cols);
    const factored = F !== null && X.values.length + F.values.length < this.rows.values.length;
    this.inner = factored ? new Float64Array(X.rows) : null;
  }

  /** out_j = <row i, row j> for every j. */
  into(out: Float64Array, i: number): void {
    const { rows, dense, inner, F, X } = this;
    for (let e = rows.rowPtr[i]; e < rows.rowPtr[i + 1]; e++) dense[rows.colIdx[e]] = rows.values[e];
    if (F === null || inner === null) multiply(rows, dense, out);
    else {
      multiply(X, dense, inner);
      multiply(F, inner, out);
    }
    for (let e = rows.rowPtr[i]; e < rows.rowPtr[i + 1]; e++) dense[rows.colIdx[e]] = 0;
  }

  /** <row i, row j>. */
  one(i: number, j: number): number {
    const { rowPtr, colIdx, values } = this.rows;
    let sum = 0;
    let a = rowPtr[i];
    let b = rowPtr[j];
    while (a < rowPtr[i + 1] && b < rowPtr[j + 1]) {
      if (colIdx[a] === colIdx[b]) sum += values[a++] * values[b++];
      else if (colIdx[a] < colIdx[b]) a++;
      else b++;
    }
    return sum;
  }
}

/** out = M x. */
export function multiply(M: Csr, x: Float64Array, out: Float64Array): void {
  const { rows, rowPtr, colIdx, values } = M;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) sum += values[e] * x[colIdx[e]];
    out[i] = sum;
  }
}
