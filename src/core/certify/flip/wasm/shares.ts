/**
 * What each flip moves beside its own dual: its shares M_j of the free duals' room, so that q_j = h_j φ_j +
 * sum over F of M_ji φ_i is short. Any r flips together stay within the flips' part of the room.
 */
import { F64, FREE_MASK, kernel, m, row, state, TABLEAU, vector, Y, Z } from './layout';
import {
  capDown,
  capUp,
  freeInverse,
  freeKernel,
  freeNodes,
  freeOffsets,
  freePlaces,
  gradients,
  MOST_LEFT,
  ownChange,
  roomDown,
  roomUp,
  shares,
  testDown,
  testUp,
  topDown,
  topUp,
} from './search-layout';
import { C } from './step';
import { addTimes } from './vectors';

/** Part of each free dual's room that goes to the test node; the flips get the rest. */
export const TEST_PART: f64 = 0.55;
/** Keeps sums of parts inside the room whatever their rounding. */
const INSIDE: f64 = 1 - 1e-9;
const SWEEPS: i32 = 2;

export let free: i32 = 0;
/** Bytes of a padded vector over the free nodes. */
export let freeRow: usize = 0;

/** Lists the free nodes of a state with the room of their duals, and gathers their kernel and its inverse. */
export function gatherFree(depth: i32): void {
  const at = state(depth);
  const mask = vector(at, FREE_MASK);
  free = 0;
  for (let i = 0; i < m; i++) {
    const isFree = load<i64>(mask + F64 * <usize>i) != 0;
    store<i32>(freePlaces + 4 * <usize>i, isFree ? free : -1);
    if (!isFree) continue;
    store<i32>(freeNodes + 4 * <usize>free, i);
    store<u32>(freeOffsets + 4 * <usize>free, <u32>(<usize>i * row));
    const z = load<f64>(vector(at, Z) + F64 * <usize>i);
    const label = load<f64>(vector(at, Y) + F64 * <usize>i);
    const low = label < 0 ? -C : 0;
    const high = label < 0 ? 0 : C;
    store<f64>(roomUp + F64 * <usize>free, Math.max(0, high - z) * INSIDE);
    store<f64>(roomDown + F64 * <usize>free, Math.max(0, z - low) * INSIDE);
    free++;
  }
  freeRow = F64 * <usize>((free + 3) & ~3);
  const tableau = vector(at, TABLEAU);
  for (let a = 0; a < free; a++) {
    const offset = <usize>load<u32>(freeOffsets + 4 * <usize>a);
    gather(kernel + offset, freeKernel + <usize>a * row);
    gather(tableau + offset, freeInverse + <usize>a * row);
  }
  for (let a = free; F64 * <usize>a < freeRow; a++) {
    store<f64>(roomUp + F64 * <usize>a, 0);
    store<f64>(roomDown + F64 * <usize>a, 0);
  }
}

/** A row's entries at the free nodes, padded with zeros. */
export function gather(from: usize, to: usize): void {
  for (let a = 0; a < free; a++) {
    const i = load<i32>(freeNodes + 4 * <usize>a);
    store<f64>(to + F64 * <usize>a, load<f64>(from + F64 * <usize>i));
  }
  for (let a = free; F64 * <usize>a < freeRow; a++) store<f64>(to + F64 * <usize>a, 0);
}

/**
 * Sets h_j and M_j of the flips from `from` to before `end`, for sets of `left` of them.
 * @param f decision values of the labelled nodes
 */
export function shareRoom(depth: i32, from: i32, end: i32, left: i32, f: usize): void {
  const at = state(depth);
  const tableau = vector(at, TABLEAU);
  for (let j = from; j < end; j++) {
    const label = load<f64>(vector(at, Y) + F64 * <usize>j);
    const dual = load<f64>(vector(at, Z) + F64 * <usize>j);
    // Under its new label the node's hinge is active unless its margin is already beyond 1.
    const target = -label * load<f64>(f + F64 * <usize>j) < 1 ? -label * C : 0;
    const h = target - dual;
    store<f64>(ownChange + F64 * <usize>j, h);
    const share = shares + <usize>j * row;
    gather(tableau + <usize>j * row, share);
    const own = load<i32>(freePlaces + 4 * <usize>j);
    // A free node's own row of the inverse stands for the elimination of the others.
    const by = own < 0 ? -h : h / load<f64>(share + F64 * <usize>own);
    for (let a: usize = 0; a < freeRow; a += F64) {
      const value = by * load<f64>(share + a);
      // Any share is allowed: one that is no number is none.
      store<f64>(share + a, Math.abs(value) < Infinity ? value : 0);
    }
    if (own >= 0) store<f64>(share + F64 * <usize>own, 0);
  }
  capShares(from, end, left);
  for (let j = from; j < end; j++) if (clip(j)) sweep(j);
  capShares(from, end, left);
  for (let j = from; j < end; j++) clip(j);
  for (let a = 0; a < free; a++) {
    const at = F64 * <usize>a;
    store<f64>(testUp + at, load<f64>(roomUp + at) - used(topUp, a, left, load<f64>(capUp + at)));
    store<f64>(testDown + at, load<f64>(roomDown + at) - used(topDown, a, left, load<f64>(capDown + at)));
  }
}

