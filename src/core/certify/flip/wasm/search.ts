/**
 * The pruned search: which test nodes can be changed by a set of exactly so many flips, without looking at nearly
 * all of them.
 *
 * A state has weights w = sum z_i φ_i. For a set R of further flips choose any ẑ in the subdifferential of the loss
 * at the present f under the new labels. The objective is 1-strongly convex and subdifferentials are monotone, so
 * that the new optimum lies in the ball with diameter [w, w + p], p = sum (ẑ_i - z_i) φ_i; hence for every s > 0
 *
 *     s_t f_t(R) >= s_t f_t - ||s s_t φ_t - p||² / (4 s)
 *
 * where φ_t counts by its part in the span of the labelled nodes alone. w need not be quite optimal: a sum of
 * violations is subtracted. A flipped node's ẑ is an end of its box, h_j from z_j. A free node's may be anywhere in
 * its box; its room is shared out between the test node (ν, test-row.ts) and the flips (M_j, shares.ts):
 *
 *     ρ = s s_t φ_t + sum over F of ν_i φ_i,   q_j = h_j φ_j + sum over F of M_ji φ_i
 *     s s_t φ_t - p = ρ - sum over R of q_j + sum over R ∩ F of d_j φ_j,   d_j = sum of M_kj over the rest of R - ν_j
 *
 * where d_j takes back what was given to a node that is itself flipped. So the norm is a quadratic form in the set,
 * from tables (tables.ts), and ranges of sets are bounded by their largest terms (ranges.ts).
 */
import { decisions, F64, flips, least, m, radii, row, state, testRow, vector, Z } from './layout';
import { beginRanges, findSuspects } from './ranges';
import {
  MOST_LEFT,
  MOST_SUSPECTS,
  openCount,
  openRows,
  searchLayOut,
  SUSPECT,
  suspectCount,
  suspectsOf,
  testNumbers,
  testVectors,
} from './search-layout';
import { startLightly, step, stepLightly } from './step';
import { formTables } from './tables';
import { formPairs, formRow, limit, setReach } from './test-row';
import { dot } from './vectors';

export { searchBytesFor } from './search-layout';

/** Takes in the decisions at a depth: some row there changes, or may. */
declare function record(depth: i32): void;
/** Told of the sets dealt with since the last call; 1 stops the search. */
declare function tick(sets: f64): i32;
/** Fewest sets between two looks at whether to stop. */
const TICK: f64 = 256;

/** A state with more sets than these in doubt gets tables of its own; the last two flips need none. */
const FEW_SUSPECTS: i32 = 16;

/** Flippable nodes come first. */
let flippable: i32 = 0;
let tests: i32 = 0;
let size: i32 = 0;
let probe: i32 = 0;
let telling: bool = false;

let visited: f64 = 0;
let covered: f64 = 0;
let stopped: bool = false;

/**
 * Behind `setUp`: sizes of the search.
 * @param setSize flips of the sets looked for
 * @param probeFrom most further flips at which bounds are tried
 * @param bound of C times the sum of sqrt(Q_jj)
 * @param tell whether to call for every set looked at, news or not
 */
export function setUpSearch(
  testRows: i32,
  flippableNodes: i32,
  setSize: i32,
  probeFrom: i32,
  bound: f64,
  tell: i32,
): bool {
  tests = testRows;
  flippable = flippableNodes;
  size = setSize;
  probe = probeFrom < MOST_LEFT ? probeFrom : MOST_LEFT;
  telling = tell != 0;
  setReach(m, bound);
  return searchLayOut(testRows);
}

export function testVectorsAt(): usize {
  return testVectors;
}

export function testNumbersAt(): usize {
  return testNumbers;
}

/** Address of a list (i32) that the caller may fill with the rows to look at. */
export function rowListAt(): usize {
  return openRows(0, 0);
}

/** Goes one flip further from the state at a depth. */
export function follow(depth: i32, flip: i32): void {
  store<i32>(flips + 4 * <usize>depth, flip);
  step(depth, flip, depth + 1 == size);
}

/**
 * Searches the sets below the state at a depth whose further flips lie at `from` or behind, for the rows listed by
 * the caller. Returns the states visited; negative where it was stopped.
 */
export function search(depth: i32, from: i32, rows: i32): f64 {
  visited = 0;
  covered = 0;
  stopped = false;
  below(depth, from, openRows(0, 0), rows);
  tick(covered);
  return stopped ? -visited : visited;
}

/** Number of sets of `left` flips out of n. */
function choose(n: i32, left: i32): f64 {
  let count: f64 = 1;
  for (let k = 0; k < left; k++) count = (count * <f64>(n - k)) / <f64>(k + 1);
  return count;
}

function cover(sets: f64): void {
  covered += sets;
  if (covered < TICK) return;
  stopped = tick(covered) != 0 || stopped;
  covered = 0;
}

