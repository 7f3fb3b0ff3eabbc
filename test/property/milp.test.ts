import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MilpSolver } from '../../src/core/certify/milp/model';
import { MilpBuilder } from '../../src/core/certify/milp/model';
import { milpCollective, milpRadius } from '../../src/core/certify/milp/certificates';
import { prepareProblem } from '../../src/core/certify/portfolio';
import { ALL, CORRECT } from '../../src/core/certify/problem';
import { saturatedRadius, saturationLevel } from '../../src/core/certify/saturation';
import { loadMilpSolver } from '../../src/jobs/highs';
import { bruteForce } from '../support/brute-force';
import { certifyHere } from '../support/certify';
import { randomProblem } from '../support/random';

const wasm = join(dirname(createRequire(import.meta.url).resolve('highs')), 'highs.wasm');
const never = (): boolean => false;
let milp: MilpSolver;

beforeAll(async () => {
  milp = await loadMilpSolver(wasm);
});

/** Both programs allow an attack a slack of 1e-6: nearer to a tie they and the engine may differ by right. */
const CLEAR = 1e-4;

describe('the mixed-integer programs equal the flip engine', () => {
  it.each([
    ['milp', 24, [3, 6]],
    ['milp-paper', 8, [2, 3]],
  ] as const)('%s', async (method, problems, m) => {
    let compared = 0;
    for (let seed = 5000; compared < problems && seed < 5400; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [...m], tests: 3, trusted: seed % 5 === 0 });
      if (bruteForce(problem, truth).closest < CLEAR) continue;
      const engine = (await certifyHere(problem, truth, { method: 'enumerate' })).certificate;
      const program = (await certifyHere(problem, truth, { method, milp })).certificate;
      const radii = (c: typeof engine) =>
        c.sampleWise.nodes.map(({ safe, breaking }) => ({ safe, breaking }));
      const counts = (c: typeof engine) =>
        c.collective.levels.map(
          ({ flips, changed, changedAtMost, correctChanged, correctChangedAtMost }) => ({
            flips,
            changed,
            changedAtMost,
            correctChanged,
            correctChangedAtMost,
          }),
        );
      expect({ seed, radii: radii(program) }).toEqual({ seed, radii: radii(engine) });
      expect({ seed, counts: counts(program) }).toEqual({ seed, counts: counts(engine) });
      expect(program.sampleWise.status).toBe('exact');
      compared++;
    }
    expect(compared).toBe(problems);
  });
});

describe('a program whose numbers a solver cannot be trusted with', () => {
  it('proves nothing: every answer is open or true', async () => {
    let open = 0;
    for (let seed = 6000; seed < 6012; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [4, 6], tests: 3, logC: [2.5, 4] });
      // Raw features: a kernel with entries around 1e5.
      const scaled = { ...problem, Q: problem.Q.map((v) => v * 1e5), R: problem.R.map((v) => v * 1e5) };
      const raw = { ...scaled, testDiagonal: problem.testDiagonal.map((v) => v * 1e5) };
      const { certificate } = await certifyHere(raw, truth, { method: 'milp', milp });
      const engine = (await certifyHere(raw, truth, { method: 'enumerate' })).certificate;
      certificate.sampleWise.nodes.forEach(({ safe, breaking }, t) => {
        const exact = engine.sampleWise.nodes[t];
        if (exact.breaking !== null) expect(safe).toBeLessThan(exact.breaking);
        if (breaking !== null) expect(breaking).toBeGreaterThan(exact.safe);
        if (breaking === null || safe < breaking - 1) open++;
      });
    }
    expect(open).toBeGreaterThan(0);
  });

  it('a solver that fails, or that claims what an attack refutes, certifies nothing', async () => {
    // A problem in which some node withstands a flip and yet all can be changed.
    let seed = 6100;
    const wanted = async () => {
      const { problem, truth } = randomProblem(seed, { m: [5, 5], tests: 4, logC: [-0.5, 0] });
      const { nodes } = (await certifyHere(problem, truth, { method: 'enumerate' })).certificate.sampleWise;
      return nodes.some(({ safe }) => safe > 0) && nodes.every(({ breaking }) => breaking !== null);
    };
    while (!(await wanted())) seed++;
    const { problem, truth } = randomProblem(seed, { m: [5, 5], tests: 4, logC: [-0.5, 0] });
    const failing: MilpSolver = () => ({ status: 'failed', reason: 'out of memory' });
    const lying: MilpSolver = () => ({ status: 'infeasible' });
    for (const solver of [failing, lying]) {
      const { certificate } = await certifyHere(problem, truth, { method: 'milp', milp: solver });
      expect(certificate.sampleWise.status).toBe('bracket');
      expect(certificate.sampleWise.nodes.map(({ safe }) => safe)).toEqual([0, 0, 0, 0]);
    }
  });
});

