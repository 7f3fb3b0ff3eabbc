import { PivotLog } from './pivot-log';
import { BOUND, FREE, ZERO } from './tableau';
import type { Solution } from './tableau';

/** A pivot smaller than this share of the kernel's diagonal counts as dependent: the variable cannot become free. */
export const DEPENDENT = 1e-11;

/** What a path needs beside the state: its pivots, and room for two rows of the tableau. */
export interface PathRoom {
  readonly log: PivotLog;
  readonly own: Float64Array;
  readonly other: Float64Array;
  readonly ignored: Uint8Array;
}

export function pathRoom(m: number): PathRoom {
  return {
    log: new PivotLog(m),
    own: new Float64Array(m),
    other: new Float64Array(m),
    ignored: new Uint8Array(m),
  };
}

/**
 * Moves one labelled node's label to `label` and follows the solution there: z_i alone is driven,
 * monotonically, while every other node keeps its optimality condition. The solution is piecewise linear
 * in z_i; a breakpoint is another node that enters or leaves the free set, one pivot each. No tolerance
 * but rounding; ties go to node i itself, then to the lowest index.
 *
 * Also inserts a node that takes no part yet (z_i = 0): a label vector is trained by inserting its nodes
 * one after another, given that later nodes are not looked at (`members` tells how many take part).
 *
 * @param state changed to the new solution, but for its tableau
 * @param G tableau of the state at the start; only read, so it may be a parent's. `room.log` then holds the
 *   pivots that turn it into the new solution's
 * @returns false where it did not come to an end; the state is then no solution
 */
export function drive(
  state: Solution,
  G: Float64Array,
  Q: Float64Array,
  C: number,
  i: number,
  label: number,
  members: number,
  room: PathRoom,
): boolean {
  const { m, y, z, f, status } = state;
  const { log, own, other, ignored } = room;
  log.clear();
  log.row(G, i, own);
  if (status[i] === FREE) {
    other.set(own);
    if (!log.push(i, other, own, i)) return false;
  }
  let ignoring = false;
  y[i] = label;
  // While it is driven, node i must not stop itself: it counts as neither free, zero nor bound.
  status[i] = DRIVEN;
  const limit = 20 * m + 40;
  for (let breakpoint = 0; breakpoint < limit; breakpoint++) {
    const alpha = label * z[i];
    const gii = own[i];
    const movable = gii > DEPENDENT * Q[i * m + i];
    // How far node i itself lets z_i go, and what it then is.
    let step: number;
    let outcome: number;
    if (alpha < 0) {
      step = -alpha;
      outcome = CROSSING;
    } else {
      const shortfall = 1 - label * f[i];
      if (shortfall <= 0) {
        if (alpha === 0) {
          status[i] = ZERO;
          return true;
        }
        // A dependent node already at its margin: any dual value here is optimal.
        if (!movable) return settleDependent(state, C, i, label);
        step = 0;
        outcome = FREE;
      } else {
        step = C - alpha;
        outcome = BOUND;
        if (movable && shortfall / gii < step) {
          step = shortfall / gii;
          outcome = FREE;
        }
      }
    }
    let blocking = -1;
    for (let j = 0; j < members; j++) {
      const sj = status[j];
      if (sj === DRIVEN) continue;
      const yj = y[j];
      if (sj === FREE) {
        // Row i mirrors column i up to the sign between free and other nodes.
        const rate = -yj * own[j] * label;
        if (rate < 0) {
          const t = (yj * z[j]) / -rate;
          if (t < step) {
            step = t;
            blocking = j;
          }
        } else if (rate > 0) {
          const t = (C - yj * z[j]) / rate;
          if (t < step) {
            step = t;
            blocking = j;
          }
        }
      } else {
        const rate = yj * own[j] * label;
        if (sj === ZERO ? rate < 0 : rate > 0) {
          const t = (1 - yj * f[j]) / rate;
          if (t < step && !(ignoring && ignored[j] === 1)) {
            step = t;
            blocking = j;
          }
        }
      }
    }
    if (blocking >= 0) {
      log.row(G, blocking, other);
      if (status[blocking] !== FREE && other[blocking] <= DEPENDENT * Q[blocking * m + blocking]) {
        // It cannot become free, and only rounding moves its margin at all: look past it.
        if (!ignoring) ignored.fill(0);
        ignoring = true;
        ignored[blocking] = 1;
        continue;
      }
    }
    if (step < 0) step = 0;
    const dz = label * step;
    for (let j = 0; j < m; j++) {
      if (status[j] === FREE) z[j] -= own[j] * dz;
      else f[j] += own[j] * dz;
    }
    z[i] += dz;
    if (blocking >= 0) {
      const j = blocking;
      if (status[j] === FREE) {
        const leavesAtZero = y[j] * own[j] * label > 0;
        z[j] = leavesAtZero ? 0 : y[j] * C;
        status[j] = leavesAtZero ? ZERO : BOUND;
      } else {
        f[j] = y[j];
        status[j] = FREE;
      }
      if (!log.push(j, other, own, i)) return false;
      // What was dependent on the free set before may not be now.
      ignoring = false;
      continue;
    }
    if (outcome === CROSSING) {
      z[i] = 0;
      continue;
    }
    status[i] = outcome;
    if (outcome === FREE) {
      f[i] = label;
      other.set(own);
      return log.push(i, other, own, i);
    }
    z[i] = label * C;
    return true;
  }
  return false;
}

const DRIVEN = 3;
const CROSSING = 4;

/** Node i sits inside its box at its margin but cannot be pivoted in: no state describes it exactly. */
function settleDependent(state: Solution, C: number, i: number, label: number): boolean {
  const alpha = label * state.z[i];
  state.status[i] = alpha >= C ? BOUND : ZERO;
  return alpha >= C || alpha <= 0;
}
