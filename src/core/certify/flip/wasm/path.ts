import {
  F,
  F64,
  FREE_MASK,
  ignored,
  kernel,
  LOWER,
  m,
  own,
  PAIR,
  place,
  row,
  signs,
  UPPER,
  vector,
  Y,
  Z,
} from './layout';
import { copyRow, follow, formRow, keepFirst, push, waiting } from './pivots';

const ZERO: i32 = 0;
const FREE: i32 = 1;
const BOUND: i32 = 2;
const CROSSING: i32 = 4;

/** As in the reference engine's path.ts. */
const DEPENDENT: f64 = 1e-11;

/** Whether the path at hand looks past some node. */
let ignoring: bool = false;

/** The step of the last breakpoint, beside the node that blocks it. */
let blockingStep: f64 = 0;

/**
 * The path of path.ts: moves one node's label and follows the solution. Every other node keeps its place, y z for a
 * free one and y f for one at an end of its box, between two bounds; a place that reaches a bound is a breakpoint.
 * The arithmetic is the reference's but for the signs, which are exact.
 *
 * @param parent only read
 * @param tableau the parent's, but for the first `pivots` pivots kept, which are still to be carried out on it
 * @param child gets the labels, duals, masks and bounds of the new solution; its f is left to whoever forms it anew
 * @param last whether the pivots will not be carried out
 * @returns false where it did not come to an end; the child's duals are then no solution
 */
export function drive(
  parent: usize,
  tableau: usize,
  pivots: i32,
  child: usize,
  C: f64,
  i: i32,
  label: f64,
  last: bool,
): bool {
  const at = F64 * <usize>i;
  keepFirst(pivots);
  ignoring = false;
  formRow(tableau, i, own);
  begin(parent, child, label);
  if (load<i64>(vector(parent, FREE_MASK) + at) != 0) {
    copyRow(own, waiting());
    if (!push(i)) return false;
    follow(own, i);
  }
  let z = load<f64>(vector(child, Z) + at);
  let f = load<f64>(vector(parent, F) + at);
  store<f64>(vector(child, Y) + at, label);
  // While it is driven, node i must not stop itself: it counts as neither free, zero nor bound.
  store<i64>(vector(child, FREE_MASK) + at, 0);
  setBounds(child, i, -Infinity, Infinity);
  const diagonal = kernel + at;
  const movableFrom = DEPENDENT * load<f64>(diagonal + <usize>i * row);
  const limit = 20 * m + 40;
  for (let breakpoint = 0; breakpoint < limit; breakpoint++) {
    const alpha = label * z;
    const gii = load<f64>(own + at);
    const movable = gii > movableFrom;
    // How far node i itself lets z_i go, and what it then is.
    let step: f64;
    let outcome: i32;
    if (alpha < 0) {
      step = -alpha;
      outcome = CROSSING;
    } else {
      const shortfall = 1 - label * f;
      if (shortfall <= 0) {
        if (alpha == 0) return finish(child, C, i, label, z, ZERO, last);
        // A dependent node already at its margin: any dual value here is optimal, but no state describes it exactly.
        if (!movable) {
          finish(child, C, i, label, z, alpha >= C ? BOUND : ZERO, last);
          store<f64>(vector(child, Z) + at, z);
          return alpha >= C;
        }
        step = 0;
        outcome = FREE;
      } else {
        step = C - alpha;
        outcome = BOUND;
        if (movable && shortfall / gii < step) {
          step = shortfall / gii;
          outcome = FREE;
        }
      }
    }
    const blocking = firstBlocking(child, step);
    step = blockingStep;
    if (blocking >= 0) {
      const cell = F64 * <usize>blocking;
      const other = waiting();
      formRow(tableau, blocking, other);
      if (
        load<i64>(vector(child, FREE_MASK) + cell) == 0 &&
        load<f64>(other + cell) <= DEPENDENT * load<f64>(kernel + <usize>blocking * row + cell)
      ) {
        // It cannot become free, and only rounding moves its margin at all: look past it.
        lookPast(child, blocking);
        continue;
      }
    }
    if (step < 0) step = 0;
    const dz = label * step;
    move(step);
    f += load<f64>(own + at) * dz;
    z += dz;
    if (blocking >= 0) {
      exchange(child, C, blocking);
      if (!push(blocking)) return false;
      follow(own, i);
      // What was dependent on the free set before may not be now.
      lookAtAll(child);
      continue;
    }
    if (outcome == CROSSING) {
      z = 0;
      continue;
    }
    return finish(child, C, i, label, z, outcome, last);
  }
  return false;
}

/** Copies what the path changes into the child, and puts every node in its place. */
function begin(parent: usize, child: usize, label: f64): void {
  const turn = f64x2.splat(label);
  for (let at: usize = 0; at < row; at += PAIR) {
    const y = v128.load(vector(parent, Y) + at);
    const z = v128.load(vector(parent, Z) + at);
    const f = v128.load(vector(parent, F) + at);
    const free = v128.load(vector(parent, FREE_MASK) + at);
    v128.store(vector(child, Y) + at, y);
    v128.store(vector(child, Z) + at, z);
    v128.store(vector(child, FREE_MASK) + at, free);
    v128.store(vector(child, LOWER) + at, v128.load(vector(parent, LOWER) + at));
    v128.store(vector(child, UPPER) + at, v128.load(vector(parent, UPPER) + at));
    v128.store(place + at, f64x2.mul(y, v128.bitselect(z, f, free)));
    // Row i mirrors column i up to the sign between free and other nodes.
    const sign = f64x2.mul(y, turn);
    v128.store(signs + at, v128.bitselect(f64x2.neg(sign), sign, free));
  }
}

