import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Dataset, Split } from '../../src/core/graph/dataset';
import { kernelBlocks } from '../../src/core/kernel/blocks';
import { givenBlocks } from '../../src/core/kernel/given';
import { architectures } from '../../src/core/kernel/registry';
import { gram } from '../../src/core/linalg/dense';
import { formatDiagnostic } from '../../src/config/diagnostic-text';
import type { NetworkSpec } from '../../src/config/experiment';
import { certifiable } from '../../src/jobs/certifiable';
import { kernelRequest } from '../../src/jobs/kernel-request';
import { nodeFiles } from '../../src/prepare/files';
import type { OpenedExperiment } from '../../src/prepare/open';
import { openExperiment } from '../../src/prepare/open';
import { describeDataset } from '../../src/prepare/summary';
import type { KernelRequest } from '../../src/protocol/worker';
import { karateExperiment, open, places } from '../fixtures/experiment';
import { npz } from '../fixtures/npz';
import { bruteForce } from '../support/brute-force';
import { certifyHere } from '../support/certify';

const MLP = '{ MLP: { architecture: mlp, C: 0.1 } }';
const at = (line: number, column: number, what: string): string =>
  `x.flipcert.yaml:${line}:${column}: ${what}`;

interface Whole {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly model: NetworkSpec;
}

/** All parts of an experiment that has one network and no errors. */
function whole({ experiment, dataset, splits, diagnostics }: OpenedExperiment): Whole {
  const model = experiment?.models[0];
  if (dataset === null || splits === null || model === undefined || model.architecture === 'kernel')
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return { dataset, split: splits[0].split, model };
}

/** As a worker does it. */
const blocksOf = ({ adjacency, features, architecture, keys, splits }: KernelRequest) =>
  kernelBlocks(
    architectures[architecture].kernel({ adjacency, gram: gram(features) }, keys),
    splits[0].labelled,
    splits[0].test,
  );

/** The engine's certificate and brute force over all flip sets tell the same. */
async function agrees({ dataset, split, model }: Whole): Promise<void> {
  const blocks = blocksOf(kernelRequest(dataset, [split], model));
  const { subject } = certifiable(blocks, dataset, split, model.C as number, model.keys.ntk, []);
  if (subject.type !== 'binary') throw new Error('two classes');
  const labels = Int32Array.from(split.test, (row) => dataset.labels[row]);
  const truth = bruteForce(subject.problem, labels);
  expect(truth.closest).toBeGreaterThan(1e-9);
  const { certificate } = await certifyHere(subject.problem, labels);
  certificate.sampleWise.nodes.forEach(({ safe, breaking }, t) => {
    const least = truth.least[t];
    expect(breaking ?? Infinity).toBe(least);
    expect(safe).toBe(Math.min(least - 1, subject.problem.flippable.length));
  });
  for (const { flips, changed, changedAtMost } of certificate.collective.levels) {
    expect([changed, changedAtMost]).toEqual([truth.most[flips], truth.most[flips]]);
  }
}

