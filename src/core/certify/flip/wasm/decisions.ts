import { changedBy, changedColumns, columns, F64, least, m, PAIR, testRow, vector, Z } from './layout';

/** Target decisions = source decisions + sum over j of (z_j - previous z_j) column_j, in the order of j. */
export function advance(previous: usize, state: usize, source: usize, target: usize): void {
  const before = vector(previous, Z);
  const now = vector(state, Z);
  let count: usize = 0;
  for (let j: usize = 0; j < <usize>m; j++) {
    const z = load<f64>(now + F64 * j);
    const old = load<f64>(before + F64 * j);
    store<usize>(changedColumns + 4 * count, columns + j * testRow);
    store<f64>(changedBy + F64 * count, z - old);
    count += z != old ? 1 : 0;
  }
  let from = source;
  let k: usize = 0;
  for (; k + 3 < count; k += 4) {
    pass4(from, target, changedColumns + 4 * k, changedBy + F64 * k);
    from = target;
  }
  for (; k < count; k++) {
    pass1(from, target, load<usize>(changedColumns + 4 * k), changedBy + F64 * k);
    from = target;
  }
  if (count == 0) memory.copy(target, source, testRow);
}

function pass4(from: usize, target: usize, which: usize, by: usize): void {
  const colA = load<usize>(which);
  const colB = load<usize>(which, 4);
  const colC = load<usize>(which, 8);
  const colD = load<usize>(which, 12);
  const a = v128.load_splat<f64>(by);
  const b = v128.load_splat<f64>(by, 8);
  const c = v128.load_splat<f64>(by, 16);
  const d = v128.load_splat<f64>(by, 24);
  for (let t: usize = 0; t < testRow; t += 2 * PAIR) {
    let x = f64x2.add(v128.load(from + t), f64x2.mul(a, v128.load(colA + t)));
    let y = f64x2.add(v128.load(from + t, 16), f64x2.mul(a, v128.load(colA + t, 16)));
    x = f64x2.add(x, f64x2.mul(b, v128.load(colB + t)));
    y = f64x2.add(y, f64x2.mul(b, v128.load(colB + t, 16)));
    x = f64x2.add(x, f64x2.mul(c, v128.load(colC + t)));
    y = f64x2.add(y, f64x2.mul(c, v128.load(colC + t, 16)));
    v128.store(target + t, f64x2.add(x, f64x2.mul(d, v128.load(colD + t))));
    v128.store(target + t, f64x2.add(y, f64x2.mul(d, v128.load(colD + t, 16))), 16);
  }
}

function pass1(from: usize, target: usize, column: usize, by: usize): void {
  const a = v128.load_splat<f64>(by);
  for (let t: usize = 0; t < testRow; t += 2 * PAIR) {
    const x = f64x2.mul(a, v128.load(column + t));
    const y = f64x2.mul(a, v128.load(column + t, 16));
    v128.store(target + t, f64x2.add(v128.load(from + t), x));
    v128.store(target + t, f64x2.add(v128.load(from + t, 16), y), 16);
  }
}

/** What a look over the decisions found; `hit` where a row changes that was not known to at so few flips. */
export let negative: i32 = 0;
export let negativeCorrect: i32 = 0;
export let smallest: f64 = 0;
export let hit: bool = false;

/** Sums of one look, two rows at a time. */
let negatives: v128 = i64x2.splat(0);
let magnitude: v128 = i64x2.splat(0);
let hits: v128 = i64x2.splat(0);

/**
 * Counts the negative decisions and finds the smallest magnitude.
 * @param correct the correctly predicted rows come first: this many
 * @param level a negative row known to change by more flips than this is a hit
 * @param mirrorLevel and so is a positive one with more than this
 */
export function look(g: usize, correct: i32, level: f64, mirrorLevel: f64): void {
  negatives = i64x2.splat(0);
  magnitude = f64x2.splat(Infinity);
  hits = i64x2.splat(0);
  const border = F64 * <usize>(correct & ~1);
  lookOver(g, 0, border, level, mirrorLevel);
  negativeCorrect = inAll();
  if ((correct & 1) != 0) negativeCorrect += load<f64>(g + border) < 0 ? 1 : 0;
  lookOver(g, border, testRow, level, mirrorLevel);
  negative = inAll();
  smallest = Math.min(f64x2.extract_lane(magnitude, 0), f64x2.extract_lane(magnitude, 1));
  hit = v128.any_true(hits);
}

function inAll(): i32 {
  return <i32>(i64x2.extract_lane(negatives, 0) + i64x2.extract_lane(negatives, 1));
}

function lookOver(g: usize, from: usize, to: usize, level: f64, mirrorLevel: f64): void {
  let count = negatives;
  let near = magnitude;
  let found = hits;
  const zero = f64x2.splat(0);
  const here = f64x2.splat(level);
  const there = f64x2.splat(mirrorLevel);
  for (let t = from; t < to; t += PAIR) {
    const value = v128.load(g + t);
    const known = v128.load(least + t);
    // A zero of either sign is within any radius: whoever called looks closer.
    const below = f64x2.lt(value, zero);
    count = i64x2.sub(count, below);
    near = f64x2.pmin(near, f64x2.abs(value));
    const unknownHere = f64x2.gt(known, here);
    const unknownThere = f64x2.gt(known, there);
    found = v128.or(found, v128.bitselect(unknownHere, unknownThere, below));
  }
  negatives = count;
  magnitude = near;
  hits = found;
}

/** Whether a row's decision less the radius is below its floor. Also where one of them is NaN. */
export function pierced(g: usize, floor: usize, radius: f64): bool {
  const rho = f64x2.splat(radius);
  let above = i64x2.splat(-1);
  for (let t: usize = 0; t < testRow; t += PAIR) {
    above = v128.and(above, f64x2.ge(f64x2.sub(v128.load(g + t), rho), v128.load(floor + t)));
  }
  return !i64x2.all_true(above);
}
