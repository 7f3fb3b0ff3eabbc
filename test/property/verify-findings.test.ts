import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/core/certify/problem';
import { Exploration } from '../../src/verify/explore';
import type { Effort } from '../../src/verify/explore';
import { Findings } from '../../src/verify/findings';
import { toDouble, solveWhole, wholeNumbers } from '../../src/verify/rational';
import { Poisoned, SAFE } from '../../src/verify/poisoned';
import { bruteForce, decisions } from '../support/brute-force';
import { certifyMulticlassHere } from '../support/certify';
import { clusteredMulticlass, random, randomMulticlass, randomProblem } from '../support/random';

const ROUNDING = { open: 1e-13, near: 1e-12 };
const ALL: Effort = { limit: 1e6, sample: null, seed: 0 };

function binary(problem: Problem): Poisoned {
  const { m, tests, Q, R, testDiagonal: diagonal, C, y } = problem;
  const labels = Int32Array.from(y, (sign) => (sign === 1 ? 1 : 0));
  return new Poisoned({ m, tests, Q, R, diagonal }, C, labels, 2, true, ROUNDING);
}

function explored(
  model: Poisoned,
  flippable: readonly number[],
  correct: readonly boolean[],
  sizes: number,
  effort = ALL,
): Findings {
  const findings = new Findings(correct, flippable.length);
  new Exploration(model, flippable, findings, () => undefined).run(sizes, effort);
  return findings;
}

const seeds = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('what flipcert verify finds by looking at every set', () => {
  it.each(seeds(0, 60))('equals brute force, problem %i', (seed) => {
    const { problem, truth } = randomProblem(seed, { m: [2, 8], tests: 5, trusted: seed % 3 === 0 });
    const whole = bruteForce(problem, truth);
    // Near a tie a coordinate descent that is nearly there decides nothing.
    if (whole.closest < 1e-6) return;
    const model = binary(problem);
    const n = problem.flippable.length;
    const correct = Array.from(whole.sign, (s, t) => s === (truth[t] === 1 ? 1 : -1));
    const sizes = seed % 2 === 0 ? n : Math.ceil(n / 2);
    const findings = explored(model, [...problem.flippable], correct, sizes);
    expect(findings.complete).toBeGreaterThanOrEqual(sizes);
    whole.least.forEach((least, t) => {
      const found = least <= findings.complete ? least : n + 1;
      expect(findings.notSafe[t]).toBe(found);
      expect(findings.clearly[t]).toBe(found);
    });
    for (let k = 0; k <= sizes; k++)
      for (const of of ['clear', 'shown', 'possible'] as const) {
        expect(findings.most('all', of, k)).toBe(whole.most[k]);
        expect(findings.most('correct', of, k)).toBe(whole.mostCorrect[k]);
      }
  });

  it.each(seeds(0, 20))('equals the engine for more than two classes, problem %i', async (seed) => {
    const { problem, truth } =
      seed % 2 === 0 ? randomMulticlass(seed, [3, 5], 3 + (seed % 3)) : clusteredMulticlass(seed, 6, 3);
    const { certificate } = await certifyMulticlassHere(problem, truth, { levels: [0, 1, 2, 3] });
    const { m, tests, Q, R, testDiagonal: diagonal, C, labels, classes } = problem;
    const model = new Poisoned({ m, tests, Q, R, diagonal }, C, labels, classes, true, ROUNDING);
    const { nodes } = certificate.sampleWise;
    const correct = nodes.map(({ tie }, t) => !tie && certificate.predicted[t] === truth[t]);
    const sizes = Math.min(3, problem.flippable.length);
    const findings = explored(model, [...problem.flippable], correct, sizes);
    nodes.forEach(({ safe, breaking, tie }, t) => {
      expect(model.clean[t].tie).toBe(tie);
      if (tie) return;
      expect(model.clean[t].predicted).toBe(certificate.predicted[t]);
      expect(Math.min(findings.notSafe[t], sizes + 1)).toBe(Math.min(safe, sizes) + 1);
      if (breaking !== null) expect(findings.clearly[t]).toBe(breaking);
    });
    for (const { flips, changed, changedAtMost, correctChanged } of certificate.collective.levels) {
      if (flips === 0) continue;
      expect(findings.most('all', 'shown', flips)).toBe(changed);
      expect(findings.most('all', 'possible', flips)).toBe(changedAtMost);
      expect(findings.most('correct', 'shown', flips)).toBe(correctChanged);
    }
  });

  it('states no decision further from the trained one than it says', () => {
    for (const seed of seeds(100, 160)) {
      const { problem } = randomProblem(seed, { m: [2, 12], tests: 4 });
      const plain = decisions(problem, problem.y);
      if (plain.some(Number.isNaN)) continue;
      binary(problem).clean.forEach(({ decision, radius }, t) =>
        expect(Math.abs(decision - plain[t])).toBeLessThan(radius + 1e-4),
      );
    }
  });

  it('leaves exact ties open, of clean labels and under flips', () => {
    // The test node is as near to the first as to the second; flipping the third changes nothing of that.
    const points = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const test = [
      [1, 1, 0],
      [1, 0.5, 0],
    ];
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, v, k) => sum + v * b[k], 0);
    const model = new Poisoned(
      {
        m: 3,
        tests: 2,
        Q: Float64Array.from(points.flatMap((a) => points.map((b) => dot(a, b)))),
        R: Float64Array.from(test.flatMap((a) => points.map((b) => dot(a, b)))),
        diagonal: Float64Array.from(test, (a) => dot(a, a)),
      },
      0.5,
      Int32Array.of(1, 0, 0),
      2,
      true,
      ROUNDING,
    );
    expect(model.clean.map(({ tie }) => tie)).toEqual([true, false]);
    expect(Array.from(model.verdictsOf([{ at: 2, to: 1 }]))).toEqual([0, SAFE]);
    const findings = explored(model, [0, 1, 2], [false, true], 3);
    expect(findings.clearly[0]).toBe(4);
    expect(findings.notSafe[0]).toBe(0);
  });

  it('says how far it looked where there are too many sets', () => {
    const { problem } = randomProblem(5, { m: [8, 8], tests: 3 });
    const model = binary(problem);
    const flippable = [...problem.flippable];
    const few = explored(model, flippable, [true, true, true], 6, { ...ALL, limit: 37 });
    expect([few.complete, few.sampled]).toEqual([2, 0]);
    const some = explored(model, flippable, [true, true, true], 6, { ...ALL, sample: 20 });
    expect([some.complete, some.sampled]).toEqual([1, 6]);
    const all = explored(model, flippable, [true, true, true], 6);
    for (const t of [0, 1, 2]) expect(some.clearly[t]).toBeGreaterThanOrEqual(all.clearly[t]);
  });
});

