import { shareCsr, shareInts, sharedFloats } from '../linalg/shared';
import type { Csr } from '../linalg/csr';
import type { KernelKeys } from './definition';
import { boundedDiagonals, pairDiagonals } from './convolution-diagonal';
import type { ConvolutionLayer, ConvolutionWork } from './convolution-work';
import {
  BATCH,
  ProductTaker,
  fillCost,
  fillRows,
  hopProducts,
  multiply,
  rowCost,
  rowProducts,
} from './products';
import type { Products } from './products';
import { hop, placesIn, stripExtent } from './receptive';
import type { Hop } from './receptive';
import { PairExpectation } from './relu';
import { skipFactors } from './skip';
import { PAIR_COST } from './stage';
import type { Stage } from './stage';
import type { KernelStrip, StripInput } from './strip';

/** Bytes of the inner rows that are held at a time. */
const BLOCK = 2 ** 25;

/** Inner rows that are held at a time, against so many columns. @param bytes that they may take */
export function blockRows(rows: number, columns: number, bytes = BLOCK): number {
  return Math.max(1, Math.min(rows, Math.floor(bytes / (16 * Math.max(1, columns)))));
}

/**
 * The strip of a graph convolutional network's NTK, formed through receptive fields: Σ_1 between the nodes within L
 * hops of the rows and those within L hops of the columns, row by row, and then as in the whole kernel
 * (`convolutionKernel`). For depth 1 and 2: from there on the variances of all these nodes need about all of the graph.
 * @param block bytes of the inner rows that are held at a time; it changes no bit of the strip
 * @returns null where the whole kernel is needed or cheaper
 */
export function convolutionStrip(
  input: StripInput,
  S: Csr,
  keys: KernelKeys,
  block = BLOCK,
): ConvolutionWork | null {
  const { first, ...factors } = skipFactors(S, keys);
  if (factors.activation !== 'linear') return null;
  const extent = stripExtent(S, input.rows, input.columns, keys.depth);
  if (extent === null) return null;
  const { rowHops, columnHops } = extent;
  const innermost = columnHops[0].nodes;
  const own = (nodes: Int32Array): Products => rowProducts(nodes, input.features);
  const layers = rowHops.map((rowHop, l): ConvolutionLayer => {
    const columnHop = columnHops[l];
    const after = <T>(hops: readonly Hop[], last: T): Int32Array | T =>
      l + 1 === hops.length ? last : hops[l + 1].nodes;
    const rows = after(rowHops, input.rows);
    const columns = after(columnHops, input.columns);
    const values = (): Float64Array => sharedFloats(rows.length * columns.length);
    const all = factors.through === 'source' ? columns : innermost;
    return {
      rowS: shareCsr(rowHop.S),
      columnS: shareCsr(columnHop.S),
      places: shareInts(placesIn(columnHop.nodes, rowHop.nodes)),
      source: factors.inside === 0 ? null : own(columnHop.nodes),
      block: blockRows(rowHop.S.cols, columnHop.S.rows, block),
      outside:
        factors.outside === 0
          ? null
          : {
              own: factors.through === 'source' ? own(columns) : null,
              rows: shareInts(placesIn(all, rows)),
              columns: shareInts(placesIn(all, columns)),
            },
      theta: values(),
      sigma: values(),
      variance: sharedFloats(columns.length),
      thetaDiagonal: sharedFloats(columns.length),
    };
  });
  const half = Math.max(...layers.map(({ block: held, columnS }) => held * columnS.rows));
  return {
    type: 'convolution',
    keys,
    factors,
    rows: shareInts(input.rows),
    columns: shareInts(input.columns),
    inner: hopProducts(hop(first, innermost), input.features),
    innerVariance: sharedFloats(innermost.length),
    layers,
    thetaHalf: sharedFloats(half),
    sigmaHalf: sharedFloats(half),
  };
}

