import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/config/diagnostic-text';
import type { ExperimentFiles } from '../../src/prepare/files';
import { nodeFiles } from '../../src/prepare/files';
import { GraphCache } from '../../src/prepare/load';
import { openExperiment } from '../../src/prepare/open';
import { summarize } from '../../src/prepare/summary';
import { karateExperiment, memoryFiles, open, places } from '../fixtures/experiment';
import { npz, sparseMembers } from '../fixtures/npz';

const at = (line: number, column: number, what: string): string =>
  `x.flipcert.yaml:${line}:${column}: ${what}`;
const split = (text: string): string => karateExperiment({ split: text });

/** Ten nodes in a ring; node 9 alone is of class 2 where three classes are asked for. */
function ring(classes: 1 | 2 | 3, features: number[] = []): Uint8Array {
  const labels = Array.from({ length: 10 }, (_, i) =>
    classes === 1 ? 0 : i === 9 && classes === 3 ? 2 : i % 2,
  );
  return npz({
    ...sparseMembers(
      'adj_',
      [10, 10],
      Array.from({ length: 10 }, (_, i) => [i, (i + 1) % 10, 1] as const),
    ),
    ...(features.length === 0 ? {} : { attr_matrix: { type: '<f8', shape: [10, 1], data: features } }),
    labels: { type: '<i4', shape: [10], data: labels },
  });
}
const onRing = (
  dataset = '{ graph: d/r.npz }',
  splitText = '{ labelled: { per-class: 2 } }',
  rest = '',
): string => karateExperiment({ dataset, split: splitText, rest });

