import { resolveBudgets } from '../config/budget';
import type { BudgetSpec } from '../config/budget';
import { locate } from '../config/experiment';
import type { CertifySpec, ModelSpec } from '../config/experiment';
import { CodedError } from '../core/errors';
import type { Diagnostic } from '../core/errors';
import type { KernelBlocks } from '../core/kernel/blocks';
import type { DatasetDescription } from '../prepare/summary';
import type { AuditOutcome, AuditProgress } from '../protocol/job';
import { auditedNodes, modelAudit, openQuestions, rankingBudget, worstSetsOf } from '../report/audit';
import type { AuditResult, ModelAudit } from '../report/audit-result';
import type { ModelResult } from '../report/result';
import { settleC } from './choose-c';
import { Kernels } from './kernels';
import * as messages from './messages';
import { certifyModel } from './model-run';
import type { ModelJob } from './model-run';
import { WorkerPool } from './pool';
import { ProgressEstimate } from './progress';
import { placed } from './faults';
import { openSubject } from './subject';
import type { RunRequest, RunSubject } from './subject';

export interface AuditRequest extends RunRequest {
  /** Budget to rank labels at, one of those asked for; null: the one nearest to a tenth of the labels. */
  readonly flips: number | null;
}

export interface AuditEvents {
  readonly opened: (dataset: DatasetDescription) => void;
  readonly progress: (progress: Omit<AuditProgress, 'runId'>) => void;
  readonly note: (message: string) => void;
}

export interface AuditRun {
  readonly outcome: Promise<AuditOutcome>;
  /** Ends the audit; the outcome then holds what was proven. */
  readonly cancel: () => void;
}

/**
 * Certifies the models of one configuration, and then once more for each label with that label trusted, where that can
 * make a difference. Of several seeds the first one's split alone: which nodes are labelled differs between them.
 */
export function startAudit(request: AuditRequest, events: AuditEvents): AuditRun {
  const audit = new LabelAuditRun(request, events);
  return { outcome: audit.auditAll(), cancel: () => audit.cancel() };
}

class LabelAuditRun {
  private readonly pool: WorkerPool;
  private cancelled = false;

  constructor(
    private readonly request: AuditRequest,
    private readonly events: AuditEvents,
  ) {
    this.pool = new WorkerPool(request.threads, request.workers);
  }

  cancel(): void {
    this.cancelled = true;
    this.pool.cancel();
  }

  async auditAll(): Promise<AuditOutcome> {
    try {
      return await this.run();
    } finally {
      await this.pool.dispose();
    }
  }

  private async run(): Promise<AuditOutcome> {
    const { request, events } = this;
    events.progress({ model: null, node: null, done: 0, secondsLeft: null });
    const subject = await openSubject(request, events.opened);
    if (subject.kind === 'invalid') return subject;
    const { experiment, seeds, diagnostics, files } = subject;
    const wrong = budgetMistake(subject, request.flips);
    if (wrong !== null) return { kind: 'invalid', diagnostics: [...diagnostics, wrong] };
    const models: ModelAudit[] = [];
    try {
      await this.auditModels(subject, models);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { kind: 'invalid', diagnostics: [...diagnostics, placed(experiment, error)] };
    }
    const [{ seed, summary }] = seeds;
    const audit: AuditResult = {
      flipcertAudit: 1,
      config: request.file,
      dataset: summary,
      ...(seeds.length > 1 ? { seed } : {}),
      models,
    };
    if (!this.cancelled) return { kind: 'done', audit, diagnostics, files };
    return { kind: 'cancelled', audit: models.length === 0 ? null : audit, diagnostics, files };
  }

  /** @param audits gets the audit of each model, also of the one that a cancellation meets */
  private async auditModels(subject: RunSubject, audits: ModelAudit[]): Promise<void> {
    const { models, dataset, seeds, limit, experiment } = subject;
    // The other seeds have a part only in the choice of C.
    const choosing = models.some(({ C }) => typeof C !== 'number');
    const kernelSeeds = choosing ? seeds : seeds.slice(0, 1);
    const splits = kernelSeeds.map(({ split }) => split);
    const kernels = new Kernels(this.pool, dataset, splits, models, this.request.cache);
    const labels = auditedNodes(seeds[0].summary, experiment.certify.trusted).length;
    const estimate = new ProgressEstimate(models.length * (1 + labels), limit);
    for (const model of models) {
      this.events.progress({ model: model.name, node: null, ...estimate.standing(0, 0) });
      const kernel = await kernels.of(model, () => this.cancelled);
      if (kernel === null) return;
      const validation = kernelSeeds.map(({ seed, split }, s) => ({ seed, split, blocks: kernel.blocks[s] }));
      const audit = await this.auditModel(
        subject,
        { ...this.jobOf(subject, model, kernel.blocks[0]), ...settleC(dataset, model.C, validation) },
        estimate,
      );
      if (audit !== null) audits.push(audit);
      if (this.cancelled) return;
    }
  }

