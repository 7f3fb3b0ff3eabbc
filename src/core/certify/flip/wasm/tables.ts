/** What a state knows of its possible further flips, whichever test node it is about: see search.ts. */
import { F, F64, FREE_MASK, kernel, m, PAIR, row, state, vector, Y, Z } from './layout';
import { feedback } from './gap';
import {
  flipProducts,
  freeOffsets,
  freePlaces,
  fresh,
  MOST_LEFT,
  ownChange,
  products,
  productsAcross,
  shares,
  takenBack,
  takenBackTop,
} from './search-layout';
import { free, gatherFree, shareRoom } from './shares';
import { C, feedbackError } from './step';
import { combine } from './vectors';

const EPSILON: f64 = 2.220446049250313e-16;

/** How far the state is from optimal: C times the sum of what its nodes violate, rounding included. */
export let violation: f64 = 0;

/** Forms the tables of the flips from `from` to before `end`, for sets of `left` of them. */
export function formTables(depth: i32, from: i32, end: i32, left: i32): void {
  const base = F64 * <usize>(from & ~3);
  feedback(vector(state(depth), Z), fresh);
  violation = violationOf(state(depth));
  gatherFree(depth);
  shareRoom(depth, from, end, left, fresh);
  for (let j = from; j < end; j++) {
    const offset = <usize>j * row;
    const h = load<f64>(ownChange + F64 * <usize>j);
    combine(products + offset, h, kernel + offset, shares + offset, free, kernel, freeOffsets, 0, row);
  }
  transpose(from, end);
  for (let j = from; j < end; j++) {
    const offset = <usize>j * row;
    const h = load<f64>(ownChange + F64 * <usize>j);
    combine(
      flipProducts + offset,
      h,
      productsAcross + offset,
      shares + offset,
      free,
      productsAcross,
      freeOffsets,
      base,
      row,
    );
  }
  formTakenBack(from, end);
  sumTop(takenBack, takenBackTop, from, end, left - 1);
}

/**
 * C times the sum over the labelled nodes of how far f_i is on the wrong side for z_i to be in its subdifferential.
 * The bound holds for a solution that is not quite optimal with this much subtracted.
 */
function violationOf(at: usize): f64 {
  const ys = vector(at, Y);
  const zs = vector(at, Z);
  const mask = vector(at, FREE_MASK);
  let total: f64 = 0;
  for (let i = 0; i < m; i++) total += Math.abs(load<f64>(zs + F64 * <usize>i));
  const error = feedbackError * total * (1 + <f64>m * EPSILON) + EPSILON;
  let sum: f64 = 0;
  for (let i = 0; i < m; i++) {
    const place = F64 * <usize>i;
    const label = load<f64>(ys + place);
    const alpha = label * load<f64>(zs + place);
    const slack = 1 - label * load<f64>(fresh + place);
    // A dual outside its box is no dual.
    if (!(alpha >= 0 && alpha <= C)) return Infinity;
    const inside = load<i64>(mask + place) != 0 || (alpha > 0 && alpha < C);
    const wrong = inside ? Math.abs(slack) : alpha == 0 ? slack : -slack;
    sum += Math.max(0, wrong) * (1 + 4 * EPSILON) + error;
  }
  return C * sum * (1 + <f64>(m + 8) * EPSILON);
}

/** Turns the products of the flips around: row a then holds <φ_a, q_k> for every flip k. */
function transpose(from: i32, end: i32): void {
  for (let a = 0; a < m; a++) {
    const target = productsAcross + <usize>a * row;
    for (let k = from & ~3; k < from; k++) store<f64>(target + F64 * <usize>k, 0);
    for (let k = from; k < end; k++)
      store<f64>(target + F64 * <usize>k, load<f64>(products + <usize>k * row + F64 * <usize>a));
    for (let k = end; F64 * <usize>k < row; k++) store<f64>(target + F64 * <usize>k, 0);
  }
}

/** M_kj where j is free, else 0: the share of flip k in the dual of node j. */
export function shareOf(k: i32, j: i32): f64 {
  const place = load<i32>(freePlaces + 4 * <usize>j);
  return place < 0 ? 0 : load<f64>(shares + <usize>k * row + F64 * <usize>place);
}

/**
 * Where j or k is free itself, what the other gave to it is taken back: ||M_kj φ_j + M_jk φ_k||, from above. The terms
 * under the root may cancel, so that their rounding is added to them before it is taken.
 */
function formTakenBack(from: i32, end: i32): void {
  for (let j = from & ~3; F64 * <usize>j < row; j++)
    memory.fill(takenBack + <usize>j * row, 0, j < m ? row : 0);
  for (let j = from; j < end; j++) {
    const rowJ = takenBack + <usize>j * row;
    const jj = load<f64>(kernel + <usize>j * row + F64 * <usize>j);
    for (let k = j + 1; k < end; k++) {
      const kj = shareOf(k, j);
      const jk = shareOf(j, k);
      if (kj == 0 && jk == 0) continue;
      const kk = load<f64>(kernel + <usize>k * row + F64 * <usize>k);
      const across = load<f64>(kernel + <usize>j * row + F64 * <usize>k);
      const own = kj * kj * jj + jk * jk * kk;
      const both = 2 * kj * jk * across;
      const norm = Math.sqrt(Math.max(0, own + both) + 4 * EPSILON * (own + Math.abs(both)));
      store<f64>(rowJ + F64 * <usize>k, norm);
      store<f64>(takenBack + <usize>k * row + F64 * <usize>j, norm);
    }
  }
}

/**
 * Per flip l, half the sum of the 1, 2, ..., `most` largest entries of its row of a symmetric table, row by row of
 * `tops` from 1 on; row 0 is zeros. The diagonal must hold what is never among them.
 */
export function sumTop(table: usize, tops: usize, from: i32, end: i32, most: i32): void {
  const base = F64 * <usize>(from & ~3);
  const half = f64x2.splat(0.5);
  const lowest = f64x2.splat(-Infinity);
  const zero = f64x2.splat(0);
  for (let at = base; at < row; at += PAIR) {
    let first = lowest;
    let second = lowest;
    let third = lowest;
    let fourth = lowest;
    for (let k = from; k < end; k++) {
      let value = v128.load(table + <usize>k * row + at);
      let smaller = f64x2.pmin(value, first);
      first = f64x2.pmax(value, first);
      value = smaller;
      smaller = f64x2.pmin(value, second);
      second = f64x2.pmax(value, second);
      value = smaller;
      smaller = f64x2.pmin(value, third);
      third = f64x2.pmax(value, third);
      fourth = f64x2.pmax(smaller, fourth);
    }
    v128.store(tops + at, zero);
    let sum = f64x2.mul(half, first);
    if (most >= 1) v128.store(tops + row + at, sum);
    sum = f64x2.add(sum, f64x2.mul(half, second));
    if (most >= 2) v128.store(tops + 2 * row + at, sum);
    sum = f64x2.add(sum, f64x2.mul(half, third));
    if (most >= 3) v128.store(tops + 3 * row + at, sum);
    sum = f64x2.add(sum, f64x2.mul(half, fourth));
    if (most >= 4) v128.store(tops + 4 * row + at, sum);
  }
}
