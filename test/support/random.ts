import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
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

/** The same kernels under random labels of several classes. */
export function randomMulticlass(seed: number, m: [number, number], classes: number) {
  const { problem } = randomProblem(seed, { m, tests: 6, logC: [-1.5, 0.5], trusted: seed % 5 === 0 });
  const next = random(seed + 77);
  const label = (): number => Math.floor(next() * classes);
  const { m: nodes, tests, Q, R, testDiagonal, C, flippable } = problem;
  const kernel = { m: nodes, tests, Q, R, testDiagonal, C, flippable };
  const multiclass: MulticlassProblem = {
    ...kernel,
    classes,
    labels: Int32Array.from({ length: problem.m }, label),
  };
  return { problem: multiclass, truth: Int32Array.from({ length: problem.tests }, label) };
}

/** Labelled and test nodes around one centre a class, so that predictions withstand some flips. */
export function clusteredMulticlass(seed: number, m: number, classes: number) {
  const next = random(seed * 7919 + 3);
  const tests = 6;
  const own = Array.from({ length: m + tests }, (_, i) =>
    i < m ? i % classes : Math.floor(next() * classes),
  );
  // As many features of noise as there are labelled nodes keep the kernel well conditioned.
  const rows = own.map((p) =>
    Array.from({ length: classes + m }, (_, k) => (k === p ? 1 : 0) + 0.6 * (next() - 0.5)),
  );
  const dot = (i: number, j: number): number => rows[i].reduce((sum, v, k) => sum + v * rows[j][k], 0.2);
  const fixed = seed % 4 === 0 ? 1 : -1;
  const problem: MulticlassProblem = {
    m,
    tests,
    classes,
    Q: Float64Array.from({ length: m * m }, (_, e) => dot(Math.floor(e / m), e % m)),
    R: Float64Array.from({ length: tests * m }, (_, e) => dot(m + Math.floor(e / m), e % m)),
    testDiagonal: Float64Array.from({ length: tests }, (_, t) => dot(m + t, m + t)),
    labels: Int32Array.from(own.slice(0, m)),
    C: 10 ** (-1.5 + 2 * next()),
    flippable: Int32Array.from(Array.from({ length: m }, (_, i) => i).filter((i) => i !== fixed)),
  };
  return { problem, truth: Int32Array.from(own.slice(m)) };
}