describe('rational arithmetic', () => {
  it('takes doubles apart and puts them together without loss', () => {
    const values = [0, 1, -0.1, 1 / 3, 2 ** -60, 12345.678, -7];
    const { whole, shift } = wholeNumbers(values) ?? { whole: [], shift: 0 };
    whole.forEach((value, i) => expect(toDouble(value, 1n << BigInt(shift))).toBe(values[i]));
    expect(wholeNumbers([1, Infinity])).toBe(null);
    expect(wholeNumbers([1, Number.MIN_VALUE, 2 ** -1074])?.shift).toBe(1074);
  });

  it('solves systems exactly, singular ones where they can be', () => {
    const next = random(3);
    for (let round = 0; round < 50; round++) {
      const k = 1 + Math.floor(5 * next());
      const draw = (): bigint => BigInt(Math.floor(21 * next()) - 10);
      const a = Array.from({ length: k }, () => Array.from({ length: k }, draw));
      if (k > 1 && round % 3 === 0) a[1] = a[0].map((v) => 2n * v);
      const x = Array.from({ length: k }, draw);
      const image = (row: readonly bigint[], of: readonly bigint[]): bigint =>
        row.reduce((sum, v, j) => sum + v * of[j], 0n);
      const solution = solveWhole(a.map((row) => [...row, image(row, x)]));
      expect(solution).not.toBe(null);
      if (solution === null) continue;
      for (const row of a) expect(image(row, solution.numerators)).toBe(image(row, x) * solution.denominator);
      expect(solution.denominator > 0n).toBe(true);
    }
    expect(
      solveWhole([
        [1n, 1n, 1n],
        [1n, 1n, 2n],
      ]),
    ).toBe(null);
  });
});
