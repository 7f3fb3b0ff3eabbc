import type { Csr } from '../linalg/csr';
import { shareInts, sharedFloats } from '../linalg/shared';
import type { KernelKeys } from './definition';
import { BATCH, ProductTaker, fillCost, fillRows, hopProducts, rowCost, rowProducts } from './products';
import type { Products } from './products';
import { hop, placesIn } from './receptive';
import { PairExpectation } from './relu';
import { PAIR_COST } from './stage';
import type { Stage } from './stage';
import type { KernelStrip, StripInput } from './strip';

/** Of one hidden layer: entry by entry M = Σ ∘ D(Σ) + E(Σ) + b, Σ the inner products of rows and b with or without a bias. */
export interface HiddenLayer {
  readonly keys: KernelKeys;
  readonly products: Products;
  readonly bias: 0 | 1;
  /** By row, Σ with itself. */
  readonly variance: Float64Array;
}

/** The strip of a kernel that is nothing but a hidden layer, in the making. */
export interface PointwiseWork {
  readonly type: 'pointwise';
  readonly layer: HiddenLayer;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** Of the rows in the columns. */
  readonly places: Int32Array;
  readonly values: Float64Array;
  readonly diagonal: Float64Array;
}

/** @param S what the features are summed by; null where they are taken as they are */
export function pointwiseStrip(
  { features, rows, columns }: StripInput,
  S: Csr | null,
  bias: 0 | 1,
  keys: KernelKeys,
): PointwiseWork {
  const products = S === null ? rowProducts(columns, features) : hopProducts(hop(S, columns), features);
  return {
    type: 'pointwise',
    layer: hiddenLayer(products, bias, keys),
    rows: shareInts(rows),
    columns: shareInts(columns),
    places: shareInts(placesIn(columns, rows)),
    values: sharedFloats(rows.length * columns.length),
    diagonal: sharedFloats(columns.length),
  };
}

export function hiddenLayer(products: Products, bias: 0 | 1, keys: KernelKeys): HiddenLayer {
  return { keys, products, bias, variance: sharedFloats(products.rows) };
}

/** What comes before entries of the layer can be taken. */
export function hiddenStages({ products, variance, bias }: HiddenLayer): Stage[] {
  return [
    {
      units: products.type === 'dense' ? products.rows : 0,
      cost: () => fillCost(products),
      run: (from, to) => fillRows(products, from, to),
    },
    {
      units: products.rows,
      cost: () => products.cols,
      run: (from, to) => {
        const taker = new ProductTaker(products);
        for (let i = from; i < to; i++) variance[i] = taker.one(i, i) + bias;
      },
    },
  ];
}

export function hiddenRowCost({ products }: HiddenLayer): number {
  return rowCost(products) + PAIR_COST * products.rows;
}

/** Takes rows of a hidden layer. */
export class HiddenRows {
  private readonly taker: ProductTaker;
  private readonly pair: PairExpectation;
  private readonly deviation: Float64Array;
  /** BATCH rows. */
  readonly values: Float64Array;

  constructor(private readonly layer: HiddenLayer) {
    const { keys, products, variance } = layer;
    this.taker = new ProductTaker(products);
    this.pair = new PairExpectation(keys.activation, keys.ntk);
    this.deviation = variance.map((v) => Math.sqrt(Math.max(0, v)));
    this.values = new Float64Array(BATCH * products.rows);
  }

  /** Up to BATCH rows of M into `values`. */
  take(places: Int32Array): void {
    const { taker, pair, deviation, values } = this;
    const { variance, bias } = this.layer;
    const width = variance.length;
    taker.into(values, places);
    places.forEach((i, b) => {
      const start = b * width;
      for (let j = 0; j < width; j++) {
        pair.of(values[start + j] + bias, variance[i], variance[j], deviation[i], deviation[j], i === j);
        values[start + j] = pair.sigma * pair.d + pair.e + bias;
      }
    });
  }

  /** M_ii. */
  diagonal(i: number): number {
    const { pair, deviation } = this;
    const { variance, bias } = this.layer;
    pair.of(variance[i], variance[i], variance[i], deviation[i], deviation[i], true);
    return pair.sigma * pair.d + pair.e + bias;
  }
}

export function pointwiseStages({ layer, places, values, diagonal }: PointwiseWork): Stage[] {
  const width = diagonal.length;
  return [
    ...hiddenStages(layer),
    {
      units: places.length,
      cost: () => hiddenRowCost(layer),
      run: (from, to) => {
        const rows = new HiddenRows(layer);
        for (let r = from; r < to; r += BATCH) {
          const batch = places.subarray(r, Math.min(to, r + BATCH));
          rows.take(batch);
          values.set(rows.values.subarray(0, batch.length * width), r * width);
        }
      },
    },
    {
      units: width,
      cost: () => PAIR_COST,
      run: (from, to) => {
        const rows = new HiddenRows(layer);
        for (let i = from; i < to; i++) diagonal[i] = rows.diagonal(i);
      },
    },
  ];
}

export function pointwiseResult({ rows, columns, values, diagonal }: PointwiseWork): KernelStrip {
  return { rows, columns, values, diagonal };
}
