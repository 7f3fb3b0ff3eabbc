/**
 * What a state knows about one test node: ρ, what each further flip adds to ||ρ - p||², and what each pair does. See
 * search.ts for the bound.
 */
import { F64, kernel, PAIR, row } from './layout';
import {
  flipProducts,
  freeDirection,
  freeInverse,
  freeKernel,
  freeNodes,
  freeOffsets,
  freeProducts,
  freeShare,
  increments,
  ownChange,
  ownShare,
  pairs,
  pairsTop,
  products,
  productsAcross,
  rhoFlips,
  rhoProducts,
  scratch,
  shares,
  testDown,
  TEST_NUMBERS,
  testNumbers,
  testUp,
  testVectors,
} from './search-layout';
import { free, freeRow, gather } from './shares';
import { C, updateError } from './step';
import { sumTop, violation } from './tables';
import { addTimes, combine, dot } from './vectors';

const EPSILON: f64 = 2.220446049250313e-16;
const SWEEPS: i32 = 4;
const SCALES: i32 = 10;

/** ||ρ||², and what the norm must stay below for the node to be safe; not above 0 where nothing is. */
export let rho: f64 = 0;
export let limit: f64 = 0;
/** The s that they are for. */
export let usedScale: f64 = 0;
/** How much larger than computed a norm may be: by rounding, and by what the row has outside the span. */
export let rounding: f64 = 0;

let nodes: i32 = 0;
/** Bound of C times the sum of sqrt(Q_jj). */
let reach: f64 = 0;

export function setReach(labelled: i32, bound: f64): void {
  nodes = labelled;
  reach = bound;
}

/** The values of s that are tried, in C times sqrt(Q_tt). */
function scale(place: i32): f64 {
  return 2.5 * Math.pow(1.2, place);
}

/** Sets ρ, the increments and the limit of a test row, by the best s there is. */
export function formRow(t: i32, decision: f64, from: i32, end: i32, left: i32): void {
  const numbers = testNumbers + <usize>t * TEST_NUMBERS;
  const vector = testVectors + <usize>t * row;
  const unit = load<f64>(numbers) * C;
  const norm = load<f64>(numbers + 8);
  const slack = load<f64>(numbers + 16);
  gather(vector, freeProducts);
  for (let a = 0; a < free; a++)
    store<f64>(freeDirection + F64 * <usize>a, dot(freeInverse + <usize>a * row, freeProducts, freeRow));
  // What the decision may lose: sets that bring it to the one looked for, or below, are not left out.
  const value = decision - load<f64>(numbers + 32) - updateError - slack;
  limit = 0;
  if (!(value > 0)) return;
  // The bound in terms of s has one minimum or nearly so: from the s used last, go where it falls.
  let best = <i32>load<f64>(numbers + 24);
  let least = boundWith(scale(best) * unit, vector, norm, from, end, left);
  let at = best;
  const start = best;
  for (let way = -1; way <= 1; way += 2) {
    let next = best + way;
    while (next >= 0 && next < SCALES) {
      const bound = boundWith(scale(next) * unit, vector, norm, from, end, left);
      at = next;
      if (!(bound < least)) break;
      least = bound;
      best = next;
      next += way;
    }
    if (best != start) break;
  }
  store<f64>(numbers + 24, <f64>best);
  const s = scale(best) * unit;
  usedScale = s;
  if (at != best) boundWith(s, vector, norm, from, end, left);
  // Every product below is a sum of at most m + left² + 8 terms, each within the square of s + 4 reach. No dual in a
  // norm is farther than 3 C from the state's, even before what free flips give back.
  const size = s + 4 * reach;
  const terms = <f64>((left + 2) * (left + 2)) * <f64>(nodes + 16) * 16;
  rounding = terms * EPSILON * size * size + 3 * s * slack;
  limit = (4 * s * value - 4 * violation - rounding) * (1 - 1e-12);
}

/** Forms ρ and the increments for one s. Returns how far the decision may fall, by the flips that add most. */
function boundWith(s: f64, vector: usize, norm: f64, from: i32, end: i32, left: i32): f64 {
  memory.fill(freeProducts, 0, freeRow);
  for (let a = 0; a < free; a++) {
    const at = F64 * <usize>a;
    const wanted = -s * load<f64>(freeDirection + at);
    const low = -load<f64>(testUp + at);
    const high = load<f64>(testDown + at);
    const kept = wanted == wanted ? Math.min(high, Math.max(low, wanted)) : 0;
    store<f64>(freeShare + at, kept);
    if (kept != wanted) addTimes(freeProducts, kept - wanted, freeKernel + <usize>a * row, freeRow);
  }
  sweep();
  memory.fill(ownShare, 0, row);
  for (let a = 0; a < free; a++) {
    const i = load<i32>(freeNodes + 4 * <usize>a);
    store<f64>(ownShare + F64 * <usize>i, load<f64>(freeShare + F64 * <usize>a));
  }
  combine(rhoProducts, s, vector, freeShare, free, kernel, freeOffsets, 0, row);
  gather(rhoProducts, freeProducts);
  rho = s * s * norm + s * dot(ownShare, vector, row) + dot(ownShare, rhoProducts, row);
  for (let j = from; j < end; j++) {
    const at = F64 * <usize>j;
    const offset = <usize>j * row;
    const n = load<f64>(rhoProducts + at);
    const own = load<f64>(ownShare + at);
    const shared = dot(shares + offset, freeProducts, freeRow);
    const across = load<f64>(ownChange + at) * n + shared;
    store<f64>(rhoFlips + at, across);
    const length =
      load<f64>(flipProducts + offset + at) +
      2 * own * load<f64>(products + offset + at) +
      own * own * load<f64>(kernel + offset + at);
    const value = length - 2 * (across + own * n);
    store<f64>(increments + at, value);
  }
  return (rho + greedily(from, end, left)) / (4 * s);
}