describe('what does not fit the data', () => {
  test.each([
    ['per-class too large', split('{ labelled: { per-class: 18 } }'), at(2, 33, 'error class-too-small')],
    ['everything labelled', split('{ labelled: { per-class: 17 } }'), at(2, 20, 'error test-empty')],
    ['test too large', split('{ labelled: [0, 33], test: 33 }'), at(2, 35, 'error test-too-large')],
    ['labelled id unknown', split('{ labelled: [0, 34] }'), at(2, 24, 'error unknown-node')],
    ['test id unknown', split('{ labelled: [0, 33], test: [1, 99] }'), at(2, 39, 'error unknown-node')],
    ['labelled and tested', split('{ labelled: [0, 33], test: [1, 33] }'), at(2, 39, 'error split-overlap')],
    ['one class labelled', split('{ labelled: [0, 1] }'), at(2, 20, 'warning one-class-labelled')],
    [
      'trusted and not labelled',
      karateExperiment({ split: '{ labelled: [0, 33] }', rest: 'certify: { trusted: [33, 1] }' }),
      at(4, 26, 'error trusted-not-labelled'),
    ],
    [
      'more flips than labels',
      karateExperiment({ split: '{ labelled: [0, 33] }', rest: 'certify: { budgets: { flips: [1, 3] } }' }),
      at(4, 34, 'error budget-too-large'),
    ],
    [
      'unknown class',
      karateExperiment({ dataset: '{ generate: karate, classes: [0, 2] }' }),
      at(1, 43, 'error unknown-class'),
    ],
    [
      'one class',
      karateExperiment({ dataset: '{ generate: karate, classes: [0] }' }),
      at(1, 39, 'error one-class'),
    ],
    [
      'no features',
      karateExperiment({ dataset: '{ generate: karate, features: binary }' }),
      at(1, 40, 'error features-missing'),
    ],
  ])('%s', async (_, text, expected) => {
    expect(await places(text)).toEqual([expected]);
  });

  test.each([
    [
      'a method for two classes, and three',
      { 'd/r.npz': ring(3) },
      onRing('{ graph: d/r.npz }', '{ labelled: { per-class: 2 } }', 'certify: { method: milp }'),
      at(4, 20, 'error method-needs-two-classes'),
    ],
    [
      'a method for more classes, and two',
      { 'd/r.npz': ring(2) },
      onRing('{ graph: d/r.npz }', '{ labelled: { per-class: 2 } }', 'certify: { method: relaxed }'),
      at(4, 20, 'error method-needs-more-classes'),
    ],
    ['one class', { 'd/r.npz': ring(1) }, onRing(), at(1, 1, 'error one-class')],
    ['no file', {}, onRing(), at(1, 19, 'error file-not-found')],
    ['cut off', { 'd/r.npz': ring(2).slice(0, 400) }, onRing(), at(1, 19, 'error npz-truncated')],
    ['no npz', { 'd/r.npz': 'hello' }, onRing(), at(1, 19, 'error not-npz')],
    [
      'NaN',
      { 'd/r.npz': ring(2, [1, NaN, 3, 4, 5, 6, 7, 8, 9, 10]) },
      onRing(),
      at(1, 19, 'error features-not-finite'),
    ],
    [
      'a node that was dropped',
      { 'd/r.npz': ring(3) },
      onRing('{ graph: d/r.npz, classes: [0, 1] }', '{ labelled: [0, 1, 9] }'),
      at(2, 27, 'error dropped-node'),
    ],
  ])('%s', async (_, files, text, expected) => {
    expect(await places(text, files)).toEqual([expected]);
  });

  test('a row of a CSV file, in that file', async () => {
    const text = karateExperiment({ dataset: '{ graph: { edges: d/e.csv, nodes: d/n.csv } }' });
    const files = { 'd/e.csv': 'source,target\n0,1\n1,5\n', 'd/n.csv': 'id,label\n0,0\n1,1\n' };
    expect(await places(text, files)).toEqual(['d/e.csv:3:1: error unknown-node']);
    expect(await places(text, { 'd/e.csv': files['d/e.csv'] })).toEqual([at(1, 44, 'error file-not-found')]);
  });

  test('the configuration itself is missing', async () => {
    const { diagnostics } = await openExperiment('no.flipcert.yaml', null, memoryFiles({}));
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'no.flipcert.yaml:1:1: error file-not-found: The file `no.flipcert.yaml` does not exist.',
    ]);
  });

  test('a fault of ours is a diagnostic and no stack trace', async () => {
    const broken: ExperimentFiles = {
      ...memoryFiles({ 'd/r.npz': ring(2) }),
      readBytes: () => Promise.resolve(null as unknown as Uint8Array),
    };
    const { diagnostics } = await openExperiment('x.flipcert.yaml', onRing(), broken);
    expect(diagnostics.map(({ code }) => code)).toEqual(['internal']);
    expect(diagnostics[0].message).not.toContain('\n');
  });
});

describe('what fits', () => {
  test('karate', async () => {
    const { dataset, splits, budgets, diagnostics, files } = await open(karateExperiment());
    const rows = splits?.[0].split ?? null;
    expect(diagnostics).toEqual([]);
    expect(files).toEqual([resolve('x.flipcert.yaml')]);
    if (dataset === null || rows === null) throw new Error('no data');
    const summary = summarize(dataset, rows);
    expect(summary).toMatchObject({ name: 'karate', nodes: 34, edges: 78, features: 34, classes: [0, 1] });
    expect(summary.labels).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(summary.test).toHaveLength(26);
    expect(summary.testLabels).toHaveLength(26);
    expect(budgets.map(({ flips, share }) => [flips, share])).toEqual([
      [0, null],
      [0, 0.05],
      [0, 0.1],
      [1, 0.15],
      [1, 0.2],
      [2, 0.25],
      [2, 0.3],
      [4, 0.5],
      [8, 1],
    ]);
  });
  test('trusted labels end `budgets: all` early', async () => {
    const rest = 'certify: { budgets: all, trusted: [0] }';
    const { budgets } = await open(karateExperiment({ split: '{ labelled: [0, 33, 1] }', rest }));
    expect(budgets.map(({ flips }) => flips)).toEqual([0, 1, 2]);
  });
  test('ids are those of the file', async () => {
    const text = onRing('{ graph: d/r.npz, classes: [1, 2] }', '{ labelled: [9, 5], test: [3] }');
    const { dataset, splits } = await open(text, { 'd/r.npz': ring(3) });
    const rows = splits?.[0].split ?? null;
    if (dataset === null || rows === null) throw new Error('no data');
    expect(summarize(dataset, rows)).toMatchObject({
      labelled: [9, 5],
      labels: [2, 1],
      test: [3],
      testLabels: [1],
    });
  });
  test('both forms of generate', async () => {
    expect(await places(karateExperiment({ dataset: '{ generate: { karate: {} } }' }))).toEqual([]);
  });
  test('a file that has not changed is read once, one that has is read again', async () => {
    let stamp = 'a';
    let reads = 0;
    const memory = memoryFiles({ 'd/r.npz': ring(2) });
    const io: ExperimentFiles = {
      ...memory,
      readBytes: (path) => {
        reads++;
        return memory.readBytes(path);
      },
      stamp: () => Promise.resolve(stamp),
    };
    const cache = new GraphCache();
    const run = (): Promise<readonly string[]> =>
      openExperiment('x.flipcert.yaml', onRing(), io, { cache }).then(({ files }) => files);
    await run();
    expect(await run()).toContain(resolve('d/r.npz'));
    expect(reads).toBe(1);
    stamp = 'b';
    await run();
    expect(reads).toBe(2);
  });
});

