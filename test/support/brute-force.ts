import type { Problem } from '../../src/core/certify/problem';

/** The whole truth about a small problem. A level is a number of flips. */
export interface Truth {
  readonly sign: Int8Array;
  /** Per test node, fewest flips that change it; Infinity for none. */
  readonly least: number[];
  /** Per level, most test nodes changed by one set of at most that many flips; and of the correct ones. */
  readonly most: number[];
  readonly mostCorrect: number[];
  /** Smallest |f| met: a problem that comes too close to a tie decides nothing and is left out by its test. */
  readonly closest: number;
}

/**
 * Trains every label vector by plain coordinate descent, run until nothing moves any more, and counts.
 * Shares no code with the project.
 */
export function bruteForce(problem: Problem, truth: Int32Array): Truth {
  const { tests, y, flippable } = problem;
  const n = flippable.length;
  const clean = decisions(problem, y);
  const sign = Int8Array.from(clean, (f) => (f >= 0 ? 1 : -1));
  const least = new Array<number>(tests).fill(Infinity);
  const most = new Array<number>(n + 1).fill(0);
  const mostCorrect = new Array<number>(n + 1).fill(0);
  let closest = Infinity;
  for (let bits = 0; bits < 2 ** n; bits++) {
    const labels = y.slice();
    let level = 0;
    for (let k = 0; k < n; k++) {
      if (((bits >> k) & 1) === 0) continue;
      labels[flippable[k]] = -labels[flippable[k]];
      level++;
    }
    let changed = 0;
    let changedCorrect = 0;
    decisions(problem, labels).forEach((f, t) => {
      // Coordinate descent that has not arrived decides nothing.
      closest = Math.min(closest, Number.isNaN(f) ? 0 : Math.abs(f));
      if ((f >= 0 ? 1 : -1) === sign[t]) return;
      changed++;
      if (sign[t] === (truth[t] === 1 ? 1 : -1)) changedCorrect++;
      least[t] = Math.min(least[t], level);
    });
    most[level] = Math.max(most[level], changed);
    mostCorrect[level] = Math.max(mostCorrect[level], changedCorrect);
  }
  for (let level = 1; level <= n; level++) {
    most[level] = Math.max(most[level], most[level - 1]);
    mostCorrect[level] = Math.max(mostCorrect[level], mostCorrect[level - 1]);
  }
  return { sign, least, most, mostCorrect, closest };
}

/** All decision values for one label vector; NaN where the descent has not closed its duality gap. */
export function decisions({ m, tests, Q, R, C }: Problem, y: Int8Array): number[] {
  const alpha = new Array<number>(m).fill(0);
  const f = new Array<number>(m).fill(0);
  for (let sweep = 0; sweep < 200_000; sweep++) {
    let moved = 0;
    for (let i = 0; i < m; i++) {
      const q = Q[i * m + i];
      const target = Math.min(C, Math.max(0, alpha[i] + (1 - y[i] * f[i]) / q));
      const step = target - alpha[i];
      if (step === 0) continue;
      alpha[i] = target;
      for (let j = 0; j < m; j++) f[j] += Q[i * m + j] * y[i] * step;
      moved = Math.max(moved, Math.abs(step));
    }
    if (moved < 1e-15 * C) break;
  }
  let gap = 0;
  for (let i = 0; i < m; i++) gap += alpha[i] * (y[i] * f[i] - 1) + C * Math.max(0, 1 - y[i] * f[i]);
  return Array.from({ length: tests }, (_, t) => {
    if (gap > 1e-9) return Number.NaN;
    let sum = 0;
    for (let j = 0; j < m; j++) sum += R[t * m + j] * y[j] * alpha[j];
    return sum;
  });
}
