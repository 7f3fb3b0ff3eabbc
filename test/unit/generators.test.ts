import { describe, expect, test } from 'vitest';
import { CBA_DEFAULTS, cba } from '../../src/core/graph/cba';
import { featureCount } from '../../src/core/graph/contextual';
import { CSBM_DEFAULTS, csbm } from '../../src/core/graph/csbm';
import type { RawGraph } from '../../src/core/graph/raw';
import { seededRandom } from '../../src/core/graph/random';
import { gaussians, graphRandom, uniform } from '../../src/core/graph/sampling';
import { csrTranspose } from '../../src/core/linalg/csr';

/** Edges within and between the classes, and the pairs of nodes of each sort. */
function counts({ adjacency: a, labels }: RawGraph) {
  const out = { within: 0, between: 0, withinPairs: 0, betweenPairs: 0 };
  for (let i = 0; i < a.rows; i++) {
    for (let j = i + 1; j < a.rows; j++) out[labels[i] === labels[j] ? 'withinPairs' : 'betweenPairs']++;
    for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++)
      if (i < a.colIdx[e]) out[labels[i] === labels[a.colIdx[e]] ? 'within' : 'between']++;
  }
  return out;
}

function sound({ adjacency: a, labels, features }: RawGraph): void {
  expect(csrTranspose(a)).toEqual(a);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++) expect(a.colIdx[e]).not.toBe(i);
  for (const weight of a.values) expect(weight).toBe(1);
  expect(labels).toHaveLength(a.rows);
  expect(new Set(labels)).toEqual(new Set([0, 1]));
  expect([features?.rows, features?.cols]).toEqual([a.rows, featureCount(a.rows)]);
}

/** An observed number of successes lies within five standard deviations of what is expected. */
function near(successes: number, trials: number, probability: number): void {
  const deviation = Math.sqrt(trials * probability * (1 - probability));
  expect(Math.abs(successes - trials * probability)).toBeLessThan(5 * deviation);
}

