import { describe, expect, it } from 'vitest';
import { farthest, meanRanks, paperTable, ranksOf } from '../../src/report/paper';
import { assembleResult } from '../../src/report/assemble';
import type { CurvePoint, DatasetSummary, ModelResult, SeedResult } from '../../src/report/result';

const dataset: DatasetSummary = {
  name: 'd',
  nodes: 3,
  edges: 0,
  features: 1,
  classes: [0, 1],
  labelled: [0, 1],
  labels: [0, 1],
  test: [2],
  testLabels: [0],
};
const BUDGETS = [0.05, 0.1, 0.2, 0.5];

function model(name: string, ratios: readonly number[]): ModelResult {
  const point = (certified: number, flips: number): CurvePoint => ({
    flips,
    ...(flips === 0 ? {} : { budget: BUDGETS[flips - 1] }),
    certified,
    certifiedAtMost: certified,
    certifiedAccuracy: certified / 2,
  });
  const curve = [1, ...ratios].map(point);
  return {
    name,
    architecture: 'gcn',
    C: 1,
    accuracy: 1,
    predictions: [],
    collective: { status: 'exact', method: 'm', seconds: 1, curve },
  };
}

const seeds: readonly SeedResult[] = [
  { seed: 0, dataset, models: [model('A', [0.9, 0.5, 0.4, 0]), model('B', [0.8, 0.5, 0.6, 0])] },
  { seed: 1, dataset, models: [model('A', [0.7, 0.5, 0.2, 0]), model('B', [0.8, 0.4, 0.6, 0])] },
];
const result = assembleResult('f', seeds, true, []);
const published = { source: 'a paper', budgets: [0.05, 0.2], models: { A: [80.5, 29] } };

describe('tables of a paper', () => {
  it('state the means with the published ratios where there are some', () => {
    const table = paperTable(result, 'collective', 'certified-ratio', published);
    expect(table.budgets).toEqual(BUDGETS);
    expect(table.rows.map(({ model: name }) => name)).toEqual(['A', 'B']);
    const [a, b] = table.rows;
    expect(a.cells.map(({ published: p }) => p)).toEqual([80.5, null, 29, null]);
    expect(a.cells[0].mean).toBeCloseTo(0.8, 12);
    expect(a.cells[0].deviation).toBeCloseTo(Math.sqrt(0.02), 12);
    expect(b.cells.every(({ published: p }) => p === null)).toBe(true);
    expect(farthest(table)).toBeCloseTo(1, 9);
  });
  it('publish nothing beside accuracies, nor beside the other kind', () => {
    const accuracies = paperTable(result, 'collective', 'certified-accuracy', published);
    expect(accuracies.rows[0].cells[0].mean).toBeCloseTo(0.4, 12);
    expect(farthest(accuracies)).toBeNull();
    expect(paperTable(result, 'sample-wise', 'certified-ratio', published).rows).toEqual([]);
  });
  it('ranks: the largest ratio is first, equal ones share the mean', () => {
    expect(ranksOf([0.3, 0.9, 0.3, 0.1])).toEqual([2.5, 1, 2.5, 4]);
    // Up to 10 %: A is 1, 1.5 and 2, 1; over 10 to 30 %: 2 and 2; beyond: a tie twice.
    expect(meanRanks(seeds, 'collective')).toEqual([
      { model: 'A', ranks: [(1 + 1.5 + 2 + 1) / 4, 2, 1.5] },
      { model: 'B', ranks: [(2 + 1.5 + 1 + 2) / 4, 1, 1.5] },
    ]);
    expect(meanRanks(seeds, 'collective', [{ over: 0.6, to: 1 }])[0].ranks).toEqual([null]);
  });
});
