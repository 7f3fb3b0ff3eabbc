import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pack, unpack } from '../../src/jobs/cache/container';
import { digestOf } from '../../src/prepare/digest';
import { DiskCache } from '../../src/jobs/cache/disk';
import { cacheFolder } from '../../src/jobs/cache/place';

const nameOf = (k: number): string => `kernel-${String(k).repeat(64)}`;
const NAME = nameOf(1);
const CONTENT = Uint8Array.from({ length: 100 }, (_, i) => (7 * i) % 256);

let root = '';
let folder = '';
let failures: string[] = [];
const cache = (maxBytes = 1e6): DiskCache => new DiskCache({ folder, maxBytes }, (why) => failures.push(why));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'flipcert-cache-'));
  folder = join(root, 'cache');
  failures = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the file of an entry', () => {
  const file = pack(NAME, CONTENT);

  it('opens under its name and no other', () => {
    expect(unpack(NAME, file)).toEqual(Buffer.from(CONTENT));
    expect(unpack(nameOf(2), file)).toBe(null);
    expect(unpack(NAME.slice(1), file)).toBe(null);
    expect(unpack(NAME, pack(NAME, new Uint8Array(0)))).toHaveLength(0);
  });

  it('does not open with any byte altered, missing or added', () => {
    for (let at = 0; at < file.length; at++) {
      for (const change of [1, 0x80, 0xff]) {
        const damaged = Uint8Array.from(file);
        damaged[at] ^= change;
        expect(unpack(NAME, damaged), `byte ${at}`).toBe(null);
      }
      expect(unpack(NAME, file.subarray(0, at)), `${at} bytes`).toBe(null);
    }
    expect(unpack(NAME, Buffer.concat([file, Uint8Array.of(0)]))).toBe(null);
  });
});

describe('entries on disk', () => {
  it('are there for the next process, and nothing else is left behind', async () => {
    expect(await cache().read(NAME)).toBe(null);
    await cache().write(NAME, CONTENT);
    expect(await cache().read(NAME)).toEqual(Buffer.from(CONTENT));
    expect(await cache().read(nameOf(2))).toBe(null);
    expect(await readdir(folder)).toEqual([NAME]);
    expect(failures).toEqual([]);
  });

  it.each([
    ['torn', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => new Uint8Array(0)],
    ['altered', (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, i) => (i === 99 ? byte ^ 1 : byte))],
  ])('that are %s count as none, and are removed', async (_what, damage) => {
    await cache().write(NAME, CONTENT);
    const path = join(folder, NAME);
    await writeFile(path, damage(await readFile(path)));
    expect(await cache().read(NAME)).toBe(null);
    expect(await readdir(folder)).toEqual([]);
    await cache().write(NAME, CONTENT);
    expect(await cache().read(NAME)).toEqual(Buffer.from(CONTENT));
  });

  it('under the name of another count as none', async () => {
    await cache().write(NAME, CONTENT);
    await rename(join(folder, NAME), join(folder, nameOf(2)));
    expect(await cache().read(nameOf(2))).toBe(null);
  });

  it('make room for new ones, those first that were not used for longest', async () => {
    const size = pack(NAME, CONTENT).length;
    const disk = cache(4 * size);
    for (const k of [1, 2, 3, 4]) {
      await disk.write(nameOf(k), CONTENT);
      await utimes(join(folder, nameOf(k)), 1000 + k, 1000 + k);
    }
    // Used again, by another process.
    expect(await cache().read(nameOf(1))).not.toBe(null);
    await disk.write(nameOf(5), CONTENT);
    expect((await readdir(folder)).sort()).toEqual([nameOf(1), nameOf(4), nameOf(5)]);
    expect(await disk.contents()).toEqual({ entries: 3, bytes: 3 * size });
  });

  it('of earlier processes count too', async () => {
    const size = pack(NAME, CONTENT).length;
    for (const k of [1, 2, 3, 4, 5, 6]) await cache(3 * size).write(nameOf(k), CONTENT);
    expect((await cache().contents()).bytes).toBeLessThanOrEqual(3 * size);
  });

  it('larger than the cache are not kept', async () => {
    await cache(100).write(NAME, CONTENT);
    expect(await cache().contents()).toEqual({ entries: 0, bytes: 0 });
    expect(failures).toEqual([]);
  });

  it('are removed by a clear, with what was left unfinished, and nothing else is', async () => {
    await cache().write(NAME, CONTENT);
    await cache().write(nameOf(2), CONTENT);
    await writeFile(join(folder, `${NAME}.00000000-0000-4000-8000-000000000000.tmp`), CONTENT);
    await writeFile(join(folder, 'thesis.tex'), 'mine');
    await mkdir(join(folder, 'kernel'));
    const size = pack(NAME, CONTENT).length;
    expect(await cache().clear()).toEqual({ entries: 2, bytes: 2 * size + CONTENT.length });
    expect((await readdir(folder)).sort()).toEqual(['kernel', 'thesis.tex']);
    expect(await cache().clear()).toEqual({ entries: 0, bytes: 0 });
  });

  it('a cleared cache is used again by those that had it open', async () => {
    const disk = cache();
    await disk.write(NAME, CONTENT);
    await rm(folder, { recursive: true });
    expect(await disk.read(NAME)).toBe(null);
    await disk.write(NAME, CONTENT);
    expect(await disk.read(NAME)).not.toBe(null);
  });

  it('what a dead writer left goes, what a living one is at stays', async () => {
    const aside = (k: number): string => join(folder, `${NAME}.${k}0000000-0000-4000-8000-000000000000.tmp`);
    await mkdir(folder);
    await writeFile(aside(1), CONTENT);
    await writeFile(aside(2), CONTENT);
    await utimes(aside(1), 1000, 1000);
    await cache().write(NAME, CONTENT);
    expect(await readdir(folder)).toHaveLength(2);
    expect((await stat(aside(2))).isFile()).toBe(true);
  });
});

