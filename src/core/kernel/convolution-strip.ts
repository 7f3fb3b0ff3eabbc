import type { Csr } from '../linalg/csr';
import { csrSelectRows } from '../linalg/csr';
import type { KernelKeys } from './architecture';
import { RowProducts, hop, multiply, placesIn, stripExtent } from './receptive';
import type { Hop } from './receptive';
import { PairExpectation } from './relu';
import { skipFactors } from './skip';
import type { SkipFactors } from './skip';
import type { KernelStrip, StripInput } from './strip';

/**
 * The strip of a graph convolutional network's NTK, formed through receptive fields: Σ_1 between the nodes within L
 * hops of the rows and those within L hops of the columns, row by row, and then as in the whole kernel
 * (`convolutionKernel`). For depth 1 and 2: from there on the variances of all these nodes need about all of the graph.
 * @returns null where the whole kernel is needed or cheaper
 */
export function convolutionStrip(input: StripInput, S: Csr, keys: KernelKeys): KernelStrip | null {
  const factors = skipFactors(S, keys);
  if (factors.activation !== 'linear') return null;
  const extent = stripExtent(S, input.rows, input.columns, keys.depth);
  if (extent === null) return null;
  return new Strip(input, factors, keys, extent.rowHops, extent.columnHops).form();
}

/** Θ and Σ of a layer: rows x columns values, and by column the diagonals. */
interface Layer {
  /** Null before the first one. */
  readonly theta: Float64Array | null;
  readonly sigma: Float64Array;
  readonly thetaDiagonal: Float64Array;
  readonly variance: Float64Array;
}

class Strip {
  private readonly pair: PairExpectation;
  /** Rows of F X of the innermost columns: Σ_1 is their inner products. */
  private readonly inner: RowProducts;
  private readonly innerVariance: Float64Array;
  private readonly innerDeviation: Float64Array;

  constructor(
    private readonly input: StripInput,
    private readonly factors: SkipFactors,
    private readonly keys: KernelKeys,
    private readonly rowHops: readonly Hop[],
    private readonly columnHops: readonly Hop[],
  ) {
    this.pair = new PairExpectation(keys.activation, keys.ntk);
    const columns = columnHops[0].nodes;
    const { nodes, S: F } = hop(factors.first, columns);
    this.inner = new RowProducts(F, csrSelectRows(input.features, nodes));
    this.innerVariance = Float64Array.from(columns, (_, j) => this.inner.one(j, j));
    this.innerDeviation = this.innerVariance.map(Math.sqrt);
  }

  form(): KernelStrip {
    const { depth } = this.keys;
    let layer: Layer | null = null;
    for (let l = 1; l < depth; l++) layer = this.next(l, layer);
    const { rows, columns } = this.input;
    const last = this.next(depth, layer);
    const values = last.sigma;
    if (last.theta !== null) for (let e = 0; e < values.length; e++) values[e] += last.theta[e];
    return {
      rows,
      columns,
      values,
      diagonal: last.variance.map((v, t) => v + last.thetaDiagonal[t]),
    };
  }

  /** Layer l + 1 of layer l (the first layer is formed on the fly). */
  private next(l: number, layer: Layer | null): Layer {
    const rowHop = this.rowHops[l - 1];
    const columnHop = this.columnHops[l - 1];
    const count = rowHop.nodes.length;
    const width = columnHop.nodes.length;
    const outer = columnHop.S.rows;
    const thetaHalf = new Float64Array(count * outer);
    const sigmaHalf = new Float64Array(count * outer);
    const places = placesIn(columnHop.nodes, rowHop.nodes);
    const variance = layer === null ? this.innerVariance : layer.variance;
    const deviation = layer === null ? this.innerDeviation : variance.map((v) => Math.sqrt(Math.max(0, v)));
    const source = this.sources(columnHop.nodes);
    const sigma = new Float64Array(width);
    const B = new Float64Array(width);
    const { scale, inside } = this.factors;
    const { pair } = this;
    const previous = layer === null ? null : layer.theta;
    for (let r = 0; r < count; r++) {
      const i = places[r];
      if (layer === null) this.inner.into(sigma, i);
      else sigma.set(layer.sigma.subarray(r * width, (r + 1) * width));
      if (inside !== 0) source.into(B, i);
      for (let j = 0; j < width; j++) {
        pair.of(sigma[j], variance[i], variance[j], deviation[i], deviation[j], i === j);
        // B becomes the covariance that is passed on, sigma what Θ becomes.
        B[j] = scale * pair.e + (inside === 0 ? 0 : inside * B[j]);
        sigma[j] = (pair.sigma + (previous === null ? 0 : previous[r * width + j])) * pair.d;
      }
      multiply(columnHop.S, sigma, thetaHalf.subarray(r * outer, (r + 1) * outer));
      multiply(columnHop.S, B, sigmaHalf.subarray(r * outer, (r + 1) * outer));
    }
    const theta = expand(rowHop.S, thetaHalf, outer);
    const covariance = expand(rowHop.S, sigmaHalf, outer);
    this.addOutside(l, covariance);
    return { theta, sigma: covariance, ...this.diagonals(l, layer, columnHop, source) };
  }

