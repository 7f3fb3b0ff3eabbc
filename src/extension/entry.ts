/**
 * What is known about one configuration file, and how it changes. Pure functions over plain data: the store
 * applies them, the views read them, and no view can say something else than another.
 */
import type { CertifyProgress, StageTime } from '../protocol/job';
import type { PanelStatus } from '../protocol/panel';
import type { Diagnostic } from '../core/errors';
import { meansOf } from '../report/means';
import type { Picture } from '../report/picture';
import type { DatasetSummary, ModelResult, Result, SeedResult } from '../report/result';
import { NO_AUDIT, type AuditEntry } from './auditEntry';

/** A file that a result depends on, as it was when the result was computed. */
export interface FilePrint {
  readonly path: string;
  /** Null where the file could not be read. */
  readonly size: number | null;
  readonly modified: number | null;
}

/** A result that is kept: it can be shown again after a reload, and compared with the file as it stands. */
export interface Certified {
  readonly result: Result;
  /** Hash of the text that was certified. */
  readonly textHash: string;
  readonly files: readonly FilePrint[];
  readonly stages: readonly StageTime[];
  /** False where the run was cancelled or died: later models are missing, or stand as brackets. */
  readonly complete: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What it takes to draw the graph; absent where the run did not come so far. */
  readonly picture?: Picture | undefined;
}

export interface Run {
  readonly runId: string;
  readonly textHash: string;
  readonly done: number;
  readonly secondsLeft: number | null;
  readonly model: string | null;
  readonly partial: Result | null;
  /** Models of `partial` that are final. */
  readonly finished: readonly string[];
  readonly cancelling: boolean;
}

export interface Failure {
  readonly title: string;
  readonly detail: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly crashed: boolean;
  readonly textHash: string;
}

export interface Entry {
  /** Hash of the text as it stands, saved or not. */
  readonly textHash: string;
  readonly certified: Certified | null;
  /** Why the files behind `certified` are not what they were; null while they are. */
  readonly filesChanged: string | null;
  readonly run: Run | null;
  readonly failure: Failure | null;
  /** Label audits, which are run and grow old on their own. */
  readonly audit: AuditEntry;
}

/** What an empty panel says about the cost, where it is known. */
export interface Cost {
  readonly models: number;
  readonly labelled: number | null;
  readonly test: number | null;
}

export function newEntry(textHash: string): Entry {
  return { textHash, certified: null, filesChanged: null, run: null, failure: null, audit: NO_AUDIT };
}

export function started(entry: Entry, runId: string, textHash: string): Entry {
  const run: Run = {
    runId,
    textHash,
    done: 0,
    secondsLeft: null,
    model: null,
    partial: null,
    finished: [],
    cancelling: false,
  };
  return { ...entry, run, failure: null };
}

/** News of a run that is not the present one is dropped, here and in the functions below. */
export function progressed(entry: Entry, progress: CertifyProgress): Entry {
  const { run } = entry;
  if (run?.runId !== progress.runId) return entry;
  // Threads report in any order; a bar that runs backwards helps nobody.
  const done = Math.max(run.done, Math.min(1, progress.done));
  return { ...entry, run: { ...run, done, secondsLeft: progress.secondsLeft, model: progress.model } };
}

export function partly(entry: Entry, runId: string, partial: Result, running: string | null): Entry {
  const { run } = entry;
  if (run?.runId !== runId) return entry;
  const finished = partial.models.map((model) => model.name).filter((name) => name !== running);
  return { ...entry, run: { ...run, partial, finished } };
}

export function cancelling(entry: Entry, runId: string): Entry {
  const { run } = entry;
  return run?.runId === runId ? { ...entry, run: { ...run, cancelling: true } } : entry;
}

export function finished(
  entry: Entry,
  runId: string,
  certified: Certified,
  filesChanged: string | null,
): Entry {
  if (entry.run?.runId !== runId) return entry;
  return { ...entry, run: null, failure: null, certified, filesChanged };
}

/**
 * A cancelled run, with what it proved. It replaces an older result, except one that answers the same question
 * in full: cancelling must not lose what is known.
 */
export function stopped(entry: Entry, runId: string, certified: Certified | null): Entry {
  if (entry.run?.runId !== runId) return entry;
  const idle: Entry = { ...entry, run: null };
  if (!certified || certified.result.models.length === 0) return idle;
  const { certified: older, filesChanged } = entry;
  if (older?.complete && older.textHash === certified.textHash && filesChanged === null) return idle;
  return { ...idle, failure: null, certified, filesChanged: null };
}