describe('a table', () => {
  const rows = Array.from(
    { length: 24 },
    (_, i) => `${i},${i % 5},${(i * 7) % 11},${i % 2 === 0 ? 'u' : 'v'}`,
  );
  const text = ['id,a,b,class', ...rows, ''].join('\n');
  const tabled = (keys: string): string =>
    karateExperiment({ dataset: `{ table: d/t.csv${keys} }`, models: MLP });

  test('is opened, its nodes the rows of data', async () => {
    const { dataset } = whole(await open(tabled(', ignore: [id]'), { 'd/t.csv': text }));
    expect(dataset).toMatchObject({ name: 't', classes: ['u', 'v'] });
    expect([...dataset.ids]).toEqual(rows.map((_, i) => i));
    expect([dataset.adjacency.colIdx.length, dataset.features.cols]).toEqual([0, 2]);
  });
  test('features are standardized', async () => {
    const { dataset } = whole(
      await open(tabled(', ignore: [0], features: standardized'), { 'd/t.csv': text }),
    );
    const sums = [0, 0];
    dataset.features.values.forEach((x, e) => (sums[dataset.features.colIdx[e]] += x));
    for (const sum of sums) expect(sum).toBeCloseTo(0, 10);
    expect(dataset.features.values.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(2 * 24, 9);
  });
  test.each([
    ['a cell that is no number', '', text.replace('3,3,10,v', '3,x,10,v'), 'd/t.csv:5:1: error csv-number'],
    ['no such column', ', label: klass', text, at(1, 35, 'error unknown-column')],
    ['no such column to ignore', ', ignore: [id, 9]', text, at(1, 41, 'error unknown-column')],
    ['not UTF-8', '', Uint8Array.of(0x69, 0xff), 'd/t.csv:1:1: error csv-encoding'],
    ['nothing left', ', ignore: [id, a, b]', text, at(1, 19, 'error features-missing')],
  ])('%s', async (_, keys, content, expected) => {
    expect(await places(tabled(keys), { 'd/t.csv': content })).toEqual([expected]);
  });
  test('an mlp needs only the labelled and test nodes, and they alone give the same kernel', async () => {
    for (const dataset of ['{ table: d/t.csv }', '{ generate: csbm }']) {
      const experiment = karateExperiment({
        dataset,
        models: MLP,
        split: '{ labelled: [7, 0, 3], test: [9, 1] }',
      });
      const opened = whole(await open(experiment, { 'd/t.csv': text }));
      const { split, model } = opened;
      const { adjacency, features } = opened.dataset;
      const { architecture, keys } = model;
      const small = kernelRequest(opened.dataset, [split], model);
      expect(small.features.rows).toBe(5);
      expect(blocksOf(small)).toEqual(blocksOf({ adjacency, features, architecture, keys, splits: [split] }));
    }
  });
  test('what it holds', async () => {
    const opened = await open(tabled(''), { 'd/t.csv': text });
    const { dataset, split } = whole(opened);
    const described = describeDataset(dataset, [split], opened.experiment?.models ?? []);
    // 8 rows of 24 values, their copy, and what it takes to form them.
    expect(described.kernelBytes).toBeGreaterThan(2 * 8 * 8 * 24);
    expect(described.kernelBytes).toBeLessThan(40 * 8 * 8 * 24);
    expect(described).toEqual({
      nodes: 24,
      edges: 0,
      classes: [
        { label: 'u', nodes: 12 },
        { label: 'v', nodes: 12 },
      ],
      isolated: 24,
      labelled: 8,
      test: 16,
      kernelBytes: described.kernelBytes,
    });
  });
});

describe('a kernel', () => {
  const n = 12;
  const entry = (i: number, j: number): number => (i === j ? 2 : Math.cos((i - j) / 3));
  const matrix = (change: (i: number, j: number) => number) =>
    npz({
      K: {
        type: '<f8',
        shape: [n, n],
        data: Array.from({ length: n * n }, (_, e) => change(Math.floor(e / n), e % n)),
      },
      labels: {
        type: '<U3',
        shape: [n],
        data: Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 'yes' : 'no')),
      },
    });
  const given = (
    keys = '',
    split = '{ labelled: [0, 1, 4], test: [11, 3] }',
    models = '{ A: { C: 1 } }',
  ): string => karateExperiment({ dataset: `{ kernel: d/k.npz${keys} }`, split, models });

  test('is taken as it is', async () => {
    const opened = await open(given(), { 'd/k.npz': matrix(entry) });
    expect(opened.diagnostics).toEqual([]);
    const { dataset, splits } = opened;
    const split = splits?.[0].split ?? null;
    if (dataset === null || split === null) throw new Error('no data');
    expect(dataset.features.cols).toBe(0);
    const blocks = givenBlocks(dataset.kernel, split);
    expect(blocks.labelled[2]).toBe(entry(0, 4));
    expect(blocks.test[1]).toBe(entry(11, 1));
    expect(describeDataset(dataset, [split], opened.experiment?.models ?? []).kernelBytes).toBe(0);
  });
  test('keeps its rows where classes are dropped', async () => {
    const labels = { type: '<i4', shape: [n], data: Array.from({ length: n }, (_, i) => i % 3) };
    const K = {
      type: '<f8',
      shape: [n, n],
      data: Array.from({ length: n * n }, (_, e) => entry(Math.floor(e / n), e % n)),
    };
    const { dataset, splits } = await open(given(', classes: [0, 2]', '{ labelled: [3, 5], test: [11] }'), {
      'd/k.npz': npz({ K, labels }),
    });
    const split = splits?.[0].split ?? null;
    if (dataset === null || split === null) throw new Error('no data');
    expect(dataset.kernel?.n).toBe(8);
    expect(givenBlocks(dataset.kernel, split).test[0]).toBe(entry(11, 3));
  });
  test.each([
    ['not symmetric', (i: number, j: number) => entry(i, j) + (i < j ? 0.1 : 0), 'kernel-not-symmetric'],
    ['not finite', (i: number, j: number) => (i + j === 3 ? NaN : entry(i, j)), 'kernel-not-finite'],
    ['not positive', (i: number, j: number) => (i + j === 11 ? 2.1 : entry(i, j)), 'kernel-not-psd'],
    ['negative', (i: number, j: number) => -entry(i, j), 'kernel-not-psd'],
  ])('%s', async (_, change, code) => {
    expect(await places(given(), { 'd/k.npz': matrix(change) })).toEqual([at(1, 20, `error ${code}`)]);
  });
  test('what is not used may be anything', async () => {
    const change = (i: number, j: number): number => (i === 7 && j === 7 ? -5 : entry(i, j));
    expect(await places(given(), { 'd/k.npz': matrix(change) })).toEqual([]);
  });
  test('of single precision, with a ridge and a warning', async () => {
    // Rank 2: rounding makes half of the other eigenvalues negative.
    const change = (i: number, j: number): number => Math.fround(1000 * Math.cos(i - j));
    const opened = await open(given('', '{ labelled: [0, 1, 4, 6, 8], test: rest }'), {
      'd/k.npz': matrix(change),
    });
    expect(opened.diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning kernel-ridge',
    ]);
    expect(opened.dataset?.kernel?.values[0]).toBeCloseTo(1000.01, 9);
    expect(opened.notes.join()).toContain('0.010 is added to its diagonal');
  });
});

