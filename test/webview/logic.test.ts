import { describe, expect, it } from 'vitest';
import {
  duration,
  list,
  margin,
  NBSP,
  percent,
  percentRange,
  percentShort,
  points,
} from '../../webview/logic/format';
import { clearSpots, distanceToBox, dodge } from '../../webview/logic/labels';
import {
  cellCount,
  countsAt,
  filterRows,
  rowsOf,
  sortRows,
  statusAt,
  typicalFlips,
} from '../../webview/logic/nodes';
import { overviewsOf } from '../../webview/logic/overview';
import { keepOrder, rankModels } from '../../webview/logic/ranking';
import { isFresh, toneOf } from '../../webview/logic/status';
import { makeResult, random } from './support/fixture';
import { running, stateOf } from './support/states';

const plain = (text: string): string => text.replaceAll(NBSP, ' ');

describe('numbers', () => {
  it('have one decimal, and round neither to all nor to none', () => {
    expect(plain(percent(0.312))).toBe('31.2 %');
    expect(plain(percent(1))).toBe('100.0 %');
    expect(plain(percent(0.9999))).toBe('99.9 %');
    expect(plain(percent(0.0001))).toBe('0.1 %');
    expect(plain(percent(0))).toBe('0.0 %');
    expect(plain(percentShort(0.44))).toBe('44 %');
    expect(plain(percentRange(0.312, 0.4))).toBe('31.2–40.0 %');
    expect(plain(percentRange(0.312, 0.31201))).toBe('31.2 %');
  });
  it('say differences with a sign, margins with what is meant, lists in words', () => {
    expect(points(0.056)).toBe('+5.6');
    expect(points(-0.04)).toBe('−4.0');
    expect(points(0.0001)).toBe('±0.0');
    expect(margin(-0.934)).toBe('0.93');
    expect(margin(0.0004)).toBe('0.0004');
    expect(list([3, 1, 2])).toBe('3, 1 and 2');
    expect(plain(duration(12.4))).toBe('12 s');
    expect(plain(duration(240))).toBe('4 min');
  });
});

describe('labels', () => {
  it('are moved apart, in order, within bounds', () => {
    const next = random(3);
    for (let round = 0; round < 50; round++) {
      const wanted = Array.from({ length: 1 + Math.floor(next() * 8) }, () => next() * 200);
      const placed = dodge(wanted, 14, 0, 200);
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
      for (let k = 1; k < order.length; k++) {
        expect(placed[order[k]] - placed[order[k - 1]]).toBeGreaterThanOrEqual(14 - 1e-9);
      }
      expect(Math.min(...placed)).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.max(...placed)).toBeLessThanOrEqual(200 + 1e-9);
    }
    expect(dodge([10, 100], 14, 0, 200)).toEqual([10, 100]);
  });
  it('stand only where they are nearer to their own line than to any other', () => {
    const own = [
      { x: 0, y: 0 },
      { x: 100, y: 100 },
    ];
    const other = [
      { x: 30, y: 0 },
      { x: 130, y: 100 },
    ];
    const spots = clearSpots(
      own,
      [other],
      { width: 24, height: 12 },
      { left: 0, top: 0, right: 200, bottom: 120 },
    );
    expect(spots.length).toBeGreaterThan(0);
    for (const { box } of spots) expect(distanceToBox(box, own)).toBeLessThan(distanceToBox(box, other));
    expect(distanceToBox({ left: 40, right: 60, top: 40, bottom: 60 }, own)).toBe(0);
  });
});

describe('nodes', () => {
  const result = makeResult({ test: 150, openEvery: 5, tieEvery: 30 });
  const rows = rowsOf(result, result.models[2]);

  it('have a status at every budget that agrees with the curve', () => {
    for (const point of result.models[2].sampleWise?.curve ?? []) {
      const counts = countsAt(rows, point.flips);
      expect(counts.safe / rows.length).toBeCloseTo(point.certified, 12);
      expect((counts.safe + counts.open + counts.tie) / rows.length).toBeCloseTo(point.certifiedAtMost, 12);
    }
  });
  it('stand in the order of the file, and again after sorting ends', () => {
    expect(rows.map((row) => row.node)).toEqual(result.dataset.test);
    const byMargin = sortRows(rows, { column: 'margin', descending: true }, 1).map((row) =>
      Math.abs(row.decision),
    );
    expect(byMargin).toEqual([...byMargin].sort((a, b) => b - a));
    expect(sortRows(rows, { column: 'no-such-column', descending: true }, 1)).toBe(rows);
  });
  it('are found by the beginning of the id and by class', () => {
    const prefix = String(rows[40].node).slice(0, 2);
    expect(filterRows(rows, prefix, 'all', 1).every((row) => String(row.node).startsWith(prefix))).toBe(true);
    expect(
      filterRows(rows, ' pm ', 'all', 1).every((row) => row.truth === 'PM' || row.predicted === 'PM'),
    ).toBe(true);
    const open = filterRows(rows, '', 'open', 1);
    expect(open.length).toBe(countsAt(rows, 1).open);
    expect(open.every((row) => row.certificate && statusAt(row.certificate, 1) === 'open')).toBe(true);
  });
  it('say what is typical, as a bracket where it is one', () => {
    const node = (safeFlips: number, breakingFlips: number | null) => ({
      node: 0,
      safeFlips,
      breakingFlips,
      witness: null,
    });
    expect(typicalFlips([node(0, 1), node(1, 2), node(3, 4)])).toEqual({ low: 1, high: 1 });
    expect(typicalFlips([node(0, 3), node(1, 3), node(1, 3)])).toEqual({ low: 1, high: 2 });
    expect(typicalFlips([node(3, null)])).toEqual({ low: 3, high: null });
    expect(typicalFlips([])).toBeNull();
    expect(cellCount(rows, 2)).toBe(2);
  });
});

describe('order and status', () => {
  const result = makeResult({ test: 60 });
  it('ranks by what is asked at the budget, and keeps an order that stands', () => {
    const names = rankModels(overviewsOf(result, 'ratio'), 2);
    const values = names.map(
      (name) =>
        result.models.find((m) => m.name === name)?.sampleWise?.curve.find((p) => p.flips === 2)?.certified ??
        -1,
    );
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(keepOrder(['b', 'gone', 'a'], ['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
  });
  it('claims exactness only where everything is exact and current', () => {
    expect(toneOf(stateOf(result))).toBe('proven');
    expect(toneOf(stateOf(result, { kind: 'stale', reason: 'edited' }))).toBe('stale');
    expect(toneOf(stateOf(makeResult({ test: 30, openEvery: 3 })))).toBe('bracket');
    expect(toneOf(stateOf({ ...result, models: [] }))).toBe('none');
    const bare = result.models.map((m) => ({
      name: m.name,
      architecture: '',
      C: 1,
      accuracy: 1,
      predictions: [],
    }));
    expect(toneOf(stateOf({ ...result, models: bare }))).toBe('bracket');
    const state = stateOf(result, running(['GCN'], 'SGC'));
    expect([isFresh(state, 'GCN'), isFresh(state, 'SGC')]).toEqual([true, false]);
  });
});
