import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { AuditOutcome, AuditParams } from '../protocol/job';
import { ActiveRuns } from './activeRuns';
import type { ActiveRun } from './activeRuns';
import * as change from './auditEntry';
import { Disposable } from './disposable';
import { takePrints } from './filePrints';
import { ProcessGone, type JobProcess } from './jobProcess';
import { messages } from './messages';
import { computationAllowed } from './restricted';
import { runSettings } from './runSettings';
import type { ResultStore } from './store';
import { currentText, hashOf } from './texts';

type ActiveAudit = ActiveRun<AuditParams>;

/** Runs label audits and writes what comes of them into the store. At most one for each file. */
export class Auditor extends Disposable {
  private readonly active: ActiveRuns<AuditParams>;

  /** @param cacheFolder where runs keep kernels and certificates */
  constructor(
    private readonly jobs: JobProcess,
    private readonly store: ResultStore,
    private readonly log: vscode.LogOutputChannel,
    private readonly cacheFolder: string,
  ) {
    super();
    this.active = new ActiveRuns(jobs, log, () => this.isDisposed);
    this.register(
      jobs.onDidAuditProgress((progress) => {
        const run = this.active.get(progress.runId);
        if (run) this.update(run, (entry) => change.auditProgressed(entry, progress));
      }),
    );
  }

  /** Audits the labels for one model, for the text as it stands; an audit that goes on is replaced. */
  async audit(uri: vscode.Uri, model: string): Promise<void> {
    if (!computationAllowed()) return;
    const text = await currentText(uri);
    if (text === null) throw new Error(messages.unreadable(uri.fsPath));
    for (let present = this.active.of(uri); present; present = this.active.of(uri)) await this.stop(present);
    const textHash = hashOf(text);
    this.store.add(uri, textHash);
    const params: AuditParams = {
      runId: randomUUID(),
      file: uri.fsPath,
      text,
      model,
      ...runSettings(uri, this.cacheFolder),
    };
    const run = this.active.begin(uri, params, textHash);
    this.update(run, (entry) => change.auditStarted(entry, run.params.runId, model));
    run.over = this.follow(run);
    return run.over;
  }

  /** Cancels the audit of this file; without one, nothing happens. Settles when it is over. */
  async cancel(uri: vscode.Uri): Promise<void> {
    const run = this.active.of(uri);
    if (run) await this.stop(run);
  }

  /** Files with an audit going on. */
  running(): vscode.Uri[] {
    return this.active.all().map((run) => run.uri);
  }

  private stop(run: ActiveAudit): Promise<void> {
    return this.active.stop(run, () =>
      this.update(run, (entry) => change.auditCancelling(entry, run.params.runId)),
    );
  }

  private async follow(run: ActiveAudit): Promise<void> {
    const { runId } = run.params;
    try {
      const outcome = await this.active.request(run, (params, token) => this.jobs.audit(params, token));
      await this.settle(run, outcome);
    } catch (error) {
      if (run.cancelled) this.update(run, (entry) => change.auditEnded(entry, runId, null));
      else {
        const how = error instanceof Error ? error.message : String(error);
        this.log.error(`${run.uri.fsPath}: audit: ${how}`);
        const words = error instanceof ProcessGone ? messages.processEnded() : how;
        this.update(run, (entry) => change.auditFailed(entry, runId, words));
      }
    } finally {
      this.active.end(run);
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
