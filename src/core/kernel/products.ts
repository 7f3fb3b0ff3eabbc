import type { Csr } from '../linalg/csr';
import { csrSelectRows, csrTranspose } from '../linalg/csr';
import { shareCsr, shareInts, sharedFloats } from '../linalg/shared';
import type { Hop } from './receptive';

/** Share of entries that are not zero from which on features count as dense. */
const DENSE = 0.3;
/** Rows whose products are taken together: few enough that they and their products stay in the cache. */
export const BATCH = 8;

/**
 * The rows of G = F X, r x d, and what their inner products with one another take. Plain data in shared memory; F is null
 * where G = X.
 */
export type Products =
  | {
      readonly type: 'dense';
      readonly rows: number;
      readonly cols: number;
      /** F by nodes of the dataset (r x n), or which of them the rows are; what fills `values` from the features. */
      readonly from: Csr | Int32Array;
      readonly features: Csr;
      /** r x d, row-major. */
      readonly values: Float64Array;
    }
  | {
      readonly type: 'sparse';
      readonly rows: number;
      readonly cols: number;
      readonly G: Csr;
      /** F, where the products with the rows of X come first; null where those with G are taken directly. */
      readonly F: Csr | null;
      /** Xᵀ or Gᵀ. */
      readonly across: Csr;
    };

/** Of the rows F X for the hop F. */
export function hopProducts({ nodes, S: F }: Hop, features: Csr): Products {
  if (isDense(features))
    return denseProducts({ ...F, cols: features.rows, colIdx: F.colIdx.map((k) => nodes[k]) }, features);
  const X = csrSelectRows(features, nodes);
  const G = sparseProduct(F, X);
  const factored = X.values.length + F.values.length < G.values.length;
  return {
    type: 'sparse',
    rows: G.rows,
    cols: G.cols,
    G: shareCsr(G),
    F: factored ? shareCsr(F) : null,
    across: shareCsr(csrTranspose(factored ? X : G)),
  };
}

/** Of some rows of X itself. */
export function rowProducts(nodes: Int32Array, features: Csr): Products {
  if (isDense(features)) return denseProducts(nodes, features);
  const G = csrSelectRows(features, nodes);
  const across = shareCsr(csrTranspose(G));
  return { type: 'sparse', rows: G.rows, cols: G.cols, G: shareCsr(G), F: null, across };
}

/** An upper bound of the bytes that `hopProducts` or `rowProducts` of rows takes, what is dropped again included. */
export function productBytes(from: Csr | Int32Array, features: Csr): number {
  const rows = from instanceof Int32Array ? from.length : from.rows;
  if (isDense(features)) return 8 * rows * features.cols;
  const entries = (row: number): number => features.rowPtr[row + 1] - features.rowPtr[row];
  const reached = from instanceof Int32Array ? from : Int32Array.from(new Set(from.colIdx));
  const X = reached.reduce((sum, row) => sum + entries(row), 0);
  let G = X;
  if (!(from instanceof Int32Array)) {
    G = 0;
    for (let i = 0; i < rows; i++) {
      let own = 0;
      for (let e = from.rowPtr[i]; e < from.rowPtr[i + 1]; e++) own += entries(from.colIdx[e]);
      G += Math.min(features.cols, own);
    }
  }
  // Each of G and what lies across once in shared memory and once before; both are private while they are made.
  return 12 * (2 * G + 3 * X);
}

function isDense({ rows, cols, values }: Csr): boolean {
  return values.length >= DENSE * rows * cols;
}

function denseProducts(from: Csr | Int32Array, features: Csr): Products {
  const plain = from instanceof Int32Array;
  const rows = plain ? from.length : from.rows;
  return {
    type: 'dense',
    rows,
    cols: features.cols,
    from: plain ? shareInts(from) : shareCsr(from),
    features: shareCsr(features),
    values: sharedFloats(rows * features.cols),
  };
}

/** Multiplications that filling in one row takes. */
export function fillCost(products: Products): number {
  if (products.type === 'sparse') return 1;
  const { from, rows, cols } = products;
  return cols * (from instanceof Int32Array ? 1 : from.values.length / Math.max(1, rows));
}

/** Multiplications that the products of one row with all of them take. */
export function rowCost(products: Products): number {
  if (products.type === 'dense') return products.rows * products.cols;
  const { G, F, across, rows } = products;
  // Each scattered entry costs more than an entry of a dense product.
  let sum = 0;
  for (let e = 0; e < G.colIdx.length; e++)
    sum += across.rowPtr[G.colIdx[e] + 1] - across.rowPtr[G.colIdx[e]];
  return (2 * sum) / Math.max(1, rows) + (F === null ? 0 : F.values.length);
}

/** Fills in the rows from .. to - 1, where they are not there yet. */
export function fillRows(products: Products, from: number, to: number): void {
  if (products.type === 'sparse') return;
  const { from: source, features: X, values, cols } = products;
  const add = (i: number, w: number, node: number): void => {
    for (let x = X.rowPtr[node]; x < X.rowPtr[node + 1]; x++)
      values[i * cols + X.colIdx[x]] += w * X.values[x];
  };
  for (let i = from; i < to; i++) {
    if (source instanceof Int32Array) add(i, 1, source[i]);
    else
      for (let e = source.rowPtr[i]; e < source.rowPtr[i + 1]; e++)
        add(i, source.values[e], source.colIdx[e]);
  }
}