describe('a disk that refuses', () => {
  it('is said once, and fails nothing', async () => {
    await writeFile(folder, 'a file where the folder should be');
    const disk = cache();
    expect(await disk.read(NAME)).toBe(null);
    await disk.write(NAME, CONTENT);
    await disk.write(nameOf(2), CONTENT);
    expect(failures).toHaveLength(1);
    expect(await disk.contents()).toEqual({ entries: 0, bytes: 0 });
  });
});

it('several processes at the same entries read them whole or not at all', async () => {
  const bundle = join(root, 'writer.mjs');
  await build({
    entryPoints: ['test/support/cache-writer.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const one = (): Promise<{ status: number | null; whole: number }> =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, [bundle, folder, '200']);
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.on('error', failed);
      child.on('close', (status) => done({ status, whole: Number(out) }));
    });
  const ended = await Promise.all([one(), one(), one(), one()]);
  expect(ended.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  expect(Math.min(...ended.map(({ whole }) => whole))).toBeGreaterThan(0);
  const names = await readdir(folder);
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  for (const name of names) expect(await cache().read(name)).not.toBe(null);
});

describe('a digest', () => {
  it('tells lists of parts apart that read the same', () => {
    const lists = [
      ['ab', 'c'],
      ['a', 'bc'],
      ['abc'],
      ['abc', ''],
      [1],
      ['1'],
      [true],
      [null],
      [0],
      [-0],
      [Float64Array.of(1)],
      [new Uint8Array(Float64Array.of(1).buffer)],
      [Int32Array.of(1, 2)],
      [Int32Array.of(1), Int32Array.of(2)],
    ];
    expect(new Set(lists.map((list) => digestOf(list))).size).toBe(lists.length);
    expect(digestOf(['a', 1, Int32Array.of(3)])).toBe(digestOf(['a', 1, Int32Array.of(3)]));
  });
});

describe('the folder of the cache', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/x' }, 'linux', '/x/flipcert'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/me/.cache/flipcert'],
    [{}, 'linux', '/home/me/.cache/flipcert'],
    [{}, 'darwin', '/home/me/Library/Caches/flipcert'],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/flipcert/cache'],
    [{}, 'win32', '/home/me/AppData/Local/flipcert/cache'],
  ] as const)('%j on %s', (environment, platform, expected) => {
    expect(cacheFolder(environment, platform, '/home/me').replaceAll('\\', '/')).toBe(expected);
  });
});
