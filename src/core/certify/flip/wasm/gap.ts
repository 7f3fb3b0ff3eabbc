import { F, F64, FREE_MASK, kernel, m, PAIR, row, vector, Y, Z } from './layout';

/** As in svm/gap.ts. */
const EPSILON: f64 = 2.220446049250313e-16;

/**
 * f = Q z, formed anew, summed in the order of the labelled nodes. The reference skips zeros of z,
 * which changes no sum: adding a zero to one that began at 0 leaves it as it is.
 */
export function feedback(zs: usize, fs: usize): void {
  const end = kernel + <usize>m * row;
  let at: usize = 0;
  for (; at + 2 * PAIR < row; at += 4 * PAIR) {
    let first = f64x2.splat(0);
    let second = f64x2.splat(0);
    let third = f64x2.splat(0);
    let fourth = f64x2.splat(0);
    let z = zs;
    for (let from = kernel + at; from < end; from += row) {
      const dual = v128.load_splat<f64>(z);
      first = f64x2.add(first, f64x2.mul(v128.load(from), dual));
      second = f64x2.add(second, f64x2.mul(v128.load(from, 16), dual));
      third = f64x2.add(third, f64x2.mul(v128.load(from, 32), dual));
      fourth = f64x2.add(fourth, f64x2.mul(v128.load(from, 48), dual));
      z += F64;
    }
    v128.store(fs + at, first);
    v128.store(fs + at, second, 16);
    v128.store(fs + at, third, 32);
    v128.store(fs + at, fourth, 48);
  }
  if (at == row) return;
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let z = zs;
  for (let from = kernel + at; from < end; from += row) {
    const dual = v128.load_splat<f64>(z);
    first = f64x2.add(first, f64x2.mul(v128.load(from), dual));
    second = f64x2.add(second, f64x2.mul(v128.load(from, 16), dual));
    z += F64;
  }
  v128.store(fs + at, first);
  v128.store(fs + at, second, 16);
}

/** Bound of the duality gap, from the state's labels, duals and f: see svm/gap.ts for why it holds. */
export function gapBound(state: usize, C: f64, feedbackError: f64): f64 {
  const ys = vector(state, Y);
  const zs = vector(state, Z);
  const fs = vector(state, F);
  const end = F64 * <usize>m;
  let total: f64 = 0;
  for (let at: usize = 0; at < end; at += F64) total += Math.abs(load<f64>(zs + at));
  const error = feedbackError * total * (1 + <f64>m * EPSILON) + EPSILON;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const box = f64x2.splat(C);
  const errors = f64x2.splat(error);
  const epsilon = f64x2.splat(EPSILON);
  let outside = f64x2.splat(0);
  let gap: f64 = 0;
  // Terms by pairs, without a branch; what does not count adds a zero. The sum keeps the reference's order.
  for (let at: usize = 0; at < end; at += PAIR) {
    const y = v128.load(ys + at);
    const alpha = f64x2.mul(y, v128.load(zs + at));
    outside = v128.or(outside, v128.not(v128.and(f64x2.ge(alpha, zero), f64x2.le(alpha, box))));
    const slack = f64x2.sub(one, f64x2.mul(y, v128.load(fs + at)));
    const bound = f64x2.add(errors, f64x2.mul(f64x2.abs(slack), epsilon));
    const short = f64x2.add(slack, bound);
    const over = f64x2.sub(bound, slack);
    const lack = v128.and(f64x2.mul(f64x2.sub(box, alpha), short), f64x2.gt(short, zero));
    const excess = v128.and(f64x2.mul(alpha, over), f64x2.gt(over, zero));
    gap += f64x2.extract_lane(lack, 0);
    gap += f64x2.extract_lane(excess, 0);
    // The last pair may be half padding.
    if (at + F64 >= end) break;
    gap += f64x2.extract_lane(lack, 1);
    gap += f64x2.extract_lane(excess, 1);
  }
  if (v128.any_true(outside)) return Infinity;
  return gap * (1 + <f64>(m + 6) * EPSILON);
}

/** A free node lies on its margin: the next path starts from there. */
export function settleMargins(state: usize): void {
  const fs = vector(state, F);
  for (let at: usize = 0; at < row; at += PAIR) {
    const free = v128.load(vector(state, FREE_MASK) + at);
    v128.store(fs + at, v128.bitselect(v128.load(vector(state, Y) + at), v128.load(fs + at), free));
  }
}

export function unitRadius(gap: f64): f64 {
  return Math.sqrt(2 * gap) * (1 + 4 * EPSILON);
}
