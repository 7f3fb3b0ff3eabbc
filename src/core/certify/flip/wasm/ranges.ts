/**
 * Whole ranges of flip sets against one test node: all that begin with a prefix and hold so many flips more. With v
 * the part of ρ - p that ignores what free flips give back, and e what they do, ||v + e|| <= sqrt(Y) + Γ, where
 * Y = ||v||² is a quadratic form in the set and Γ a sum over its pairs; see search.ts. Rounding is added to Y, under the
 * root: taken from the limit it would count less than it may weigh, for the root of a small Y is far more sensitive.
 */
import { F64, kernel, PAIR, row } from './layout';
import {
  flipProducts,
  increments,
  ownShare,
  pairs,
  pairsTop,
  prefixNorms,
  prefixTaken,
  products,
  rhoFlips,
  rhoProducts,
  SUSPECT,
  takenBack,
  takenBackTop,
} from './search-layout';
import { limit, rho, rounding } from './test-row';
import { shareOf } from './tables';

/** Ranges looked at for one first flip before the walk goes there instead. */
const EFFORT: i32 = 4000;

let first: i32 = 0;
let end: i32 = 0;
let root: f64 = 0;
let effort: i32 = 0;
let found: i32 = 0;
let mostFound: i32 = 0;
let rowAtHand: i32 = 0;
let nextFound: usize = 0;

/** The set at hand; and Y and Γ of its prefixes, by their number of flips. */
const set = memory.data(4 * 8);
const norms = memory.data(8 * 8);
const backs = memory.data(8 * 8);
/** The largest numbers, by lanes; room for one step behind them. */
const lanes = memory.data(6 * 16);

function member(at: i32): i32 {
  return load<i32>(set + 4 * <usize>at);
}

function normOf(size: i32): f64 {
  return load<f64>(norms + F64 * <usize>size);
}

function backOf(size: i32): f64 {
  return load<f64>(backs + F64 * <usize>size);
}

/** Prepares for ranges of flips before `last`; false where every set of `left` from `from` on is safe at once. */
export function beginRanges(from: i32, last: i32, left: i32): bool {
  first = from;
  end = last;
  root = Math.sqrt(limit) * (1 - 1e-12);
  const base = F64 * <usize>(from & ~3);
  for (let at = base; at < row; at += PAIR) {
    v128.store(prefixNorms + at, v128.load(increments + at));
    v128.store(prefixTaken + at, f64x2.splat(0));
  }
  store<f64>(norms, rho + rounding);
  store<f64>(backs, 0);
  return !inside(0, from, left);
}

/**
 * Looks for the sets that begin with this flip, hold `left` more behind it and may change the row: at most so many as
 * still fit in a list.
 * @param list address for what is found, set by set with the row behind its flips
 * @returns how many there are; negative where there are more, or looking would take long
 */
export function findSuspects(flip: i32, left: i32, row: i32, list: usize, room: i32): i32 {
  effort = EFFORT;
  found = 0;
  mostFound = room;
  rowAtHand = row;
  nextFound = list;
  return add(0, flip, left) ? -1 : found;
}

/** Puts a flip behind the prefix of `size` flips, and looks at what follows; whether the list overflows. */
function add(size: i32, flip: i32, left: i32): bool {
  append(size, flip);
  if (left == 1) return addLast(size + 1, flip);
  spread(size, flip);
  if (inside(size + 1, flip + 1, left)) return false;
  if (--effort < 0) return true;
  for (let next = flip + 1; next <= end - left; next++) if (add(size + 1, next, left - 1)) return true;
  return false;
}

/** Puts a flip behind the prefix of `size` flips. */
function append(size: i32, flip: i32): void {
  const at = <usize>size * row + F64 * <usize>flip;
  store<i32>(set + 4 * <usize>size, flip);
  store<f64>(norms + F64 * <usize>(size + 1), normOf(size) + load<f64>(prefixNorms + at));
  store<f64>(backs + F64 * <usize>(size + 1), backOf(size) + load<f64>(prefixTaken + at));
}

/** What any flip behind it adds to the prefix that this flip, behind `size` others, makes. */
function spread(size: i32, flip: i32): void {
  const normRow = prefixNorms + <usize>size * row;
  const backRow = prefixTaken + <usize>size * row;
  const pairs2 = pairs + <usize>flip * row;
  const backs2 = takenBack + <usize>flip * row;
  for (let b = F64 * <usize>((flip + 1) & ~1); b < row; b += PAIR) {
    v128.store(normRow + row + b, f64x2.add(v128.load(normRow + b), v128.load(pairs2 + b)));
    v128.store(backRow + row + b, f64x2.add(v128.load(backRow + b), v128.load(backs2 + b)));
  }
}

/** Looks at every flip behind the prefix of `size` flips, whose last is `flip`; whether the list overflows. */
function addLast(size: i32, flip: i32): bool {
  const normRow = prefixNorms + <usize>(size - 1) * row;
  const backRow = prefixTaken + <usize>(size - 1) * row;
  const pairs2 = pairs + <usize>flip * row;
  const backs2 = takenBack + <usize>flip * row;
  const start = f64x2.splat(normOf(size));
  const most = f64x2.splat(root - backOf(size));
  const zero = f64x2.splat(0);
  const last = F64 * <usize>end;
  // The pair of the flip with itself and what lies behind the end are minus infinity: never open.
  for (let b = F64 * <usize>((flip + 1) & ~1); b < last; b += PAIR) {
    const norm2 = f64x2.add(start, f64x2.add(v128.load(normRow + b), v128.load(pairs2 + b)));
    const rest = f64x2.sub(most, f64x2.add(v128.load(backRow + b), v128.load(backs2 + b)));
    const below2 = v128.and(f64x2.gt(rest, zero), f64x2.lt(norm2, f64x2.mul(rest, rest)));
    if (i64x2.all_true(below2)) continue;
    const next = <i32>(b / F64);
    for (let lane = 0; lane < 2; lane++) {
      if (next + lane <= flip || next + lane >= end) continue;
      const open = lane == 0 ? i64x2.extract_lane(below2, 0) == 0 : i64x2.extract_lane(below2, 1) == 0;
      if (!open) continue;
      store<i32>(set + 4 * <usize>size, next + lane);
      if (!exactlyBelow(size + 1) && !keep(size + 1)) return true;
    }
  }
  return false;
}

