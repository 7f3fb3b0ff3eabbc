import type { Csr } from '../linalg/csr';
import { shareCsr, shareInts, sharedFloats } from '../linalg/shared';
import type { KernelKeys } from './definition';
import { LANES } from './filter';
import type { Filter } from './filter';
import { pageRank, walk } from './page-rank';
import { HiddenRows, hiddenLayer, hiddenRowCost, hiddenStages } from './pointwise-strip';
import type { HiddenLayer } from './pointwise-strip';
import { BATCH, rowProducts } from './products';
import { propagationMatrix } from './propagation';
import { PAIR_COST } from './stage';
import type { Stage } from './stage';
import type { KernelStrip, StripInput } from './strip';

export type FilterName = 'walk' | 'page-rank';

/** The strip of K = S M S in the making: S a filter, M a hidden layer over all nodes, of which no more than rows are held. */
export interface FilterWork {
  readonly type: 'filter';
  readonly filter: FilterName;
  readonly matrix: Csr;
  readonly layer: HiddenLayer;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** Columns of S, and of M S, of the rows: blocks of n x LANES. */
  readonly spread: Float64Array;
  readonly product: Float64Array;
  /** Block by block, rows x columns. */
  readonly values: Float64Array;
  /** By node the root of M with itself: a block of n x LANES, of which the first lane is taken. */
  readonly deviation: Float64Array;
  readonly diagonal: Float64Array;
}

/** Covers the rounding of a filter, which the bound of the diagonal is taken through. */
const ROUNDING = 1 + 1e-9;

/** @returns null where S may have negative entries */
export function filterStrip(input: StripInput, filter: FilterName, keys: KernelKeys): FilterWork | null {
  const { adjacency, features } = input;
  const matrix = propagationMatrix(adjacency, 'symmetric', keys.adjacencyWeight);
  if (!matrix.values.every((w) => w >= 0) || keys.teleport < 0 || keys.teleport > 1) return null;
  const n = matrix.rows;
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const length = Math.ceil(input.rows.length / LANES) * LANES * n;
  return {
    type: 'filter',
    filter,
    matrix: shareCsr(matrix),
    layer: hiddenLayer(rowProducts(all, features), 1, keys),
    rows: shareInts(input.rows),
    columns: shareInts(input.columns),
    spread: sharedFloats(length),
    product: sharedFloats(length),
    values: sharedFloats(input.rows.length * input.columns.length),
    deviation: sharedFloats(LANES * n),
    diagonal: sharedFloats(input.columns.length),
  };
}

export function filterStages(work: FilterWork): Stage[] {
  const { layer, rows, columns, spread, product, values, deviation, diagonal } = work;
  const filter = filterOf(work);
  const { n } = filter;
  const blocks = Math.ceil(rows.length / LANES);
  const block = (of: Float64Array, b: number): Float64Array =>
    of.subarray(b * n * LANES, (b + 1) * n * LANES);
  const each = (run: (unit: number) => void): Stage['run'] => {
    return (from, to) => {
      for (let unit = from; unit < to; unit++) run(unit);
    };
  };
  const cost = (): number => LANES * (filter.cost + n);
  // Both ways give the same; many rows are cheaper by filtering the whole of M.
  const direct = rows.length * n <= filter.cost;
  return [
    ...hiddenStages(layer),
    {
      units: blocks,
      cost,
      run: each((b) => {
        const unit = new Float64Array(n * LANES);
        const end = Math.min(rows.length, (b + 1) * LANES);
        for (let r = b * LANES; r < end; r++) unit[rows[r] * LANES + (r % LANES)] = 1;
        block(spread, b).set(filter.apply(unit));
      }),
    },
    {
      units: n,
      cost: () => hiddenRowCost(layer) + (direct ? blocks * LANES * n : filter.cost),
      run: (from, to) => {
        const taken = new HiddenRows(layer);
        const lanes = new Float64Array(n * LANES);
        for (let j = from; j < to; j += BATCH) {
          const nodes = Int32Array.from({ length: Math.min(BATCH, to - j) }, (_, k) => j + k);
          taken.take(nodes);
          nodes.forEach((node, k) => (deviation[node * LANES] = Math.sqrt(taken.values[k * n + node])));
          if (direct) directProduct(work, taken.values, nodes);
          else filteredProduct(work, filter, taken.values, nodes, lanes);
        }
      },
    },
    {
      units: blocks,
      cost,
      run: each((b) => {
        const filtered = filter.apply(block(product, b).slice());
        const end = Math.min(rows.length, (b + 1) * LANES);
        for (let r = b * LANES; r < end; r++)
          columns.forEach((node, t) => {
            values[r * columns.length + t] = filtered[node * LANES + (r % LANES)];
          });
      }),
    },
    {
      units: 1,
      cost: () => cost() + PAIR_COST * n,
      run: each(() => {
        // s'Ms <= (Σ s_a sqrt(M_aa))², s >= 0: it bounds decisions alone.
        const filtered = filter.apply(deviation.slice());
        columns.forEach((node, t) => (diagonal[t] = ROUNDING * filtered[node * LANES] ** 2));
      }),
    },
  ];
}

export function filterResult({ rows, columns, values, diagonal }: FilterWork): KernelStrip {
  return { rows, columns, values, diagonal };
}

function filterOf({ filter, matrix, layer: { keys } }: FilterWork): Filter {
  return filter === 'walk' ? walk(matrix, keys.teleport, keys.iterations) : pageRank(matrix, keys.teleport);
}

/** Rows of M S by the rows of M. */
function directProduct({ spread, product }: FilterWork, M: Float64Array, nodes: Int32Array): void {
  const n = M.length / BATCH;
  for (let start = 0; start < spread.length; start += n * LANES) {
    for (let k = 0; k < nodes.length; k++) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let s4 = 0;
      let s5 = 0;
      let s6 = 0;
      let s7 = 0;
      for (let c = 0, at = start, from = k * n; c < n; c++, at += LANES) {
        const value = M[from + c];
        s0 += value * spread[at];
        s1 += value * spread[at + 1];
        s2 += value * spread[at + 2];
        s3 += value * spread[at + 3];
        s4 += value * spread[at + 4];
        s5 += value * spread[at + 5];
        s6 += value * spread[at + 6];
        s7 += value * spread[at + 7];
      }
      product.set([s0, s1, s2, s3, s4, s5, s6, s7], start + nodes[k] * LANES);
    }
  }
}

/** The same by filtering these rows, which are columns of M. @param lanes a block to be written over */
function filteredProduct(
  { rows, product }: FilterWork,
  filter: Filter,
  M: Float64Array,
  nodes: Int32Array,
  lanes: Float64Array,
): void {
  const { n } = filter;
  for (let k = 0; k < nodes.length; k++) for (let c = 0; c < n; c++) lanes[c * LANES + k] = M[k * n + c];
  const filtered = filter.apply(lanes);
  rows.forEach((row, r) => {
    const block = Math.floor(r / LANES) * n * LANES + (r % LANES);
    for (let k = 0; k < nodes.length; k++) product[block + nodes[k] * LANES] = filtered[row * LANES + k];
  });
}
