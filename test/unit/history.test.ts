import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { History } from '../../src/extension/history/history';
import { runDifferences } from '../../src/extension/history/runDifferences';
import { RunFiles } from '../../src/extension/history/runFiles';
import { beyond, isRunHead, merged, type RunHead } from '../../src/extension/history/runHead';
import { headOf, resultOf } from '../support/runs';

const head = (id: string, more: Partial<RunHead> = {}): RunHead =>
  headOf(id, {
    data: [{ path: '/edges.csv', sha256: 'e1' }],
    best: { model: 'GCN', kind: 'sample-wise', flips: 1, low: 0.5, high: 0.5, seeds: null },
    ...more,
  });

const ids = (runs: readonly RunHead[]): string[] => runs.map(({ id }) => id);

describe('a list of runs', () => {
  const one = head('one', { textHash: 't', at: 1, pinned: true });

  test('the same question once more updates the entry, which keeps its id and its pin', () => {
    const { runs, written } = merged([one], head('two', { textHash: 't', at: 9 }));
    expect(runs).toEqual([written]);
    expect(written).toMatchObject({ id: 'one', at: 9, pinned: true });
  });

  test.each([
    ['another text', { textHash: 'u' }],
    ['other data', { data: [{ path: '/edges.csv', sha256: 'e2' }] }],
    ['data that nobody knows the state of', { data: [{ path: '/edges.csv', sha256: null }] }],
    ['one file more', { data: [...one.data, { path: '/nodes.csv', sha256: 'n' }] }],
    ['other code', { code: 'c2' }],
    ['another version', { extension: '0.2.0' }],
    ['another file', { uri: 'file:///b.flipcert.yaml' }],
  ])('%s makes an entry of its own', (_, more) => {
    expect(ids(merged([one], head('two', { textHash: 't', at: 9, ...more })).runs)).toEqual(['two', 'one']);
  });

  test('data of unknown state is not even the same as itself', () => {
    const unknown = { textHash: 't', data: [{ path: '/edges.csv', sha256: null }] };
    expect(merged([head('one', unknown)], head('two', { ...unknown, at: 2 })).runs).toHaveLength(2);
  });

  test('a cancelled run never takes the place of a whole one; the other way round it does', () => {
    const cancelled = { textHash: 't', complete: false, state: 'cancelled' as const, at: 9 };
    expect(merged([one], head('two', cancelled))).toEqual({ written: null, runs: [one] });
    const after = merged([head('one', cancelled)], head('two', { textHash: 't', at: 10 }));
    expect(after.runs).toHaveLength(1);
    expect(after.runs[0]).toMatchObject({ complete: true, state: 'exact' });
  });

  test('beyond the limit the oldest go, pinned ones never', () => {
    const runs = [1, 2, 3, 4, 5].map((at) => head(`r${at}`, { at, pinned: at === 1 || at === 3 }));
    expect(ids(beyond(runs, 2))).toEqual(['r2']);
    expect(ids(beyond(runs, 0))).toEqual(['r5', 'r4', 'r2']);
    expect(beyond(runs, 3)).toEqual([]);
  });
});

