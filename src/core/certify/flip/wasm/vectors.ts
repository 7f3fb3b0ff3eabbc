/** Sums over padded vectors, two numbers at a time. All lengths are in bytes and multiples of 32. */
import { F64, PAIR } from './layout';

export function dot(a: usize, b: usize, bytes: usize): f64 {
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 2 * PAIR) {
    first = f64x2.add(first, f64x2.mul(v128.load(a + at), v128.load(b + at)));
    second = f64x2.add(second, f64x2.mul(v128.load(a + at, 16), v128.load(b + at, 16)));
  }
  first = f64x2.add(first, second);
  return f64x2.extract_lane(first, 0) + f64x2.extract_lane(first, 1);
}

/** target += by * source */
export function addTimes(target: usize, by: f64, source: usize, bytes: usize): void {
  const factor = f64x2.splat(by);
  for (let at: usize = 0; at < bytes; at += 2 * PAIR) {
    const first = f64x2.mul(factor, v128.load(source + at));
    const second = f64x2.mul(factor, v128.load(source + at, 16));
    v128.store(target + at, f64x2.add(v128.load(target + at), first));
    v128.store(target + at, f64x2.add(v128.load(target + at, 16), second), 16);
  }
}

/**
 * target = by * start + sum over i of coefficient_i row_i, between two offsets.
 * @param rows address of the first row; `offsets` (i32) tell where each one lies from there
 */
export function combine(
  target: usize,
  by: f64,
  start: usize,
  coefficients: usize,
  count: i32,
  rows: usize,
  offsets: usize,
  from: usize,
  to: usize,
): void {
  const factor = f64x2.splat(by);
  const last = offsets + 4 * <usize>count;
  let at = from;
  for (; at + 2 * PAIR < to; at += 4 * PAIR) {
    let a = f64x2.mul(factor, v128.load(start + at));
    let b = f64x2.mul(factor, v128.load(start + at, 16));
    let c = f64x2.mul(factor, v128.load(start + at, 32));
    let d = f64x2.mul(factor, v128.load(start + at, 48));
    let coefficient = coefficients;
    for (let offset = offsets; offset < last; offset += 4) {
      const x = v128.load_splat<f64>(coefficient);
      const source = rows + load<u32>(offset) + at;
      a = f64x2.add(a, f64x2.mul(x, v128.load(source)));
      b = f64x2.add(b, f64x2.mul(x, v128.load(source, 16)));
      c = f64x2.add(c, f64x2.mul(x, v128.load(source, 32)));
      d = f64x2.add(d, f64x2.mul(x, v128.load(source, 48)));
      coefficient += F64;
    }
    v128.store(target + at, a);
    v128.store(target + at, b, 16);
    v128.store(target + at, c, 32);
    v128.store(target + at, d, 48);
  }
  if (at >= to) return;
  let a = f64x2.mul(factor, v128.load(start + at));
  let b = f64x2.mul(factor, v128.load(start + at, 16));
  let coefficient = coefficients;
  for (let offset = offsets; offset < last; offset += 4) {
    const x = v128.load_splat<f64>(coefficient);
    const source = rows + load<u32>(offset) + at;
    a = f64x2.add(a, f64x2.mul(x, v128.load(source)));
    b = f64x2.add(b, f64x2.mul(x, v128.load(source, 16)));
    coefficient += F64;
  }
  v128.store(target + at, a);
  v128.store(target + at, b, 16);
}
