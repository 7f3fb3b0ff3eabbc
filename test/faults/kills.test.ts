import type * as childProcess from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { Certifier } from '../../src/extension/certifier';
import { JobProcess } from '../../src/extension/jobProcess';
import { messages } from '../../src/extension/messages';
import { ResultCache } from '../../src/extension/resultCache';
import { ResultStore } from '../../src/extension/store';
import type { Result } from '../../src/report/result';
import { karateExperiment } from '../fixtures/experiment';
import { random } from '../support/random';
import { withoutTimes } from '../support/times';

/** Processes that were forked, the newest last. */
const { children } = vi.hoisted(() => ({ children: [] as ChildProcess[] }));
vi.mock('node:child_process', async (original) => {
  const real = await original<typeof childProcess>();
  const fork = (...given: Parameters<typeof real.fork>): ChildProcess => {
    const child = real.fork(...given);
    children.push(child);
    return child;
  };
  return { ...real, fork };
});

const KILLS = Number(process.env.FLIPCERT_KILLS ?? 100);
/** Milliseconds that a run may take before it counts as hanging. */
const HANGS = 60_000;
const TEXT = karateExperiment({
  split: '{ labelled: { per-class: 8 }, test: 12 }',
  models:
    '{ GCN: { architecture: gcn, C: 0.3 }, SGC: { architecture: sgc, depth: 2, C: 1 }, PPNP: { architecture: appnp, C: 0.5 }, MLP: { architecture: mlp, C: 0.2 } }',
  rest: 'certify: { budgets: all }',
});

let folder = '';
const log = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error'].map((level) => [level, () => undefined]),
) as unknown as vscode.LogOutputChannel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flipcert-kills-'));
  const { buildAll } = await import('../../esbuild.mjs');
  await buildAll(join(folder, 'dist'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The extension's own parts around the certification process, on one cache. */
function parts(cacheFolder: string) {
  const jobs = new JobProcess(join(folder, 'dist', 'job.mjs'), log);
  const store = new ResultStore();
  const results = new ResultCache(join(folder, 'results'), log);
  return { jobs, store, results, certifier: new Certifier(jobs, store, results, log, cacheFolder) };
}

async function inTime(run: Promise<void>): Promise<'over' | 'hangs'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hangs'>((resolve) => (timer = setTimeout(() => resolve('hangs'), HANGS)));
  const first = await Promise.race([run.then(() => 'over' as const), late]);
  clearTimeout(timer);
  return first;
}

const answerOf = (result: Result | null): unknown => result && withoutTimes(result);

test(
  `${KILLS} kills of the certification process at random moments: each is said, nothing finished is lost, the next run is right`,
  async () => {
    const next = random(20241);
    const uri = vscode.Uri.file(join(folder, 'a.flipcert.yaml'));
    const other = vscode.Uri.file(join(folder, 'done.flipcert.yaml'));
    await writeFile(uri.fsPath, TEXT);
    await writeFile(other.fsPath, karateExperiment({ rest: 'certify: { budgets: { flips: [1] } }' }));
    let at = 0;
    const kinds = { beforeReady: 0, withPartial: 0, late: 0 };
    let results: ResultCache;
    let { jobs, store, certifier } = parts(join(folder, `cache-${at}`));
    const crashes: string[] = [];
    certifier.onDidCrash(({ how }) => crashes.push(how));
    await certifier.certify(other);
    const finished = store.get(other)?.certified;
    const began = performance.now();
    await certifier.certify(uri);
    const usual = performance.now() - began + 300;
    const expected = answerOf(store.get(uri)?.certified?.result ?? null);
    expect(expected).not.toBeNull();
    jobs.end();

    for (let kills = 0; kills < KILLS;) {
      // A new window with an empty cache: the run computes.
      certifier.dispose();
      ({ jobs, store, results, certifier } = parts(join(folder, `cache-${++at}`)));
      certifier.onDidCrash(({ how }) => crashes.push(how));
      store.add(other, finished!.textHash);
      store.update(other, (entry) => ({ ...entry, certified: finished! }));
      const before = children.length;
      const said = crashes.length;
      const run = certifier.certify(uri);
      await vi.waitFor(() => expect(children.length).toBeGreaterThan(before), { interval: 1 });
      await new Promise((done) => setTimeout(done, next() * usual));
      const partial = store.get(uri)?.run?.partial ?? null;
      const child = children.at(-1)!;
      child.kill('SIGKILL');
      expect(await inTime(run)).toBe('over');
      // A run that was over before is not what the kill is heard by.
      await vi.waitFor(() => expect(child.signalCode).toBe('SIGKILL'), { interval: 1, timeout: 10_000 });
      const { failure = null, certified = null } = store.get(uri) ?? {};
      if (failure === null) {
        // It was done, or its answer was on its way: that counts as no kill.
        expect(answerOf(certified?.result ?? null)).toEqual(expected);
        kinds.late++;
        jobs.end();
        continue;
      } else {
        expect(failure).toMatchObject({ crashed: true, title: messages.processEnded() });
        expect(failure.detail).toContain('SIGKILL');
        expect(crashes.length).toBe(said + 1);
        if (partial === null) kinds.beforeReady++;
        else {
          kinds.withPartial++;
          // What was proven before the kill stays, and says that it is not all.
          expect(certified?.complete).toBe(false);
          expect(certified?.result.models.length).toBeGreaterThanOrEqual(partial.models.length);
        }
      }
      kills++;
      expect(store.get(other)?.certified).toBe(finished);
      expect(answerOf((await results.load(other))?.result ?? null)).toEqual(answerOf(finished!.result));
      // The same window, and the cache as the kill left it.
      expect(await inTime(certifier.certify(uri))).toBe('over');
      expect(store.get(uri)?.failure ?? null).toBeNull();
      expect(answerOf(store.get(uri)?.certified?.result ?? null)).toEqual(expected);
      jobs.end();
      await rm(join(folder, `cache-${at}`), { recursive: true, force: true });
    }
    certifier.dispose();
    console.log(`kills: ${JSON.stringify(kinds)}`);
    expect(kinds.beforeReady + kinds.withPartial).toBeGreaterThan(KILLS / 2);
    expect((await readdir(join(folder, 'results'))).filter((name) => !name.endsWith('.json'))).toEqual([]);
  },
  45 * 60_000,
);

test('a run asked for in the moment in which the idle process dies is not failed for that', async () => {
  const uri = vscode.Uri.file(join(folder, 'idle.flipcert.yaml'));
  await writeFile(uri.fsPath, karateExperiment({ rest: 'certify: { budgets: { flips: [1] } }' }));
  const { jobs, store, certifier } = parts(join(folder, 'cache-idle'));
  await certifier.certify(uri);
  for (let time = 0; time < 5; time++) {
    children.at(-1)?.kill('SIGKILL');
    // No turn of the event loop lies between: nobody has been told yet.
    expect(await inTime(certifier.certify(uri))).toBe('over');
    expect(store.get(uri)?.failure ?? null).toBeNull();
    expect(store.get(uri)?.certified?.result.models).toHaveLength(1);
  }
  jobs.dispose();
});