describe('the history on the disk', () => {
  let folder: string;
  let said: string[];
  let files: RunFiles;
  const history = (limit = 50): History =>
    new History(
      files,
      () => limit,
      () => undefined,
    );
  const uri = head('x').uri;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'flipcert-history-')), 'runs');
    said = [];
    files = new RunFiles(folder, (message) => said.push(message));
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  test('is the same after a reload: heads, pins and results', async () => {
    const before = history();
    await before.add(head('one', { at: 1 }), resultOf('first'));
    await before.add(head('two', { at: 2 }), resultOf('second'));
    await before.pin(['one'], true);
    const after = history();
    await after.settled();
    expect(after.of(uri)).toEqual(before.of(uri));
    expect(ids(after.of(uri))).toEqual(['two', 'one']);
    expect(after.get('one')?.pinned).toBe(true);
    const [second] = after.of(uri);
    expect(await after.result(second)).toEqual(resultOf('second'));
    expect((await readdir(folder)).some((name) => !/\.(run\.json|result\.json\.gz)$/.test(name))).toBe(false);
  });

  test('the same question once more leaves one entry, with the newer answer', async () => {
    const runs = history();
    await runs.add(head('one', { textHash: 't', at: 1 }), resultOf('first'));
    await runs.add(head('two', { textHash: 't', at: 2 }), resultOf('second'));
    expect(ids(runs.of(uri))).toEqual(['one']);
    expect(await runs.result(runs.of(uri)[0])).toEqual(resultOf('second'));
    expect(await readdir(folder)).toHaveLength(2);
  });

  test('keeps to its limit for each file, and never drops a pinned run', async () => {
    const runs = history(2);
    await runs.add(head('r1', { at: 1 }), resultOf('r'));
    await runs.pin(['r1'], true);
    const other = 'file:///b.flipcert.yaml';
    await runs.add(head('b1', { at: 1, uri: other }), resultOf('r'));
    for (const at of [2, 3, 4, 5]) await runs.add(head(`r${at}`, { at }), resultOf('r'));
    expect(ids(runs.of(uri))).toEqual(['r5', 'r4', 'r1']);
    expect(ids(runs.of(other))).toEqual(['b1']);
    const again = history(2);
    await again.settled();
    expect(ids(again.of(uri))).toEqual(['r5', 'r4', 'r1']);
  });

  test('passes over torn and foreign files, and leaves them where they are', async () => {
    await history().add(head('one'), resultOf('first'));
    const whole = await readFile(join(folder, 'one.run.json'), 'utf8');
    await writeFile(join(folder, 'torn.run.json'), whole.slice(0, 100));
    await writeFile(join(folder, 'foreign.run.json'), '{"id": "foreign"}');
    await writeFile(join(folder, 'older.run.json'), whole.replace('"version":1', '"version":0'));
    // A head without a result: its window closed between the two.
    await writeFile(join(folder, 'lonely.run.json'), whole.replaceAll('"one"', '"lonely"'));
    await writeFile(join(folder, 'notes.txt'), 'mine');
    const runs = history(0);
    await runs.settled();
    expect(ids(runs.of(uri))).toEqual(['one']);
    expect(said).toHaveLength(3);
    await runs.add(head('two', { at: 2 }), resultOf('second'));
    const left = await readdir(folder);
    for (const name of [
      'torn.run.json',
      'foreign.run.json',
      'older.run.json',
      'lonely.run.json',
      'notes.txt',
    ])
      expect(left).toContain(name);
  });

  test('a result that is not what was written is not shown', async () => {
    const runs = history();
    await runs.add(head('one'), resultOf('first'));
    await runs.add(head('two', { at: 2 }), resultOf('second'));
    const of = (id: string): string => join(folder, `${id}.result.json.gz`);
    // Whole, readable, and of another run.
    await writeFile(of('one'), await readFile(of('two')));
    await writeFile(of('two'), (await readFile(of('two'))).subarray(0, 20));
    for (const run of runs.of(uri)) expect(await runs.result(run)).toBeNull();
    expect(said).toHaveLength(2);
  });

  test('deleting removes both files of a run and no other', async () => {
    const runs = history();
    await runs.add(head('one', { at: 1 }), resultOf('first'));
    await runs.add(head('two', { at: 2 }), resultOf('second'));
    await runs.remove(['one', 'unknown']);
    expect(ids(runs.of(uri))).toEqual(['two']);
    expect((await readdir(folder)).sort()).toEqual(['two.result.json.gz', 'two.run.json']);
  });

  test('a write that fails is said to whom it was asked by, and the next one works', async () => {
    await writeFile(folder, 'a file where the folder should be');
    const runs = history();
    await expect(runs.add(head('one'), resultOf('first'))).rejects.toThrow();
    await rm(folder);
    await runs.add(head('two'), resultOf('second'));
    expect(ids(runs.of(uri))).toEqual(['two']);
  });
});

describe('what two runs were made of', () => {
  const words = { text: 'text', extension: 'Flipcert', code: 'code', unknown: 'not known' };

  test('configuration, data and versions', () => {
    const first = head('a', { text: 'models: { GCN: { C: 1 } }' });
    const second = head('b', {
      text: 'models: { GCN: { C: 2 } }',
      data: [
        { path: '/edges.csv', sha256: 'e2' },
        { path: '/nodes.csv', sha256: null },
      ],
      code: 'c2',
    });
    expect(runDifferences(first, second, words)).toEqual([
      { kind: 'configuration', key: 'models.GCN.C', from: '1', to: '2' },
      { kind: 'data', key: 'edges.csv', from: 'e1', to: 'e2' },
      { kind: 'data', key: 'nodes.csv', from: null, to: 'not known' },
      { kind: 'version', key: 'code', from: 'c1', to: 'c2' },
    ]);
    expect(runDifferences(first, first, words)).toEqual([]);
  });

  test('what is no head is none', () => {
    expect(isRunHead(head('a'))).toBe(true);
    for (const broken of [
      null,
      1,
      {},
      { ...head('a'), pinned: 1 },
      { ...head('a'), models: [1] },
      { ...head('a'), best: {} },
    ])
      expect(isRunHead(broken)).toBe(false);
  });
});
