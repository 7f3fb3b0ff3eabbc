import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFuzzer } from '../../scripts/fuzz.mjs';
import { fuzzed } from '../fuzz/run';
import { TARGETS } from '../fuzz/targets';
import { DEFAULT_LIMITS, limitsWith } from '../../src/core/limits';
import { parseYaml } from '../../src/config/yaml';
import { readCsvGraph } from '../../src/data/csv-graph';
import { readCsvTable } from '../../src/data/csv-table';
import { readNpzGraph } from '../../src/data/npz-graph';
import { npz, sparseMembers } from '../fixtures/npz';

/** Of each reader; `npm run fuzz` takes as many as one likes. */
const INPUTS = 60;
const SEED = 11;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flipcert-fuzz-'));
  await bundleFuzzer(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('mutated inputs are read or refused', () => {
  it.each(TARGETS.map(({ name }) => name))('%s', async (target) => {
    let seen = 0;
    const failure = await fuzzed({
      worker: join(folder, 'worker.mjs'),
      targets: [target],
      inputs: INPUTS,
      seed: SEED,
      told: (_, { read, refused }) => (seen = read + refused),
    });
    expect(failure).toBeNull();
    expect(seen).toBe(INPUTS);
  });
});

describe('a limit', () => {
  const said = (text: string, limits = {}): string[] =>
    parseYaml('x.yaml', text, limitsWith(limits)).diagnostics.map(
      ({ code, message, range }) => `${range.startLine + 1}:${range.startColumn + 1} ${code} ${message}`,
    );

  it.each([
    ['depth', '['.repeat(100_000), 'configurationDepth', /^1:10\d too-large /],
    ['lists on one line', '- '.repeat(50_000), 'configurationDepth', /^1:\d+ too-large /],
    [
      'keys',
      Array.from({ length: 3000 }, (_, i) => `k${i}: 1`).join('\n'),
      'configurationKeys',
      /^1:1 too-large /,
    ],
    ['values', `[${'1,'.repeat(60_000)}]`, 'configurationValues', /too-large /],
    ['size', `# ${'x'.repeat(300 * 1024)}`, 'configurationSize', /^1:1 too-large /],
  ])('of %s is named with a place, and how to raise it', (_, text, name, where) => {
    const [first, ...others] = said(text);
    expect(others).toEqual([]);
    expect(first).toMatch(where);
    expect(first).toContain(`flipcert.limits.${name}`);
    expect(first).toContain('--max configuration-');
  });

  it('can be raised', () => {
    const nested = `${'['.repeat(150)}${']'.repeat(150)}`;
    expect(said(nested)).toHaveLength(1);
    expect(said(nested, { configurationDepth: 200 })).toEqual([]);
    expect(limitsWith({ resultSize: -1, unpackRatio: 'x', featureColumns: 5 })).toEqual({
      ...DEFAULT_LIMITS,
      featureColumns: 5,
    });
  });

  it('of a CSV file are counted before it is taken apart', () => {
    const read = (edges: string, nodes: string, csvCells?: number): unknown =>
      readCsvGraph(Buffer.from(edges), Buffer.from(nodes), limitsWith({ csvCells }));
    const nodes = 'id,label\na,0\nb,1\n';
    expect(() => read('a,b\n', nodes, 8)).not.toThrow();
    expect(() => read('a,b\n'.repeat(5), nodes, 8)).toThrow(
      /8 cells.*flipcert\.limits\.csvCells.*--max csv-cells=N/,
    );
    // Lines may end as on old Macs.
    expect(() => read('a,b\r'.repeat(5), nodes, 8)).toThrow(/8 cells/);
    expect(() => read('a,b\r\n', nodes.replaceAll('\n', '\r\n'), 7)).not.toThrow();
    const options = { label: null, ignore: [], header: null, tabs: true };
    expect(() => readCsvTable(Buffer.from('1\ta\n2\tb\n'), options, limitsWith({ csvCells: 4 }))).toThrow(
      /4 cells/,
    );
    // Many columns are promised, and many rows have one: no matrix is made of that.
    const promised = `id,label${','.repeat(100_000)}\n${'1\n'.repeat(100_000)}`;
    expect(() => read('a,b\n', promised)).toThrow(/1 columns and the first has 100002/);
  });

  it('of an archive counts all of its arrays, and names the setting', () => {
    const zeros = { type: '<f8', shape: [2 ** 20], data: new Array<number>(2 ** 20).fill(0) };
    const graph = sparseMembers('adj_', [2, 2], [[0, 1, 1]]);
    const labels = { type: '<i8', shape: [2], data: [0, 1] };
    const bomb = npz(
      { ...graph, labels, ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`x${i}`, zeros])) },
      'deflated',
    );
    expect(bomb.length).toBeLessThan(200_000);
    expect(() => readNpzGraph(bomb)).toThrow(/flipcert\.limits\.unpackRatio.*--max unpack-ratio=N/);
    expect(() => readNpzGraph(bomb, limitsWith({ unpackRatio: 100_000 }))).not.toThrow();
    const wide = npz({
      ...graph,
      labels,
      ...sparseMembers('attr_', [2, 2 ** 31 - 2], [[0, 1, 1]], { index: '<i8' }),
    });
    expect(() => readNpzGraph(wide)).toThrow(/flipcert\.limits\.featureColumns/);
  });
});