/** Takes the set at hand into the list; false where there is no room. */
function keep(size: i32): bool {
  if (found == mostFound) return false;
  for (let a = 0; a < size; a++) store<i32>(nextFound + 4 * <usize>a, member(a));
  store<i32>(nextFound + 4 * <usize>size, rowAtHand);
  nextFound += SUSPECT;
  found++;
  return true;
}

/** Whether every set of `left` more flips, none before `from`, stays below the limit. */
function inside(size: i32, from: i32, left: i32): bool {
  const rest = root - mostBack(size, from, left);
  return rest > 0 && mostNorm(size, from, left) < rest * rest;
}

/** Bound of Y for the sets of `left` more flips, none before `from`. */
function mostNorm(size: i32, from: i32, left: i32): f64 {
  if (left == 0) return normOf(size);
  const tops = pairsTop + <usize>(left - 1) * row;
  return normOf(size) + largest(prefixNorms + <usize>size * row, tops, from, left);
}

/** Bound of Γ for the same sets. */
function mostBack(size: i32, from: i32, left: i32): f64 {
  if (left == 0) return backOf(size);
  const tops = takenBackTop + <usize>(left - 1) * row;
  return backOf(size) + largest(prefixTaken + <usize>size * row, tops, from, left);
}

/** Sum of the `left` largest of a_l + b_l. */
function largest(a: usize, b: usize, from: i32, left: i32): f64 {
  const lowest = f64x2.splat(-Infinity);
  let first = lowest;
  let second = lowest;
  let third = lowest;
  let fourth = lowest;
  let fifth = lowest;
  let l = from;
  if ((l & 1) != 0 && l < end) {
    const value = load<f64>(a + F64 * <usize>l) + load<f64>(b + F64 * <usize>l);
    first = f64x2.replace_lane(first, 0, value);
    l++;
  }
  const last = F64 * <usize>end;
  // Behind the end lies minus infinity.
  for (let at = F64 * <usize>l; at < last; at += PAIR) {
    let value = f64x2.add(v128.load(a + at), v128.load(b + at));
    let smaller = f64x2.pmin(value, first);
    first = f64x2.pmax(value, first);
    value = f64x2.pmax(smaller, second);
    smaller = f64x2.pmin(smaller, second);
    second = value;
    if (left == 2) continue;
    value = f64x2.pmax(smaller, third);
    smaller = f64x2.pmin(smaller, third);
    third = value;
    if (left == 3) continue;
    value = f64x2.pmax(smaller, fourth);
    smaller = f64x2.pmin(smaller, fourth);
    fourth = value;
    fifth = f64x2.pmax(smaller, fifth);
  }
  // Merges the two lanes, largest first.
  v128.store(lanes, first);
  v128.store(lanes, second, 16);
  v128.store(lanes, third, 32);
  v128.store(lanes, fourth, 48);
  v128.store(lanes, fifth, 64);
  let sum: f64 = 0;
  let p = lanes;
  let q = lanes + F64;
  for (let k = 0; k < left; k++) {
    const x = load<f64>(p);
    const y = load<f64>(q);
    sum += x > y ? x : y;
    if (x > y) p += PAIR;
    else q += PAIR;
  }
  return sum;
}

/** Whether the set at hand itself stays below the limit. */
function exactlyBelow(size: i32): bool {
  return exactNorm(size) < limit;
}

/** ||ρ - p||² of the set at hand, with all that free flips give back. */
export function exactNorm(size: i32): f64 {
  let norm = rho;
  for (let a = 0; a < size; a++) {
    const j = member(a);
    const atJ = F64 * <usize>j;
    let back: f64 = 0;
    let across: f64 = load<f64>(rhoProducts + atJ);
    norm -= 2 * load<f64>(rhoFlips + atJ);
    for (let b = 0; b < size; b++) {
      const k = member(b);
      const offset = <usize>k * row;
      norm += load<f64>(flipProducts + offset + atJ);
      across -= load<f64>(products + offset + atJ);
    }
    back = givenBack(a, size);
    norm += 2 * back * across;
    for (let b = 0; b < size; b++) {
      const k = member(b);
      norm += back * givenBack(b, size) * load<f64>(kernel + <usize>k * row + atJ);
    }
  }
  return norm;
}

/** What is taken back of the dual of a flipped node, were it free: the test node's share and the other flips'. */
function givenBack(a: i32, size: i32): f64 {
  const j = member(a);
  let sum = -load<f64>(ownShare + F64 * <usize>j);
  for (let b = 0; b < size; b++) if (b != a) sum += shareOf(member(b), j);
  return sum;
}

/** Address of the set at hand (i32). */
export function setAt(): usize {
  return set;
}

/** Bound of ||ρ - p||² for all sets that begin with `size` flips of the set at hand and hold `left` more behind. */
export function rangeNorm(size: i32, left: i32): f64 {
  for (let at = 0; at < size; at++) {
    const flip = member(at);
    append(at, flip);
    spread(at, flip);
  }
  const from = size == 0 ? first : member(size - 1) + 1;
  const root = Math.sqrt(Math.max(0, mostNorm(size, from, left))) + mostBack(size, from, left);
  return root * root;
}