/**
 * The node whose place reaches a bound first, if before `step`; -1 for none. Ties go to the lowest index. Leaves
 * the step in `blockingStep`.
 */
function firstBlocking(child: usize, step: f64): i32 {
  const zero = f64x2.splat(0);
  const two = i64x2.splat(2);
  let least = f64x2.splat(step);
  let index = i64x2(0, 1);
  let which = i64x2.splat(-1);
  const lowers = vector(child, LOWER);
  const uppers = vector(child, UPPER);
  for (let at: usize = 0; at < row; at += PAIR) {
    const rate = f64x2.mul(v128.load(signs + at), v128.load(own + at));
    const bound = v128.bitselect(v128.load(lowers + at), v128.load(uppers + at), f64x2.lt(rate, zero));
    const t = f64x2.div(f64x2.sub(bound, v128.load(place + at)), rate);
    // A rate of 0 reaches nothing, wherever rounding has put the place.
    const sooner = v128.and(f64x2.lt(t, least), f64x2.ne(rate, zero));
    least = v128.bitselect(t, least, sooner);
    which = v128.bitselect(index, which, sooner);
    index = i64x2.add(index, two);
  }
  const even = f64x2.extract_lane(least, 0);
  const odd = f64x2.extract_lane(least, 1);
  const evenIndex = <i32>i64x2.extract_lane(which, 0);
  const oddIndex = <i32>i64x2.extract_lane(which, 1);
  blockingStep = even < odd ? even : odd;
  if (oddIndex < 0) return evenIndex;
  if (evenIndex < 0) return oddIndex;
  if (even == odd) return evenIndex < oddIndex ? evenIndex : oddIndex;
  return even < odd ? evenIndex : oddIndex;
}

function move(step: f64): void {
  const by = f64x2.splat(step);
  for (let at: usize = 0; at < row; at += PAIR) {
    const change = f64x2.mul(f64x2.mul(v128.load(signs + at), v128.load(own + at)), by);
    v128.store(place + at, f64x2.add(v128.load(place + at), change));
  }
}

/** A free node goes to the end of its box that it has reached; one at its margin becomes free. */
function exchange(child: usize, C: f64, j: i32): void {
  const at = F64 * <usize>j;
  const y = load<f64>(vector(child, Y) + at);
  const sign = load<f64>(signs + at);
  if (load<i64>(vector(child, FREE_MASK) + at) != 0) {
    const atZero = sign * load<f64>(own + at) < 0;
    store<f64>(vector(child, Z) + at, atZero ? 0 : y * C);
    settleAt(child, C, j, atZero ? ZERO : BOUND);
    // A free node lies on its margin.
    store<f64>(place + at, 1);
  } else {
    settleAt(child, C, j, FREE);
    store<f64>(place + at, y * load<f64>(vector(child, Z) + at));
  }
  store<f64>(signs + at, -sign);
}

/** Ends the path: duals from the places, and node i where it has come to. */
function finish(child: usize, C: f64, i: i32, label: f64, z: f64, outcome: i32, last: bool): bool {
  lookAtAll(child);
  for (let at: usize = 0; at < row; at += PAIR) {
    const free = v128.load(vector(child, FREE_MASK) + at);
    const dual = f64x2.mul(v128.load(vector(child, Y) + at), v128.load(place + at));
    const zs = vector(child, Z) + at;
    v128.store(zs, v128.bitselect(dual, v128.load(zs), free));
  }
  settleAt(child, C, i, outcome);
  store<f64>(vector(child, Z) + F64 * <usize>i, outcome == BOUND ? label * C : z);
  if (outcome != FREE || last) return true;
  copyRow(own, waiting());
  return push(i);
}

function settleAt(child: usize, C: f64, j: i32, status: i32): void {
  store<i64>(vector(child, FREE_MASK) + F64 * <usize>j, status == FREE ? -1 : 0);
  if (status == FREE) setBounds(child, j, 0, C);
  else if (status == ZERO) setBounds(child, j, 1, Infinity);
  else setBounds(child, j, -Infinity, 1);
}

function setBounds(child: usize, j: i32, lower: f64, upper: f64): void {
  store<f64>(vector(child, LOWER) + F64 * <usize>j, lower);
  store<f64>(vector(child, UPPER) + F64 * <usize>j, upper);
}

/** Takes a node's bounds away until the next pivot. */
function lookPast(child: usize, j: i32): void {
  if (!ignoring) for (let k = 0; k < m; k++) store<i32>(ignored + 4 * <usize>k, -1);
  ignoring = true;
  const zero = load<f64>(vector(child, LOWER) + F64 * <usize>j) == 1;
  store<i32>(ignored + 4 * <usize>j, zero ? ZERO : BOUND);
  setBounds(child, j, -Infinity, Infinity);
}

function lookAtAll(child: usize): void {
  if (!ignoring) return;
  ignoring = false;
  for (let k = 0; k < m; k++) {
    const status = load<i32>(ignored + 4 * <usize>k);
    if (status == ZERO) setBounds(child, k, 1, Infinity);
    else if (status == BOUND) setBounds(child, k, -Infinity, 1);
  }
}
