/**
 * The flip engine's walk (walk.ts, stepper.ts and what they rest on) in AssemblyScript with SIMD. The arithmetic is
 * the reference's, operation by operation, so that both give the same bits. What is rare is called back for:
 * whatever may change the tally, repairs, and the question whether to stop.
 */
import { advance, hit, look, negative, negativeCorrect, pierced, smallest } from './decisions';
import {
  columns,
  decisions,
  F64,
  flips,
  floors,
  kernel,
  layOut,
  least,
  members,
  membersAt,
  mostAll,
  mostCorrect,
  order,
  radii,
  row,
  state,
  testRow,
} from './layout';
import { step } from './step';

export { bytesFor, decisions, state } from './layout';
export { setBounds } from './step';
export {
  follow,
  rowListAt,
  search,
  searchBytesFor,
  setUpSearch,
  testNumbersAt,
  testVectorsAt,
} from './search';
export {
  exactNorm,
  formBounds,
  freeCount,
  freeNodesAt,
  listSuspects,
  normLimit,
  ownChangeAt,
  ownShareAt,
  rangeNorm,
  rhoNorm,
  scaleUsed,
  setAt,
  sharesAt,
  suspectsAt,
} from './check';

/** Takes in the set at a depth. */
declare function record(depth: i32): void;
/** Told of the sets visited since the last call; 1 stops the walk. */
declare function tick(sets: i32): i32;

/** Sets between two looks at whether to stop. */
const TICK: i32 = 128;

let nodes: i32 = 0;
let tests: i32 = 0;
let correct: i32 = 0;
let positions: i32 = 0;
let deepest: i32 = 0;
let levels: i32 = 0;
let mirrored: bool = false;
let slots: i32 = 0;

let sets: i32 = 0;
let told: i32 = 0;
let stopped: bool = false;

/**
 * Sets the sizes. False where the memory is not enough.
 * @param floorSlots floors are kept for so many kinds of sets, and sets that pierce theirs are reported; with 0, sets
 *   that are news to a tally
 */
export function setUp(
  m: i32,
  testRows: i32,
  correctRows: i32,
  orderLength: i32,
  depth: i32,
  depths: i32,
  levelCount: i32,
  mirror: i32,
  floorSlots: i32,
): bool {
  nodes = m;
  tests = testRows;
  correct = correctRows;
  positions = orderLength;
  deepest = depth;
  levels = levelCount;
  mirrored = mirror != 0;
  slots = floorSlots;
  return layOut(m, testRows, depths, levelCount, floorSlots);
}

/** Addresses of what the caller fills in or reads. */
export function kernelAt(): usize {
  return kernel;
}
export function columnsAt(): usize {
  return columns;
}
export function leastAt(): usize {
  return least;
}
export function mostAllAt(): usize {
  return mostAll;
}
export function mostCorrectAt(): usize {
  return mostCorrect;
}
export function orderAt(): usize {
  return order;
}
export function flipsAt(): usize {
  return flips;
}
export function radiiAt(): usize {
  return radii;
}
export function membersOf(): usize {
  return members;
}
export function floorsAt(): usize {
  return floors;
}

/** Bytes of a vector over the labelled nodes, and over the test rows. */
export function rowBytes(): usize {
  return row;
}

export function testRowBytes(): usize {
  return testRow;
}

/** Goes one node further below the state at a depth. */
export function descend(depth: i32, position: i32): void {
  const node = load<i32>(order + 4 * <usize>position);
  store<i32>(flips + 4 * <usize>depth, node);
  const counted = load<i32>(membersAt + 4 * <usize>depth) + load<i32>(members + 4 * <usize>node);
  store<i32>(membersAt + 4 * <usize>(depth + 1), counted);
  // Nothing lies below a set of full size or one that holds the last node: it needs no tableau.
  step(depth, node, depth + 1 == deepest || position + 1 == positions);
  advance(state(depth), state(depth + 1), decisions(depth), decisions(depth + 1));
}

/** Whether the set at a depth may change the tally. */
function isNews(depth: i32): bool {
  const mirrorLevel = mirrored ? nodes - depth : levels + 1;
  const here = depth <= levels;
  const there = mirrorLevel <= levels;
  look(decisions(depth), correct, here ? <f64>depth : Infinity, there ? <f64>mirrorLevel : Infinity);
  let news = hit || smallest <= load<f64>(radii + F64 * <usize>depth);
  if (here) {
    news = news || negative > load<i32>(mostAll + 4 * <usize>depth);
    news = news || negativeCorrect > load<i32>(mostCorrect + 4 * <usize>depth);
  }
  if (there) {
    news = news || tests - negative > load<i32>(mostAll + 4 * <usize>mirrorLevel);
    news = news || correct - negativeCorrect > load<i32>(mostCorrect + 4 * <usize>mirrorLevel);
  }
  return news;
}

/** Whether a decision of the set at a depth is below its floor: there is one for each pair of members and others. */
function isBelow(depth: i32): bool {
  const inside = load<i32>(membersAt + 4 * <usize>depth);
  const slot = inside * (deepest + 1) + (depth - inside);
  const radius = load<f64>(radii + F64 * <usize>depth);
  return pierced(decisions(depth), floors + <usize>slot * testRow, radius);
}

/** Looks at the set at a depth; what concerns the caller goes to it. */
function visit(depth: i32): void {
  if (slots != 0 ? isBelow(depth) : isNews(depth)) record(depth);
  sets++;
  if (sets - told < TICK) return;
  stopped = tick(sets - told) != 0;
  told = sets;
}

function below(depth: i32, from: i32): void {
  if (depth >= deepest) return;
  for (let position = from; position < positions; position++) {
    descend(depth, position);
    visit(depth + 1);
    if (stopped) return;
    below(depth + 1, position + 1);
    if (stopped) return;
  }
}

/**
 * Visits the set at a depth, to which the caller has descended, and with `deeper` every one below it whose further
 * flips lie at `from` or behind. Returns the sets visited; negative where it was stopped.
 */
export function walk(depth: i32, from: i32, deeper: i32): i32 {
  sets = 0;
  told = 0;
  stopped = false;
  visit(depth);
  if (deeper != 0 && !stopped) below(depth, from);
  tick(sets - told);
  return stopped ? -sets : sets;
}
