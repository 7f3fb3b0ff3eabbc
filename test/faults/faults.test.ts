import { spawn } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { diskWords } from '../../src/core/disk-words';
import { newestFirst } from '../../src/extension/history/runHead';
import { History } from '../../src/extension/history/history';
import { RunFiles } from '../../src/extension/history/runFiles';
import { startCertification } from '../../src/jobs/answers';
import { DiskCache } from '../../src/jobs/cache/disk';
import { openRunCache } from '../../src/jobs/cache/run-cache';
import { WorkerPool, workerFiles } from '../../src/jobs/pool';
import { nodeFiles } from '../../src/prepare/files';
import { openExperiment } from '../../src/prepare/open';
import { writeNew, writeWhole } from '../../src/prepare/write-whole';
import type { CertifyOutcome } from '../../src/protocol/job';
import { karateExperiment } from '../fixtures/experiment';
import { headOf, resultOf } from '../support/runs';
import { withoutTimes } from '../support/times';
import { tableText } from '../support/verified';

let folder = '';
let dist = '';
const keep: string[] = [];
beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'flipcert-faults-dist-'));
  keep.push(dist);
  const { buildAll } = await import('../../esbuild.mjs');
  await buildAll(dist);
}, 300_000);
afterAll(() => Promise.all(keep.map((path) => rm(path, { recursive: true, force: true }))));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flipcert-faults-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

const TABLE = karateExperiment({
  dataset: '{ table: t.csv }',
  split: '{ labelled: { per-class: 3 }, test: 8 }',
  models: '{ MLP: { architecture: mlp, C: 0.4 } }',
  rest: 'certify: { budgets: { flips: [1, 2] } }',
});

async function workspace(): Promise<string> {
  const file = join(folder, 'a.flipcert.yaml');
  await writeFile(file, TABLE);
  await writeFile(join(folder, 't.csv'), tableText(2, 30));
  return file;
}

async function certify(
  file: string,
  cacheFolder: string | null,
  said: string[] = [],
): Promise<CertifyOutcome> {
  const settings = cacheFolder === null ? null : { folder: cacheFolder, maxBytes: 2 ** 28 };
  const cache = await openRunCache(settings, dist, (why) => said.push(why));
  const request = {
    file,
    text: null,
    model: null,
    threads: 1,
    timeLimit: null,
    workers: workerFiles(dist),
    cache,
  };
  return startCertification(request, {
    opened: () => undefined,
    progress: () => undefined,
    partial: () => undefined,
    note: () => undefined,
  }).outcome;
}

const answer = (outcome: CertifyOutcome): unknown =>
  outcome.kind === 'done' ? withoutTimes(outcome.result) : outcome;

