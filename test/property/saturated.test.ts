import { describe, expect, it } from 'vitest';
import { saturationLevel } from '../../src/core/certify/saturation';
import type { Problem } from '../../src/core/certify/problem';
import { bruteForce } from '../support/brute-force';
import { certifyHere } from '../support/certify';
import { random, randomProblem } from '../support/random';
import type { RandomProblem } from '../support/random';

/** Closer to a tie than this the brute force itself decides by rounding. */
const DECIDABLE = 1e-9;

/** A problem whose C is so small that no labels take any node to its margin. */
function saturatedProblem(seed: number, m: [number, number]): RandomProblem {
  const { problem, truth } = randomProblem(seed, { m, tests: 8, trusted: seed % 3 === 0 });
  let largest = 0;
  for (let i = 0; i < problem.m; i++)
    largest = Math.max(
      largest,
      problem.Q.subarray(i * problem.m, (i + 1) * problem.m).reduce((sum, q) => sum + Math.abs(q), 0),
    );
  const y = seed % 11 === 0 ? problem.y.map(() => 1) : problem.y;
  return { problem: { ...problem, y, C: 0.9 / largest }, truth };
}

/** Decisions are sums of whole numbers over the labels: many of them are exactly zero. */
function tiedProblem(seed: number): RandomProblem {
  const next = random(seed + 99);
  const m = 4 + Math.floor(next() * 5);
  const tests = 6;
  const problem: Problem = {
    m,
    tests,
    Q: Float64Array.from({ length: m * m }, (_, e) => (e % (m + 1) === 0 ? 4 : 0)),
    R: Float64Array.from({ length: tests * m }, () => Math.floor(3 * next())),
    testDiagonal: new Float64Array(tests).fill(9 * m),
    y: Int8Array.from({ length: m }, () => (next() < 0.5 ? -1 : 1)),
    C: 2 ** -6,
    flippable: Int32Array.from({ length: m }, (_, i) => i),
  };
  return { problem, truth: Int32Array.from({ length: tests }, () => (next() < 0.5 ? 0 : 1)) };
}

describe('the collective certificate of a saturated model', () => {
  it('is that of brute force at every number of flips', async () => {
    let compared = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const { problem, truth } = saturatedProblem(seed, [3, 9]);
      const levels = problem.flippable.length;
      expect(saturationLevel(problem, levels)).toBe(levels);
      const whole = bruteForce(problem, truth);
      if (whole.closest < DECIDABLE) continue;
      compared++;
      const { certificate } = await certifyHere(problem, truth);
      expect(certificate.collective.method).toBe('saturation');
      expect(certificate.collective.status).toBe('exact');
      for (const { flips, changed, changedAtMost, correctChanged, witness } of certificate.collective
        .levels) {
        expect(changed, `seed ${seed}, ${flips} flips`).toBe(whole.most[flips]);
        expect(changedAtMost).toBe(whole.most[flips]);
        expect(correctChanged).toBe(whole.mostCorrect[flips]);
        if (changed > 0) expect(witness?.length).toBeLessThanOrEqual(flips);
      }
    }
    expect(compared).toBeGreaterThan(250);
  });

  it('is that of the walk over all sets on larger problems', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { problem, truth } = saturatedProblem(seed, [13, 15]);
      const searched = await certifyHere(problem, truth);
      const walked = await certifyHere(problem, truth, { method: 'enumerate' });
      expect(searched.certificate.collective.method).toBe('saturation');
      const counts = ({ certificate }: typeof searched) =>
        certificate.collective.levels.map(
          ({ changed, changedAtMost, correctChanged, correctChangedAtMost }) => [
            changed,
            changedAtMost,
            correctChanged,
            correctChangedAtMost,
          ],
        );
      expect(counts(searched), `seed ${seed}`).toEqual(counts(walked));
    }
  });

  it('settles ties exactly or leaves them open', async () => {
    let ties = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { problem, truth } = tiedProblem(seed);
      const whole = exactCounts(problem);
      const { certificate } = await certifyHere(problem, truth);
      for (const { flips, changed, changedAtMost } of certificate.collective.levels) {
        expect(changed, `seed ${seed}, ${flips} flips`).toBeLessThanOrEqual(whole.certain[flips]);
        expect(changedAtMost).toBeGreaterThanOrEqual(whole.possible[flips]);
        if (whole.possible[flips] > whole.certain[flips]) ties++;
      }
    }
    expect(ties).toBeGreaterThan(100);
  });

  it('is a bracket where it is stopped, and what it found holds', async () => {
    let brackets = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { problem, truth } = saturatedProblem(seed, [9, 10]);
      const whole = bruteForce(problem, truth);
      if (whole.closest < DECIDABLE) continue;
      const { certificate } = await certifyHere(problem, truth, {
        leaveOut: (task) => task.type === 'saturated' && task.question.level > 1,
      });
      if (certificate.collective.status !== 'exact') brackets++;
      for (const { flips, changed, changedAtMost } of certificate.collective.levels) {
        expect(changed).toBeLessThanOrEqual(whole.most[flips]);
        expect(changedAtMost).toBeGreaterThanOrEqual(whole.most[flips]);
      }
    }
    expect(brackets).toBeGreaterThan(5);
  });
});

/** By whole numbers: rows certainly changed by some set of at most so many flips, and those changed or tied. */
function exactCounts({ m, tests, R, y }: Problem): { certain: number[]; possible: number[] } {
  const certain = new Array<number>(m + 1).fill(0);
  const possible = new Array<number>(m + 1).fill(0);
  const sums = (bits: number): number[] =>
    Array.from({ length: tests }, (_, t) =>
      y.reduce((sum, label, j) => sum + R[t * m + j] * ((bits >> j) & 1 ? -label : label), 0),
    );
  const clean = sums(0);
  for (let bits = 0; bits < 2 ** m; bits++) {
    const level = Array.from({ length: m }, (_, j) => (bits >> j) & 1).reduce((a, b) => a + b, 0);
    const values = sums(bits);
    const changed = values.filter((f, t) => clean[t] !== 0 && f * clean[t] < 0).length;
    const tied = values.filter((f, t) => clean[t] !== 0 && f === 0).length;
    certain[level] = Math.max(certain[level], changed);
    possible[level] = Math.max(possible[level], changed + tied);
  }
  for (let level = 1; level <= m; level++) {
    certain[level] = Math.max(certain[level], certain[level - 1]);
    possible[level] = Math.max(possible[level], possible[level - 1]);
  }
  return { certain, possible };
}
