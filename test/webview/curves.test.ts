import { describe, expect, it } from 'vitest';
import {
  axisEndOf,
  defaultFlips,
  flipTicks,
  heightAt,
  longestPlateau,
  nearestStop,
  percentTicks,
  plateauOf,
  shape,
  shapeOfMean,
  stopAtLeast,
  stopsOf,
  untilZero,
  type Point,
} from '../../webview/logic/curves';
import { meansOf } from '../../src/report/means';
import type { Result } from '../../src/report/result';
import { splitOf } from '../../webview/logic/split';
import { makeResult } from './support/fixture';

const exact = (...values: number[]): Point[] => values.map((low, flips) => ({ flips, low, high: low }));

describe('shape', () => {
  const result = makeResult({ test: 120, openEvery: 4 });
  const model = result.models[0];

  it('gives the ratio as proven and possible', () => {
    const points = shape(model, 'sample-wise', 'ratio') ?? [];
    expect(points.map((p) => p.low)).toEqual(model.sampleWise?.curve.map((p) => p.certified));
    expect(points.map((p) => p.high)).toEqual(model.sampleWise?.curve.map((p) => p.certifiedAtMost));
    expect(points.some((p) => p.high > p.low)).toBe(true);
  });

  it('never lets the accuracy be more than it can be', () => {
    for (const kind of ['sample-wise', 'collective'] as const) {
      const ratio = shape(model, kind, 'ratio') ?? [];
      const accuracy = shape(model, kind, 'accuracy') ?? [];
      accuracy.forEach((p, i) => {
        expect(p.low).toBeLessThanOrEqual(p.high);
        expect(p.high).toBeLessThanOrEqual(ratio[i].high + 1e-12);
        expect(p.high).toBeLessThanOrEqual(model.accuracy + 1e-12);
        if (ratio[i].high === ratio[i].low) expect(p.high).toBe(p.low);
      });
    }
  });

  it('is absent where the kind was not certified', () => {
    const [only] = makeResult({ test: 20, kinds: ['collective'] }).models;
    expect(shape(only, 'sample-wise', 'ratio')).toBeNull();
  });
});

describe('plateau', () => {
  it('is the longest level run of two flips or more', () => {
    expect(plateauOf(exact(1, 0.8, 0.6, 0.6, 0.6, 0.5, 0.4, 0.4, 0.4, 0.4, 0))).toEqual({
      from: 6,
      to: 9,
      value: 0.4,
    });
  });
  it('is not a run of one flip, of nothing, of everything, or of a bracket', () => {
    expect(plateauOf(exact(1, 0.6, 0.6, 0.2))).toBeNull();
    expect(plateauOf(exact(1, 0, 0, 0, 0))).toBeNull();
    expect(plateauOf(exact(1, 1, 1, 1, 0.5))).toBeNull();
    expect(plateauOf(exact(1, 0.5, 0.5, 0.5).map((p) => ({ ...p, high: p.low + 0.1 })))).toBeNull();
  });
  it('counts flips, not budgets', () => {
    const sparse = [0, 1, 5, 10].map((flips, i) => ({
      flips,
      low: [1, 0.5, 0.5, 0][i],
      high: [1, 0.5, 0.5, 0][i],
    }));
    expect(plateauOf(sparse)).toEqual({ from: 1, to: 5, value: 0.5 });
  });
});

describe('plateau of the result', () => {
  const level = (from: number, to: number, certified: number) => ({ from, to, certified });
  it('is the longest after the first fall and before nothing is left, and of equals the first', () => {
    expect(longestPlateau([level(0, 9, 1), level(3, 4, 0.8), level(5, 7, 0.4), level(10, 20, 0)])).toEqual({
      from: 5,
      to: 7,
      value: 0.4,
    });
    expect(longestPlateau([level(1, 3, 0.8), level(4, 6, 0.4)])?.from).toBe(1);
    expect(longestPlateau([level(0, 2, 1), level(5, 9, 0)])).toBeNull();
    expect(longestPlateau([])).toBeNull();
  });
});