describe('csbm', () => {
  test('the paper has 7 features for 200 nodes', () => {
    expect(featureCount(200)).toBe(7);
    expect(featureCount(2)).toBe(4);
    for (let n = 2; n < 3000; n++) expect(featureCount(n)).toBeGreaterThan(0);
  });
  test('is undirected, with two classes and its features', () => sound(csbm(CSBM_DEFAULTS)));
  test('has the density asked for within and between classes', () => {
    const found = counts(csbm({ ...CSBM_DEFAULTS, nodes: 1500 }));
    near(found.within, found.withinPairs, 0.0317);
    near(found.between, found.betweenPairs, 0.0074);
  });
  test('p = 1 and q = 0 give two cliques', () => {
    const found = counts(csbm({ ...CSBM_DEFAULTS, nodes: 40, p: 1, q: 0 }));
    expect(found.within).toBe(found.withinPairs);
    expect(found.between).toBe(0);
  });
  test('the classes are balanced and their features lie around -mu and mu', () => {
    const nodes = 4000;
    const { labels, features } = csbm({ ...CSBM_DEFAULTS, nodes, p: 0, q: 0, K: 3, sigma: 2 });
    near(labels.filter((label) => label === 1).length, nodes, 0.5);
    const d = featureCount(nodes);
    const mu = (3 * 2) / (2 * Math.sqrt(d));
    for (const label of [0, 1]) {
      const rows = labels.flatMap((own, i) => (own === label ? [i] : []));
      let sum = 0;
      let squares = 0;
      const center = label === 1 ? mu : -mu;
      for (const i of rows) {
        for (let e = i * d; e < (i + 1) * d; e++) {
          const x = features?.values[e] ?? NaN;
          sum += x;
          squares += (x - center) ** 2;
        }
      }
      const count = rows.length * d;
      expect(Math.abs(sum / count - center)).toBeLessThan((5 * 2) / Math.sqrt(count));
      expect(Math.abs(squares / count / 4 - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    }
  });
  test('the same seed gives the same graph, another seed another', () => {
    expect(csbm(CSBM_DEFAULTS)).toEqual(csbm({ ...CSBM_DEFAULTS }));
    const edges = new Set(
      Array.from({ length: 20 }, (_, seed) => csbm({ ...CSBM_DEFAULTS, seed }).adjacency.colIdx.join()),
    );
    expect(edges.size).toBe(20);
  });
  test('p and q leave classes and features as they are', () => {
    const one = csbm(CSBM_DEFAULTS);
    const two = csbm({ ...CSBM_DEFAULTS, p: 0.3, q: 0.1 });
    expect(two.labels).toEqual(one.labels);
    expect(two.features).toEqual(one.features);
  });
  test('the graph of a seed never changes', () => {
    const { adjacency, features, labels } = csbm(CSBM_DEFAULTS);
    expect([adjacency.colIdx.length / 2, labels.slice(0, 12).join('')]).toMatchInlineSnapshot(`
      [
        396,
        "110100100100",
      ]
    `);
    expect(Array.from(features?.values.slice(0, 3) ?? [], (x) => x.toFixed(6))).toMatchInlineSnapshot(`
      [
        "-0.697185",
        "-0.693309",
        "0.515818",
      ]
    `);
  });
  test('a graph that fits in no memory is refused', () => {
    expect(() => csbm({ ...CSBM_DEFAULTS, nodes: 20_000, p: 1, q: 1 })).toThrow(/million edges/);
  });
});

describe('cba', () => {
  test('is undirected, with two classes and its features', () => sound(cba(CBA_DEFAULTS)));
  test('each node brings at most m edges, and nearly all of them', () => {
    for (const m of [1, 2, 5]) {
      const { adjacency } = cba({ ...CBA_DEFAULTS, nodes: 1000, m });
      const edges = adjacency.colIdx.length / 2;
      expect(edges).toBeLessThanOrEqual(m * 999);
      expect(edges).toBeGreaterThan(0.9 * m * 999);
      if (m === 1) expect(edges).toBe(999);
    }
  });
  test('edges stay within a class as p and q say', () => {
    const found = counts(cba({ ...CBA_DEFAULTS, nodes: 2000, m: 1 }));
    const share = found.within / (found.within + found.between);
    expect(Math.abs(share - 0.0317 / (0.0317 + 0.0074))).toBeLessThan(0.05);
    const even = counts(cba({ ...CBA_DEFAULTS, nodes: 2000, m: 1, p: 1, q: 1 }));
    expect(Math.abs(even.within / (even.within + even.between) - 0.5)).toBeLessThan(0.06);
    expect(counts(cba({ ...CBA_DEFAULTS, q: 0 })).between).toBe(0);
    expect(counts(cba({ ...CBA_DEFAULTS, p: 0 })).within).toBe(0);
  });
  test('few nodes have many edges', () => {
    const { adjacency: a } = cba({ ...CBA_DEFAULTS, nodes: 2000 });
    const degrees = Array.from({ length: 2000 }, (_, i) => a.rowPtr[i + 1] - a.rowPtr[i]);
    const mean = degrees.reduce((sum, degree) => sum + degree, 0) / 2000;
    expect(Math.max(...degrees)).toBeGreaterThan(10 * mean);
  });
  test('only the ratio of the affinities matters', () => {
    const edges = (p: number, q: number): Int32Array => cba({ ...CBA_DEFAULTS, p, q }).adjacency.colIdx;
    expect(edges(4, 1)).toEqual(edges(1, 0.25));
  });
  test('the same seed gives the same graph, another seed another', () => {
    expect(cba(CBA_DEFAULTS)).toEqual(cba({ ...CBA_DEFAULTS }));
    expect(cba({ ...CBA_DEFAULTS, seed: 1 }).adjacency).not.toEqual(cba(CBA_DEFAULTS).adjacency);
  });
});

describe('numbers', () => {
  test('are uniform', () => {
    const random = graphRandom(5);
    const buckets = new Array<number>(10).fill(0);
    for (let i = 0; i < 50_000; i++) buckets[Math.floor(10 * uniform(random))]++;
    for (const bucket of buckets) near(bucket, 50_000, 0.1);
  });
  test('are normal', () => {
    const values = gaussians(graphRandom(1), 50_001);
    const within = (bound: number): number => values.filter((x) => Math.abs(x) < bound).length;
    near(within(1), values.length, 0.682689);
    near(within(2), values.length, 0.9545);
    near(values.filter((x) => x > 0).length, values.length, 0.5);
  });
  test('of a graph and of a split with one seed are different ones', () => {
    expect(graphRandom(0).below(2 ** 32)).not.toBe(seededRandom(0).below(2 ** 32));
  });
});
