import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workplace } from './support';
import type { Ended, Workplace } from './support';

/** A ring of nodes of two kinds, as tables: a dataset whose every byte can be changed. */
const NODES = Array.from({ length: 24 }, (_, i) => {
  const [x, y] = i % 2 === 0 ? [1, 0] : [0, 1];
  return `${i},${'ab'[i % 2]},${(x + Math.sin(7 * i)).toFixed(3)},${(y + Math.cos(5 * i)).toFixed(3)}`;
});
const TABLE = `node,label,x,y\n${NODES.join('\n')}\n`;
const EDGES = `source,target\n${NODES.map((_, i) => `${i},${(i + 2) % 24}`).join('\n')}\n`;
const FILE = 'ring.flipcert.yaml';
const TEXT = `dataset: { graph: { edges: edges.csv, nodes: nodes.csv } }
split: { labelled: { per-class: 4 }, seed: 1 }
models:
  One: { architecture: gcn, C: 0.5 }
  Two: { architecture: sgc, depth: 2, C: 0.5 }
certify: { budgets: { flips: [1, 2, 8] } }
`;
/** Too many flip sets to walk within its limit. */
const LONG = `dataset: { generate: karate }
split: { labelled: { per-class: 14 }, seed: 1 }
models:
  GCN: { architecture: gcn, C: 2 }
certify: { budgets: { flips: [1, 28] }, time-limit: 300s }
`;
const EVERYTHING = `${FILE}: everything from the cache\n`;

let place: Workplace;
let folder = '';

beforeAll(async () => {
  place = await workplace();
  folder = join(place.folder, 'cache', 'flipcert');
});
afterAll(() => place.remove());
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await place.write('nodes.csv', TABLE);
  await place.write('edges.csv', EDGES);
  await place.write(FILE, TEXT);
});

const certify = (args: readonly string[] = []): Promise<Ended> =>
  place.run(['certify', FILE, '--json', '-', ...args], { cached: true });
/** Of each kind, how many entries there are. */
const kept = async (): Promise<Record<string, number>> => {
  const kinds = (await readdir(folder).catch(() => [])).map((name) => name.split('-')[0]);
  return Object.fromEntries(
    [...new Set(kinds)].map((kind) => [kind, kinds.filter((k) => k === kind).length]),
  );
};
const withoutTimes = (json: string): string => json.replace(/"seconds": [^,\n]+/g, '"seconds": 0');

describe('certifying the same again', () => {
  it('gives the same bytes, and what is on the screen is the same but for one line', async () => {
    const anew = await place.run(['certify', FILE, '--json', 'anew.json']);
    expect(await kept()).toEqual({});
    const first = await place.run(['certify', FILE, '--json', 'first.json'], { cached: true });
    expect(await kept()).toEqual({ kernel: 2, certificate: 2, answer: 1 });
    const second = await place.run(['certify', FILE, '--json', 'second.json'], { cached: true });
    const json = (name: string): Promise<string> => readFile(join(place.folder, name), 'utf8');
    expect(await json('second.json')).toBe(await json('first.json'));
    expect(withoutTimes(await json('second.json'))).toBe(withoutTimes(await json('anew.json')));
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toBe(
      first.stderr.replace('first', 'second').replace('Wrote', `${EVERYTHING}Wrote`),
    );
    expect([anew.status, first.status, second.status]).toEqual([0, 0, 0]);
  });

  it('needs neither the engine nor its threads', async () => {
    const { stdout } = await certify();
    const worker = join(place.folder, 'dist', 'worker.mjs');
    const code = await readFile(worker);
    await rm(worker);
    try {
      const again = await certify();
      expect(again).toMatchObject({ status: 0, stdout });
      expect((await certify(['--no-cache'])).status).not.toBe(0);
    } finally {
      await writeFile(worker, code);
    }
  });

  it('keeps warnings, expectations and their exit status', async () => {
    const expecting = `${TEXT}expect: [{ model: One, kind: collective, budget: { flips: 8 }, certified-ratio: ">= 0.9" }]\n`;
    await place.write(FILE, expecting);
    const first = await certify();
    expect(first.status).toBe(1);
    expect(await certify()).toEqual({ ...first, stderr: `${first.stderr}${EVERYTHING}` });
  });
});