describe('shape of a mean', () => {
  const split = (seed: number, model: Result['models'][number]) => ({
    seed,
    dataset: exactResult.dataset,
    models: [{ ...model, name: 'A' }],
  });
  const exactResult = makeResult({ test: 120 });
  const open = makeResult({ test: 120, openEvery: 4 });
  const [a, b] = exactResult.models;

  it('has the deviation of the quantity, and none of one seed', () => {
    const [mean] = meansOf([split(0, a), split(1, b)]);
    for (const [quantity, key] of [
      ['ratio', 'certified'],
      ['accuracy', 'certifiedAccuracy'],
    ] as const) {
      const points = shapeOfMean(mean, 'collective', quantity, 2) ?? [];
      points.forEach((point, k) => {
        const values = [a, b].map((model) => model.collective?.curve[k][key] ?? -1);
        const difference = Math.abs(values[0] - values[1]);
        expect(point.low).toBeCloseTo((values[0] + values[1]) / 2, 12);
        expect(point.high).toBe(point.low);
        // Of two values the sample standard deviation is their difference over the root of two.
        expect(point.deviation).toBeCloseTo(difference / Math.SQRT2, 12);
      });
      expect(shapeOfMean(mean, 'collective', quantity, 1)?.some((p) => 'deviation' in p)).toBe(false);
    }
  });
  it('claims no deviation of a bracket', () => {
    const [mean] = meansOf([split(0, a), split(1, open.models[1])]);
    const points = shapeOfMean(mean, 'sample-wise', 'ratio', 2) ?? [];
    expect(points.some((p) => p.high > p.low + 1e-9)).toBe(true);
    for (const p of points) expect(p.deviation === undefined).toBe(p.high > p.low + 1e-9);
  });
});

describe('axis', () => {
  const all = Array.from({ length: 21 }, (_, i) => i);
  it('reaches 8 flips, or two past the plateau, on a budget', () => {
    expect(axisEndOf(all, null)).toBe(8);
    expect(axisEndOf(all, { from: 3, to: 6, value: 0.4 })).toBe(8);
    expect(axisEndOf(all, { from: 3, to: 12, value: 0.4 })).toBe(14);
    expect(axisEndOf([0, 1, 2, 3], null)).toBe(3);
    expect(axisEndOf([0, 5, 10, 15, 20, 25, 30, 50, 100], null)).toBe(30);
  });
  it('labels whole flips with room between them, first and last included', () => {
    expect(flipTicks(8, 660, 24)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const many = flipTicks(100, 236, 24);
    expect(many[0]).toBe(0);
    expect(many[many.length - 1]).toBe(100);
    for (let i = 1; i < many.length; i++)
      expect(((many[i] - many[i - 1]) / 100) * 236).toBeGreaterThanOrEqual(24);
  });
  it('labels round shares', () => {
    expect(percentTicks(8, 20, 660)).toEqual([0, 10, 20, 30, 40]);
    expect(percentTicks(100, 100, 660)).toEqual([0, 20, 40, 60, 80, 100]);
  });
});

describe('stops', () => {
  it('are the budgets of the result, and the slider falls on them alone', () => {
    const stops = stopsOf(makeResult({ test: 20, budgets: [0, 1, 2, 5] }));
    expect(stops).toEqual([0, 1, 2, 5]);
    expect(nearestStop(stops, 3)).toBe(2);
    expect(nearestStop(stops, 99)).toBe(5);
    expect(stopAtLeast(stops, 3)).toBe(5);
    expect(defaultFlips(stops, 20)).toBe(2);
    expect(defaultFlips([0, 5, 10], 20)).toBe(5);
    expect(defaultFlips([0], 20)).toBe(0);
  });
  it('lines are straight between budgets and end where they are zero', () => {
    const points = exact(1, 0.5, 0, 0);
    expect(heightAt(points, 0.5)).toBe(0.75);
    expect(heightAt(points, 9)).toBeNull();
    expect(untilZero(points, 'low')).toHaveLength(3);
  });
});

describe('the split that is looked at', () => {
  const [a, b] = [makeResult({ test: 20 }), makeResult({ test: 30, models: ['GCN', 'MLP'] })];
  const whole: Result = {
    ...a,
    seeds: [
      { seed: 4, dataset: a.dataset, models: a.models },
      { seed: 7, dataset: b.dataset, models: b.models },
    ],
  };
  it('is the one asked for where it has the model, and the same one while nothing changes', () => {
    const split = splitOf(whole, 7, 'MLP', null);
    expect([split.seed, split.result.dataset, split.result.models]).toEqual([7, b.dataset, b.models]);
    expect(splitOf(whole, 7, 'GCN', split)).toBe(split);
    expect(splitOf(whole, 7, 'SGC', split).seed).toBe(4);
    expect(splitOf(whole, 99, 'MLP', split).seed).toBe(4);
    expect(splitOf({ ...whole }, 7, 'MLP', split)).not.toBe(split);
  });
  it('is the result itself where there is a single one', () => {
    expect(splitOf(a, 7, 'GCN', null)).toEqual({ seed: null, result: a, whole: a });
  });
});
