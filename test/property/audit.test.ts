import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/core/certify/problem';
import { modelAudit, openQuestions } from '../../src/report/audit';
import type { ModelAudit } from '../../src/report/audit-result';
import { modelResult } from '../../src/report/build';
import type { CertificateKind, DatasetSummary, ModelResult } from '../../src/report/result';
import { certifyHere } from '../support/certify';
import { randomProblem } from '../support/random';
import type { RandomProblem } from '../support/random';

const PROBLEMS = 120;

function summaryOf({ problem, truth }: RandomProblem): DatasetSummary {
  const classes = ['no', 'yes'];
  return {
    name: 'random',
    nodes: problem.m + problem.tests,
    edges: 0,
    features: 1,
    classes,
    // Ids are not places.
    labelled: Array.from(problem.y, (_, i) => 100 + 3 * i),
    labels: Array.from(problem.y, (y) => classes[y === 1 ? 1 : 0]),
    test: Array.from(truth, (_, t) => 1000 + t),
    testLabels: Array.from(truth, (c) => classes[c]),
  };
}

interface Asked {
  readonly kinds: readonly CertificateKind[];
  readonly flips: readonly number[];
  readonly stopAfter?: number;
}

/** One model, certified as a run does it. */
async function certified(
  { problem, truth }: RandomProblem,
  dataset: DatasetSummary,
  { kinds, flips, stopAfter }: Asked,
): Promise<ModelResult> {
  const flippable = problem.flippable.length;
  const levels = [...new Set([0, ...flips].map((k) => Math.min(k, flippable)))].sort((a, b) => a - b);
  const { certificate } = await certifyHere(problem, truth, {
    levels,
    ...(stopAfter === undefined ? {} : { stopAfter }),
  });
  return modelResult(certificate, {
    name: 'M',
    architecture: 'kernel',
    C: problem.C,
    notes: [],
    dataset,
    budgets: [...new Set([0, ...flips])].map((k) => ({ flips: k, share: null })),
    flippable,
    sampleWise: kinds.includes('sample-wise'),
    collective: kinds.includes('collective'),
  });
}

function trusting(random: RandomProblem, i: number): RandomProblem {
  const problem: Problem = { ...random.problem, flippable: random.problem.flippable.filter((j) => j !== i) };
  return { ...random, problem };
}

interface Audited {
  readonly audit: ModelAudit;
  readonly base: ModelResult;
  readonly everything: Asked;
  readonly dataset: DatasetSummary;
  /** Labels of which nothing had to be certified anew. */
  readonly left: number;
}

async function audited(random: RandomProblem, stopAfter?: number): Promise<Audited> {
  const { m, flippable } = random.problem;
  const dataset = summaryOf(random);
  const everything: Asked = {
    kinds: ['sample-wise', 'collective'],
    flips: Array.from(flippable, (_, i) => i + 1),
  };
  const cut = stopAfter === undefined ? {} : { stopAfter };
  const base = await certified(random, dataset, { ...everything, ...cut });
  const again = new Map<number, ModelResult>();
  for (const i of flippable) {
    const questions = openQuestions(base, dataset.labelled[i]);
    if (questions !== null)
      again.set(dataset.labelled[i], await certified(trusting(random, i), dataset, { ...questions, ...cut }));
  }
  const trusted = dataset.labelled.filter((_, i) => i < m && !flippable.includes(i));
  const audit = modelAudit({ dataset, base, trusted, again, cancelled: false, flips: 1, seconds: 0 });
  return { audit, base, everything, dataset, left: flippable.length - again.size };
}

/** Every label's ratios, and how they differ from those without it trusted, from certifications of everything. */
async function compare(
  random: RandomProblem,
  { audit, everything, dataset }: Audited,
  check: (
    of: { gain: number; gainAtMost: number; certified: number; certifiedAtMost: number },
    rise: number,
    ratio: number,
  ) => void,
): Promise<void> {
  const without = await certified(random, dataset, everything);
  for (const i of random.problem.flippable) {
    const label = audit.labels.find(({ node }) => node === dataset.labelled[i]);
    const with_ = await certified(trusting(random, i), dataset, everything);
    for (const kind of ['sampleWise', 'collective'] as const) {
      expect(label?.[kind]?.length).toBe(everything.flips.length + 1);
      label?.[kind]?.forEach((point, k) => {
        const after = with_[kind]?.curve[k];
        const before = without[kind]?.curve[k];
        expect(point.flips).toBe(after?.flips);
        expect(after?.certified).toBe(after?.certifiedAtMost);
        check(point, (after?.certified ?? NaN) - (before?.certified ?? NaN), after?.certified ?? NaN);
      });
    }
  }
}

const EPSILON = 1e-12;

describe('the audit of labels', () => {
  it('gains equal the differences of two independent certifications, for every label and budget', async () => {
    let left = 0;
    let risen = 0;
    let compared = 0;
    for (let seed = 1; seed <= PROBLEMS; seed++) {
      const random = randomProblem(seed, { m: [2, 8], tests: 6, trusted: seed % 3 === 0 });
      const found = await audited(random);
      expect(found.audit.labels.length).toBe(random.problem.flippable.length);
      if (found.audit.status !== 'exact') continue;
      compared++;
      left += found.left;
      await compare(random, found, (point, rise, ratio) => {
        expect(point.gain, `seed ${seed}`).toBeCloseTo(rise, 12);
        expect(point.gainAtMost, `seed ${seed}`).toBe(point.gain);
        expect([point.certified, point.certifiedAtMost], `seed ${seed}`).toEqual([ratio, ratio]);
        if (rise > 0) risen++;
      });
    }
    expect(compared).toBeGreaterThan(0.9 * PROBLEMS);
    // Both must have been put to the test.
    expect(left).toBeGreaterThan(40);
    expect(risen).toBeGreaterThan(200);
  });

  it('brackets of a run that is cut short hold the gain, and are not called exact', async () => {
    let brackets = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomProblem(seed, { m: [6, 8], tests: 6 });
      const found = await audited(random, 5 + (seed % 40));
      const whole = await audited(random);
      if (whole.audit.status !== 'exact') continue;
      await compare(random, found, (point, rise) => {
        expect(point.gain).toBeGreaterThanOrEqual(0);
        expect(point.gain, `seed ${seed}`).toBeLessThanOrEqual(rise + EPSILON);
        expect(point.gainAtMost, `seed ${seed}`).toBeGreaterThanOrEqual(rise - EPSILON);
        if (point.gain < point.gainAtMost) brackets++;
      });
      for (const { status, sampleWise, collective } of found.audit.labels) {
        const certain = [...(sampleWise ?? []), ...(collective ?? [])].every((p) => p.gain === p.gainAtMost);
        expect(status).toBe(certain ? 'exact' : 'bracket');
      }
    }
    expect(brackets).toBeGreaterThan(100);
  });
});
