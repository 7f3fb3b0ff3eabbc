import { describe, expect, it } from 'vitest';
import { train } from '../../src/core/certify/flip/train';
import { drive, pathRoom } from '../../src/core/certify/flip/path';
import { emptyState } from '../../src/core/certify/flip/tableau';
import { solveBoxQp } from '../../src/core/svm/box-qp';
import { feedback, gapBound, gapScale, unitRadius } from '../../src/core/svm/gap';
import { decisions } from '../support/brute-force';
import { random, randomProblem } from '../support/random';

describe('two ways to train', () => {
  it('both close the duality gap, on kernels of any rank', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { problem } = randomProblem(seed, { m: [2, 25], tests: 1 });
      const { Q, m, C, y } = problem;
      const scale = gapScale(Q, m, C);
      const f = new Float64Array(m);
      const state = emptyState(m);
      expect(train(state, Q, C, y, pathRoom(m)), `seed ${seed}`).toBe(true);
      feedback(Q, m, state.z, f);
      expect(gapBound(scale, y, state.z, f), `path, seed ${seed}`).toBeLessThan(1e-10 * Math.max(1, C * m));
      const z = solveBoxQp(Q, y, C);
      feedback(Q, m, z, f);
      expect(gapBound(scale, y, z, f), `separate, seed ${seed}`).toBeLessThan(1e-10 * Math.max(1, C * m));
    }
  });

  it('a path of 300 random flips stays on the solution', () => {
    const next = random(5);
    const { problem } = randomProblem(11, { m: [15, 15], tests: 3, logC: [-1, 0] });
    const { Q, m, C, y } = problem;
    const state = emptyState(m);
    const room = pathRoom(m);
    train(state, Q, C, y, room);
    for (let step = 0; step < 300; step++) {
      const i = Math.floor(next() * m);
      expect(drive(state, state.G, Q, C, i, -state.y[i], m, room)).toBe(true);
      room.log.apply(state.G);
    }
    const f = new Float64Array(m);
    feedback(Q, m, state.z, f);
    const radius = unitRadius(gapBound(gapScale(Q, m, C), state.y, state.z, f));
    expect(radius).toBeLessThan(1e-4);
    decisions(problem, state.y).forEach((value, t) => {
      let own = 0;
      for (let j = 0; j < m; j++) own += problem.R[t * m + j] * state.z[j];
      expect(Math.abs(own - value)).toBeLessThanOrEqual(radius * Math.sqrt(problem.testDiagonal[t]) + 1e-9);
    });
  });
});

describe('the radius of a decision', () => {
  it('covers the trained value for any z in the box, however bad', () => {
    const next = random(99);
    for (let seed = 300; seed < 400; seed++) {
      const { problem } = randomProblem(seed, { m: [2, 8], tests: 4 });
      const { Q, R, m, C, y, testDiagonal } = problem;
      const z = Float64Array.from(y, (label) => label * C * Math.min(1, Math.max(0, next() * 1.6 - 0.3)));
      const f = new Float64Array(m);
      feedback(Q, m, z, f);
      const radius = unitRadius(gapBound(gapScale(Q, m, C), y, z, f));
      decisions(problem, y).forEach((trained, t) => {
        let value = 0;
        for (let j = 0; j < m; j++) value += R[t * m + j] * z[j];
        expect(Math.abs(value - trained)).toBeLessThanOrEqual(radius * Math.sqrt(testDiagonal[t]) + 1e-12);
      });
    }
  });

  it('is infinite outside the box: nothing is concluded', () => {
    const { problem } = randomProblem(1, { m: [3, 3], tests: 1 });
    const z = Float64Array.from(problem.y, (label) => label * problem.C * 1.5);
    expect(gapBound(gapScale(problem.Q, 3, problem.C), problem.y, z, new Float64Array(3))).toBe(Infinity);
  });
});
