import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Dataset } from '../../src/core/graph/dataset';
import { numpyRandom } from '../../src/core/graph/numpy-random';
import { publishedOrder, publishedSplit } from '../../src/core/graph/published-split';
import { csrFromDense } from '../../src/core/linalg/csr';
import { openExperiment } from '../../src/prepare/open';
import { karateExperiment, memoryFiles } from '../fixtures/experiment';

interface Fixture {
  readonly draws: {
    readonly seed: number;
    readonly n: number;
    readonly permutation: number[];
    readonly choice: number[];
    readonly again: number[];
  }[];
  readonly large: number[];
  readonly splits: {
    readonly seed: number;
    readonly labels: number[];
    readonly perClass: number;
    /** Number of test nodes drawn; null: all. */
    readonly count: number | null;
    readonly labelled: number[];
    readonly test: number[];
  }[];
}
const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/numpy/draws.json', import.meta.url), 'utf8'),
) as Fixture;

describe("NumPy's PCG64", () => {
  it.each(fixture.draws)('seed $seed, $n items', ({ seed, n, permutation, choice, again }) => {
    const random = numpyRandom(seed);
    const items = Int32Array.from({ length: n }, (_, i) => 3 * i + 1);
    expect([...random.permutation(items)]).toEqual(permutation);
    expect([...random.choice(items, Math.min(n, 20))]).toEqual(choice);
    expect([...random.permutation(items)]).toEqual(again);
  });
  it('a choice of many from a large population', () => {
    const items = Int32Array.from({ length: 12_000 }, (_, i) => i);
    expect([...numpyRandom(7).choice(items, 260)]).toEqual(fixture.large);
  });
});

function datasetOf(labels: readonly number[]): Dataset {
  const n = labels.length;
  return {
    name: 'x',
    adjacency: csrFromDense(n, n, new Array<number>(n * n).fill(0)),
    features: csrFromDense(n, 0, []),
    labels: Int32Array.from(labels),
    classes: [...new Set(labels)].sort((a, b) => a - b),
    ids: Int32Array.from(labels.keys()),
  };
}

describe('the split of the published code', () => {
  it.each(fixture.splits)('seed $seed, $perClass of each class, $count tested', (expected) => {
    const { seed, labels, perClass, count } = expected;
    const dataset = datasetOf(labels);
    const split = publishedSplit(dataset, { perClass, test: count ?? 'rest', seed }, [
      ...dataset.classes.keys(),
    ]);
    expect([...split.labelled]).toEqual(expected.labelled);
    expect([...split.test]).toEqual(expected.test);
  });
  it('numbers the larger of the two largest classes as class 1', () => {
    expect(publishedOrder(datasetOf([0, 0, 0, 1, 1]), true)).toEqual([1, 0]);
    expect(publishedOrder(datasetOf([0, 1, 1, 1, 0]), true)).toEqual([0, 1]);
    expect(publishedOrder(datasetOf([0, 1, 1, 0]), true)).toEqual([1, 0]);
    expect(publishedOrder(datasetOf([0, 0, 0, 1, 1]), false)).toEqual([0, 1]);
    expect(publishedOrder(datasetOf([0, 0, 0, 1, 1, 2]), true)).toEqual([0, 1, 2]);
  });
  it('refuses a class that is too small, and more test nodes than there are', () => {
    const dataset = datasetOf([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    const rule = { perClass: 2, test: 'rest', seed: 0 } as const;
    expect(publishedSplit(dataset, rule, [0, 1]).test).toHaveLength(2);
    expect(() => publishedSplit(dataset, { ...rule, perClass: 3 }, [0, 1])).toThrow(/labels 6 of it/);
    expect(() => publishedSplit(dataset, { ...rule, test: 3 }, [0, 1])).toThrow(/only 2 nodes/);
  });
  test('in a configuration: labelled and test nodes, by seed', async () => {
    const text = karateExperiment({ split: '{ protocol: qpcert, per-class: 2, seeds: [3, 0], test: 9 }' });
    const { splits, diagnostics, dataset } = await openExperiment('x.flipcert.yaml', text, memoryFiles({}));
    expect(diagnostics).toEqual([]);
    expect(splits?.map(({ seed }) => seed)).toEqual([3, 0]);
    for (const { seed, split } of splits ?? []) {
      const alone = publishedSplit(dataset as Dataset, { perClass: 2, test: 9, seed }, [0, 1]);
      expect(split).toEqual(alone);
      expect(split.labelled).toHaveLength(8);
    }
  });
});
