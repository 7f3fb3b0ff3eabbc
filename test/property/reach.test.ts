import { describe, expect, it } from 'vitest';
import { alwaysSaturated, squaredReach } from '../../src/core/svm/reach';
import type { Problem } from '../../src/core/certify/problem';
import { bruteForce, decisions } from '../support/brute-force';
import { certifyHere } from '../support/certify';
import { random, randomProblem } from '../support/random';

/** A problem whose kernel is indefinite as a whole, while its labelled block stays positive definite. */
function indefinite(seed: number): { problem: Problem; truth: Int32Array } | null {
  const { problem, truth } = randomProblem(seed, { m: [2, 8], tests: 6 });
  const next = random(seed + 77);
  // Test rows are stretched beyond what Cauchy-Schwarz allows; the diagonal stays as it is.
  const R = problem.R.map((value) => value * (1 + 4 * next()));
  const reach = squaredReach(problem.Q, problem.m, R, problem.testDiagonal);
  return reach === null ? null : { problem: { ...problem, R, testDiagonal: reach }, truth };
}

describe('kernels that are not positive semi-definite', () => {
  it('equal brute force where the labelled block alone is positive definite', async () => {
    let compared = 0;
    let beyond = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const made = indefinite(seed);
      if (made === null) continue;
      const { problem, truth } = made;
      const whole = bruteForce(problem, truth);
      if (whole.closest < 1e-7) continue;
      compared++;
      const own = randomProblem(seed, { m: [2, 8], tests: 6 }).problem.testDiagonal;
      if (problem.testDiagonal.some((r, t) => r > own[t])) beyond++;
      const { certificate } = await certifyHere(problem, truth);
      certificate.sampleWise.nodes.forEach(({ safe, breaking }, t) => {
        expect(safe).toBeLessThan(whole.least[t]);
        if (breaking !== null) expect(breaking).toBe(whole.least[t]);
      });
      expect(certificate.sampleWise.status).toBe('exact');
      for (const { flips, changed, changedAtMost } of certificate.collective.levels)
        expect([changed, changedAtMost]).toEqual([whole.most[flips], whole.most[flips]]);
    }
    expect(compared).toBeGreaterThan(80);
    expect(beyond).toBeGreaterThan(50);
  });

  it('the factor holds for every change of the weights, and is met', () => {
    const next = random(5);
    for (let seed = 1; seed <= 100; seed++) {
      const { m, Q, R, tests } = randomProblem(seed, { m: [2, 8], tests: 4 }).problem;
      const reach = squaredReach(Q, m, R, new Float64Array(tests));
      if (reach === null) continue;
      for (let trial = 0; trial < 50; trial++) {
        const d = Array.from({ length: m }, () => 2 * next() - 1);
        let energy = 0;
        for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) energy += d[i] * Q[i * m + j] * d[j];
        for (let t = 0; t < tests; t++) {
          const f = d.reduce((sum, dj, j) => sum + R[t * m + j] * dj, 0);
          expect(f * f).toBeLessThanOrEqual(reach[t] * energy * (1 + 1e-9) + 1e-12);
        }
      }
      // One labelled node's own row: the factor is its diagonal.
      const row = squaredReach(Q, m, Q.subarray(0, m), new Float64Array(1));
      expect(row?.[0]).toBeGreaterThanOrEqual(Q[0] * (1 - 1e-12));
      expect(row?.[0]).toBeLessThan(Q[0] * (1 + 1e-6));
    }
  });

  it('an indefinite or singular block has none; equal rows count as one', () => {
    const row = Float64Array.of(1, 1);
    const one = Float64Array.of(1);
    expect(squaredReach(Float64Array.of(1, 2, 2, 1), 2, row, one)).toBeNull();
    expect(squaredReach(Float64Array.of(1, 1, 1, 1), 2, Float64Array.of(1, 0.5), one)).toBeNull();
    // Two equal nodes: q' Q^-1 q of the one that is kept is 3² / 2.
    const twins = squaredReach(Float64Array.of(2, 2, 2, 2), 2, Float64Array.of(3, 3), one);
    expect(twins?.[0]).toBeCloseTo(4.5, 12);
    // 2 x 2 by hand: Q = [[2, 1], [1, 2]], q = (1, 0): q' Q^-1 q = 2/3, below the diagonal 1.
    expect(squaredReach(Float64Array.of(2, 1, 1, 2), 2, Float64Array.of(1, 0), one)?.[0]).toBe(1);
    expect(
      squaredReach(Float64Array.of(2, 1, 1, 2), 2, Float64Array.of(1, 0), new Float64Array(1))?.[0],
    ).toBeCloseTo(2 / 3, 12);
  });

  it('saturation of every label vector needs no definiteness', () => {
    const Q = Float64Array.of(1, 2, 2, 1);
    expect(alwaysSaturated(Q, 2, 0.33)).toBe(true);
    expect(alwaysSaturated(Q, 2, 0.34)).toBe(false);
    const problem = { m: 2, tests: 1, Q, R: Float64Array.of(1, 0.5), C: 0.33 } as Problem;
    for (const y of [Int8Array.of(1, 1), Int8Array.of(1, -1)]) {
      expect(decisions(problem, y)[0]).toBeCloseTo(0.33 * (y[0] + 0.5 * y[1]), 12);
    }
  });
});
