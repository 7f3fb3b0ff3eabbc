/** One step of a walk: the solution of a flip set from that of its parent, and the radius of its decisions. */
import { feedback, gapBound, settleMargins, unitRadius } from './gap';
import { F, F64, radii, state, TABLEAU, vector, Y, Z } from './layout';
import { drive } from './path';
import { apply, count } from './pivots';

/** Most flips of a set that is stepped to lightly. */
export const DEPTHS: i32 = 128;

/** Solves the state at a depth anew, tableau and f with it; returns its gap. */
declare function repair(depth: i32, gap: f64): f64;

/** The box, and what the radii rest on. */
export let C: f64 = 0;
export let feedbackError: f64 = 0;
export let updateError: f64 = 0;
let wideGap: f64 = 0;

/** Sets the box and what the radii rest on; see Stepper. */
export function setBounds(box: f64, feedbackBound: f64, wide: f64, update: f64): void {
  C = box;
  feedbackError = feedbackBound;
  wideGap = wide;
  updateError = update;
}

/**
 * Flips one more node of the state at a depth.
 * @param last whether no further step starts from the child: its tableau is then left out
 */
export function step(depth: i32, node: i32, last: bool): void {
  const tableau = vector(state(depth), TABLEAU);
  const ended = settle(depth, node, tableau, 0, last);
  if (ended && !last) apply(tableau, vector(state(depth + 1), TABLEAU));
}

/** By depth, a tableau (address) and the pivots (i32) that make it the state's: see `stepLightly`. */
const tableaus = memory.data(4 * DEPTHS);
const pivots = memory.data(4 * DEPTHS);

/** The states below the one at a depth may be stepped to lightly. */
export function startLightly(depth: i32): void {
  store<usize>(tableaus + 4 * <usize>depth, vector(state(depth), TABLEAU));
  store<i32>(pivots + 4 * <usize>depth, 0);
}

/**
 * As `step`, but without a tableau: the pivots of all steps since `startLightly` are kept instead, and only the rows
 * that a path reads are formed. It pays where few steps follow. Steps must be taken depth first.
 */
export function stepLightly(depth: i32, node: i32, last: bool): void {
  const tableau = load<usize>(tableaus + 4 * <usize>depth);
  const ended = settle(depth, node, tableau, load<i32>(pivots + 4 * <usize>depth), last);
  if (!ended) return startLightly(depth + 1);
  store<usize>(tableaus + 4 * <usize>(depth + 1), tableau);
  store<i32>(pivots + 4 * <usize>(depth + 1), count);
}

/** Follows the path and sets the radius. False where the state had to be solved anew, its tableau with it. */
function settle(depth: i32, node: i32, tableau: usize, kept: i32, last: bool): bool {
  const parent = state(depth);
  const child = state(depth + 1);
  const label = -load<f64>(vector(parent, Y) + F64 * <usize>node);
  const ended = drive(parent, tableau, kept, child, C, node, label, last);
  feedback(vector(child, Z), vector(child, F));
  let gap = ended ? gapBound(child, C, feedbackError) : Infinity;
  const wide = gap > wideGap;
  if (wide) gap = repair(depth + 1, gap);
  else settleMargins(child);
  store<f64>(radii + F64 * <usize>(depth + 1), unitRadius(gap) + <f64>(depth + 2) * updateError);
  return !wide;
}
