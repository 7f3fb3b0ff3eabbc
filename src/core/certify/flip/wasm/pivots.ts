import { capacity, F64, factors, logIndices, logInverses, logRows, m, PAIR, row } from './layout';

/**
 * Pivots made on a tableau that itself stays as it is; see pivot-log.ts, whose arithmetic this is, operation by
 * operation. Rows wait in their place of the log before they are taken in, so that nothing is copied.
 */
export let count: i32 = 0;

/** Goes back to the first so many pivots. */
export function keepFirst(pivots: i32): void {
  count = pivots;
}

/** Address of the next row to be kept. */
export function waiting(): usize {
  return logRows + <usize>count * row;
}

export function copyRow(from: usize, to: usize): void {
  for (let at: usize = 0; at < row; at += 2 * PAIR) {
    v128.store(to + at, v128.load(from + at));
    v128.store(to + at, v128.load(from + at, 16), 16);
  }
}

/** What a pivot on index k, whose row is `rowK`, makes of row r. */
function pivotRow(target: usize, r: i32, rowK: usize, k: i32, inverse: f64): void {
  const cell = target + F64 * <usize>k;
  if (r == k) {
    const by = f64x2.splat(-inverse);
    for (let at: usize = 0; at < row; at += PAIR)
      v128.store(target + at, f64x2.mul(v128.load(target + at), by));
    store<f64>(cell, inverse);
    return;
  }
  const a = load<f64>(cell) * inverse;
  const by = f64x2.splat(a);
  for (let at: usize = 0; at < row; at += 2 * PAIR) {
    const first = f64x2.mul(by, v128.load(rowK + at));
    const second = f64x2.mul(by, v128.load(rowK + at, 16));
    v128.store(target + at, f64x2.sub(v128.load(target + at), first));
    v128.store(target + at, f64x2.sub(v128.load(target + at, 16), second), 16);
  }
  store<f64>(cell, a);
}

/** Forms row r of the tableau after all pivots kept. */
export function formRow(tableau: usize, r: i32, out: usize): void {
  copyRow(tableau + <usize>r * row, out);
  pivotsFrom(0, r, out);
}

function pivotsFrom(first: i32, r: i32, out: usize): void {
  for (let l = first; l < count; l++) {
    const k = load<i32>(logIndices + 4 * <usize>l);
    pivotRow(out, r, logRows + <usize>l * row, k, load<f64>(logInverses + F64 * <usize>l));
  }
}

/** Keeps a pivot on index k, whose row is the waiting one. False where no more can be kept. */
export function push(k: i32): bool {
  if (count == capacity) return false;
  store<i32>(logIndices + 4 * <usize>count, k);
  store<f64>(logInverses + F64 * <usize>count, 1.0 / load<f64>(waiting() + F64 * <usize>k));
  count++;
  return true;
}

/** Brings a row up to the pivot kept last. */
export function follow(target: usize, r: i32): void {
  pivotsFrom(count - 1, r, target);
}

/** Writes the tableau with all pivots kept carried out. */
export function apply(from: usize, to: usize): void {
  for (let r = 0; r < m; r++) {
    const out = to + <usize>r * row;
    const pivoted = lastOn(r);
    if (pivoted < 0) {
      eliminate(from + <usize>r * row, out);
      continue;
    }
    // A pivot starts its own row anew, from the one that was kept.
    const inverse = load<f64>(logInverses + F64 * <usize>pivoted);
    copyRow(logRows + <usize>pivoted * row, out);
    pivotRow(out, r, 0, r, inverse);
    pivotsFrom(pivoted + 1, r, out);
  }
}

/** The last kept pivot on an index; -1 for none. */
function lastOn(index: i32): i32 {
  for (let l = count - 1; l >= 0; l--) if (load<i32>(logIndices + 4 * <usize>l) == index) return l;
  return -1;
}

/** All pivots on one row of another index: first the factors, which need few entries, then four pivots a pass. */
function eliminate(from: usize, out: usize): void {
  for (let l = 0; l < count; l++) {
    const k = load<i32>(logIndices + 4 * <usize>l);
    const a = entry(from, k, l) * load<f64>(logInverses + F64 * <usize>l);
    store<f64>(factors + F64 * <usize>l, a);
  }
  let source = from;
  let l = 0;
  for (; l + 3 < count; l += 4) {
    pass4(source, out, l);
    source = out;
  }
  for (; l + 1 < count; l += 2) {
    pass2(source, out, l);
    source = out;
  }
  if (l < count) {
    pass1(source, out, l);
  }
  if (count == 0) copyRow(from, out);
  for (l = 0; l < count; l++) {
    const k = load<i32>(logIndices + 4 * <usize>l);
    store<f64>(out + F64 * <usize>k, entry(from, k, count));
  }
}

/** Entry k of a row after the first `until` pivots. */
function entry(from: usize, k: i32, until: i32): f64 {
  let value = load<f64>(from + F64 * <usize>k);
  for (let l = 0; l < until; l++) {
    const a = load<f64>(factors + F64 * <usize>l);
    if (load<i32>(logIndices + 4 * <usize>l) == k) value = a;
    else value -= a * load<f64>(logRows + <usize>l * row + F64 * <usize>k);
  }
  return value;
}

function pass4(from: usize, out: usize, l: i32): void {
  const at = factors + F64 * <usize>l;
  const a = v128.load_splat<f64>(at);
  const b = v128.load_splat<f64>(at, 8);
  const c = v128.load_splat<f64>(at, 16);
  const d = v128.load_splat<f64>(at, 24);
  const rowA = logRows + <usize>l * row;
  const rowB = rowA + row;
  const rowC = rowB + row;
  const rowD = rowC + row;
  for (let j: usize = 0; j < row; j += PAIR) {
    let x = f64x2.sub(v128.load(from + j), f64x2.mul(a, v128.load(rowA + j)));
    x = f64x2.sub(x, f64x2.mul(b, v128.load(rowB + j)));
    x = f64x2.sub(x, f64x2.mul(c, v128.load(rowC + j)));
    v128.store(out + j, f64x2.sub(x, f64x2.mul(d, v128.load(rowD + j))));
  }
}

function pass2(from: usize, out: usize, l: i32): void {
  const at = factors + F64 * <usize>l;
  const a = v128.load_splat<f64>(at);
  const b = v128.load_splat<f64>(at, 8);
  const rowA = logRows + <usize>l * row;
  const rowB = rowA + row;
  for (let j: usize = 0; j < row; j += PAIR) {
    const x = f64x2.sub(v128.load(from + j), f64x2.mul(a, v128.load(rowA + j)));
    v128.store(out + j, f64x2.sub(x, f64x2.mul(b, v128.load(rowB + j))));
  }
}

function pass1(from: usize, out: usize, l: i32): void {
  const a = v128.load_splat<f64>(factors + F64 * <usize>l);
  const rowA = logRows + <usize>l * row;
  for (let j: usize = 0; j < row; j += PAIR)
    v128.store(out + j, f64x2.sub(v128.load(from + j), f64x2.mul(a, v128.load(rowA + j))));
}
