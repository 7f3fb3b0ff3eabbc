/**
 * The flip engine's walk (walk.ts, stepper.ts and what they rest on) in AssemblyScript with SIMD. The arithmetic is
 * the reference's, operation by operation, so that both give the same bits. What is rare is called back for:
 * whatever may change the tally, repairs, and the question whether to stop.
 */
import { advance, hit, look, negative, negativeCorrect, smallest } from './decisions';
import {
  columns,
  decisions,
  F64,
  flips,
  kernel,
  layOut,
  least,
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

let sets: i32 = 0;
let told: i32 = 0;
let stopped: bool = false;

/** Sets the sizes. False where the memory is not enough. */
export function setUp(
  m: i32,
  testRows: i32,
  correctRows: i32,
  orderLength: i32,
  depth: i32,
  depths: i32,
  levelCount: i32,
  mirror: i32,
): bool {
  nodes = m;
  tests = testRows;
  correct = correctRows;
  positions = orderLength;
  deepest = depth;
  levels = levelCount;
  mirrored = mirror != 0;
  return layOut(m, testRows, depths, levelCount);
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
  // Nothing lies below a set of full size or one that holds the last node: it needs no tableau.
  step(depth, node, depth + 1 == deepest || position + 1 == positions);
  advance(state(depth), state(depth + 1), decisions(depth), decisions(depth + 1));
}

/** Counts the set at a depth in; what may be news goes to the caller. */
function visit(depth: i32): void {
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
  if (news) record(depth);
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