/** What the largest values, each cut to the level, sum to. */
function used(tops: usize, a: i32, left: i32, cap: f64): f64 {
  const list = tops + <usize>a * F64 * <usize>(MOST_LEFT + 1);
  let sum: f64 = 0;
  for (let k = 0; k < left; k++) sum += Math.min(cap, load<f64>(list + F64 * <usize>k));
  return sum;
}

/** Levels that hold the `left` largest shares of each free node within the flips' part of its room. */
function capShares(from: i32, end: i32, left: i32): void {
  const bytes = <usize>free * F64 * <usize>(MOST_LEFT + 1);
  memory.fill(topUp, 0, bytes);
  memory.fill(topDown, 0, bytes);
  for (let j = from; j < end; j++) {
    const share = shares + <usize>j * row;
    for (let a = 0; a < free; a++) {
      const value = load<f64>(share + F64 * <usize>a);
      if (value > 0) offer(topUp, a, left, value);
      else offer(topDown, a, left, -value);
    }
  }
  for (let a = 0; a < free; a++) {
    const at = F64 * <usize>a;
    const part = 1 - TEST_PART;
    store<f64>(capUp + at, level(topUp, a, left, part * load<f64>(roomUp + at)));
    store<f64>(capDown + at, level(topDown, a, left, part * load<f64>(roomDown + at)));
  }
}

function offer(tops: usize, a: i32, left: i32, value: f64): void {
  const list = tops + <usize>a * F64 * <usize>(MOST_LEFT + 1);
  let k = left;
  if (value <= load<f64>(list + F64 * <usize>(k - 1))) return;
  k--;
  while (k > 0 && load<f64>(list + F64 * <usize>(k - 1)) < value) {
    store<f64>(list + F64 * <usize>k, load<f64>(list + F64 * <usize>(k - 1)));
    k--;
  }
  store<f64>(list + F64 * <usize>k, value);
}

/**
 * The greatest level at which the largest values, each cut to it, sum to no more than the room. What is not cut is
 * summed anew each time, smallest first: beside shares of a nearly dependent node anything else would vanish.
 */
function level(tops: usize, a: i32, left: i32, room: f64): f64 {
  const list = tops + <usize>a * F64 * <usize>(MOST_LEFT + 1);
  if (sumFrom(list, 0, left) <= room) return room;
  for (let k = 0; k + 1 < left; k++) {
    const cut = (room - sumFrom(list, k + 1, left)) / <f64>(k + 1);
    if (cut >= load<f64>(list + F64 * <usize>(k + 1))) return cut * INSIDE;
  }
  return (room / <f64>left) * INSIDE;
}

function sumFrom(list: usize, first: i32, left: i32): f64 {
  let sum: f64 = 0;
  for (let k = left - 1; k >= first; k--) sum += load<f64>(list + F64 * <usize>k);
  return sum;
}

/** Cuts the shares of a flip to the levels, and forms the gradient; whether anything was cut. */
function clip(j: i32): bool {
  const share = shares + <usize>j * row;
  const gradient = gradients + <usize>j * row;
  memory.fill(gradient, 0, freeRow);
  let cut = false;
  for (let a = 0; a < free; a++) {
    const at = F64 * <usize>a;
    const value = load<f64>(share + at);
    const kept = Math.min(load<f64>(capUp + at), Math.max(-load<f64>(capDown + at), value));
    if (kept == value) continue;
    cut = true;
    store<f64>(share + at, kept);
    addTimes(gradient, kept - value, freeKernel + <usize>a * row, freeRow);
  }
  return cut;
}

/** Coordinate descent on ||q_j||² within the levels, from the gradient that `clip` left. */
function sweep(j: i32): void {
  const share = shares + <usize>j * row;
  const gradient = gradients + <usize>j * row;
  const own = load<i32>(freePlaces + 4 * <usize>j);
  for (let times = 0; times < SWEEPS; times++) {
    for (let a = 0; a < free; a++) {
      if (a == own) continue;
      const at = F64 * <usize>a;
      const rowA = freeKernel + <usize>a * row;
      const value = load<f64>(share + at);
      const wanted = value - load<f64>(gradient + at) / load<f64>(rowA + at);
      const kept = Math.min(load<f64>(capUp + at), Math.max(-load<f64>(capDown + at), wanted));
      const change = kept - value;
      if (!(Math.abs(change) > 1e-2 * C)) continue;
      store<f64>(share + at, kept);
      addTimes(gradient, change, rowA, freeRow);
    }
  }
}