/** The steps to the strip; the last one leaves Θ + Σ in the last layer's Σ. */
export function convolutionStages(work: ConvolutionWork): Stage[] {
  return [...firstStages(work), ...work.layers.flatMap((_, l) => layerStages(work, l))];
}

export function convolutionResult({ rows, columns, layers }: ConvolutionWork): KernelStrip {
  const last = layers[layers.length - 1];
  const diagonal = last.variance.map((v, t) => v + last.thetaDiagonal[t]);
  return { rows, columns, values: last.sigma, diagonal };
}

function firstStages({ inner, innerVariance, layers }: ConvolutionWork): Stage[] {
  const added = layers.flatMap(({ source, outside }) => [source, outside?.own ?? null]);
  const filled = [inner, ...added]
    .filter((products) => products !== null)
    .map((products): Stage => ({
      units: products.type === 'dense' ? products.rows : 0,
      cost: () => fillCost(products),
      run: (from, to) => fillRows(products, from, to),
    }));
  const variances: Stage = {
    units: inner.rows,
    cost: () => inner.cols,
    run: (from, to) => {
      const taker = new ProductTaker(inner);
      for (let i = from; i < to; i++) innerVariance[i] = taker.one(i, i);
    },
  };
  return [...filled, variances];
}

function layerStages(work: ConvolutionWork, l: number): Stage[] {
  const layer = work.layers[l];
  const { rowS, columnS, outside, block } = layer;
  const outer = columnS.rows;
  const stages: Stage[] = [
    {
      units: outer,
      cost: () => diagonalCost(work, l),
      run: (from, to) => {
        if (l === 0) pairDiagonals(work, layer, from, to);
        else boundedDiagonals(work, l, from, to);
        addOutsideDiagonal(work, layer, from, to);
      },
    },
  ];
  for (let start = 0; start < rowS.cols; start += block) {
    const end = Math.min(rowS.cols, start + block);
    stages.push(
      {
        units: end - start,
        cost: () =>
          (l === 0 ? rowCost(work.inner) : 0) +
          (layer.source === null ? 0 : rowCost(layer.source)) +
          PAIR_COST * columnS.cols +
          3 * columnS.values.length,
        run: (from, to) => halfRows(work, l, start, start + from, start + to),
      },
      {
        units: outer,
        cost: () => 2 * rowS.values.length,
        run: (from, to) => expand(work, layer, start, end, from, to),
      },
    );
  }
  const last = l === work.layers.length - 1;
  if (outside !== null || last)
    stages.push({
      units: rowS.rows,
      cost: () => outer + (outside?.own ? rowCost(outside.own) : outer),
      run: (from, to) => {
        addOutside(work, layer, from, to);
        if (last) for (let e = from * outer; e < to * outer; e++) layer.sigma[e] += layer.theta[e];
      },
    });
  return stages;
}

/** Rows of Θ and Σ of a layer, each propagated along the columns. */
function halfRows(work: ConvolutionWork, l: number, start: number, from: number, to: number): void {
  const { inner, innerVariance, layers, factors, keys, thetaHalf, sigmaHalf } = work;
  const { columnS, places, source } = layers[l];
  const before = l === 0 ? null : layers[l - 1];
  const width = columnS.cols;
  const outer = columnS.rows;
  const variance = before === null ? innerVariance : before.variance;
  const deviation = variance.map((v) => Math.sqrt(Math.max(0, v)));
  const { scale, inside } = factors;
  const pair = new PairExpectation(keys.activation, keys.ntk);
  const taker = new ProductTaker(inner);
  const added = source === null ? null : new ProductTaker(source);
  const sigmas = new Float64Array(BATCH * width);
  const sources = new Float64Array(BATCH * width);
  for (let r = from; r < to; r += BATCH) {
    const batch = places.subarray(r, Math.min(to, r + BATCH));
    if (before === null) taker.into(sigmas, batch);
    else sigmas.set(before.sigma.subarray(r * width, (r + batch.length) * width));
    added?.into(sources, batch);
    for (let b = 0; b < batch.length; b++) {
      const i = batch[b];
      const sigma = sigmas.subarray(b * width, (b + 1) * width);
      const B = sources.subarray(b * width, (b + 1) * width);
      const theta = before === null ? null : before.theta.subarray((r + b) * width, (r + b + 1) * width);
      const vi = variance[i];
      const di = deviation[i];
      for (let j = 0; j < width; j++) {
        pair.of(sigma[j], vi, variance[j], di, deviation[j], i === j);
        // B becomes the covariance that is passed on, sigma what Θ becomes.
        B[j] = scale * pair.e + (inside === 0 ? 0 : inside * B[j]);
        sigma[j] = (pair.sigma + (theta === null ? 0 : theta[j])) * pair.d;
      }
      const at = (r + b - start) * outer;
      multiply(columnS, sigma, thetaHalf.subarray(at, at + outer));
      multiply(columnS, B, sigmaHalf.subarray(at, at + outer));
    }
  }
}

