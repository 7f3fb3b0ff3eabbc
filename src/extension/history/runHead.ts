/** One run of the history without its result, and how a list of them changes. Pure functions over plain data. */
import type { RunState } from '../../report/panel-state';
import type { StageTime } from '../../protocol/job';

/** Raise it when `RunHead` changes: older files are then ignored. */
export const VERSION = 1;

export interface DataHash {
  readonly path: string;
  /** SHA-256; null where the file was written while it was read, so that nobody knows which state was. */
  readonly sha256: string | null;
}

/** The best model's certified ratio at the starting budget. */
export interface BestRatio {
  readonly model: string;
  readonly kind: 'sample-wise' | 'collective';
  readonly flips: number;
  readonly low: number;
  readonly high: number;
  /** Where it is a mean: over so many of so many seeds. */
  readonly seeds: { readonly done: number; readonly all: number } | null;
}

export interface RunHead {
  readonly version: typeof VERSION;
  readonly id: string;
  /** Address of the configuration. */
  readonly uri: string;
  /** Exactly what was certified. */
  readonly text: string;
  readonly textHash: string;
  readonly data: readonly DataHash[];
  readonly extension: string;
  /** Digest of the code that certified. */
  readonly code: string;
  readonly seeds: readonly number[];
  /** Threads that the run was allowed. */
  readonly threads: number;
  readonly stages: readonly StageTime[];
  /** Milliseconds since the epoch: when it ended. */
  readonly at: number;
  /** Grows from run to run, whatever the clock says; absent in runs of before it was kept. */
  readonly order?: number;
  readonly complete: boolean;
  readonly pinned: boolean;
  readonly models: readonly string[];
  readonly best: BestRatio | null;
  readonly state: RunState;
  /** SHA-256 of the result's file: a torn one is never shown. */
  readonly resultHash: string;
}

/** Whether two runs asked the same question of the same code; of unknown data nothing is the same. */
export function sameQuestion(a: RunHead, b: RunHead): boolean {
  return (
    a.uri === b.uri &&
    a.textHash === b.textHash &&
    a.code === b.code &&
    a.extension === b.extension &&
    a.data.length === b.data.length &&
    a.data.every(
      ({ path, sha256 }, i) => sha256 !== null && path === b.data[i].path && sha256 === b.data[i].sha256,
    )
  );
}

export interface Merged {
  /** The entry as it is to be written; null where the list holds more already. */
  readonly written: RunHead | null;
  /** Newest first. */
  readonly runs: readonly RunHead[];
}

/**
 * Adds a run to those of its file. The same question once more makes no second entry: the entry gets the newer time
 * and answer, and keeps its id and its pin. What was cancelled never takes the place of what was done in full.
 */
export function merged(runs: readonly RunHead[], run: RunHead): Merged {
  const same = runs.find((other) => sameQuestion(other, run));
  if (same && same.complete && !run.complete) return { written: null, runs };
  const written = same ? { ...run, id: same.id, pinned: same.pinned } : run;
  return { written, runs: newestFirst([...runs.filter((other) => other !== same), written]) };
}

/** The runs of one file that are beyond the limit. Pinned ones are never among them, and do not use it up. */
export function beyond(runs: readonly RunHead[], limit: number): readonly RunHead[] {
  return newestFirst(runs.filter(({ pinned }) => !pinned)).slice(Math.max(0, limit));
}

export function newestFirst(runs: readonly RunHead[]): readonly RunHead[] {
  return [...runs].sort((a, b) => (b.order ?? 0) - (a.order ?? 0) || b.at - a.at || (a.id < b.id ? -1 : 1));
}

/** Whether a value read from the disk is a head of this version. */
export function isRunHead(value: unknown): value is RunHead {
  if (typeof value !== 'object' || value === null) return false;
  const head = value as Partial<Record<keyof RunHead, unknown>>;
  const texts = [head.id, head.uri, head.text, head.textHash, head.extension, head.code, head.resultHash];
  const lists = [head.data, head.seeds, head.stages, head.models];
  return (
    head.version === VERSION &&
    texts.every((text) => typeof text === 'string') &&
    lists.every((list) => Array.isArray(list)) &&
    (head.models as unknown[]).every((name) => typeof name === 'string') &&
    (head.data as unknown[]).every(isDataHash) &&
    Number.isFinite(head.at) &&
    (head.order === undefined || Number.isSafeInteger(head.order)) &&
    Number.isFinite(head.threads) &&
    typeof head.complete === 'boolean' &&
    typeof head.pinned === 'boolean' &&
    ['exact', 'bracket', 'cancelled', 'failed'].includes(head.state as string) &&
    (head.best === null || isBest(head.best))
  );
}

function isDataHash(value: unknown): boolean {
  const { path, sha256 } = (value ?? {}) as Partial<Record<keyof DataHash, unknown>>;
  return typeof path === 'string' && (sha256 === null || typeof sha256 === 'string');
}

function isBest(value: unknown): boolean {
  const { model, kind, flips, low, high } = (value ?? {}) as Partial<Record<keyof BestRatio, unknown>>;
  return (
    typeof model === 'string' &&
    (kind === 'sample-wise' || kind === 'collective') &&
    [flips, low, high].every(Number.isFinite)
  );
}
