import { EPSILON } from '../svm/gap';
import type { Problem } from './problem';

/**
 * Largest number of flips up to which the model is saturated: no labelled node's margin y_i f_i exceeds 1 for
 * any flip set of that size, so z = C y solves every one of them. -1 where not even the clean labels are.
 * (Mohgaonkar et al., arXiv 2604.11416, treat the case in which it always is.)
 */
export function saturationLevel(problem: Problem, levels: number): number {
  const { m, Q, C, y, flippable } = problem;
  let level = levels;
  for (let i = 0; i < m; i++) {
    let size = 0;
    let others = 0;
    for (let j = 0; j < m; j++) {
      size += Math.abs(Q[i * m + j]);
      if (j !== i) others += Q[i * m + j] * y[i] * y[j];
    }
    const limit = 1 / C - (m + 4) * EPSILON * size;
    const own = Q[i * m + i];
    // Flipping j turns the sign of its term around; a flip of i itself turns all the others around.
    const gainsKept: number[] = [];
    const gainsFlipped: number[] = [];
    for (const j of flippable) {
      if (j === i) continue;
      const term = Q[i * m + j] * y[i] * y[j];
      if (term < 0) gainsKept.push(-2 * term);
      else if (term > 0) gainsFlipped.push(2 * term);
    }
    gainsKept.sort((a, b) => b - a);
    gainsFlipped.sort((a, b) => b - a);
    level = Math.min(level, flipsWithin(own + others, gainsKept, limit, levels));
    if (flippable.includes(i))
      level = Math.min(level, 1 + flipsWithin(own - others, gainsFlipped, limit, levels));
    if (level < 0) return -1;
  }
  return level;
}

/** Most gains, largest first, that `start` can take and stay within `limit`; -1 where `start` is beyond it. */
function flipsWithin(start: number, gains: readonly number[], limit: number, levels: number): number {
  let sum = start;
  if (sum > limit) return -1;
  for (let k = 0; k < gains.length && k < levels; k++) {
    sum += gains[k];
    if (sum > limit) return k;
  }
  return levels;
}

export interface SaturatedRadius {
  /** Largest number of flips proven safe, at most `levels`. */
  readonly safe: number;
  /** Smallest number of flips that certainly changes the prediction; null where none up to `levels` does. */
  readonly breaking: number | null;
  readonly witness: readonly number[] | null;
}

/**
 * Radius of one test node of a saturated model: s f = C sum s R_tj y_j, and flipping j takes away
 * 2 C s R_tj y_j, so the worst set of every size is the largest drops.
 */
export function saturatedRadius(problem: Problem, t: number, sign: number, levels: number): SaturatedRadius {
  const { m, R, y, flippable } = problem;
  let value = 0;
  let size = 0;
  for (let j = 0; j < m; j++) {
    value += sign * R[t * m + j] * y[j];
    size += Math.abs(R[t * m + j]);
  }
  const error = (2 * m + 4) * EPSILON * size;
  const drops = Array.from(flippable, (j) => ({ j, drop: 2 * sign * R[t * m + j] * y[j] }))
    .filter(({ drop }) => drop > 0)
    .sort((a, b) => b.drop - a.drop || a.j - b.j);
  let safe = Math.min(levels, flippable.length);
  for (let k = 1; k <= Math.min(levels, drops.length); k++) {
    value -= drops[k - 1].drop;
    if (value > error) continue;
    safe = Math.min(safe, k - 1);
    if (value < -error) {
      const witness = drops.slice(0, k).map(({ j }) => j);
      return { safe, breaking: k, witness: witness.sort((a, b) => a - b) };
    }
  }
  return { safe, breaking: null, witness: null };
}
