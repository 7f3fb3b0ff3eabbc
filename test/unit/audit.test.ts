import { describe, expect, it } from 'vitest';
import { modelAudit, openQuestions, rankingBudget, rankLabels, worstSetsOf } from '../../src/report/audit';
import type { GainPoint, LabelAudit } from '../../src/report/audit-result';
import type { Flip, ModelResult } from '../../src/report/result';

const point = (flips: number, gain: number): GainPoint => ({
  flips,
  certified: 0.5,
  certifiedAtMost: 0.5,
  gain,
  gainAtMost: gain,
});

function label(node: number, single: number, common: number, sets: number): LabelAudit {
  return {
    node,
    label: 0,
    worstSets: { sampleWise: sets, collective: 0 },
    status: 'exact',
    sampleWise: [point(0, 0), point(2, single)],
    collective: [point(0, 0), point(2, common)],
  };
}

const flips = (...nodes: number[]): Flip[] => nodes.map((node) => ({ node, label: 1 }));

/** Four test nodes, labels 1, 2, 3; budgets 1 and 2. */
const base: ModelResult = {
  name: 'M',
  architecture: 'kernel',
  C: 1,
  accuracy: 1,
  predictions: [10, 11, 12, 13].map((node) => ({ node, class: 0, decision: -1 })),
  sampleWise: {
    status: 'exact',
    method: 'm',
    seconds: 0,
    nodes: [
      { node: 10, safeFlips: 0, breakingFlips: 1, witness: flips(1) },
      { node: 11, safeFlips: 1, breakingFlips: 2, witness: flips(1, 2) },
      { node: 12, safeFlips: 2, breakingFlips: null, witness: null },
      { node: 13, safeFlips: 2, breakingFlips: null, witness: null },
    ],
    curve: [
      { flips: 0, certified: 1, certifiedAtMost: 1, certifiedAccuracy: 1 },
      { flips: 1, certified: 0.75, certifiedAtMost: 0.75, certifiedAccuracy: 0.75 },
      { flips: 2, certified: 0.5, certifiedAtMost: 0.5, certifiedAccuracy: 0.5 },
    ],
  },
  collective: {
    status: 'exact',
    method: 'm',
    seconds: 0,
    curve: [
      { flips: 0, certified: 1, certifiedAtMost: 1, certifiedAccuracy: 1, witness: null },
      { flips: 1, certified: 0.75, certifiedAtMost: 0.75, certifiedAccuracy: 0.75, witness: flips(1) },
      { flips: 2, certified: 0.5, certifiedAtMost: 0.5, certifiedAccuracy: 0.5, witness: flips(1, 2) },
    ],
  },
};

const dataset = {
  name: 'x',
  nodes: 7,
  edges: 0,
  features: 1,
  classes: [0, 1],
  labelled: [3, 2, 1, 4],
  labels: [0, 1, 0, 1],
  test: [10, 11, 12, 13],
  testLabels: [0, 0, 0, 0],
};

describe('ranking labels', () => {
  it('by the proven gain of single nodes, then of all at once, then by worst sets, then as they stand', () => {
    const labels = [
      label(1, 0, 0, 3),
      label(2, 0.2, 0, 1),
      label(3, 0, 0, 3),
      label(4, 0, 0.1, 0),
      label(5, 0.2, 0.1, 0),
    ];
    expect(rankLabels(labels, 2).map(({ node }) => node)).toEqual([5, 2, 4, 1, 3]);
    // At a budget that was not asked for only the sets are left.
    expect(rankLabels(labels, 7).map(({ node }) => node)).toEqual([1, 3, 2, 4, 5]);
  });

  it('at the budget nearest to a tenth of the labels, and never at 0', () => {
    expect(rankingBudget([0, 1, 2, 3, 4], 20)).toBe(2);
    expect(rankingBudget([0, 1, 3], 20)).toBe(1);
    expect(rankingBudget([0, 5, 9], 20)).toBe(5);
    expect(rankingBudget([0, 1, 2], 4)).toBe(1);
    expect(rankingBudget([0], 4)).toBe(0);
  });
});

describe('worst sets and what they prove', () => {
  it('counts the sets of test nodes and of budgets', () => {
    expect(worstSetsOf(base, 1)).toEqual({ sampleWise: 2, collective: 2 });
    expect(worstSetsOf(base, 2)).toEqual({ sampleWise: 1, collective: 1 });
    expect(worstSetsOf(base, 3)).toEqual({ sampleWise: 0, collective: 0 });
  });

  it('asks only what no witness settles', () => {
    expect(openQuestions(base, 1)).toEqual({ kinds: ['sample-wise', 'collective'], flips: [1, 2] });
    expect(openQuestions(base, 2)).toEqual({ kinds: ['sample-wise', 'collective'], flips: [2] });
    expect(openQuestions(base, 3)).toBe(null);
  });

  it('leaves an open test node open', () => {
    const { sampleWise } = base;
    if (sampleWise === undefined) throw new Error('no sample-wise part');
    const [first, second, third, fourth] = sampleWise.nodes;
    const open: ModelResult = {
      ...base,
      sampleWise: { ...sampleWise, nodes: [first, second, third, { ...fourth, safeFlips: 1 }] },
    };
    const curve = sampleWise.curve.map((p) => (p.flips === 2 ? { ...p, certified: 0.25 } : p));
    const bracket = { ...open, sampleWise: { ...sampleWise, nodes: open.sampleWise?.nodes ?? [], curve } };
    expect(openQuestions(bracket, 3)).toEqual({ kinds: ['sample-wise'], flips: [2] });
  });
});

describe('an audit', () => {
  const found = (cancelled: boolean) =>
    modelAudit({ dataset, base, trusted: [4], again: new Map(), cancelled, flips: 2, seconds: 1 });

  it('leaves trusted labels out and keeps each label with its node', () => {
    const { labels, trusted } = found(true);
    expect(labels.map(({ node, label: of }) => [node, of])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
    expect(trusted).toEqual([4]);
  });

  it('that was cut short says of each label what is proven all the same', () => {
    const { labels, status } = found(true);
    expect(status).toBe('cancelled');
    const [one, two, three] = labels;
    expect([one.status, two.status, three.status]).toEqual(['cancelled', 'cancelled', 'exact']);
    // Node 10 hangs on label 1 alone, so it stays broken; node 11 may be saved by label 2.
    expect(two.sampleWise?.[2]).toMatchObject({
      certified: 0.5,
      certifiedAtMost: 0.75,
      gain: 0,
      gainAtMost: 0.25,
    });
    expect(two.sampleWise?.[1]).toMatchObject({ gain: 0, gainAtMost: 0 });
    expect(three.collective?.[2]).toMatchObject({
      certified: 0.5,
      certifiedAtMost: 0.5,
      gain: 0,
      gainAtMost: 0,
    });
  });
});