describe('a worker out of memory', () => {
  it('ends what it was at, in words, and the next task has a new thread', async () => {
    const hungry = join(folder, 'worker.mjs');
    await writeFile(
      hungry,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, task }) => {
         if (task.hungry) { const held = []; for (;;) held.push(new Array(1e5).fill(id)); }
         parentPort.postMessage({ type: 'answer', id, answer: { id } });
       });`,
    );
    const pool = new WorkerPool(1, { ...workerFiles(dist), worker: hungry, threadMemory: 32 });
    const [wants, modest] = [{ hungry: true }, { hungry: false }] as unknown as Parameters<
      typeof pool.carryOut
    >[0];
    await expect(pool.carryOut([wants])).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(/ran out of memory.*fewer threads/) as string,
    });
    expect(await pool.carryOut([modest])).toHaveLength(1);
    await pool.dispose();
  });
});

describe('a disk that is full, or may only be read', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EROFS', 'the disk can only be read'],
    ['EACCES', 'permission denied'],
  ])('%s is said as %s', (code, words) => {
    expect(diskWords(Object.assign(new Error('x'), { code }))).toBe(`${words} (${code})`);
  });

  // Every write to it fails as on a full disk.
  it.skipIf(process.platform !== 'linux')(
    'keeps a result that is written to it from being half there',
    async () => {
      await expect(writeWhole('/dev/full', 'x'.repeat(100_000))).rejects.toMatchObject({ code: 'ENOSPC' });
    },
  );

  it('fails no run: the answer is given, and that nothing is kept is said once', async () => {
    const file = await workspace();
    const blocked = join(folder, 'cache');
    await writeFile(blocked, 'a file where the folder should be');
    const said: string[] = [];
    const outcome = await certify(file, blocked, said);
    expect(outcome.kind).toBe('done');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/EEXIST|ENOTDIR/);
    expect(answer(outcome)).toEqual(answer(await certify(file, null)));
  });
});

describe('results are written whole', () => {
  it('a reader meets the old one or the new one, never a part', async () => {
    const file = join(folder, 'r.json');
    const of = (i: number): string => JSON.stringify({ i, filler: String(i).repeat(200_000) });
    await writeWhole(file, of(0));
    let writing = true;
    const seen = new Set<number>();
    const reading = (async () => {
      while (writing) seen.add((JSON.parse(await readFile(file, 'utf8')) as { i: number }).i);
    })();
    for (let i = 1; i < 10; i++) await writeWhole(file, of(i));
    writing = false;
    await reading;
    expect(seen.size).toBeGreaterThan(1);
    expect(await readdir(folder)).toEqual(['r.json']);
  });

  it('a failure leaves what was there, and nothing beside it', async () => {
    const file = join(folder, 'r.json');
    await writeFile(file, 'old');
    const broken = {
      [Symbol.iterator]: () => ({
        next: () => {
          throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        },
      }),
    };
    await expect(writeWhole(file, broken as unknown as string)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['r.json']);
  });

  it("links and permissions stay as they are; a new file takes no other one's place", async () => {
    const file = join(folder, 'r.json');
    await writeFile(file, 'old');
    await chmod(file, 0o640);
    await symlink(file, join(folder, 'link.json'));
    await writeWhole(join(folder, 'link.json'), 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    await expect(writeNew(file, 'other')).rejects.toMatchObject({ code: 'EEXIST' });
    await writeNew(join(folder, 'n.yaml'), 'fresh');
    expect(await readFile(join(folder, 'n.yaml'), 'utf8')).toBe('fresh');
    expect((await readdir(folder)).sort()).toEqual(['link.json', 'n.yaml', 'r.json']);
  });
});

describe('a data file that changes', () => {
  it('while its bytes are read is refused in words', async () => {
    const file = join(folder, 'big.csv');
    await writeFile(file, 'x'.repeat(4_000_000));
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++) await writeFile(file, String(i % 10).repeat(4_000_000 - (i % 3)));
    })();
    let refused = 0;
    for (let i = 0; i < 60; i++) {
      try {
        const bytes = await nodeFiles().readBytes(file);
        // What is let through is one state of the file.
        expect(new Set(bytes).size).toBeLessThanOrEqual(1);
      } catch (error) {
        refused++;
        expect((error as Error).message).toContain('changed while it was read');
      }
    }
    writing = false;
    await writer;
    expect(refused).toBeGreaterThan(0);
  });

  it('after it was read: the answer says which state it is of, and is not taken for the other', async () => {
    const file = await workspace();
    const data = join(folder, 't.csv');
    const cache = join(folder, 'cache');
    const first = certify(file, cache);
    const old = await stat(data);
    const before = await first;
    await writeFile(data, tableText(2, 40));
    // As if the clock had been set back.
    await utimes(data, 1000, 1000);
    if (before.kind !== 'done') throw new Error(before.kind);
    expect(before.prints).toEqual([{ path: data, size: old.size, modified: old.mtimeMs }]);
    const after = await certify(file, cache);
    expect(after).toMatchObject({ kind: 'done', result: { dataset: { nodes: 40 } } });
    expect(before.result.dataset.nodes).toBe(30);
  });

  it('deleted is said with its place', async () => {
    const file = await workspace();
    await rm(join(folder, 't.csv'));
    const { diagnostics } = await openExperiment(file, null, nodeFiles());
    expect(diagnostics).toMatchObject([{ code: 'file-not-found', range: { startLine: 0 } }]);
  });

  it('a device, a pipe or a folder is no data file', async () => {
    await mkdir(join(folder, 'd.csv'));
    await expect(nodeFiles().readBytes(join(folder, 'd.csv'))).rejects.toMatchObject({ code: 'EISDIR' });
    if (process.platform === 'win32') return;
    await expect(nodeFiles().readBytes('/dev/zero')).rejects.toThrow('no regular file');
  });
});

describe('two at the same time', () => {
  it('processes on one workspace and one cache give the right answer each', async () => {
    const file = await workspace();
    const run = (): Promise<string> =>
      new Promise((done, failed) => {
        const args = [
          join(dist, 'cli.mjs'),
          'certify',
          file,
          '--json',
          '-',
          '--quiet',
          '--cache',
          join(folder, 'cache'),
        ];
        const child = spawn(process.execPath, args);
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.on('error', failed);
        child.on('close', () => done(out));
      });
    const outputs = await Promise.all([run(), run(), run()]);
    const expected = answer(await certify(file, null));
    for (const output of outputs) expect(withoutTimes(JSON.parse(output))).toEqual(expected);
    expect((await readdir(join(folder, 'cache'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('windows on one history lose no run of each other', async () => {
    const window = (): History =>
      new History(
        new RunFiles(join(folder, 'history'), () => undefined),
        () => 50,
        () => undefined,
      );
    const windows = [window(), window()];
    await Promise.all(
      windows.flatMap((of, w) => [0, 1, 2].map((i) => of.add(headOf(`run-${w}-${i}`), resultOf('x')))),
    );
    const later = window();
    await later.settled();
    expect(later.of('file:///a.flipcert.yaml')).toHaveLength(6);
  });
});

describe('the clock set back', () => {
  it('keeps the order of runs, and deletes no new one for an old one', async () => {
    const history = new History(
      new RunFiles(join(folder, 'history'), () => undefined),
      () => 2,
      () => undefined,
    );
    const future = Date.UTC(2040, 0);
    await history.add(headOf('a', { at: future }), resultOf('a'));
    await history.add(headOf('b', { at: future + 1 }), resultOf('b'));
    await history.add(headOf('c', { at: 5 }), resultOf('c'));
    expect(history.of('file:///a.flipcert.yaml').map(({ id }) => id)).toEqual(['c', 'b']);
    expect(newestFirst([headOf('old', { at: 9 }), headOf('new', { at: 1, order: 1 })])[0].id).toBe('new');
  });

  it('makes a cache give up what is of the future, not what is new', async () => {
    const nameOf = (k: number): string => `kernel-${String(k).repeat(64)}`;
    const content = new Uint8Array(1000);
    const disk = new DiskCache({ folder, maxBytes: 3600 }, () => undefined);
    const later = Date.now() / 1000 + 1e8;
    for (const k of [1, 2]) {
      await disk.write(nameOf(k), content);
      await utimes(join(folder, nameOf(k)), later, later);
    }
    const torn = `${nameOf(9)}.00000000-0000-4000-8000-000000000000.tmp`;
    await writeFile(join(folder, torn), content);
    await utimes(join(folder, torn), later, later);
    await disk.write(nameOf(3), content);
    await disk.write(nameOf(4), content);
    const left = await readdir(folder);
    expect(left).toContain(nameOf(3));
    expect(left).toContain(nameOf(4));
    expect(left).not.toContain(torn);
  });
});
