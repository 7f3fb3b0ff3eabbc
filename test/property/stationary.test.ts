import { describe, expect, it } from 'vitest';
import { alwaysSaturated, squaredReach } from '../../src/core/svm/reach';
import { StationaryCheck, stationaryMargin, stationaryReach } from '../../src/core/svm/stationary';
import { decide, decisionInterval } from '../../src/core/certify/clean';
import type { Problem } from '../../src/core/certify/problem';
import { bruteForce } from '../support/brute-force';
import { certifyHere } from '../support/certify';
import { random, randomProblem } from '../support/random';

/** A problem whose labelled block has a negative eigenvalue, its diagonal positive. */
function indefinite(seed: number): { problem: Problem; truth: Int32Array } | null {
  const { problem, truth } = randomProblem(seed, { m: [3, 8], tests: 6, logC: [-1.5, 0.5] });
  const { m, R, testDiagonal } = problem;
  const next = random(seed + 501);
  const Q = problem.Q.slice();
  for (let i = 0; i < m; i++) {
    Q[i * m + i] += 0.2;
    for (let j = 0; j < i; j++) Q[i * m + j] = Q[j * m + i] = Q[i * m + j] + 0.5 * (next() - 0.5);
  }
  if (squaredReach(Q, m, R, testDiagonal) !== null || alwaysSaturated(Q, m, problem.C)) return null;
  const stationary = stationaryMargin(Q, m);
  const reach = stationaryReach(R, m, testDiagonal, stationary);
  return { problem: { ...problem, Q, testDiagonal: reach, stationary }, truth };
}

/** Several stationary points of one label vector, by projected descent from random corners. */
function stationaryPoints({ m, Q, C }: Problem, y: Int8Array, seed: number): number[][] {
  const next = random(seed);
  return Array.from({ length: 12 }, () => {
    const alpha = Array.from({ length: m }, () => (next() < 0.5 ? 0 : C));
    const f = Array.from({ length: m }, (_, i) =>
      alpha.reduce((sum, a, j) => sum + Q[i * m + j] * y[j] * a, 0),
    );
    for (let sweep = 0; sweep < 20_000; sweep++) {
      let moved = 0;
      for (let i = 0; i < m; i++) {
        const target = Math.min(C, Math.max(0, alpha[i] + (1 - y[i] * f[i]) / Q[i * m + i]));
        const step = target - alpha[i];
        alpha[i] = target;
        for (let j = 0; j < m; j++) f[j] += Q[i * m + j] * y[i] * step;
        moved = Math.max(moved, Math.abs(step));
      }
      if (moved < 1e-15 * C) break;
    }
    return alpha;
  });
}

describe('kernels whose labelled block has a negative eigenvalue', () => {
  it('a label vector that passes the check has one stationary point; some have several, and do not pass', () => {
    let passed = 0;
    let several = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const made = indefinite(seed);
      if (made === null) continue;
      const { problem } = made;
      const { m, Q, C, y, stationary } = problem;
      if (stationary === undefined) throw new Error('the problem is indefinite');
      const points = stationaryPoints(problem, y, seed);
      const apart = Math.max(...points.map((p) => Math.max(...p.map((a, i) => Math.abs(a - points[0][i])))));
      const z = Float64Array.from(points[0], (a, i) => y[i] * a);
      const f = Float64Array.from({ length: m }, (_, i) =>
        z.reduce((sum, v, j) => sum + Q[i * m + j] * v, 0),
      );
      const holds = new StationaryCheck(Q, m, C, stationary).holds(y, z, f);
      if (apart > 1e-6 * C) {
        several++;
        expect(holds, `seed ${seed}`).toBe(false);
      }
      if (holds) passed++;
    }
    expect(passed).toBeGreaterThan(20);
    expect(several).toBeGreaterThan(0);
  });

  it('what is proven agrees with brute force, and most is', async () => {
    let exact = 0;
    let all = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const made = indefinite(seed);
      if (made === null) continue;
      const { problem, truth } = made;
      const whole = bruteForce(problem, truth);
      if (whole.closest < 1e-6) continue;
      all++;
      for (const method of ['auto', 'enumerate'] as const) {
        const { certificate } = await certifyHere(problem, truth, { method });
        certificate.sampleWise.nodes.forEach(({ safe, breaking, tie }, t) => {
          if (tie) return;
          expect(safe, `seed ${seed}`).toBeLessThan(whole.least[t]);
          if (breaking !== null) expect(breaking, `seed ${seed}`).toBeGreaterThanOrEqual(whole.least[t]);
        });
        for (const { flips, changed, changedAtMost } of certificate.collective.levels) {
          expect(changed).toBeLessThanOrEqual(whole.most[flips]);
          expect(changedAtMost).toBeGreaterThanOrEqual(whole.most[flips]);
        }
        if (method === 'auto' && certificate.sampleWise.status === 'exact') exact++;
      }
    }
    expect(all).toBeGreaterThan(30);
    expect(exact).toBeGreaterThan(0.3 * all);
  });

  it('a node without any kernel, not even with itself, is a tie whose interval is made of numbers', () => {
    let open = 0;
    for (let seed = 0; seed < 60; seed++) {
      const found = indefinite(seed);
      if (found === null) continue;
      const { m } = found.problem;
      const R = found.problem.R.slice().fill(0, 0, m);
      const testDiagonal = found.problem.testDiagonal.slice().fill(0, 0, 1);
      const problem = { ...found.problem, R, testDiagonal };
      const { values, radii } = decide(problem, problem.y);
      expect(radii.some(Number.isNaN)).toBe(false);
      const [low, high] = decisionInterval(problem, 0, values[0], radii[0], 1);
      expect([low + 0, high + 0]).toEqual([0, 0]);
      if (radii[0] === Infinity) open++;
    }
    expect(open).toBeGreaterThan(0);
  });
});