/** What a set adds that is put together flip by flip, each the one that adds most. */
function greedily(from: i32, end: i32, left: i32): f64 {
  memory.copy(scratch, increments, row);
  let sum: f64 = 0;
  for (let size = 0; size < left; size++) {
    let best = -1;
    let most: f64 = -Infinity;
    for (let j = from; j < end; j++) {
      const value = load<f64>(scratch + F64 * <usize>j);
      if (!(value > most)) continue;
      most = value;
      best = j;
    }
    if (best < 0) break;
    sum += most;
    for (let j = from; j < end; j++) {
      const at = scratch + F64 * <usize>j;
      store<f64>(at, j == best ? -Infinity : load<f64>(at) + pairOf(best, j));
    }
  }
  return sum;
}

/** What two flips add together: 2 <p_j, p_k>. */
function pairOf(j: i32, k: i32): f64 {
  const rowJ = <usize>j * row;
  const rowK = <usize>k * row;
  const atJ = F64 * <usize>j;
  const atK = F64 * <usize>k;
  const ownJ = load<f64>(ownShare + atJ);
  const ownK = load<f64>(ownShare + atK);
  return (
    2 *
    (load<f64>(flipProducts + rowJ + atK) +
      ownJ * load<f64>(products + rowK + atJ) +
      ownK * load<f64>(products + rowJ + atK) +
      ownJ * ownK * load<f64>(kernel + rowJ + atK))
  );
}

/** Coordinate descent on ||ρ||² within the test node's part of the room, from the gradient in `freeProducts`. */
function sweep(): void {
  for (let times = 0; times < SWEEPS; times++) {
    let moved = false;
    for (let a = 0; a < free; a++) {
      const at = F64 * <usize>a;
      const rowA = freeKernel + <usize>a * row;
      const value = load<f64>(freeShare + at);
      const wanted = value - load<f64>(freeProducts + at) / load<f64>(rowA + at);
      const low = -load<f64>(testUp + at);
      const high = load<f64>(testDown + at);
      const change = Math.min(high, Math.max(low, wanted)) - value;
      if (!(Math.abs(change) > 1e-2 * C)) continue;
      moved = true;
      store<f64>(freeShare + at, value + change);
      addTimes(freeProducts, change, rowA, freeRow);
    }
    if (!moved) return;
  }
}

/** Sets what each pair of flips adds together, 2 <p_j, p_k>. False where something is no number. */
export function formPairs(from: i32, end: i32, left: i32): bool {
  const base = F64 * <usize>(from & ~3);
  const two = f64x2.splat(2);
  const zero = f64x2.splat(0);
  let check = zero;
  for (let j = from; j < end; j++) {
    const offset = <usize>j * row;
    const at = F64 * <usize>j;
    const own = v128.load_splat<f64>(ownShare + at);
    for (let k = base; k < row; k += PAIR) {
      const other = v128.load(ownShare + k);
      const flips = v128.load(flipProducts + offset + k);
      const ownPart = f64x2.mul(own, v128.load(productsAcross + offset + k));
      const mixed = f64x2.mul(own, v128.load(kernel + offset + k));
      const otherPart = f64x2.mul(other, f64x2.add(v128.load(products + offset + k), mixed));
      const sum = f64x2.add(f64x2.add(flips, ownPart), otherPart);
      v128.store(pairs + offset + k, f64x2.mul(two, sum));
      check = f64x2.add(check, f64x2.mul(sum, zero));
    }
    check = f64x2.add(check, f64x2.mul(zero, v128.load_splat<f64>(increments + at)));
    store<f64>(pairs + offset + at, -Infinity);
  }
  for (let at = F64 * <usize>end; at < row; at += F64) store<f64>(increments + at, -Infinity);
  sumTop(pairs, pairsTop, from, end, left - 1);
  return f64x2.extract_lane(check, 0) + f64x2.extract_lane(check, 1) == 0 && rho * 0 == 0;
}