describe('a generated graph', () => {
  test('is opened and certified', async () => {
    const split = '{ labelled: { per-class: 4 }, test: 20 }';
    for (const [generator, model] of [
      ['csbm', 'gcn'],
      ['{ cba: { nodes: 100, seed: 2 } }', 'sgc'],
    ]) {
      const models = `{ A: { architecture: ${model}, C: 0.5 } }`;
      const opened = whole(
        await open(karateExperiment({ dataset: `{ generate: ${generator} }`, split, models })),
      );
      expect(opened.dataset.classes).toEqual([0, 1]);
      await agrees(opened);
    }
  });
  test('too many edges are an error at the generator', async () => {
    const dataset = '{ generate: { csbm: { nodes: 20000, p: 1 } } }';
    expect(await places(karateExperiment({ dataset }))).toEqual([at(1, 30, 'error graph-too-large')]);
  });
});

const SHARED = resolve('../shared/data');
describe.skipIf(!existsSync(SHARED))('real tables (../shared/data)', () => {
  const openReal = (dataset: string, split: string): Promise<OpenedExperiment> =>
    openExperiment(
      resolve('x.flipcert.yaml'),
      karateExperiment({ dataset: `{ table: ../shared/data/${dataset} }`, split, models: MLP }),
      nodeFiles(),
    );
  const small = '{ labelled: { per-class: 4 }, test: 30 }';

  test('spambase: the header is recognised, the label is last', async () => {
    for (const label of ['', ', label: spam_or_not', ', label: 57']) {
      const { dataset } = whole(await openReal(`spambase.data${label}`, small));
      expect([dataset.ids.length, dataset.features.cols, dataset.classes]).toEqual([4601, 57, [0, 1]]);
      expect(dataset.labels.filter((of) => of === 1)).toHaveLength(1813);
    }
  });
  test('wdbc: the stray header is recognised, the id ignored', async () => {
    const opened = await openReal('wdbc.data, label: 1, ignore: [0]', small);
    const { dataset, split } = whole(opened);
    expect([dataset.ids.length, dataset.features.cols, dataset.classes]).toEqual([569, 30, ['B', 'M']]);
    expect(describeDataset(dataset, [split], opened.experiment?.models ?? []).classes).toEqual([
      { label: 'B', nodes: 357 },
      { label: 'M', nodes: 212 },
    ]);
    expect(dataset.features.values[0]).toBe(17.99);
  });
  test('wdbc without its label says which row is wrong', async () => {
    const { diagnostics } = await openReal('wdbc.data', small);
    expect(diagnostics.map(({ code, range }) => [code, range.startLine])).toEqual([['csv-number', 1]]);
  });
  test('wdbc: the certificate is that of brute force', async () => {
    const table = 'wdbc.data, label: 1, ignore: [0], features: standardized';
    const opened = whole(await openReal(table, small));
    for (const C of [0.001, 0.1, 10]) await agrees({ ...opened, model: { ...opened.model, C } });
  }, 60_000);
});