describe('saturation', () => {
  it('radii by sorting and the 0/1 program equal brute force', () => {
    let compared = 0;
    for (let seed = 7000; seed < 7040; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [4, 8], tests: 5, logC: [-3.5, -2.2] });
      const levels = problem.flippable.length;
      if (saturationLevel(problem, levels) < levels) continue;
      const whole = bruteForce(problem, truth);
      if (whole.closest < 1e-6 * problem.C) continue;
      compared++;
      const { view } = prepareProblem(problem, truth);
      for (let t = 0; t < problem.tests; t++) {
        const { safe, breaking } = saturatedRadius(problem, t, view.sign[t], levels);
        expect({ seed, t, safe }).toEqual({ seed, t, safe: Math.min(levels, whole.least[t] - 1) });
        expect(breaking ?? Infinity).toBe(whole.least[t]);
      }
      for (const level of [1, Math.ceil(levels / 2)]) {
        const all = milpCollective(problem, view, ALL, level, 'saturated', milp, never);
        expect(all).toMatchObject({ atMost: whole.most[level], changed: whole.most[level] });
        const correct = milpCollective(problem, view, CORRECT, level, 'saturated', milp, never);
        expect(correct.atMost).toBe(whole.mostCorrect[level]);
      }
    }
    expect(compared).toBeGreaterThan(15);
  });

  it('is not claimed where a margin passes 1', () => {
    for (let seed = 7100; seed < 7200; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [4, 7], tests: 1, logC: [-1.5, 0] });
      const level = saturationLevel(problem, problem.flippable.length);
      if (level < 0) continue;
      // Where it is claimed, the sorted radius must agree with the truth up to that many flips.
      const whole = bruteForce(problem, truth);
      const { safe } = saturatedRadius(problem, 0, whole.sign[0], level);
      expect({ seed, safe }).toEqual({ seed, safe: Math.min(level, whole.least[0] - 1) });
    }
  });
});

describe('the solver', () => {
  it('refuses a model with NaN instead of calling it optimal', () => {
    const builder = new MilpBuilder();
    const x = builder.binary();
    builder.cost([[x, Number.NaN]]);
    expect(() => milp(builder.build(), never)).toThrow(/not a number/);
  });

  it('says when there is no solution', () => {
    const builder = new MilpBuilder();
    const x = builder.binary();
    builder.row(2, Infinity, [[x, 1]]);
    expect(milp(builder.build(), never)).toEqual({ status: 'infeasible' });
  });

  it('told to stop, leaves a bracket that holds the truth', () => {
    const { problem, truth } = randomProblem(9001, { m: [9, 9], tests: 2, logC: [-0.5, 0] });
    const { view } = prepareProblem(problem, truth);
    const whole = bruteForce(problem, truth);
    const { safe, witness } = milpRadius(problem, 0, view.sign[0], 9, 'compact', milp, () => true);
    expect(safe).toBeLessThan(whole.least[0]);
    if (witness !== null) expect(witness.length).toBeGreaterThanOrEqual(whole.least[0]);
  });
});
