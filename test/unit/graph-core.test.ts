import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseFeatures } from '../../src/core/graph/features';
import { karate } from '../../src/core/graph/karate';
import { drawn, seededRandom } from '../../src/core/graph/random';
import { undirected } from '../../src/core/graph/raw';
import { selectDataset } from '../../src/core/graph/select';
import { splitDataset } from '../../src/core/graph/split';
import type { Csr } from '../../src/core/linalg/csr';
import {
  csrFromDense,
  csrFromTriplets,
  csrPrincipal,
  csrSelectRows,
  csrTranspose,
} from '../../src/core/linalg/csr';

function dense(a: Csr): number[][] {
  const rows = Array.from({ length: a.rows }, () => Array.from({ length: a.cols }, () => 0));
  for (let i = 0; i < a.rows; i++)
    for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++) rows[i][a.colIdx[e]] = a.values[e];
  return rows;
}

/** The invariants that every matrix must keep. */
function sound(a: Csr): void {
  expect(a.rowPtr.length).toBe(a.rows + 1);
  expect(a.rowPtr[0]).toBe(0);
  expect(a.rowPtr[a.rows]).toBe(a.colIdx.length);
  expect(a.values.length).toBe(a.colIdx.length);
  for (let i = 0; i < a.rows; i++) {
    expect(a.rowPtr[i + 1]).toBeGreaterThanOrEqual(a.rowPtr[i]);
    for (let e = a.rowPtr[i] + 1; e < a.rowPtr[i + 1]; e++)
      expect(a.colIdx[e]).toBeGreaterThan(a.colIdx[e - 1]);
  }
}

const triplets = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .chain(([rows, cols]) =>
    fc.record({
      rows: fc.constant(rows),
      cols: fc.constant(cols),
      entries: fc.array(fc.tuple(fc.nat(rows - 1), fc.nat(cols - 1), fc.integer({ min: -3, max: 3 })), {
        maxLength: 30,
      }),
    }),
  );

describe('sparse matrices', () => {
  test('from triplets, transpose, rows and principal submatrices agree with dense ones', () => {
    fc.assert(
      fc.property(triplets, fc.func(fc.boolean()), ({ rows, cols, entries }, keep) => {
        const expected = Array.from({ length: rows }, () => Array.from({ length: cols }, () => 0));
        for (const [i, j, value] of entries) expected[i][j] += value;
        const [r, c, v] = [0, 1, 2].map((k) => entries.map((entry) => entry[k]));
        const a = csrFromTriplets(rows, cols, r, c, v, 'sum');
        sound(a);
        expect(dense(a)).toEqual(expected);
        const t = csrTranspose(a);
        sound(t);
        expect(dense(t)).toEqual(expected[0].map((_, j) => expected.map((row) => row[j])));
        const kept = expected.flatMap((_, i) => (keep(i) ? [i] : []));
        const selected = csrSelectRows(a, kept);
        sound(selected);
        expect(dense(selected)).toEqual(kept.map((i) => expected[i]));
        if (rows === cols) {
          const principal = csrPrincipal(a, kept);
          sound(principal);
          expect(dense(principal)).toEqual(kept.map((i) => kept.map((j) => expected[i][j])));
        }
        expect(csrFromDense(rows, cols, expected.flat())).toEqual(a);
      }),
    );
  });

  test('an undirected graph is symmetric, without self-loops, by the larger weight', () => {
    const edge = fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), (edges) => {
        const [s, t, w] = [0, 1, 2].map((k) => edges.map((e) => e[k]));
        const a = undirected(6, s, t, w);
        sound(a);
        expect(csrTranspose(a)).toEqual(a);
        const full = dense(a);
        for (let i = 0; i < 6; i++) {
          for (let j = 0; j < 6; j++) {
            const weights = edges
              .filter(([x, y]) => i !== j && ((x === i && y === j) || (x === j && y === i)))
              .map((e) => e[2]);
            expect(full[i][j]).toBe(Math.max(0, ...weights));
          }
        }
      }),
    );
  });
});

test('the karate club', () => {
  const { adjacency, labels } = karate();
  sound(adjacency);
  expect(adjacency.rows).toBe(34);
  expect(adjacency.colIdx.length / 2).toBe(78);
  expect(adjacency.values.reduce((sum, w) => sum + w, 0) / 2).toBe(231);
  expect(labels.filter((label) => label === 1)).toHaveLength(17);
  expect([labels[0], labels[33], labels[8]]).toEqual([1, 0, 1]);
});

