import { describe, expect, it } from 'vitest';
import { curveRows } from '../../src/cli/table-rows';
import { percent } from '../../src/report/format';
import { latexTable } from '../../src/report/latex';
import { meansOf } from '../../src/report/means';
import type { ModelResult, Result } from '../../src/report/result';
import { messages } from '../../src/extension/messages';
import { resultOf } from '../support/runs';

/** 2,999 of 3,000 nodes are certified at one flip, one of them at two. */
function nearly(): Result {
  const point = (flips: number, nodes: number) => ({
    flips,
    certified: nodes / 3000,
    certifiedAtMost: nodes / 3000,
    certifiedAccuracy: nodes / 3000,
  });
  const model: ModelResult = {
    name: 'GCN',
    architecture: 'gcn',
    C: 1,
    accuracy: 2999 / 3000,
    predictions: [],
    sampleWise: {
      status: 'exact',
      method: 'flip engine',
      seconds: 1,
      nodes: [],
      curve: [point(0, 3000), point(1, 2999), point(2, 1), point(3, 0)],
    },
  };
  return { ...resultOf('a'), models: [model] };
}

describe('a share that is nearly all, or nearly none', () => {
  const shown = ['100.0', '99.9', '0.1', '0.0'];

  it('is neither in the table, nor in LaTeX, nor in the editor', () => {
    const [row] = curveRows(nearly());
    expect(row.ratios).toEqual(shown.map((digits) => `${digits} %`));
    expect(row.accuracy).toBe('99.9 %');
    const latex = latexTable(nearly());
    expect(latex).toContain('99.9 & 99.9 & 0.1 & 0.0 ');
    expect(messages.statusExact(2999 / 3000, 1)).toContain('99.9 % safe');
  });

  it('nor as the mean of several seeds', () => {
    const [model] = nearly().models;
    const means = meansOf([0, 1].map((seed) => ({ seed, dataset: nearly().dataset, models: [model] })));
    const [row] = curveRows({ ...nearly(), means });
    expect(row.ratios).toEqual(shown.map((digits) => `${digits} ± 0.0 %`));
  });

  it('is all or none where it is exactly that', () => {
    expect([percent(1), percent(0), percent(0.5)]).toEqual(['100.0 %', '0.0 %', '50.0 %']);
  });
});
