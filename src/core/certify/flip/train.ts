import { solveBoxQp } from '../../svm/box-qp';
import { feedback, gapBound } from '../../svm/gap';
import type { GapScale } from '../../svm/gap';
import { DEPENDENT, drive } from './path';
import type { PathRoom } from './path';
import { BOUND, FREE, pivot, ZERO } from './tableau';
import type { SolverState } from './tableau';

/** Trains `state` for the labels `y` from nothing: each node is inserted by the same path that flips it later. */
export function train(state: SolverState, Q: Float64Array, C: number, y: Int8Array, room: PathRoom): boolean {
  const { m } = state;
  state.G.set(Q);
  state.z.fill(0);
  state.f.fill(0);
  state.status.fill(ZERO);
  state.y.set(y);
  for (let i = 0; i < m; i++) {
    if (!drive(state, state.G, Q, C, i, y[i], i + 1, room)) return false;
    room.log.apply(state.G);
  }
  return true;
}

/**
 * Brings a state whose duality gap is too wide, or whose path did not end, back to what its labels call for:
 * trains by the separate solver and rebuilds the tableau from Q. Keeps what is better. The gap, which the
 * caller computes anew, decides what may be concluded from it.
 */
export function repair(state: SolverState, Q: Float64Array, scale: GapScale, gapBefore: number): void {
  const { m, y, z, f, status, G } = state;
  const { C } = scale;
  const solved = solveBoxQp(Q, y, C);
  feedback(Q, m, solved, f);
  if (gapBound(scale, y, solved, f) <= gapBefore) z.set(solved);
  else feedback(Q, m, z, f);
  G.set(Q);
  for (let i = 0; i < m; i++) {
    const alpha = y[i] * z[i];
    status[i] = alpha <= 0 ? ZERO : alpha >= C ? BOUND : FREE;
    if (status[i] !== FREE) continue;
    if (G[i * m + i] > DEPENDENT * Q[i * m + i]) pivot(G, m, i);
    // A dependent node inside its box has no place in the tableau; the nearest end of the box stands for it
    // in later steps, and the gap of what follows tells whether that was good enough.
    else status[i] = alpha > C / 2 ? BOUND : ZERO;
  }
}