/** Deals with the sets below the state at a depth whose further flips lie at `from` or behind, for the rows listed. */
function below(depth: i32, from: i32, list: usize, rows: i32): void {
  const left = size - depth;
  visited++;
  if (left == 0) {
    cover(1);
    return look(depth, list, rows);
  }
  if (left == 1 || left > probe) {
    for (let flip = from; flip <= flippable - left; flip++) {
      follow(depth, flip);
      below(depth + 1, flip + 1, list, rows);
      if (stopped) return;
    }
    return;
  }
  formOpen(depth, from, left, list, rows);
  for (let flip = from; flip <= flippable - left; flip++) {
    const count = load<i32>(openCount(left, flip));
    visitSuspects(depth, left, flip);
    if (count == 0) cover(choose(flippable - flip - 1, left - 1));
    else {
      follow(depth, flip);
      below(depth + 1, flip + 1, openRows(left, flip), count);
    }
    if (stopped) return;
  }
}

/** Looks at the sets that the bounds left open below the state at a depth, each for its row. */
function visitSuspects(depth: i32, left: i32, flip: i32): void {
  const count = load<i32>(suspectCount(left, flip));
  // What of the set before still stands in the states: nothing at first.
  let before: usize = 0;
  startLightly(depth);
  for (let place = 0; place < count; place++) {
    const set = suspectsOf(left, flip) + <usize>place * SUSPECT;
    let same = before != 0;
    for (let at = 0; at < left; at++) {
      const node = load<i32>(set + 4 * <usize>at);
      same = same && node == load<i32>(before + 4 * <usize>at);
      if (same) continue;
      store<i32>(flips + 4 * <usize>(depth + at), node);
      stepLightly(depth + at, node, at + 1 == left);
      visited++;
    }
    look(depth + left, set + 4 * <usize>left, 1);
    before = set;
  }
}

/**
 * Says, per next flip, which rows some set from there on may change: as a list of such sets where they are few, else
 * as a list of rows, for which the walk goes on from there.
 */
function formOpen(depth: i32, from: i32, left: i32, list: usize, rows: i32): void {
  formTables(depth, from, flippable, left);
  for (let flip = from; flip < flippable; flip++) {
    store<i32>(openCount(left, flip), 0);
    store<i32>(suspectCount(left, flip), 0);
  }
  for (let place = 0; place < rows; place++) {
    const t = load<i32>(list + 4 * <usize>place);
    if (load<f64>(least + F64 * <usize>t) <= <f64>size) continue;
    const known = isKnown(depth, from, left, t);
    if (known && !beginRanges(from, flippable, left)) continue;
    for (let flip = from; flip <= flippable - left; flip++) {
      const suspected = suspectCount(left, flip);
      const kept = load<i32>(suspected);
      const free = (left == 2 ? MOST_SUSPECTS : FEW_SUSPECTS) - kept;
      const end = suspectsOf(left, flip) + <usize>kept * SUSPECT;
      const more = known ? findSuspects(flip, left - 1, t, end, free) : -1;
      if (more < 0) {
        const count = openCount(left, flip);
        store<i32>(openRows(left, flip) + 4 * <usize>load<i32>(count), t);
        store<i32>(count, load<i32>(count) + 1);
      } else store<i32>(suspected, kept + more);
    }
  }
}

/** Forms what is known of a row at the state whose tables are at hand; whether that bounds anything. */
function isKnown(depth: i32, from: i32, left: i32, t: i32): bool {
  formRow(t, decisionOf(depth, t), from, flippable, left);
  return limit > 0 && formPairs(from, flippable, left);
}

function decisionOf(depth: i32, t: i32): f64 {
  return dot(testVectors + <usize>t * row, vector(state(depth), Z), row);
}

/** Forms the decisions of the rows listed; where one changes or may, the caller takes them in. */
function look(depth: i32, list: usize, rows: i32): void {
  const radius = load<f64>(radii + F64 * <usize>depth);
  let news = telling;
  for (let place = 0; place < rows; place++) {
    const t = load<i32>(list + 4 * <usize>place);
    // Written so that no number counts as news too.
    const stands = decisionOf(depth, t) > radius;
    if (!stands && load<f64>(least + F64 * <usize>t) > <f64>size) news = true;
  }
  if (!news) return;
  const all = decisions(depth);
  for (let at: usize = 0; at < testRow; at += F64) store<f64>(all + at, Infinity);
  for (let place = 0; place < rows; place++) {
    const t = load<i32>(list + 4 * <usize>place);
    store<f64>(all + F64 * <usize>t, decisionOf(depth, t));
  }
  record(depth);
}

/** For whoever checks the bounds (check.ts): forms those of a row below a state, further flips at `from` or behind. */
export function formBounds(depth: i32, from: i32, t: i32): bool {
  const left = size - depth;
  formTables(depth, from, flippable, left);
  if (!isKnown(depth, from, left, t)) return false;
  beginRanges(from, flippable, left);
  return true;
}

/** As the search does, lists the sets that begin with this flip and may change the row; negative where it gives up. */
export function listSuspects(depth: i32, flip: i32, t: i32): i32 {
  const left = size - depth;
  return findSuspects(flip, left - 1, t, suspectsOf(left, flip), MOST_SUSPECTS);
}

/** Address of what `listSuspects` found: sets (i32), each with its row behind it. */
export function suspectsAt(depth: i32, flip: i32): usize {
  return suspectsOf(size - depth, flip);
}
