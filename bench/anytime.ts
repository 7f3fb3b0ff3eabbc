/**
 * How soon a run says something, how soon it stops, and how far its estimate of the time left is off. `bench/anytime.mjs`
 * bundles and starts it. The kernels are cached; certificates are removed before every run.
 *
 *     node anytime.mjs FILE DIST FOLDER THREADS LIMIT
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openRunCache } from '../src/jobs/cache/run-cache';
import { workerFiles } from '../src/jobs/pool';
import { startRun } from '../src/jobs/run';
import type { Run, RunEvents } from '../src/jobs/run';
import type { RunRequest } from '../src/jobs/subject';
import type { ModelResult, Result } from '../src/report/result';

/** Milliseconds into a run at which it is cancelled. */
const CANCEL_AT = [50, 150, 400, 1000, 2500];
const RUNS = 3;

const [file, dist, folder, threads, limit] = process.argv.slice(2);

async function request(timeLimit: number): Promise<RunRequest> {
  const failed = (reason: string): void => {
    throw new Error(reason);
  };
  const cache = await openRunCache({ folder, maxBytes: 2 ** 30 }, dist, failed);
  return {
    file,
    text: null,
    model: null,
    threads: Number(threads),
    timeLimit,
    workers: workerFiles(dist),
    cache,
  };
}

/** Kernels alone stay. */
async function forget(): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (!name.startsWith('kernel-')) await rm(join(folder, name));
}

const SILENT: RunEvents = {
  opened: () => undefined,
  progress: () => undefined,
  partial: () => undefined,
  note: () => undefined,
};

/** Something is proven safe under a flip; something is shown to break under one set. */
function bounds(result: Result): { readonly safe: boolean; readonly broken: boolean } {
  const some = (of: (model: ModelResult) => boolean): boolean => result.models.some(of);
  return {
    safe: some(({ sampleWise }) => sampleWise?.nodes.some(({ safeFlips }) => safeFlips > 0) === true),
    broken: some(
      ({ sampleWise }) => sampleWise?.nodes.some(({ breakingFlips }) => breakingFlips !== null) === true,
    ),
  };
}

interface Observed {
  readonly opened: number;
  readonly first: number;
  readonly safe: number;
  readonly broken: number;
  readonly total: number;
  readonly status: string;
  /** Seconds since the beginning, seconds left as estimated (null: none), share done. */
  readonly estimates: readonly (readonly [number, number | null, number])[];
}

/** Milliseconds since the beginning of a run to its events. */
async function observe(): Promise<Observed> {
  await forget();
  const asked = await request(Number(limit));
  const began = performance.now();
  const since = (): number => performance.now() - began;
  let [opened, first, safe, broken] = [NaN, NaN, NaN, NaN];
  const estimates: (readonly [number, number | null, number])[] = [];
  const earlier = (known: number): number => (Number.isNaN(known) ? since() : known);
  const run = startRun(asked, {
    ...SILENT,
    opened: () => (opened = since()),
    progress: ({ secondsLeft, done }) => estimates.push([since() / 1000, secondsLeft, done]),
    partial: (result) => {
      first = earlier(first);
      const has = bounds(result);
      if (has.safe) safe = earlier(safe);
      if (has.broken) broken = earlier(broken);
    },
  });
  const outcome = await run.outcome;
  if (outcome.kind !== 'done') throw new Error(`The run ended as ${outcome.kind}.`);
  const { sampleWise, collective } = outcome.result.models[0];
  const status = `${sampleWise?.status}, ${collective?.status}`;
  return { opened, first, safe, broken, total: since(), status, estimates };
}

/** Milliseconds from the cancellation to the outcome, for each time to cancel at that the run reaches. */
async function cancelled(): Promise<number[]> {
  const times: number[] = [];
  for (const at of CANCEL_AT) {
    await forget();
    const run: Run = startRun(await request(Number(limit)), SILENT);
    let began = NaN;
    const timer = setTimeout(() => {
      began = performance.now();
      run.cancel();
    }, at);
    await run.outcome;
    clearTimeout(timer);
    if (!Number.isNaN(began)) times.push(performance.now() - began);
  }
  return times;
}

/** Estimates of the time left against what was left, from the first second to the last quarter of one. */
function ratios({ estimates, total }: Observed): { readonly told: number[]; readonly missing: number } {
  const told: number[] = [];
  let missing = 0;
  for (const [at, left] of estimates) {
    const actual = total / 1000 - at;
    if (at < 1 || actual < 0.25) continue;
    if (left === null) missing++;
    else told.push(left / actual);
  }
  return { told, missing };
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value: number): string => (Number.isNaN(value) ? '-' : `${value.toFixed(0)}`);

// Forms the kernels, and warms up.
await observe();
const seen: Observed[] = [];
for (let run = 0; run < RUNS; run++) seen.push(await observe());
const stops = await cancelled();
const { told, missing } = seen
  .map(ratios)
  .reduce((a, b) => ({ told: [...a.told, ...b.told], missing: a.missing + b.missing }));
const within = told.filter((ratio) => ratio >= 0.5 && ratio <= 2).length;
const of = (what: (observed: Observed) => number): string => ms(middle(seen.map(what)));
console.log(
  [
    `opened ${of((o) => o.opened)}`,
    `first state ${of((o) => o.first)}`,
    `first safe ${of((o) => o.safe)}`,
    `first broken ${of((o) => o.broken)}`,
    `total ${of((o) => o.total)} ms (${seen[0].status})`,
    `cancel ${stops.map(ms).join(' ')} ms`,
    told.length + missing === 0
      ? 'no estimate after 1 s'
      : `estimates after 1 s: ${told.length}, ${missing} missing, ${((100 * within) / Math.max(1, told.length)).toFixed(0)} % within twice, ratio ${Math.min(...told).toFixed(2)} to ${Math.max(...told).toFixed(2)}`,
  ].join(' | '),
);
if (process.env.FLIPCERT_BENCH_VERBOSE === '1')
  for (const [at, left, done] of seen[0].estimates)
    console.log(
      `  ${at.toFixed(2)} s: ${left?.toFixed(2) ?? '-'} left, ${(seen[0].total / 1000 - at).toFixed(2)} in truth, ${(100 * done).toFixed(0)} %`,
    );
