import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type * as vscode from 'vscode';

import { valueOf } from '../../config/yaml-document';
import { diskWords } from '../../core/disk-words';
import { digestOfFile } from '../../prepare/digest';
import type { Result } from '../../report/result';
import type { RunState } from '../../report/panel-state';
import { Disposable } from '../disposable';
import type { Certified, FilePrint } from '../certified';
import { takePrints } from '../filePrints';
import { historyMessages } from '../historyMessages';
import { runSettings } from '../runSettings';
import type { ResultStore } from '../store';
import { isSettled, summarize } from '../summary';
import type { History } from './history';
import { VERSION, type BestRatio, type DataHash } from './runHead';

export interface Versions {
  readonly extension: string;
  /** Digest of the code that certifies. */
  readonly code: string;
}

/** Writes every run that ends into the history. It listens to the store, so that it knows what every view knows. */
export class Recorder extends Disposable {
  private readonly before = new Map<string, { readonly running: boolean; readonly of: Certified | null }>();
  /** Hashing a large file again for every run would be felt. */
  private readonly hashes = new Map<string, { readonly print: FilePrint; readonly sha256: string }>();

  constructor(
    store: ResultStore,
    private readonly history: History,
    private readonly versions: Versions,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(
      store.onDidChange(({ uri, entry }) => {
        const key = uri.toString();
        const before = this.before.get(key);
        const { run, certified } = entry;
        this.before.set(key, { running: run !== null, of: certified });
        // What was restored from the disk is no run that ended now.
        const ended = before?.running === true && run === null;
        if (ended && certified && certified !== before.of) void this.record(uri, certified);
      }),
    );
  }

  private async record(uri: vscode.Uri, certified: Certified): Promise<void> {
    const { text, result } = certified;
    if (text === undefined) return;
    try {
      const run = {
        version: VERSION,
        id: randomUUID(),
        uri: uri.toString(),
        text,
        textHash: certified.textHash,
        data: await Promise.all(certified.files.map((print) => this.hash(print))),
        extension: this.versions.extension,
        code: this.versions.code,
        seeds: result.seeds?.map(({ seed }) => seed) ?? seedOf(text),
        threads: runSettings(uri, '').threads ?? availableParallelism(),
        stages: certified.stages,
        at: certified.at,
        complete: certified.complete,
        pinned: false,
        models: (result.means ?? result.models).map(({ name }) => name),
        best: bestOf(result),
        state: stateOf(certified),
      } as const;
      await this.history.add(run, result);
    } catch (error) {
      this.log.warn(historyMessages.notKept(basename(uri.fsPath), diskWords(error)));
    }
  }

  /** The hash of the file as it was when it was read; null where it has changed since. */
  private async hash(print: FilePrint): Promise<DataHash> {
    const { path } = print;
    const known = this.hashes.get(path);
    if (known && samePrint(known.print, print)) return { path, sha256: known.sha256 };
    const sha256 = await digestOfFile(path);
    const [now] = await takePrints([path]);
    if (sha256 === null || !samePrint(now, print)) return { path, sha256: null };
    this.hashes.set(path, { print, sha256 });
    return { path, sha256 };
  }
}

function samePrint(a: FilePrint, b: FilePrint): boolean {
  return a.size === b.size && a.modified === b.modified;
}

function seedOf(text: string): readonly number[] {
  try {
    const { split } = (valueOf(text) ?? {}) as { split?: { seed?: unknown } | null };
    return typeof split?.seed === 'number' ? [split.seed] : [];
  } catch {
    return [];
  }
}

function bestOf(result: Result): BestRatio | null {
  const summary = summarize(result);
  if (!summary) return null;
  const { certified: low, certifiedAtMost: high, ...rest } = summary;
  return { ...rest, low, high };
}

function stateOf({ result, complete }: Certified): RunState {
  if (!complete) return 'cancelled';
  if (result.expectations?.some(({ outcome }) => outcome === 'failed')) return 'failed';
  return isSettled(result) ? 'exact' : 'bracket';
}