/** Takes inner products of rows; holds what it needs on the way. */
export class ProductTaker {
  /** A row of G written out. */
  private readonly written: Float64Array;
  private readonly inner: Float64Array;
  private row = -1;

  constructor(private readonly products: Products) {
    const sparse = products.type === 'sparse';
    this.written = new Float64Array(sparse ? products.cols : 0);
    this.inner = new Float64Array(sparse && products.F !== null ? products.across.cols : 0);
  }

  /** out_bj = <row i_b, row j> for every j, for up to BATCH rows i. */
  into(out: Float64Array, places: Int32Array): void {
    const { products } = this;
    if (products.type === 'dense') return denseInto(products, out, places);
    const { rows } = products;
    places.forEach((i, b) => this.scatter(products, out.subarray(b * rows, (b + 1) * rows), i));
  }

  private scatter({ G, F, across }: Products & { type: 'sparse' }, out: Float64Array, i: number): void {
    const sums = F === null ? out : this.inner;
    sums.fill(0);
    const { rowPtr, colIdx, values } = across;
    for (let e = G.rowPtr[i]; e < G.rowPtr[i + 1]; e++) {
      const w = G.values[e];
      const c = G.colIdx[e];
      for (let x = rowPtr[c]; x < rowPtr[c + 1]; x++) sums[colIdx[x]] += w * values[x];
    }
    if (F !== null) multiply(F, sums, out);
  }

  /** <row i, row j>; calls with the same i in turn are cheaper. */
  one(i: number, j: number): number {
    const { products, written } = this;
    let sum = 0;
    if (products.type === 'dense') {
      const { values, cols } = products;
      for (let c = 0; c < cols; c++) sum += values[i * cols + c] * values[j * cols + c];
      return sum;
    }
    const { rowPtr, colIdx, values } = products.G;
    if (this.row !== i) {
      if (this.row >= 0) for (let e = rowPtr[this.row]; e < rowPtr[this.row + 1]; e++) written[colIdx[e]] = 0;
      for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) written[colIdx[e]] = values[e];
      this.row = i;
    }
    for (let e = rowPtr[j]; e < rowPtr[j + 1]; e++) sum += values[e] * written[colIdx[e]];
    return sum;
  }
}

/** Four rows by two columns at a time: their sums stay in registers. */
function denseInto(
  { values: G, rows, cols }: Products & { type: 'dense' },
  out: Float64Array,
  places: Int32Array,
): void {
  const last = places.length - 1;
  for (let j = 0; j < rows; j += 2) {
    const k = Math.min(j + 1, rows - 1);
    const p = j * cols;
    const q = k * cols;
    for (let b = 0; b <= last; b += 4) {
      // Where fewer than four are left, the last one is done again.
      const b1 = Math.min(b + 1, last);
      const b2 = Math.min(b + 2, last);
      const b3 = Math.min(b + 3, last);
      const r0 = places[b] * cols;
      const r1 = places[b1] * cols;
      const r2 = places[b2] * cols;
      const r3 = places[b3] * cols;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let t0 = 0;
      let t1 = 0;
      let t2 = 0;
      let t3 = 0;
      for (let c = 0; c < cols; c++) {
        const u = G[p + c];
        const v = G[q + c];
        const g0 = G[r0 + c];
        const g1 = G[r1 + c];
        const g2 = G[r2 + c];
        const g3 = G[r3 + c];
        s0 += u * g0;
        t0 += v * g0;
        s1 += u * g1;
        t1 += v * g1;
        s2 += u * g2;
        t2 += v * g2;
        s3 += u * g3;
        t3 += v * g3;
      }
      out[b * rows + j] = s0;
      out[b1 * rows + j] = s1;
      out[b2 * rows + j] = s2;
      out[b3 * rows + j] = s3;
      out[b * rows + k] = t0;
      out[b1 * rows + k] = t1;
      out[b2 * rows + k] = t2;
      out[b3 * rows + k] = t3;
    }
  }
}

/** F X for the rows of F: sparse. F is r x n, X is n x d. */
function sparseProduct(F: Csr, X: Csr): Csr {
  const rowPtr = new Int32Array(F.rows + 1);
  const columns: Int32Array[] = [];
  const values: Float64Array[] = [];
  const sum = new Float64Array(X.cols);
  const seen = new Uint8Array(X.cols);
  const touched = new Int32Array(X.cols);
  for (let i = 0; i < F.rows; i++) {
    let count = 0;
    for (let e = F.rowPtr[i]; e < F.rowPtr[i + 1]; e++) {
      const w = F.values[e];
      const j = F.colIdx[e];
      for (let x = X.rowPtr[j]; x < X.rowPtr[j + 1]; x++) {
        const c = X.colIdx[x];
        if (seen[c] === 0) {
          seen[c] = 1;
          touched[count++] = c;
        }
        sum[c] += w * X.values[x];
      }
    }
    const own = touched.slice(0, count).sort();
    const found = new Float64Array(count);
    for (let e = 0; e < count; e++) {
      const c = own[e];
      found[e] = sum[c];
      sum[c] = 0;
      seen[c] = 0;
    }
    columns.push(own);
    values.push(found);
    rowPtr[i + 1] = rowPtr[i] + count;
  }
  const colIdx = new Int32Array(rowPtr[F.rows]);
  const all = new Float64Array(rowPtr[F.rows]);
  columns.forEach((own, i) => {
    colIdx.set(own, rowPtr[i]);
    all.set(values[i], rowPtr[i]);
  });
  return { rows: F.rows, cols: X.cols, rowPtr, colIdx, values: all };
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
