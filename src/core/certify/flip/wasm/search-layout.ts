/**
 * Where the pruned search keeps what it knows; laid out behind the walk's own memory (layout.ts). Labelled nodes are
 * numbered in the search's order, so that the flips that can follow are a range of them.
 */
import { F64, m, reserve, row, take } from './layout';

/** Most further flips that a bound is asked for. */
export const MOST_LEFT: i32 = 5;

/** Per test row, over the labelled nodes: its kernel row, scaled as the decisions are. */
export let testVectors: usize = 0;
/** Per test row: the unit of s, ||a||², what a leaves out, the place of the s used last, the decision looked for. */
export let testNumbers: usize = 0;
export const TEST_NUMBERS: usize = 48;

/** Free nodes (i32), where their rows start in bytes from a table's (u32), each node's place among them or -1. */
export let freeNodes: usize = 0;
export let freeOffsets: usize = 0;
export let freePlaces: usize = 0;
/** Byte offsets of rows 0, 1, 2, ... */
export let rowOffsets: usize = 0;

/** Over free nodes: kernel among them, and its inverse as the tableau has it. */
export let freeKernel: usize = 0;
export let freeInverse: usize = 0;
/** How far each dual may still go up and down, what of that the flips leave to the test node, the largest share of one. */
export let roomUp: usize = 0;
export let roomDown: usize = 0;
export let testUp: usize = 0;
export let testDown: usize = 0;
export let capUp: usize = 0;
export let capDown: usize = 0;
/** Per free node, the largest shares that go up, and those that go down. */
export let topUp: usize = 0;
export let topDown: usize = 0;

/** Per flip j: h_j; over free nodes its shares M_j, and the gradient of ||q_j||² / 2. */
export let ownChange: usize = 0;
export let shares: usize = 0;
export let gradients: usize = 0;
/** Per flip j, over all nodes: <φ_a, q_j>; the same the other way round; and <q_j, q_k>. */
export let products: usize = 0;
export let productsAcross: usize = 0;
export let flipProducts: usize = 0;
/** Per pair of flips ||M_kj φ_j + M_jk φ_k||; per flip half the sum of its 1, 2, ... largest. */
export let takenBack: usize = 0;
export let takenBackTop: usize = 0;
/** f = Q z formed anew. */
export let fresh: usize = 0;

/** Of one test row: Q_FF^-1 of its kernel row; its share ν over the free nodes, and over all nodes; <φ_a, ρ>. */
export let freeDirection: usize = 0;
export let freeShare: usize = 0;
export let freeProducts: usize = 0;
export let ownShare: usize = 0;
export let rhoProducts: usize = 0;
/** Per flip: <ρ, q_j>, and what the flip alone adds to the norm. */
export let rhoFlips: usize = 0;
export let increments: usize = 0;
/** Per pair of flips what they add together; per flip half the sum of its 1, 2, ... largest. */
export let pairs: usize = 0;
export let pairsTop: usize = 0;
/** Per number of flips in a prefix, the sums that one flip more adds to. */
export let prefixNorms: usize = 0;
export let prefixTaken: usize = 0;
/** One vector to work in. */
export let scratch: usize = 0;

/** Flip sets (i32, behind a state) that may change a row, and the row; so many at most for one next flip. */
export let suspects: usize = 0;
export const SUSPECT: usize = 4 * <usize>(MOST_LEFT + 1);
export const MOST_SUSPECTS: i32 = 48;
let suspectCountsStart: usize = 0;

/** Address of the suspects whose next flip is this one, below a state from which `left` flips remain. */
export function suspectsOf(left: i32, flip: i32): usize {
  return suspects + <usize>((left * m + flip) * MOST_SUSPECTS) * SUSPECT;
}

/** Address of how many those are. */
export function suspectCount(left: i32, flip: i32): usize {
  return suspectCountsStart + 4 * <usize>(left * m + flip);
}

let listsStart: usize = 0;
let listBytes: usize = 0;
let countsStart: usize = 0;

/** Test rows (i32) that a flip may change, next below a state from which `left` flips remain. */
export function openRows(left: i32, flip: i32): usize {
  return listsStart + <usize>(left * m + flip) * listBytes;
}

/** Address of how many those are. */
export function openCount(left: i32, flip: i32): usize {
  return countsStart + 4 * <usize>(left * m + flip);
}

export function searchBytesFor(nodes: i32, tests: i32): f64 {
  const wide: f64 = 8.0 * <f64>((nodes + 3) & ~3);
  const n = <f64>nodes;
  const t = <f64>tests;
  const vectors = 9.0 * n + t + 32.0 + 4.0 * <f64>(MOST_LEFT + 1);
  const lists = <f64>(MOST_LEFT + 1) * n * (4.0 * t + 32.0);
  return (
    wide * vectors +
    lists +
    48.0 * t +
    n * (16.0 * <f64>(MOST_LEFT + 2) + 64.0) +
    4096.0 +
    n * <f64>(MOST_LEFT + 1) * (4.0 + <f64>MOST_SUSPECTS * <f64>SUSPECT)
  );
}

/** False where there is not enough memory. */
export function searchLayOut(tests: i32): bool {
  if (!reserve(searchBytesFor(m, tests))) return false;
  const n = <usize>m;
  testVectors = take(<usize>tests * row);
  testNumbers = take(<usize>tests * TEST_NUMBERS);
  freeNodes = take(4 * n);
  freeOffsets = take(4 * n);
  freePlaces = take(4 * n);
  rowOffsets = take(4 * n);
  for (let i: usize = 0; i < n; i++) store<u32>(rowOffsets + 4 * i, <u32>(i * row));
  freeKernel = take(n * row);
  freeInverse = take(n * row);
  roomUp = take(row);
  roomDown = take(row);
  testUp = take(row);
  testDown = take(row);
  capUp = take(row);
  capDown = take(row);
  topUp = take(n * F64 * <usize>(MOST_LEFT + 1));
  topDown = take(n * F64 * <usize>(MOST_LEFT + 1));
  ownChange = take(row);
  shares = take(n * row);
  gradients = take(n * row);
  products = take(n * row);
  productsAcross = take(n * row);
  flipProducts = take(n * row);
  takenBack = take(n * row);
  takenBackTop = take(<usize>(MOST_LEFT + 1) * row);
  fresh = take(row);
  freeDirection = take(row);
  freeShare = take(row);
  freeProducts = take(row);
  ownShare = take(row);
  rhoProducts = take(row);
  rhoFlips = take(row);
  increments = take(row);
  pairs = take(n * row);
  pairsTop = take(<usize>(MOST_LEFT + 1) * row);
  prefixNorms = take(<usize>(MOST_LEFT + 1) * row);
  prefixTaken = take(<usize>(MOST_LEFT + 1) * row);
  scratch = take(row);
  listBytes = (4 * <usize>tests + 15) & ~15;
  listsStart = take(<usize>(MOST_LEFT + 1) * n * listBytes);
  countsStart = take(4 * <usize>(MOST_LEFT + 1) * n);
  suspects = take(<usize>((MOST_LEFT + 1) * m * MOST_SUSPECTS) * SUSPECT);
  suspectCountsStart = take(4 * <usize>(MOST_LEFT + 1) * n);
  return true;
}
