import type { Problem } from '../../src/core/certify/problem';

/** Small seeded generator (mulberry32), so that a failing problem can be named by its seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface RandomProblem {
  readonly problem: Problem;
  /** T true classes, 0 or 1. */
  readonly truth: Int32Array;
}

/**
 * A problem with a Gram matrix of random features: any rank, some duplicate labelled rows, any C from
 * saturated to separable, sometimes trusted labels.
 */
export function randomProblem(
  seed: number,
  shape: { m: [number, number]; tests: number; logC?: [number, number]; trusted?: boolean },
): RandomProblem {
  const next = random(seed * 2654435761 + 17);
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const m = between(...shape.m);
  const { tests } = shape;
  const rank = between(1, 12);
  const rows = Array.from({ length: m + tests }, () =>
    Array.from({ length: rank }, () => next() + next() - 0.7),
  );
  if (next() < 0.25 && m > 2) rows[1] = rows[0].slice();
  const dot = (a: readonly number[], b: readonly number[]): number =>
    (2 * a.reduce((sum, v, k) => sum + v * b[k], 0)) / rank;
  const [low, high] = shape.logC ?? [-2.5, 1];
  const fixed = shape.trusted === true ? new Set([between(0, m - 1)]) : new Set<number>();
  return {
    problem: {
      m,
      tests,
      Q: Float64Array.from({ length: m * m }, (_, e) => dot(rows[Math.floor(e / m)], rows[e % m])),
      R: Float64Array.from({ length: tests * m }, (_, e) => dot(rows[m + Math.floor(e / m)], rows[e % m])),
      testDiagonal: Float64Array.from({ length: tests }, (_, t) => dot(rows[m + t], rows[m + t])),
      y: Int8Array.from({ length: m }, () => (next() < 0.5 ? -1 : 1)),
      C: 10 ** (low + (high - low) * next()),
      flippable: Int32Array.from(Array.from({ length: m }, (_, i) => i).filter((i) => !fixed.has(i))),
    },
    truth: Int32Array.from({ length: tests }, () => (next() < 0.5 ? 0 : 1)),
  };
}