  /** What a skip connection adds outside: T between the rows and the columns of layer l + 1. */
  private addOutside(l: number, covariance: Float64Array): void {
    const { outside, through } = this.factors;
    if (outside === 0) return;
    const columns = this.columnsAfter(l);
    const rows = l === this.rowHops.length ? this.input.rows : this.rowHops[l].nodes;
    const width = columns.length;
    const T = new Float64Array(width);
    if (through === 'source') {
      const source = this.sources(columns);
      placesIn(columns, rows).forEach((i, r) => {
        source.into(T, i);
        for (let j = 0; j < width; j++) covariance[r * width + j] += outside * T[j];
      });
      return;
    }
    const places = placesIn(this.columnHops[0].nodes, columns);
    const { innerVariance: variance } = this;
    placesIn(columns, rows).forEach((at, r) => {
      const i = places[at];
      for (let j = 0; j < width; j++) {
        const k = places[j];
        covariance[r * width + j] += outside * Math.min(this.inner.one(i, k), variance[i], variance[k]);
      }
    });
  }

  private columnsAfter(l: number): Int32Array {
    return l === this.columnHops.length ? this.input.columns : this.columnHops[l].nodes;
  }

  private sources(columns: Int32Array): RowProducts {
    return new RowProducts(null, csrSelectRows(this.input.features, columns));
  }

  /**
   * By column of layer l + 1, Σ and Θ with themselves. Of the first layer from all pairs of neighbours; of a later one,
   * which is the last and bounds decisions alone, by Cauchy-Schwarz: s'Ms <= (Σ |s_a| sqrt(M_aa))².
   */
  private diagonals(
    l: number,
    layer: Layer | null,
    { S }: Hop,
    source: RowProducts,
  ): Pick<Layer, 'variance' | 'thetaDiagonal'> {
    const count = S.rows;
    const variance = new Float64Array(count);
    const thetaDiagonal = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      if (layer === null) this.pairDiagonal(S, k, source, variance, thetaDiagonal);
      else variance[k] = this.boundedDiagonal(S, k, layer, source);
    }
    const { outside, through } = this.factors;
    if (outside !== 0) {
      const columns = this.columnsAfter(l);
      const own = through === 'source' ? this.sources(columns) : null;
      const places = placesIn(this.columnHops[0].nodes, columns);
      for (let k = 0; k < count; k++)
        variance[k] += outside * (own === null ? this.innerVariance[places[k]] : own.one(k, k));
    }
    return { variance, thetaDiagonal };
  }

  private pairDiagonal(
    S: Csr,
    k: number,
    source: RowProducts,
    variance: Float64Array,
    thetaDiagonal: Float64Array,
  ): void {
    const { pair, innerVariance: v, innerDeviation: d } = this;
    const { scale, inside } = this.factors;
    for (let a = S.rowPtr[k]; a < S.rowPtr[k + 1]; a++) {
      const i = S.colIdx[a];
      for (let b = S.rowPtr[k]; b <= a; b++) {
        const j = S.colIdx[b];
        const w = (a === b ? 1 : 2) * S.values[a] * S.values[b];
        pair.of(i === j ? v[i] : this.inner.one(i, j), v[i], v[j], d[i], d[j], i === j);
        variance[k] += w * (scale * pair.e + (inside === 0 ? 0 : inside * source.one(i, j)));
        thetaDiagonal[k] += w * pair.sigma * pair.d;
      }
    }
  }

  private boundedDiagonal(S: Csr, k: number, layer: Layer, source: RowProducts): number {
    const { pair } = this;
    const { scale, inside } = this.factors;
    let sum = 0;
    for (let e = S.rowPtr[k]; e < S.rowPtr[k + 1]; e++) {
      const j = S.colIdx[e];
      const v = layer.variance[j];
      const d = Math.sqrt(Math.max(0, v));
      pair.of(v, v, v, d, d, true);
      const M =
        (pair.sigma + layer.thetaDiagonal[j]) * pair.d +
        scale * pair.e +
        (inside === 0 ? 0 : inside * source.one(j, j));
      sum += Math.abs(S.values[e]) * Math.sqrt(Math.max(0, M));
    }
    return sum * sum;
  }
}

/** S half: S.rows x width values. */
function expand(S: Csr, half: Float64Array, width: number): Float64Array {
  const out = new Float64Array(S.rows * width);
  for (let i = 0; i < S.rows; i++) {
    const to = i * width;
    for (let e = S.rowPtr[i]; e < S.rowPtr[i + 1]; e++) {
      const w = S.values[e];
      const from = S.colIdx[e] * width;
      for (let j = 0; j < width; j++) out[to + j] += w * half[from + j];
    }
  }
  return out;
}
