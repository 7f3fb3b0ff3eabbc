import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CertifyOutcome, CertifyParams, StageTime } from '../protocol/job';
import { patched } from '../report/patch';
import type { Result } from '../report/result';
import { ActiveRuns } from './activeRuns';
import type { ActiveRun } from './activeRuns';
import type { Certified, FilePrint } from './certified';
import { Disposable } from './disposable';
import * as change from './entry';
import { firstChanged, takePrints } from './filePrints';
import { ProcessGone, type JobProcess } from './jobProcess';
import { messages } from './messages';
import { computationAllowed } from './restricted';
import type { ResultCache } from './resultCache';
import { runSettings } from './runSettings';
import type { ResultStore } from './store';
import { currentText, hashOf, sourceHashOf } from './texts';
import { Turns, type Turn } from './turns';

/** What a run read, and how it stood then, where the process says so. */
interface ReadFiles {
  readonly files: readonly string[];
  readonly prints: readonly FilePrint[] | undefined;
}

interface ActiveCertification extends ActiveRun<CertifyParams> {
  /** Its place among the files that are certified one after the other. */
  turn?: Turn;
}

/** What is told to the user when the process dies under a run. */
export interface Crash {
  readonly how: string;
  readonly files: readonly vscode.Uri[];
}

/**
 * Runs certifications and writes what comes of them into the store. At most one run for each file, and one at a time:
 * the others wait.
 */
export class Certifier extends Disposable {
  private readonly runs: ActiveRuns<CertifyParams>;
  private readonly turns = new Turns();
  private readonly crashed = this.register(new vscode.EventEmitter<Crash>());
  /** The process ended while runs were going on. */
  readonly onDidCrash = this.crashed.event;

  /** @param cacheFolder where runs keep kernels and certificates */
  constructor(
    private readonly jobs: JobProcess,
    private readonly store: ResultStore,
    private readonly cache: ResultCache,
    private readonly log: vscode.LogOutputChannel,
    private readonly cacheFolder: string,
  ) {
    super();
    this.runs = new ActiveRuns(jobs, log, () => this.isDisposed);
    this.register(
      jobs.onDidProgress((progress) => this.ofRun(progress.runId, (e) => change.progressed(e, progress))),
    );
    this.register(
      jobs.onDidPartial((partial) =>
        this.ofRun(partial.runId, (e) => {
          const result = patched(e.run?.partial ?? null, partial);
          return result ? change.partly(e, partial.runId, result, partial.running, partial.open) : e;
        }),
      ),
    );
    this.register(
      jobs.onDidCrash(({ how }) => {
        const going = this.runs.all().filter((run) => !run.cancelled && this.hasBegun(run));
        const files = going.map((run) => run.uri);
        if (files.length > 0) this.crashed.fire({ how, files });
      }),
    );
  }

  /**
   * Certifies the text as it stands, saved or not. A run of the same text goes on; one of another is replaced.
   * @param model this model alone
   */
  async certify(uri: vscode.Uri, model: string | null = null): Promise<void> {
    if (!computationAllowed()) return;
    const text = await currentText(uri);
    if (text === null) throw new Error(messages.unreadable(uri.fsPath));
    const textHash = hashOf(text);
    // A loop, since two calls may wait for the same run to stop.
    for (let present = this.runs.of(uri); present; present = this.runs.of(uri)) {
      const only = present.params.model ?? null;
      const same = present.textHash === textHash && !present.cancelled;
      if (same && (only === null || only === model)) return present.over;
      // Of two models of the same text both are wanted.
      if (same && model !== null) await present.over;
      else await this.stop(present);
    }
    this.store.add(uri, textHash);
    const params: CertifyParams = {
      runId: randomUUID(),
      file: uri.fsPath,
      text,
      ...(model === null ? {} : { model }),
      ...runSettings(uri, this.cacheFolder),
    };
    const { runId } = params;
    const run: ActiveCertification = this.runs.begin(uri, params, textHash);
    const turn = this.turns.take((ahead) => this.ofRun(runId, (e) => change.moved(e, runId, ahead)));
    run.turn = turn;
    this.store.update(uri, (e) =>
      change.started(change.textChanged(e, textHash), runId, textHash, model, turn.ahead),
    );
    run.over = this.follow(run, turn);
    return run.over;
  }

  /** Cancels the run of this file; without one, nothing happens. Settles when it is over. */
  async cancel(uri: vscode.Uri): Promise<void> {
    const run = this.runs.of(uri);
    if (run) await this.stop(run);
  }

  /** Files with a run going on. */
  running(): vscode.Uri[] {
    return this.runs.all().map((run) => run.uri);
  }

  private hasBegun(run: ActiveCertification): boolean {
    return run.turn?.ahead === null;
  }

  private stop(run: ActiveCertification): Promise<void> {
    const { runId } = run.params;
    if (!this.hasBegun(run)) {
      run.cancelled = true;
      run.turn?.leave();
      return run.over;
    }
    return this.runs.stop(run, () => this.ofRun(runId, (e) => change.cancelling(e, runId)));
  }

