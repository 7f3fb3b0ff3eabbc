import type { Certified } from './certified';
/**
 * What is known about one configuration file, and how it changes. Pure functions over plain data: the store
 * applies them, the views read them, and no view can say something else than another.
 */
import type { CertifyProgress } from '../protocol/job';
import type { PanelStatus } from '../protocol/panel';
import type { Diagnostic } from '../core/errors';
import { modelNames } from '../report/over-seeds';
import type { Picture } from '../report/picture';
import type { CertificateKind, Result } from '../report/result';
import { NO_AUDIT, type AuditEntry } from './auditEntry';
import { mergeCertified, mergeResults } from './merge';
import { isOfFamily } from './places';

export interface Run {
  readonly runId: string;
  readonly textHash: string;
  /** The one model that is certified; null: all of the file. */
  readonly only: string | null;
  /** How many files are certified before this one; null once its own turn has come. */
  readonly queued: number | null;
  readonly done: number;
  readonly secondsLeft: number | null;
  readonly model: string | null;
  /** What is being worked on, where that is known. */
  readonly kind: CertificateKind | null;
  readonly flips: number | null;
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
  /** SHA-256 of the text as it stood, whose lines the diagnostics name. */
  readonly sourceHash?: string;
}

export interface Entry {
  /** Hash of what the text means as it stands, saved or not. */
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

/**
 * @param only the one model that is certified; null: all
 * @param queued how many files come first; null where none does
 */
export function started(
  entry: Entry,
  runId: string,
  textHash: string,
  only: string | null = null,
  queued: number | null = null,
): Entry {
  const run: Run = {
    runId,
    textHash,
    only,
    queued,
    done: 0,
    secondsLeft: null,
    model: null,
    kind: null,
    flips: null,
    partial: null,
    finished: [],
    cancelling: false,
  };
  return { ...entry, run, failure: null };
}

/** The run's place among those that wait; null: it has begun. */
export function moved(entry: Entry, runId: string, queued: number | null): Entry {
  const { run } = entry;
  return run?.runId === runId && run.queued !== queued ? { ...entry, run: { ...run, queued } } : entry;
}

/** News of a run that is not the present one is dropped, here and in the functions below. */
export function progressed(entry: Entry, progress: CertifyProgress): Entry {
  const { run } = entry;
  if (run?.runId !== progress.runId) return entry;
  // Threads report in any order; a bar that runs backwards helps nobody.
  const done = Math.max(run.done, Math.min(1, progress.done));
  const { secondsLeft, model, kind, flips } = progress;
  return { ...entry, run: { ...run, done, secondsLeft, model, kind, flips } };
}

/** @param open models of `partial` that are worked on again later: what stands of them is not final */
export function partly(
  entry: Entry,
  runId: string,
  partial: Result,
  running: string | null,
  open: readonly string[] = [],
): Entry {
  const { run } = entry;
  if (run?.runId !== runId) return entry;
  const finished = partial.models
    .map((model) => model.name)
    .filter((name) => name !== running && !open.includes(name));
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
  const { certified: older } = entry;
  // One model alone joins the others only where they still belong to the same text and files.
  const whole =
    certified.only && older && entry.filesChanged === null ? mergeCertified(older, certified) : null;
  return { ...entry, run: null, failure: null, certified: whole ?? certified, filesChanged };
}

/**
 * A cancelled run, with what it proved. It replaces an older result, except one that answers the same question:
 * cancelling must not lose what is known.
 */
export function stopped(entry: Entry, runId: string, certified: Certified | null): Entry {
  if (entry.run?.runId !== runId) return entry;
  const idle: Entry = { ...entry, run: null };
  if (!certified || certified.result.models.length === 0) return idle;
  const { certified: older, filesChanged } = entry;
  if (older?.complete && older.textHash === certified.textHash && filesChanged === null) {
    if (!older.only) return idle;
    const known = mergeCertified(certified, older);
    if (known) return { ...idle, failure: null, certified: { ...known, complete: false } };
  }
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
  if (run) return runningStatus(entry, run, edited);
  const failure = presentFailure(entry);
  if (failure) {
    const { title, detail, diagnostics, crashed } = failure;
    return { kind: 'failed', title, detail, diagnostics, crashed };
  }
  if (!certified) return { kind: 'empty', ...cost };
  if (certified.textHash !== entry.textHash) return { kind: 'stale', reason: edited };
  if (entry.filesChanged !== null) return { kind: 'stale', reason: entry.filesChanged };
  return certified.only ? { kind: 'current', only: certified.only } : { kind: 'current' };
}

/** Whether the kept result holds for the file as it stands, whatever runs beside it. */
export function isStanding(entry: Entry): boolean {
  return statusOf({ ...entry, run: null }, { models: 0, labelled: null, test: null }, '').kind === 'current';
}

/**
 * What a run has proven holds for the file as it stands only where it is of the same text. A run of one model alone
 * leaves the others as they were.
 */
function runningStatus(entry: Entry, run: Run, edited: string): PanelStatus {
  const { done, secondsLeft, model, kind, flips, cancelling, queued, partial, only } = run;
  const own = run.textHash === entry.textHash;
  const others = own && only !== null ? untouched(entry, only) : [];
  return {
    kind: 'running',
    done,
    secondsLeft,
    model,
    finished: own ? [...run.finished, ...others] : [],
    reached: own ? [...(partial?.models.map(({ name }) => name) ?? []), ...others] : [],
    cancelling,
    ...(kind === null ? {} : { certificate: kind }),
    ...(flips === null ? {} : { flips }),
    ...(queued === null ? {} : { queued }),
    ...(only === null ? {} : { only }),
    ...(own ? {} : { reason: edited }),
  };
}

/** Models beside the one that runs alone whose numbers hold for the file as it stands. */
function untouched(entry: Entry, only: string): string[] {
  if (!entry.certified || !isStanding(entry)) return [];
  return modelNames(entry.certified.result).filter((name) => !isOfFamily(name, only));
}

/** The result to show: while a run goes on, what it has so far, and the last result for the models it has not reached. */
export function resultOf(entry: Entry): Result | null {
  const { run, certified } = entry;
  const older = certified?.result ?? null;
  if (!run?.partial) return older;
  return (older && mergeResults(older, run.partial)) ?? run.partial;
}

/**
 * What the graph of `resultOf` is drawn from. None while a run has numbers of its own: it may be of other edges, and its
 * flip sets may turn other nodes.
 */
export function pictureOf(entry: Entry): Picture | null {
  return entry.run?.partial ? null : (entry.certified?.picture ?? null);
}
