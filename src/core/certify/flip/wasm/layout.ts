/**
 * Where everything lies in the linear memory. One instance of the module serves one walk, so its addresses are
 * globals, set once. All vectors over the labelled nodes are f64 and padded to a multiple of four, with entries
 * that change nothing: zeros in the kernel and the tableau, and no bounds that a path could run into.
 */

/** Bytes of a number, and of a pair of them. */
export const F64: usize = 8;
export const PAIR: usize = 16;

/** Labelled nodes. */
export let m: i32 = 0;
/** Bytes of a padded vector over the labelled nodes. */
export let row: usize = 0;
/** Bytes of a padded vector over the test rows. */
export let testRow: usize = 0;
/** Most pivots that a path keeps. */
export let capacity: i32 = 0;

/** Kernel block, m padded rows. */
export let kernel: usize = 0;
/** Test rows, one padded column for each labelled node. */
export let columns: usize = 0;
/** Per test row, the fewest flips known to change it. */
export let least: usize = 0;
/** Per number of flips (i32), the most test rows known to change; and the most correct ones. */
export let mostAll: usize = 0;
export let mostCorrect: usize = 0;
/** Nodes in the walk's order (i32), and the flipped ones of the set at hand. */
export let order: usize = 0;
export let flips: usize = 0;
/** Radius of the decisions at each depth. */
export let radii: usize = 0;
/** Per node (i32), 1 where it counts as a member; per depth (i32), the members among the flipped ones. */
export let members: usize = 0;
export let membersAt: usize = 0;
/** Per slot, a floor for each test row. */
export let floors: usize = 0;

/** The path: tableau row of the driven node, distances from the margins or from 0, and their signs. */
export let own: usize = 0;
export let place: usize = 0;
export let signs: usize = 0;
/** Per node (i32), the status to go back to where a path looks past it; -1 elsewhere. */
export let ignored: usize = 0;
/** Kept pivots: rows, indices (i32), inverses; and the factors of one row. */
export let logRows: usize = 0;
export let logIndices: usize = 0;
export let logInverses: usize = 0;
export let factors: usize = 0;
/** Columns that a step changes (address), and by how much. */
export let changedColumns: usize = 0;
export let changedBy: usize = 0;

/** Vectors of a state, in rows from its address: labels, signed duals, f = Q z, whether free (a mask), bounds. */
export const Y: i32 = 0;
export const Z: i32 = 1;
export const F: i32 = 2;
export const FREE_MASK: i32 = 3;
export const LOWER: i32 = 4;
export const UPPER: i32 = 5;
/** The tableau follows, m rows. */
export const TABLEAU: i32 = 6;

let states: usize = 0;
let stateBytes: usize = 0;
let decisionsStart: usize = 0;
let top: usize = 0;

/** Address of the state at a depth of the walk. */
export function state(depth: i32): usize {
  return states + <usize>depth * stateBytes;
}

/** Address of one of the vectors of the state at `base`. */
export function vector(base: usize, which: i32): usize {
  return base + <usize>which * row;
}

/** Address of the decisions at a depth. */
export function decisions(depth: i32): usize {
  return decisionsStart + <usize>depth * testRow;
}

/** Room that was asked for before, one piece after the other. */
export function take(bytes: usize): usize {
  const at = top;
  top += (bytes + 15) & ~15;
  return at;
}

/** Bytes that a walk of this shape needs beyond the module's own; a f64, since it may not fit at all. */
export function bytesFor(nodes: i32, tests: i32, depths: i32, levels: i32, slots: i32): f64 {
  const wide: f64 = 8.0 * <f64>((nodes + 3) & ~3);
  const long: f64 = 8.0 * <f64>((tests + 3) & ~3);
  const vectors: f64 = <f64>depths * <f64>(TABLEAU + nodes) + <f64>(5 * nodes + 40);
  const testVectors: f64 = <f64>(nodes + depths + 1) + <f64>slots;
  return wide * vectors + long * testVectors + 132.0 * <f64>nodes + 12.0 * <f64>(levels + depths) + 4096.0;
}

/** Makes sure that so many bytes more can be taken. False where there is not enough memory. */
export function reserve(bytes: f64): bool {
  const pages = <i32>Math.ceil((<f64>top + bytes) / 65536.0);
  return pages <= memory.size() || memory.grow(pages - memory.size()) >= 0;
}

/** Lays out the memory. False where there is not enough of it. */
export function layOut(nodes: i32, tests: i32, depths: i32, levels: i32, slots: i32): bool {
  m = nodes;
  row = F64 * <usize>((nodes + 3) & ~3);
  testRow = F64 * <usize>((tests + 3) & ~3);
  capacity = 4 * nodes + 16;
  top = (__heap_base + 15) & ~15;
  if (!reserve(bytesFor(nodes, tests, depths, levels, slots))) return false;
  kernel = take(<usize>nodes * row);
  columns = take(<usize>nodes * testRow);
  least = take(testRow);
  mostAll = take(4 * <usize>(levels + 1));
  mostCorrect = take(4 * <usize>(levels + 1));
  order = take(4 * <usize>nodes);
  flips = take(4 * <usize>nodes);
  radii = take(F64 * <usize>depths);
  members = take(4 * <usize>nodes);
  membersAt = take(4 * <usize>depths);
  floors = take(<usize>slots * testRow);
  own = take(row);
  place = take(row);
  signs = take(row);
  ignored = take(4 * <usize>nodes);
  logRows = take(<usize>(capacity + 1) * row);
  logIndices = take(4 * <usize>capacity);
  logInverses = take(F64 * <usize>capacity);
  factors = take(F64 * <usize>capacity);
  changedColumns = take(4 * <usize>nodes);
  changedBy = take(F64 * <usize>nodes);
  stateBytes = <usize>(TABLEAU + nodes) * row;
  states = take(<usize>depths * stateBytes);
  decisionsStart = take(<usize>depths * testRow);
  return true;
}
