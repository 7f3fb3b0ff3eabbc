import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AuditOutcome, AuditParams } from '../protocol/job';
import * as change from './auditEntry';
import { Disposable } from './disposable';
import { takePrints } from './filePrints';
import { ProcessGone, type JobProcess } from './jobProcess';
import { messages } from './messages';
import type { ResultStore } from './store';
import { currentText, hashOf } from './texts';

/** How long a cancelled audit may take to answer before its process is ended. */
const CANCEL_MS = 1_000;

interface ActiveAudit {
  readonly uri: vscode.Uri;
  readonly params: AuditParams;
  readonly textHash: string;
  readonly source: vscode.CancellationTokenSource;
  readonly startedAt: number;
  cancelled: boolean;
  /** Settles when the audit is over, whatever its end. */
  over: Promise<void>;
}

/** Runs label audits and writes what comes of them into the store. At most one for each file. */
export class Auditor extends Disposable {
  private readonly active = new Map<string, ActiveAudit>();

  constructor(
    private readonly jobs: JobProcess,
    private readonly store: ResultStore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(
      jobs.onDidAuditProgress((progress) => {
        const run = this.active.get(progress.runId);
        if (run) this.update(run, (entry) => change.auditProgressed(entry, progress));
      }),
    );
  }

  /** Audits the labels for one model, for the text as it stands; an audit that goes on is replaced. */
  async audit(uri: vscode.Uri, model: string): Promise<void> {
    const text = await currentText(uri);
    if (text === null) throw new Error(messages.unreadable(uri.fsPath));
    for (let present = this.of(uri); present; present = this.of(uri)) await this.stop(present);
    const textHash = hashOf(text);
    this.store.add(uri, textHash);
    const threads = vscode.workspace.getConfiguration('flipcert', uri).get('threads', 0);
    const run: ActiveAudit = {
      uri,
      params: {
        runId: randomUUID(),
        file: uri.fsPath,
        text,
        model,
        ...(threads > 0 ? { threads } : {}),
      },
      textHash,
      source: new vscode.CancellationTokenSource(),
      startedAt: Date.now(),
      cancelled: false,
      over: Promise.resolve(),
    };
    this.active.set(run.params.runId, run);
    this.update(run, (entry) => change.auditStarted(entry, run.params.runId, model));
    run.over = this.follow(run);
    return run.over;
  }

  /** Cancels the audit of this file; without one, nothing happens. Settles when it is over. */
  async cancel(uri: vscode.Uri): Promise<void> {
    const run = this.of(uri);
    if (run) await this.stop(run);
  }

  /** Files with an audit going on. */
  running(): vscode.Uri[] {
    return [...this.active.values()].map((run) => run.uri);
  }

  private of(uri: vscode.Uri): ActiveAudit | undefined {
    return [...this.active.values()].find((run) => run.uri.toString() === uri.toString());
  }

  /** Asks the audit to stop. Where it does not answer in time its process goes. */
  private async stop(run: ActiveAudit): Promise<void> {
    run.cancelled = true;
    this.update(run, (entry) => change.auditCancelling(entry, run.params.runId));
    run.source.cancel();
    const timer = setTimeout(() => {
      this.log.warn(`${run.uri.fsPath}: the cancelled audit did not answer in time; its process is ended`);
      this.jobs.end();
    }, CANCEL_MS);
    try {
      await run.over;
    } finally {
      clearTimeout(timer);
    }
  }

  private async follow(run: ActiveAudit): Promise<void> {
    const { runId } = run.params;
    try {
      await this.settle(run, await this.request(run));
    } catch (error) {
      if (run.cancelled) this.update(run, (entry) => change.auditEnded(entry, runId, null));
      else {
        const how = error instanceof Error ? error.message : String(error);
        this.log.error(`${run.uri.fsPath}: audit: ${how}`);
        const words = error instanceof ProcessGone ? messages.processEnded() : how;
        this.update(run, (entry) => change.auditFailed(entry, runId, words));
      }
    } finally {
      this.active.delete(runId);
      run.source.dispose();
    }
  }

  /** Sends the audit, and once more where its process was ended on account of another run. */
  private async request(run: ActiveAudit): Promise<AuditOutcome> {
    for (;;) {
      try {
        return await this.jobs.audit(run.params, run.source.token);
      } catch (error) {
        if (!(error instanceof ProcessGone && error.planned) || run.cancelled || this.isDisposed) throw error;
        this.log.info(`${run.uri.fsPath}: the audit starts over in a new process`);
      }
    }
  }

  private async settle(run: ActiveAudit, outcome: AuditOutcome): Promise<void> {
    const { runId } = run.params;
    if (outcome.kind === 'invalid') {
      const error = outcome.diagnostics.find(({ severity }) => severity === 'error');
      const words = error?.message ?? messages.notAudited();
      this.update(run, (entry) => change.auditFailed(entry, runId, words));
      return;
    }
    const audit = outcome.audit?.models[0];
    const data = outcome.files.filter((path) => path !== run.uri.fsPath);
    const found =
      audit === undefined
        ? null
        : { audit, textHash: run.textHash, files: await takePrints(data, run.startedAt) };
    this.update(run, (entry) => change.auditEnded(entry, runId, found));
  }

  private update(run: ActiveAudit, apply: (entry: change.AuditEntry) => change.AuditEntry): void {
    this.store.update(run.uri, (entry) => {
      const audit = apply(entry.audit);
      return audit === entry.audit ? entry : { ...entry, audit };
    });
  }
}
