import type { ConvolutionLayer, ConvolutionWork } from './convolution-work';
import { ProductTaker } from './products';
import { PairExpectation } from './relu';

/** By column of layer 2, from .. to - 1, Σ and Θ with themselves, from all pairs of neighbours. */
export function pairDiagonals(
  { inner, innerVariance: v, factors, keys }: ConvolutionWork,
  { columnS: S, source, variance, thetaDiagonal }: ConvolutionLayer,
  from: number,
  to: number,
): void {
  const pair = new PairExpectation(keys.activation, keys.ntk);
  const taker = new ProductTaker(inner);
  const added = source === null ? null : new ProductTaker(source);
  const { scale, inside } = factors;
  const d = v.map(Math.sqrt);
  for (let k = from; k < to; k++) {
    for (let a = S.rowPtr[k]; a < S.rowPtr[k + 1]; a++) {
      const i = S.colIdx[a];
      for (let b = S.rowPtr[k]; b <= a; b++) {
        const j = S.colIdx[b];
        const w = (a === b ? 1 : 2) * S.values[a] * S.values[b];
        pair.of(i === j ? v[i] : taker.one(i, j), v[i], v[j], d[i], d[j], i === j);
        variance[k] += w * (scale * pair.e + (added === null ? 0 : inside * added.one(i, j)));
        thetaDiagonal[k] += w * pair.sigma * pair.d;
      }
    }
  }
}

/**
 * By column of the layer after l > 0, which is the last and bounds decisions alone, Σ + Θ with themselves by
 * Cauchy-Schwarz: s'Ms <= (Σ |s_a| sqrt(M_aa))².
 */
export function boundedDiagonals(
  { layers, factors, keys }: ConvolutionWork,
  l: number,
  from: number,
  to: number,
): void {
  const pair = new PairExpectation(keys.activation, keys.ntk);
  const { scale, inside } = factors;
  const before = layers[l - 1];
  const { columnS: S, source, variance } = layers[l];
  const added = source === null ? null : new ProductTaker(source);
  for (let k = from; k < to; k++) {
    let sum = 0;
    for (let e = S.rowPtr[k]; e < S.rowPtr[k + 1]; e++) {
      const j = S.colIdx[e];
      const v = before.variance[j];
      const d = Math.sqrt(Math.max(0, v));
      pair.of(v, v, v, d, d, true);
      const M =
        (pair.sigma + before.thetaDiagonal[j]) * pair.d +
        scale * pair.e +
        (added === null ? 0 : inside * added.one(j, j));
      sum += Math.abs(S.values[e]) * Math.sqrt(Math.max(0, M));
    }
    variance[k] = sum * sum;
  }
}
