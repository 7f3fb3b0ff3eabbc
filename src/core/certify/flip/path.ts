import { BOUND, FREE, pivot, ZERO } from './tableau';
import type { SolverState } from './tableau';

/** A pivot smaller than this share of the kernel's diagonal counts as dependent: the variable cannot become free. */
export const DEPENDENT = 1e-11;

/**
 * Moves one labelled node's label to `label` and follows the solution there: z_i alone is driven,
 * monotonically, while every other node keeps its optimality condition. The solution is piecewise linear
 * in z_i; a breakpoint is another node that enters or leaves the free set, one pivot each. No tolerance
 * but rounding; ties go to node i itself, then to the lowest index.
 *
 * Also inserts a node that takes no part yet (z_i = 0): a label vector is trained by inserting its nodes
 * one after another, given that later nodes are not looked at (`members` tells which take part).
 *
 * @returns false where it did not come to an end; the state is then no solution.
 */
export function drive(
  state: SolverState,
  Q: Float64Array,
  C: number,
  i: number,
  label: number,
  members: number,
): boolean {
  const { m, y, z, f, status, G } = state;
  if (status[i] === FREE) pivot(G, m, i);
  y[i] = label;
  // While it is driven, node i must not stop itself: it counts as neither free, zero nor bound.
  status[i] = DRIVEN;
  const rowI = i * m;
  const limit = 20 * m + 40;
  for (let breakpoint = 0; breakpoint < limit; breakpoint++) {
    const alpha = label * z[i];
    const gii = G[rowI + i];
    const movable = gii > DEPENDENT * Q[rowI + i];
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
        step = 0;
        outcome = movable ? FREE : BOUND;
      } else {
        step = C - alpha;
        outcome = BOUND;
        if (movable && shortfall / gii < step) {
          step = shortfall / gii;
          outcome = FREE;
        }
      }
      if (outcome === BOUND && shortfall <= 0) {
        // A dependent node already at its margin: any dual value here is optimal.
        return settleDependent(state, C, i, label);
      }
    }
    let blocking = -1;
    for (let j = 0; j < members; j++) {
      const sj = status[j];
      if (sj === DRIVEN) continue;
      const yj = y[j];
      if (sj === FREE) {
        // Row i mirrors column i up to the sign between free and other nodes, and lies contiguous.
        const rate = -yj * G[rowI + j] * label;
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
        const rate = yj * G[rowI + j] * label;
        const excess = yj * f[j] - 1;
        if (sj === ZERO ? rate < 0 : rate > 0) {
          if (G[j * m + j] <= DEPENDENT * Q[j * m + j]) continue;
          const t = -excess / rate;
          if (t < step) {
            step = t;
            blocking = j;
          }
        }
      }
    }
    if (step < 0) step = 0;
    const dz = label * step;
    for (let j = 0; j < m; j++) {
      if (status[j] === FREE) z[j] -= G[rowI + j] * dz;
      else f[j] += G[rowI + j] * dz;
    }
    z[i] += dz;
    if (blocking >= 0) {
      const j = blocking;
      if (status[j] === FREE) {
        const leavesAtZero = y[j] * G[rowI + j] * label > 0;
        z[j] = leavesAtZero ? 0 : y[j] * C;
        status[j] = leavesAtZero ? ZERO : BOUND;
      } else {
        f[j] = y[j];
        status[j] = FREE;
      }
      pivot(G, m, j);
      continue;
    }
    if (outcome === CROSSING) {
      z[i] = 0;
      continue;
    }
    status[i] = outcome;
    if (outcome === FREE) {
      f[i] = label;
      pivot(G, m, i);
    } else z[i] = label * C;
    return true;
  }
  return false;
}

const DRIVEN = 3;
const CROSSING = 4;

/** Node i sits inside its box at its margin but cannot be pivoted in: no state describes it exactly. */
function settleDependent(state: SolverState, C: number, i: number, label: number): boolean {
  const alpha = label * state.z[i];
  state.status[i] = alpha >= C ? BOUND : ZERO;
  return alpha >= C || alpha <= 0;
}
