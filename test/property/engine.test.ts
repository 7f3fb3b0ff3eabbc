import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/core/certify/certificate';
import { bruteForce, decisions } from '../support/brute-force';
import type { Truth } from '../support/brute-force';
import { certifyHere } from '../support/certify';
import { randomProblem } from '../support/random';

const PROBLEMS = 400;
/** Closer to a tie than this the brute force itself decides by rounding. */
const DECIDABLE = 1e-7;

function compare(certificate: Certificate, truth: Truth, levels: number): void {
  certificate.sampleWise.nodes.forEach(({ safe, breaking, witness }, t) => {
    const least = truth.least[t] <= levels ? truth.least[t] : null;
    expect({ t, safe, breaking }).toEqual({ t, safe: least === null ? levels : least - 1, breaking: least });
    expect(witness?.length ?? null).toBe(least);
  });
  for (const level of certificate.collective.levels) {
    expect(level).toMatchObject({
      changed: truth.most[level.flips],
      changedAtMost: truth.most[level.flips],
      correctChanged: truth.mostCorrect[level.flips],
      correctChangedAtMost: truth.mostCorrect[level.flips],
    });
  }
}

describe('the portfolio equals brute force over all label vectors', () => {
  it.each(['auto', 'enumerate'] as const)(
    '%s: every radius and every collective count at every budget',
    async (method) => {
      let compared = 0;
      for (let seed = 1; seed <= PROBLEMS; seed++) {
        const { problem, truth } = randomProblem(seed, { m: [2, 9], tests: 7, trusted: seed % 4 === 0 });
        const whole = bruteForce(problem, truth);
        if (whole.closest < DECIDABLE) continue;
        const { certificate, notes } = await certifyHere(problem, truth, { method });
        expect(notes, `seed ${seed}`).toEqual([]);
        expect(certificate.sampleWise.status, `seed ${seed}`).toBe('exact');
        expect(certificate.collective.status, `seed ${seed}`).toBe('exact');
        compare(certificate, whole, problem.flippable.length);
        compared++;
      }
      expect(compared).toBeGreaterThan(0.9 * PROBLEMS);
    },
  );

  it('restricted budgets: the walk without mirror images', async () => {
    for (let seed = 1000; seed < 1100; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [7, 9], tests: 6 });
      const whole = bruteForce(problem, truth);
      if (whole.closest < DECIDABLE) continue;
      const { certificate } = await certifyHere(problem, truth, { levels: [0, 1, 3] });
      compare(certificate, whole, 3);
    }
  });

  it.each([
    ['C from 10 to 1,000', [6, 8], [1, 3]],
    ['C from a millionth to a thousand', [2, 6], [-6, 3]],
  ] as const)('%s, kernels of any rank: never wrong, and hardly ever open', async (_name, m, logC) => {
    let open = 0;
    let compared = 0;
    for (let seed = 3000; seed < 3100; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [...m], tests: 12, logC: [...logC] });
      const whole = bruteForce(problem, truth);
      if (whole.closest < DECIDABLE) continue;
      compared++;
      const { certificate } = await certifyHere(problem, truth);
      if (certificate.sampleWise.status === 'exact' && certificate.collective.status === 'exact') {
        compare(certificate, whole, problem.flippable.length);
        continue;
      }
      open++;
      certificate.sampleWise.nodes.forEach(({ safe, breaking }, t) => {
        expect(safe).toBeLessThan(whole.least[t]);
        if (breaking !== null) expect(breaking).toBeGreaterThanOrEqual(whole.least[t]);
      });
      for (const { flips, changed, changedAtMost } of certificate.collective.levels) {
        expect(changed).toBeLessThanOrEqual(whole.most[flips]);
        expect(changedAtMost).toBeGreaterThanOrEqual(whole.most[flips]);
      }
    }
    expect(compared).toBeGreaterThan(50);
    expect(open / compared).toBeLessThan(0.05);
  });

  it('every witness changes the prediction when it is re-trained', async () => {
    for (let seed = 2000; seed < 2060; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [5, 8], tests: 5 });
      const { certificate } = await certifyHere(problem, truth);
      certificate.sampleWise.nodes.forEach(({ witness }, t) => {
        if (witness === null) return;
        const labels = problem.y.slice();
        for (const { labelled } of witness) labels[labelled] = -labels[labelled];
        expect(decisions(problem, labels)[t] * certificate.decisions[t]).toBeLessThan(0);
      });
    }
  });
});

describe('an interrupted run', () => {
  it('gives brackets that hold the truth and tighten as it goes', async () => {
    let brackets = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const { problem, truth } = randomProblem(seed, { m: [8, 9], tests: 6, logC: [-0.5, 1] });
      const whole = bruteForce(problem, truth);
      if (whole.closest < DECIDABLE) continue;
      const run = await certifyHere(problem, truth, {
        method: seed % 2 === 0 ? 'auto' : 'enumerate',
        stopAfter: 100,
      });
      const { sampleWise, collective } = run.certificate;
      if (sampleWise.status === 'bracket') brackets++;
      sampleWise.nodes.forEach(({ safe, breaking }, t) => {
        expect(safe).toBeLessThan(whole.least[t]);
        if (breaking !== null) expect(breaking).toBeGreaterThanOrEqual(whole.least[t]);
      });
      for (const { flips, changed, changedAtMost } of collective.levels) {
        expect(changed).toBeLessThanOrEqual(whole.most[flips]);
        expect(changedAtMost).toBeGreaterThanOrEqual(whole.most[flips]);
      }
      for (let k = 1; k < run.brackets.length; k++) {
        run.brackets[k].sampleWise.nodes.forEach(({ safe }, t) => {
          expect(safe).toBeGreaterThanOrEqual(run.brackets[k - 1].sampleWise.nodes[t].safe);
        });
      }
    }
    expect(brackets).toBeGreaterThan(10);
  });
});