describe('a change', () => {
  /** What the run reads from the cache after a change, as it says so; null where nothing is. */
  const after = async (change: () => Promise<unknown>, args: readonly string[] = []) => {
    await certify();
    await change();
    const changed = await certify(args);
    const anew = await certify([...args, '--no-cache']);
    expect(withoutTimes(changed.stdout)).toBe(withoutTimes(anew.stdout));
    expect(changed.status).toBe(anew.status);
    return /: ([^:\n]*) from the cache\n/.exec(changed.stderr)?.[1] ?? null;
  };
  const edit = (from: string, to: string) => () => place.write(FILE, TEXT.replace(from, to));

  it.each([
    [
      'of C reuses the kernels, and the certificate of the other model',
      'One: { architecture: gcn, C: 0.5',
      'One: { architecture: gcn, C: 0.25',
      'kernels of One, Two; certificates of Two',
    ],
    ['of the budgets reuses the kernels', '[1, 2, 8]', '[1, 2, 7]', 'kernels of One, Two'],
    [
      'of the kinds reuses the kernels',
      'certify: {',
      'certify: { kinds: [collective],',
      'kernels of One, Two',
    ],
    [
      'of the method reuses the kernels',
      'certify: {',
      'certify: { method: enumerate,',
      'kernels of One, Two',
    ],
    ['of a key reuses the other kernel', 'depth: 2', 'depth: 3', 'kernels of One; certificates of One'],
    [
      'of a comment reuses all',
      'dataset',
      '# A comment.\ndataset',
      'kernels of One, Two; certificates of One, Two',
    ],
    ['of a name reuses all', 'One', 'Uno', 'kernels of Uno, Two; certificates of Uno, Two'],
    ['of the seed reuses nothing', 'seed: 1', 'seed: 2', null],
  ])('%s', async (_what, from, to, expected) => {
    expect(await after(edit(from, to))).toBe(expected);
  });

  it('of the trusted labels reuses the kernels', async () => {
    const { stdout } = await certify();
    const [id] = (JSON.parse(stdout) as { dataset: { labelled: number[] } }).dataset.labelled;
    expect(await after(edit('certify: {', `certify: { trusted: [${id}],`))).toBe('kernels of One, Two');
  });

  it('of one byte of the data reuses nothing', async () => {
    const changed = TABLE.replace(/(\n0,a,1\.\d)\d/, (_, before: string) => `${before}9`);
    expect(changed).toHaveLength(TABLE.length);
    expect(changed).not.toBe(TABLE);
    expect(await after(() => place.write('nodes.csv', changed))).toBe(null);
  });

  it('of the model asked for reuses what is of that model', async () => {
    expect(await after(() => Promise.resolve(), ['--model', 'Two'])).toBe(
      'kernels of Two; certificates of Two',
    );
  });

  it('that is taken back finds the first answer again', async () => {
    await certify();
    await place.write(FILE, TEXT.replace('0.5', '0.25'));
    await certify();
    await place.write(FILE, TEXT);
    expect((await certify()).stderr).toContain(EVERYTHING);
  });
});

