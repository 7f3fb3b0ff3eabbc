import { describe, expect, it, test } from 'vitest';
import { seededRandom } from '../../src/core/graph/random';
import { stratifiedFolds, validationAccuracy } from '../../src/core/svm/cross-validation';
import { assembleResult } from '../../src/report/assemble';
import { meansOf, spread } from '../../src/report/means';
import { plateausOf } from '../../src/report/plateaus';
import type { CurvePoint, DatasetSummary, ModelResult, SeedResult, Status } from '../../src/report/result';
import { decisions } from '../support/brute-force';
import { random, randomProblem } from '../support/random';

const dataset: DatasetSummary = {
  name: 'd',
  nodes: 9,
  edges: 0,
  features: 1,
  classes: [0, 1],
  labelled: [0, 1],
  labels: [0, 1],
  test: [2],
  testLabels: [0],
};

function model(ratios: readonly number[], status: Status = 'exact', atMost = ratios): ModelResult {
  const curve = ratios.map((certified, flips): CurvePoint => ({
    flips,
    certified,
    certifiedAtMost: atMost[flips],
    certifiedAccuracy: certified / 2,
    witness: flips === 0 ? null : [{ node: flips, label: 1 }],
  }));
  return {
    name: 'A',
    architecture: 'gcn',
    C: 1,
    accuracy: ratios[0],
    predictions: [],
    collective: { status, method: 'm', seconds: 2, curve },
  };
}

const seed = (n: number, of: ModelResult): SeedResult => ({ seed: n, dataset, models: [of] });

describe('means over seeds', () => {
  it('mean and sample standard deviation, by hand', () => {
    // 1, 2, 6: mean 3, squares 4 + 1 + 9 = 14, 14 / 2 = 7.
    expect(spread([1, 2, 6])).toEqual({ mean: 3, deviation: Math.sqrt(7) });
    expect(spread([5])).toEqual({ mean: 5, deviation: 0 });
  });
  it('of each point, with the least certain status and all seconds', () => {
    const [mean] = meansOf([seed(0, model([1, 0.5])), seed(1, model([0.5, 0.25], 'bracket', [0.5, 0.75]))]);
    expect(mean).toMatchObject({ name: 'A', seeds: 2, accuracy: { mean: 0.75 } });
    expect(mean.collective).toMatchObject({ status: 'bracket', seconds: 4 });
    expect(mean.collective?.curve[1].certified).toEqual({
      mean: 0.375,
      deviation: Math.sqrt(2 * 0.125 ** 2),
    });
    expect(mean.collective?.curve[1].certifiedAtMost.mean).toBe(0.625);
    expect(mean.sampleWise).toBeUndefined();
  });
  it('are what an expectation is held against', () => {
    const expectation = {
      model: 'A',
      kind: 'collective',
      budget: 1,
      flips: 1,
      quantity: 'certified-ratio',
      operator: '>=',
      value: 0.35,
      condition: '>= 0.35',
    } as const;
    const seeds = [seed(0, model([1, 0.5])), seed(1, model([1, 0.25]))];
    const result = assembleResult('f', seeds, true, [expectation]);
    expect(result.expectations).toMatchObject([{ outcome: 'held', value: 0.375 }]);
    expect(result.models).toBe(seeds[0].models);
    const first = assembleResult('f', [seeds[1]], false, [expectation]);
    expect(first.expectations).toMatchObject([{ outcome: 'failed', value: 0.25 }]);
    expect(first.seeds).toBeUndefined();
  });
});

describe('plateaus', () => {
  const curveOf = (ratios: readonly number[], atMost?: readonly number[]): readonly CurvePoint[] =>
    model(ratios, 'exact', atMost ?? ratios).collective?.curve ?? [];
  test.each([
    [[1, 0.6, 0.6, 0.6, 0.2], [[1, 3, 0.6]]],
    [
      [1, 1, 0.5, 0.5],
      [
        [0, 1, 1],
        [2, 3, 0.5],
      ],
    ],
    [[1, 0.9, 0.8], []],
    [[0, 0, 0], [[0, 2, 0]]],
    [[], []],
  ] as const)('%j', (ratios, expected) => {
    expect(plateausOf(curveOf(ratios)).map(({ from, to, certified }) => [from, to, certified])).toEqual(
      expected,
    );
  });
  it('holds only exact values, and names the worst set at its beginning', () => {
    expect(plateausOf(curveOf([1, 0.5, 0.5, 0.5], [1, 0.6, 0.5, 0.5]))).toEqual([
      { from: 2, to: 3, certified: 0.5, witness: [{ node: 2, label: 1 }] },
    ]);
  });
  it('two shares that allow the same flips make none', () => {
    const [point] = curveOf([1]);
    expect(plateausOf([point, { ...point, budget: 0.05 }])).toEqual([]);
  });
});

describe('cross-validation', () => {
  it('deals every class evenly', () => {
    const labels = Int32Array.from({ length: 22 }, (_, i) => (i < 8 ? 0 : i < 12 ? 1 : 2));
    const fold = stratifiedFolds(labels, 3, 4, seededRandom(1));
    for (let c = 0; c < 3; c++) {
      const counts = [0, 0, 0, 0];
      labels.forEach((label, i) => (counts[fold[i]] += label === c ? 1 : 0));
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect([...fold]).not.toEqual([...stratifiedFolds(labels, 3, 4, seededRandom(2))]);
  });
  it('equals training each fold by plain coordinate descent', () => {
    let compared = 0;
    for (let s = 1; s <= 40; s++) {
      const { problem } = randomProblem(s, { m: [6, 9], tests: 1 });
      const { m, Q, C } = problem;
      const next = random(s);
      for (const classes of [2, 3]) {
        const labels = Int32Array.from({ length: m }, () => Math.floor(classes * next()));
        const fold = Int32Array.from({ length: m }, (_, i) => i % 3);
        let expected = 0;
        let close = false;
        for (let held = 0; held < 3; held++) {
          const trained = [...labels.keys()].filter((i) => fold[i] !== held);
          const tested = [...labels.keys()].filter((i) => fold[i] === held);
          const values = Array.from({ length: classes }, (_, p) =>
            decisions(
              {
                ...problem,
                m: trained.length,
                tests: tested.length,
                Q: Float64Array.from(trained.flatMap((i) => trained.map((j) => Q[i * m + j]))),
                R: Float64Array.from(tested.flatMap((t) => trained.map((j) => Q[t * m + j]))),
              },
              Int8Array.from(trained, (i) => (labels[i] === p ? 1 : -1)),
            ),
          );
          const right = tested.filter((t, k) => {
            const own = values.map((f) => f[k]);
            const sorted = [...own].sort((a, b) => b - a);
            if (Number.isNaN(own[0]) || sorted[0] - sorted[1] < 1e-6) close = true;
            const said = classes === 2 ? (own[1] >= 0 ? 1 : 0) : own.indexOf(sorted[0]);
            return said === labels[t];
          });
          expected += right.length / tested.length / 3;
        }
        if (close) continue;
        compared++;
        expect(validationAccuracy({ Q, labels, classes }, fold, C)).toBeCloseTo(expected, 12);
      }
    }
    expect(compared).toBeGreaterThan(30);
  });
});