const SHARED = resolve('../shared/data');
describe.skipIf(!existsSync(SHARED))('real datasets (../shared/data)', () => {
  const openReal = (dataset: string): ReturnType<typeof openExperiment> =>
    openExperiment(resolve('x.flipcert.yaml'), karateExperiment({ dataset }), nodeFiles());

  test.each([
    ['cora_ml', '', 'features: binary, classes: largest-two, nodes: no-isolated', [1235, 2500, 2879], [2, 4]],
    ['citeseer', '', 'classes: [0, 1]', null, [0, 1]],
    ['cora_planetoid', '', 'classes: largest-two, nodes: largest-component', null, null],
    ['polblogs', '', 'classes: all', [1490, 16715, 1490], [0, 1]],
  ])('%s', async (name, _, keys, sizes, classes) => {
    const { dataset, splits, diagnostics } = await openReal(`{ graph: ../shared/data/${name}.npz, ${keys} }`);
    const rows = splits?.[0].split ?? null;
    expect(diagnostics.filter(({ severity }) => severity !== 'information')).toEqual([]);
    if (dataset === null || rows === null) throw new Error('no data');
    const summary = summarize(dataset, rows);
    if (sizes !== null) expect([summary.nodes, summary.edges, summary.features]).toEqual(sizes);
    if (classes !== null) expect(summary.classes).toEqual(classes);
    expect(dataset.name).toBe(name);
  });

  test('cora_ml says which members it did not read', async () => {
    const { diagnostics, notes } = await openReal(
      '{ graph: ../shared/data/cora_ml.npz, classes: largest-two }',
    );
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['pickled-members', 'information'],
    ]);
    expect(notes.join()).toContain('`edge_attr_matrix`, `edge_attr_names`, `metadata`');
  });

  test('the karate club is the one of the files', async () => {
    const fromFiles = await openReal(
      '{ graph: { edges: ../shared/data/karate_edges.csv, nodes: ../shared/data/karate_nodes.csv } }',
    );
    const { dataset } = await open(karateExperiment());
    expect({ ...fromFiles.dataset, name: '' }).toEqual({ ...dataset, name: '' });
  });
});

test('a configuration that is not UTF-8 is not read with other names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flipcert-'));
  const file = join(folder, 'x.flipcert.yaml');
  for (const encoding of ['utf16le', 'latin1'] as const) {
    await writeFile(
      file,
      karateExperiment({ models: '{ Gr\u00fc: { architecture: gcn, C: 1 } }' }),
      encoding,
    );
    const { diagnostics } = await openExperiment(file, null, nodeFiles());
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['file-not-readable', expect.stringContaining('save it as UTF-8')],
    ]);
  }
  await rm(folder, { recursive: true });
});