/** Adds what the inner rows start .. end - 1 give to the rows of the next layer, at its columns from .. to - 1. */
function expand(
  { thetaHalf, sigmaHalf }: ConvolutionWork,
  { rowS, columnS: { rows: outer }, theta, sigma }: ConvolutionLayer,
  start: number,
  end: number,
  from: number,
  to: number,
): void {
  for (let i = 0; i < rowS.rows; i++) {
    const row = i * outer;
    for (let e = rowS.rowPtr[i]; e < rowS.rowPtr[i + 1]; e++) {
      const r = rowS.colIdx[e];
      if (r < start || r >= end) continue;
      const w = rowS.values[e];
      const half = (r - start) * outer;
      for (let j = from; j < to; j++) {
        theta[row + j] += w * thetaHalf[half + j];
        sigma[row + j] += w * sigmaHalf[half + j];
      }
    }
  }
}

/** What a skip connection adds outside: T between the rows and the columns of the next layer. */
function addOutside(
  { inner, innerVariance: variance, factors }: ConvolutionWork,
  { outside, sigma, columnS }: ConvolutionLayer,
  from: number,
  to: number,
): void {
  if (outside === null) return;
  const width = columnS.rows;
  const taker = new ProductTaker(outside.own ?? inner);
  const T = new Float64Array(width);
  for (let r = from; r < to; r++) {
    const i = outside.rows[r];
    if (outside.own !== null) taker.into(T, outside.rows.subarray(r, r + 1));
    else
      for (let j = 0; j < width; j++) {
        const k = outside.columns[j];
        T[j] = Math.min(taker.one(i, k), variance[i], variance[k]);
      }
    for (let j = 0; j < width; j++) sigma[r * width + j] += factors.outside * T[j];
  }
}

function addOutsideDiagonal(
  { innerVariance, factors }: ConvolutionWork,
  { outside, variance }: ConvolutionLayer,
  from: number,
  to: number,
): void {
  if (outside === null) return;
  const taker = outside.own === null ? null : new ProductTaker(outside.own);
  for (let k = from; k < to; k++)
    variance[k] += factors.outside * (taker?.one(k, k) ?? innerVariance[outside.columns[k]]);
}

function diagonalCost({ inner, layers }: ConvolutionWork, l: number): number {
  const { columnS } = layers[l];
  const { rowPtr, rows } = columnS;
  if (l > 0) return (PAIR_COST * columnS.values.length) / Math.max(1, rows);
  let pairs = 0;
  for (let k = 0; k < rows; k++) pairs += (rowPtr[k + 1] - rowPtr[k]) ** 2 / 2;
  const entries = inner.type === 'dense' ? inner.cols : inner.G.values.length / Math.max(1, inner.rows);
  return (pairs / Math.max(1, rows)) * (entries + PAIR_COST);
}