describe('what a cache must not answer', () => {
  it('a bracket of a time limit', async () => {
    await place.write('long.flipcert.yaml', LONG);
    const run = (seconds: string) =>
      place.run(['certify', 'long.flipcert.yaml', '--time-limit', seconds, '--json', '-'], { cached: true });
    expect((await run('0.2')).status).toBe(3);
    expect(await kept()).toEqual({ kernel: 1 });
    const longer = await run('0.4');
    expect(longer.stderr).toContain('long.flipcert.yaml: kernels of GCN from the cache\n');
    expect(await kept()).toEqual({ kernel: 1 });
  });

  it('an answer from entries that are torn or altered: it is computed anew', async () => {
    const first = await certify();
    const paths = (await readdir(folder)).map((name) => join(folder, name));
    for (const [i, path] of paths.entries()) {
      if (i % 2 === 0) await truncate(path, Math.floor((await stat(path)).size / 2));
      else {
        const bytes = await readFile(path);
        bytes[bytes.length - 1] ^= 1;
        await writeFile(path, bytes);
      }
    }
    const second = await certify();
    expect(second.stderr).not.toContain('from the cache');
    expect(withoutTimes(second.stdout)).toBe(withoutTimes(first.stdout));
    expect((await certify()).stderr).toContain(EVERYTHING);
  });

  it('what another build has kept', async () => {
    await certify();
    const build = join(place.folder, 'dist', 'build.json');
    const text = await readFile(build, 'utf8');
    await writeFile(build, text.replace(/[0-9a-f]{8}"/, '00000000"'));
    expect((await certify()).stderr).not.toContain('from the cache');
    await rm(build);
    expect((await certify()).stderr).not.toContain('from the cache');
    await writeFile(build, text);
    expect((await certify()).stderr).toContain(EVERYTHING);
  });
});

it('a cache that cannot be written is said in one line, and fails nothing', async () => {
  await place.write('no-folder', 'a file');
  const { status, stderr } = await certify(['--cache', 'no-folder']);
  expect(status).toBe(0);
  expect(stderr.match(/Nothing is kept in the cache .*no-folder: /g)).toHaveLength(1);
  expect(await readFile(join(place.folder, 'no-folder'), 'utf8')).toBe('a file');
});

it('several runs of one file at once give one answer', async () => {
  const ended = await Promise.all([certify(), certify(), certify()]);
  const answers = ended.map(({ stdout }) => withoutTimes(stdout));
  expect(new Set(answers).size).toBe(1);
  expect(ended.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(await kept()).toEqual({ kernel: 2, certificate: 2, answer: 1 });
  expect((await certify()).stderr).toContain(EVERYTHING);
});

it('an audit reads what the certification has kept, and its own', async () => {
  const anew = await place.run(['audit', FILE, '--model', 'One', '--json', '-']);
  const audit = () => place.run(['audit', FILE, '--model', 'One', '--json', '-'], { cached: true });
  const first = await audit();
  const before = await kept();
  expect(before['certificate']).toBeGreaterThan(1);
  const second = await audit();
  expect(withoutTimes(first.stdout)).toBe(withoutTimes(anew.stdout));
  expect(withoutTimes(second.stdout)).toBe(withoutTimes(anew.stdout));
  expect(await kept()).toEqual(before);
});

describe('flipcert cache', () => {
  it('says where it lies and what is in it, and removes that', async () => {
    const cache = (...args: string[]): Promise<Ended> => place.run(['cache', ...args]);
    expect(await cache()).toMatchObject({
      status: 0,
      stdout: `${folder}: 0 entries, 0 kB of at most 512 MB\n`,
    });
    await certify();
    expect((await cache()).stdout).toMatch(/: 5 entries, \d+ kB of at most 512 MB\n$/);
    const cleared = await cache('clear');
    expect(cleared.status).toBe(0);
    expect(cleared.stdout).toMatch(/: removed 5 entries, \d+ kB\n$/);
    expect(await readdir(folder)).toEqual([]);
    expect((await certify()).stderr).not.toContain('from the cache');
    expect((await cache('empty')).status).toBe(2);
  });

  it('takes the folder that runs were given', async () => {
    await certify(['--cache', 'mine']);
    expect(await readdir(join(place.folder, 'mine'))).toHaveLength(5);
    expect(await kept()).toEqual({});
    const { stdout } = await place.run(['cache', 'clear', '--cache', 'mine']);
    expect(stdout).toContain(`${join(place.folder, 'mine')}: removed 5 entries`);
  });
});