export function failed(entry: Entry, runId: string, failure: Failure, certified: Certified | null): Entry {
  if (entry.run?.runId !== runId) return entry;
  return { ...stopped(entry, runId, certified), failure };
}

export function textChanged(entry: Entry, textHash: string): Entry {
  return entry.textHash === textHash ? entry : { ...entry, textHash };
}

export function filesChanged(entry: Entry, reason: string | null): Entry {
  return entry.filesChanged === reason ? entry : { ...entry, filesChanged: reason };
}

export function restored(entry: Entry, certified: Certified, changed: string | null): Entry {
  return entry.certified ? entry : { ...entry, certified, filesChanged: changed };
}

/** The failure that still belongs to the text as it stands. A crash is nobody's text, so it stays. */
function presentFailure(entry: Entry): Failure | null {
  const { failure } = entry;
  return failure && (failure.crashed || failure.textHash === entry.textHash) ? failure : null;
}

/** The one answer to "how do things stand", from which every view is drawn. */
export function statusOf(entry: Entry, cost: Cost, edited: string): PanelStatus {
  const { run, certified } = entry;
  if (run) {
    const { done, secondsLeft, model, finished: names, cancelling: stopping } = run;
    return { kind: 'running', done, secondsLeft, model, finished: names, cancelling: stopping };
  }
  const failure = presentFailure(entry);
  if (failure) {
    const { title, detail, diagnostics, crashed } = failure;
    return { kind: 'failed', title, detail, diagnostics, crashed };
  }
  if (!certified) return { kind: 'empty', ...cost };
  if (certified.textHash !== entry.textHash) return { kind: 'stale', reason: edited };
  if (entry.filesChanged !== null) return { kind: 'stale', reason: entry.filesChanged };
  return { kind: 'current' };
}

/** The result to show: while a run goes on, what it has so far, and the last result for the models it has not reached. */
export function resultOf(entry: Entry): Result | null {
  const { run, certified } = entry;
  const older = certified?.result ?? null;
  if (!run?.partial) return older;
  if (!older || !sameSplits(older, run.partial)) return run.partial;
  const models = mergeModels(older.models, run.partial.models);
  return { ...run.partial, models, ...mergeSeeds(older, run.partial) };
}

/**
 * What the graph of `resultOf` is drawn from. None while a run has numbers of its own: it may be of other edges, and its
 * flip sets may turn other nodes.
 */
export function pictureOf(entry: Entry): Picture | null {
  return entry.run?.partial ? null : (entry.certified?.picture ?? null);
}

/** Numbers of two runs stand beside each other only where they are about the same splits. */
function sameSplits(a: Result, b: Result): boolean {
  const one = a.seeds ?? [];
  const other = b.seeds ?? [];
  return (
    sameNodes(a.dataset, b.dataset) &&
    one.length === other.length &&
    one.every(({ seed, dataset }, i) => seed === other[i].seed && sameNodes(dataset, other[i].dataset))
  );
}

function sameNodes(a: DatasetSummary, b: DatasetSummary): boolean {
  const equal = (x: readonly (string | number)[], y: readonly (string | number)[]): boolean =>
    x.length === y.length && x.every((value, i) => value === y[i]);
  return equal(a.labelled, b.labelled) && equal(a.test, b.test) && equal(a.labels, b.labels);
}

function mergeModels(older: readonly ModelResult[], newer: readonly ModelResult[]): ModelResult[] {
  const byName = new Map(newer.map((model) => [model.name, model]));
  const kept = older.map((model) => byName.get(model.name) ?? model);
  const known = new Set(older.map((model) => model.name));
  return [...kept, ...newer.filter((model) => !known.has(model.name))];
}

/** A mean is of one run: of a model that the new run has reached, nothing of the older one is left on any seed. */
function mergeSeeds(older: Result, newer: Result): Pick<Result, 'seeds' | 'means'> {
  if (!older.seeds || !newer.seeds) return {};
  const reached = new Set(newer.seeds.flatMap(({ models }) => models.map(({ name }) => name)));
  const before = older.seeds;
  const seeds = newer.seeds.map((split, i): SeedResult => {
    const there = new Set(split.models.map(({ name }) => name));
    const kept = before[i].models.filter(({ name }) => !reached.has(name) || there.has(name));
    return { ...split, models: mergeModels(kept, split.models) };
  });
  return { seeds, means: meansOf(seeds) };
}