  private jobOf(
    subject: RunSubject,
    model: ModelSpec,
    blocks: KernelBlocks,
  ): Omit<ModelJob, 'C' | 'chosenC'> {
    const { dataset, experiment, seeds, limit } = subject;
    const [{ split, summary }] = seeds;
    return { model, dataset, split, summary, blocks, certify: experiment.certify, limit };
  }

  /** Null where the audit was cancelled before the model itself was certified. */
  private async auditModel(
    { experiment }: RunSubject,
    job: ModelJob,
    estimate: ProgressEstimate,
  ): Promise<ModelAudit | null> {
    const { summary: dataset, certify } = job;
    const { trusted } = experiment.certify;
    const began = performance.now();
    const base = await this.certify(job, null, estimate, []);
    if (this.cancelled) return null;
    const nodes = auditedNodes(dataset, trusted);
    const again = new Map<number, ModelResult>();
    const open = nodes.flatMap((node) => {
      const questions = openQuestions(base, node);
      return questions === null ? [] : [{ node, questions, sets: setsOf(base, node) }];
    });
    estimate.leaveOut(nodes.length - open.length);
    // The most promising first: an audit that is cut short has then looked where there is most to gain.
    open.sort((a, b) => b.sets - a.sets);
    for (const { node, questions } of open) {
      const { kinds, flips } = questions;
      const budgets: BudgetSpec = { kind: 'flips', flips, locations: [] };
      const spec: CertifySpec = { ...certify, kinds, budgets, trusted: [...trusted, node] };
      again.set(node, await this.certify({ ...job, certify: spec }, node, estimate, base.notes ?? []));
      if (this.cancelled) break;
    }
    const { flips: asked } = this.request;
    const budgets = (base.sampleWise ?? base.collective)?.curve.map(({ flips }) => flips) ?? [];
    return modelAudit({
      dataset,
      base,
      trusted,
      again,
      cancelled: this.cancelled,
      flips: asked ?? rankingBudget(budgets, dataset.labelled.length),
      seconds: (performance.now() - began) / 1000,
    });
  }

  /** One certification. @param said notes that need not be said again */
  private async certify(
    job: ModelJob,
    node: number | null,
    estimate: ProgressEstimate,
    said: readonly string[],
  ): Promise<ModelResult> {
    const { pool, events, request } = this;
    const { name } = job.model;
    const start = performance.now();
    const { result, cached } = await certifyModel(job, {
      pool,
      cache: request.cache,
      estimate,
      cancelled: () => this.cancelled,
      progress: ({ done, secondsLeft }) => events.progress({ model: name, node, done, secondsLeft }),
      partial: () => undefined,
      engine: () => undefined,
      note: (message) => {
        if (!said.includes(message)) events.note(messages.ofCertification(name, node, message));
      },
    });
    // What is read says nothing of how long the others take.
    if (cached) estimate.leaveOut(1);
    else estimate.finishModel((performance.now() - start) / 1000);
    if (!this.cancelled) pool.resume();
    return result;
  }
}

function setsOf(base: ModelResult, node: number): number {
  const { sampleWise, collective } = worstSetsOf(base, node);
  return sampleWise + collective;
}

function budgetMistake({ experiment, seeds }: RunSubject, asked: number | null): Diagnostic | null {
  if (asked === null) return null;
  const m = seeds[0].split.labelled.length;
  const { budgets, trusted } = experiment.certify;
  const known = resolveBudgets(budgets, m, m - trusted.length).flatMap(({ flips }) =>
    flips > 0 ? [flips] : [],
  );
  if (known.includes(asked)) return null;
  const message = messages.budgetNotAsked(asked, [...new Set(known)]);
  const place = locate(experiment, ['certify', 'budgets'], 'key');
  return { code: 'budget-not-asked', message, severity: 'error', ...place };
}