  private async follow(run: ActiveCertification, turn: Turn): Promise<void> {
    const { runId } = run.params;
    if (!(await turn.ready)) {
      this.ofRun(runId, (e) => change.stopped(e, runId, null));
      this.runs.end(run);
      return;
    }
    run.startedAt = Date.now();
    try {
      const outcome = await this.runs.request(run, (params, token) => this.jobs.certify(params, token));
      await this.settle(run, outcome);
    } catch (error) {
      if (run.cancelled) await this.keepPartial(run);
      else await this.fail(run, error);
    } finally {
      this.runs.end(run);
      turn.leave();
    }
    const kept = this.store.get(run.uri)?.certified;
    if (kept) await this.cache.save(run.uri, kept);
  }

  private async settle(run: ActiveCertification, outcome: CertifyOutcome): Promise<void> {
    const { runId } = run.params;
    const name = basename(run.uri.fsPath);
    switch (outcome.kind) {
      case 'done': {
        const { stages, files = [], prints, picture } = outcome;
        const result = this.whole(run, outcome.result, outcome.order);
        const certified = {
          ...(await this.certified(run, result, { files, prints }, stages, true)),
          picture,
        };
        const changed = await firstChanged(certified.files);
        const reason = changed === null ? null : messages.fileChanged(changed);
        this.store.update(run.uri, (e) => change.finished(e, runId, certified, reason));
        this.log.info(`${name}: done in ${((Date.now() - run.startedAt) / 1000).toFixed(1)} s`);
        return;
      }
      case 'cancelled': {
        const { files = [], prints, picture } = outcome;
        const result = outcome.result && this.whole(run, outcome.result, outcome.order);
        const certified = result && {
          ...(await this.certified(run, result, { files, prints }, [], false)),
          picture,
        };
        this.store.update(run.uri, (e) => change.stopped(e, runId, certified));
        this.log.info(`${name}: cancelled`);
        return;
      }
      case 'invalid': {
        const errors = outcome.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
        const failure = {
          title: errors[0]?.message ?? messages.notCertified(),
          detail: errors.length > 1 ? messages.moreErrors(errors.length - 1) : messages.nothingCertified(),
          diagnostics: outcome.diagnostics,
          crashed: false,
          textHash: run.textHash,
          sourceHash: sourceHashOf(run.params.text ?? ''),
        };
        this.store.update(run.uri, (e) => change.failed(e, runId, failure, null));
        this.log.warn(`${name}: ${errors.length} errors, nothing was certified`);
      }
    }
  }

  private async fail(run: ActiveCertification, error: unknown): Promise<void> {
    const crashed = error instanceof ProcessGone;
    const how = error instanceof Error ? error.message : String(error);
    this.log.error(`${run.uri.fsPath}: ${how}`);
    const failure = {
      title: crashed ? messages.processEnded() : messages.runFailed(),
      detail: how,
      diagnostics: [],
      crashed,
      textHash: run.textHash,
    };
    const certified = await this.partialOf(run);
    this.store.update(run.uri, (e) => change.failed(e, run.params.runId, failure, certified));
  }

  private async keepPartial(run: ActiveCertification): Promise<void> {
    const certified = await this.partialOf(run);
    this.store.update(run.uri, (e) => change.stopped(e, run.params.runId, certified));
    this.log.info(`${basename(run.uri.fsPath)}: cancelled`);
  }

  private async partialOf(run: ActiveCertification): Promise<Certified | null> {
    const partial = this.store.get(run.uri)?.run?.partial;
    return partial ? this.certified(run, partial, { files: [], prints: [] }, [], false) : null;
  }

  /** The end of a run says what is new since its last partial result. */
  private whole(
    { uri, params }: ActiveCertification,
    result: Result,
    order: readonly string[] | null = null,
  ): Result {
    const run = this.store.get(uri)?.run;
    const whole = patched(run?.runId === params.runId ? run.partial : null, { result, order });
    if (!whole) throw new Error(messages.runFailed());
    return whole;
  }

  private async certified(
    run: ActiveCertification,
    result: Result,
    { files, prints }: ReadFiles,
    stages: readonly StageTime[],
    complete: boolean,
  ): Promise<Certified> {
    // The configuration itself is compared by its text.
    const data = files.filter((path) => path !== run.uri.fsPath);
    return {
      result,
      textHash: run.textHash,
      sourceHash: sourceHashOf(run.params.text ?? ''),
      ...(run.params.model === undefined ? {} : { only: [run.params.model] }),
      ...(run.params.text === undefined ? {} : { text: run.params.text }),
      // As the process read them: the clock may have been set back since.
      files: prints?.filter(({ path }) => path !== run.uri.fsPath) ?? (await takePrints(data, run.startedAt)),
      stages,
      complete,
      at: Date.now(),
    };
  }

  private ofRun(runId: string, apply: (entry: change.Entry) => change.Entry): void {
    const run = this.runs.get(runId);
    if (run) this.store.update(run.uri, apply);
  }
}