describe('selection', () => {
  const features = csrFromDense(6, 2, [1, 5, 0, 5, -2, 5, 4, 5, 0, 5, 3, 5]);
  // 0 - 1   2 - 3   4   5, of the classes b a b a c b
  const raw = {
    adjacency: undirected(6, [0, 2], [1, 3], [1, 1]),
    features,
    labels: ['b', 'a', 'b', 'a', 'c', 'b'],
  };
  const all = { features: null, classes: 'all', nodes: 'all' } as const;

  test('classes come before nodes', () => {
    const d = selectDataset('x', raw, { ...all, classes: ['b', 'c'], nodes: 'all' });
    expect([...d.ids]).toEqual([0, 2, 4, 5]);
    expect(d.classes).toEqual(['b', 'c']);
    expect([...d.labels]).toEqual([0, 0, 1, 0]);
    // Without their neighbours of class a, all of them are isolated.
    expect(() => selectDataset('x', raw, { ...all, classes: ['b', 'c'], nodes: 'no-isolated' })).toThrow(
      /no node/,
    );
  });
  test('isolated nodes', () => {
    expect([...selectDataset('x', raw, { ...all, nodes: 'no-isolated' }).ids]).toEqual([0, 1, 2, 3]);
  });
  test('of equally large components, the one with the lowest node', () => {
    expect([...selectDataset('x', raw, { ...all, nodes: 'largest-component' }).ids]).toEqual([0, 1]);
  });
  test('of equally large classes, the lower label', () => {
    const labels = [10, 9, 9, 10, 2, 2];
    expect(selectDataset('x', { ...raw, labels }, { ...all, classes: 'largest-two' }).classes).toEqual([
      2, 9,
    ]);
  });
  test('labels sort as numbers, and as texts by code unit', () => {
    expect(selectDataset('x', { ...raw, labels: [10, 9, 2, 10, 9, -1] }, all).classes).toEqual([
      -1, 2, 9, 10,
    ]);
    expect(selectDataset('x', { ...raw, labels: ['é', 'Z', 'a', 'a', 'a', 'a'] }, all).classes).toEqual([
      'Z',
      'a',
      'é',
    ]);
  });
  test('features', () => {
    const kept = Int32Array.of(0, 2, 3);
    expect(dense(chooseFeatures(features, 'binary', kept))).toEqual([
      [1, 1],
      [0, 1],
      [1, 1],
    ]);
    expect(chooseFeatures(features, null, kept)).toEqual(csrSelectRows(features, kept));
    expect(dense(chooseFeatures(null, null, kept))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(() => chooseFeatures(null, 'binary', kept)).toThrow(/no features/);
  });
  test('standardized: mean 0 and variance 1 over the whole file, a constant column 0', () => {
    const whole = dense(chooseFeatures(features, 'standardized', Int32Array.of(0, 1, 2, 3, 4, 5)));
    const first = whole.map((row) => row[0]);
    expect(first.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 12);
    expect(first.reduce((sum, x) => sum + x * x, 0) / 6).toBeCloseTo(1, 12);
    expect(whole.map((row) => row[1])).toEqual([0, 0, 0, 0, 0, 0]);
    const part = dense(chooseFeatures(features, 'standardized', Int32Array.of(2)));
    expect(part[0][0]).toBeCloseTo(whole[2][0], 12);
  });
  test('a constant column that rounds badly is still constant', () => {
    const a = csrFromDense(3, 1, [0.1, 0.1, 0.1]);
    expect(dense(chooseFeatures(a, 'standardized', Int32Array.of(0, 1, 2)))).toEqual([[0], [0], [0]]);
  });
});

describe('random draws', () => {
  test('the sequence of a seed never changes', () => {
    const random = seededRandom(0);
    expect(Array.from({ length: 8 }, () => random.below(1000))).toMatchInlineSnapshot(`
      [
        344,
        166,
        804,
        353,
        721,
        610,
        237,
        904,
      ]
    `);
  });
  test('each item is drawn equally often', () => {
    const counts = [0, 0, 0, 0, 0];
    const random = seededRandom(7);
    for (let i = 0; i < 20_000; i++) for (const item of drawn([0, 1, 2, 3, 4], 2, random)) counts[item]++;
    for (const count of counts) expect(Math.abs(count - 8000)).toBeLessThan(300);
  });
  test('no remainder favours small numbers', () => {
    const random = seededRandom(3);
    const n = 3 * 2 ** 30;
    let low = 0;
    for (let i = 0; i < 20_000; i++) if (random.below(n) < 2 ** 30) low++;
    expect(Math.abs(low / 20_000 - 1 / 3)).toBeLessThan(0.02);
  });
  test('large seeds differ', () => {
    const firsts = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].map((seed) => seededRandom(seed).below(2 ** 32));
    expect(new Set(firsts).size).toBe(5);
  });
});

describe('splits', () => {
  const dataset = selectDataset('karate', karate(), { features: null, classes: 'all', nodes: 'all' });
  test('are disjoint, ascending, of the sizes asked for, and the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 2 }),
        fc.nat(),
        (perClass, count, seed) => {
          const rule = { labelled: { perClass }, test: count, seed };
          const split = splitDataset(dataset, rule, 34);
          expect(split).toEqual(splitDataset(dataset, rule, 34));
          expect(split.test).toHaveLength(count);
          for (const c of [0, 1]) {
            const rows = [...split.labelled].slice(c * perClass, (c + 1) * perClass);
            expect(rows).toEqual([...rows].sort((a, b) => a - b));
            for (const row of rows) expect(dataset.labels[row]).toBe(c);
          }
          expect(new Set([...split.labelled, ...split.test]).size).toBe(2 * perClass + count);
        },
      ),
    );
  });
  test('rest is everything else, lists keep their order', () => {
    const split = splitDataset(dataset, { labelled: [33, 0], test: 'rest', seed: 0 }, 34);
    expect([...split.labelled]).toEqual([33, 0]);
    expect([...split.test]).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
    expect([...splitDataset(dataset, { labelled: [0], test: [5, 3], seed: 0 }, 34).test]).toEqual([5, 3]);
  });
});
