import { basename } from 'node:path';
import type { Certificate } from '../core/certify/certificate';
import type { Runtime } from '../core/certify/certification';
import { flipsOf, resolveBudgets } from '../config/budget';
import type { Budget } from '../config/budget';
import { hasErrors } from '../config/diagnostic-text';
import { locate } from '../config/experiment';
import type { ExpectationSpec, Experiment, ModelSpec } from '../config/experiment';
import { CodedError } from '../core/errors';
import type { Diagnostic } from '../core/errors';
import type { Dataset, Split } from '../core/graph/dataset';
import type { KernelBlocks } from '../core/kernel/blocks';
import { givenBlocks } from '../core/kernel/given';
import { kernelRows } from '../core/kernel/size';
import { nodeFiles } from '../prepare/files';
import { openExperiment } from '../prepare/open';
import { summarize } from '../prepare/summary';
import type { CertifyOutcome, CertifyProgress, StageTime } from '../protocol/job';
import { modelResult } from '../report/build';
import { judge } from '../report/expectations';
import type { DatasetSummary, ExpectationOutcome, ModelResult, Result } from '../report/result';
import { kernelRequest } from './kernel-request';
import { kernelsAtOnce } from './memory';
import { WorkerPool } from './pool';
import type { WorkerFiles } from './pool';
import { ProgressEstimate } from './progress';
import { certifiable } from './certifiable';

export interface RunRequest {
  /** Path of the configuration as the user gave it: diagnostics and the result name it so. */
  readonly file: string;
  /** Text of an unsaved editor; null reads the file. */
  readonly text: string | null;
  /** Certify this model alone; null: all. */
  readonly model: string | null;
  readonly threads: number;
  /** Seconds for each model in place of the file's; null: the file's. */
  readonly timeLimit: number | null;
  readonly workers: WorkerFiles;
}

export interface RunEvents {
  readonly progress: (progress: Omit<CertifyProgress, 'runId'>) => void;
  /** `running` names the model whose entry, the last, is not final. */
  readonly partial: (result: Result, running: string | null) => void;
  readonly note: (message: string) => void;
}

export interface Run {
  readonly outcome: Promise<CertifyOutcome>;
  /** Ends the run; the outcome then holds what was proven. */
  readonly cancel: () => void;
}

const TICK_MILLISECONDS = 100;

/** Certifies one configuration. The outcome never rejects for what a user can cause; those are diagnostics. */
export function startRun(request: RunRequest, events: RunEvents): Run {
  const run = new ExperimentRun(request, events);
  return { outcome: run.certifyAll(), cancel: () => run.cancel() };
}

class ExperimentRun {
  private readonly pool: WorkerPool;
  private cancelled = false;
  private readonly stages: StageTime[] = [];
  private readonly finished: ModelResult[] = [];

  constructor(
    private readonly request: RunRequest,
    private readonly events: RunEvents,
  ) {
    this.pool = new WorkerPool(request.threads, request.workers);
  }

  cancel(): void {
    this.cancelled = true;
    this.pool.stop();
  }

  async certifyAll(): Promise<CertifyOutcome> {
    try {
      return await this.run();
    } finally {
      await this.pool.dispose();
    }
  }

  private async run(): Promise<CertifyOutcome> {
    const { file, text, events } = { ...this.request, events: this.events };
    events.progress({ model: null, kind: null, flips: null, done: 0, secondsLeft: null });
    const began = performance.now();
    const opened = await openExperiment(file, text, nodeFiles());
    this.stages.push({ model: null, stage: 'read', seconds: secondsSince(began) });
    const { experiment, dataset, split, diagnostics, files } = opened;
    if (experiment === null || dataset === null || split === null || hasErrors(diagnostics)) {
      return { kind: 'invalid', diagnostics };
    }
    const models = experiment.models.filter(
      ({ name }) => this.request.model === null || name === this.request.model,
    );
    if (models.length === 0)
      return {
        kind: 'invalid',
        diagnostics: [...diagnostics, unknownModel(experiment, this.request.model ?? '')],
      };
    const summary = summarize(dataset, split);
    const context: Context = {
      experiment,
      dataset,
      split,
      summary,
      limit: this.request.timeLimit ?? experiment.certify.timeLimitSeconds,
    };
    try {
      await this.certifyModels(context, models);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { kind: 'invalid', diagnostics: [...diagnostics, placed(experiment, error)] };
    }
    const result = this.result(context, this.finished);
    const outcome = { result, diagnostics, files: files.slice(1) };
    if (this.cancelled)
      return { kind: 'cancelled', ...outcome, result: this.finished.length === 0 ? null : result };
    return { kind: 'done', ...outcome, stages: this.stages };
  }

  private async certifyModels(context: Context, models: readonly ModelSpec[]): Promise<void> {
    const { pool, events } = this;
    const estimate = new ProgressEstimate(models.length, context.limit);
    const { dataset, split } = context;
    const rows = models.map(({ architecture }) => kernelRows(dataset, split, architecture));
    const atOnce = kernelsAtOnce(Math.max(...rows));
    const kernels: KernelRequests = new Map();
    for (const model of models) {
      // Kernels of the next models are formed ahead where the memory allows.
      for (const next of atOnce >= models.length ? models : [model])
        this.requestKernel(kernels, context, next);
      events.progress({ model: model.name, kind: null, flips: null, ...estimate.standing(0, 0) });
      const kernel = await this.awaitKernel(kernels, context, model);
      if (kernel === null) return;
      this.stages.push({ model: model.name, stage: 'kernel', seconds: kernel.seconds });
      const began = performance.now();
      this.finished.push(await this.certifyModel(context, model, kernel.blocks, estimate));
      estimate.finishModel(secondsSince(began));
      this.stages.push({ model: model.name, stage: 'certify', seconds: secondsSince(began) });
      if (this.cancelled) return;
      pool.resume();
      events.partial(this.result(context, this.finished), null);
    }
  }

  /** Null where the run was cancelled. A kernel that fell victim to an earlier model's time limit is formed again. */
  private async awaitKernel(
    kernels: KernelRequests,
    context: Context,
    model: ModelSpec,
  ): Promise<TimedKernel | null> {
    while (!this.cancelled) {
      this.requestKernel(kernels, context, model);
      const kernel = await kernels.get(model.name);
      if (kernel !== undefined && kernel !== null) return kernel;
      kernels.delete(model.name);
    }
    return null;
  }

  private requestKernel(kernels: KernelRequests, { dataset, split }: Context, model: ModelSpec): void {
    if (kernels.has(model.name)) return;
    const began = performance.now();
    const formed =
      model.architecture === 'kernel'
        ? Promise.resolve(givenBlocks(dataset.kernel, split))
        : this.pool.kernel(kernelRequest(dataset, split, model));
    const timed = formed.then((blocks) =>
      blocks === null ? null : { blocks, seconds: secondsSince(began) },
    );
    // Awaited later; a failure before that must not count as unhandled.
    timed.catch(() => undefined);
    kernels.set(model.name, timed);
  }

  private async certifyModel(
    context: Context,
    model: ModelSpec,
    blocks: KernelBlocks,
    estimate: ProgressEstimate,
  ): Promise<ModelResult> {
    const { pool, events } = this;
    const { kinds, trusted, method } = context.experiment.certify;
    const subject = certifiable(blocks, context.dataset, context.split, model.C, trusted);
    const { flippable } = subject;
    const budgets = resolveBudgets(
      context.experiment.certify.budgets,
      context.split.labelled.length,
      flippable,
    );
    const levels = [...new Set(budgets.map(({ flips }) => Math.min(flips, flippable)))].sort((a, b) => a - b);
    const began = performance.now();
    const seconds = (): number => secondsSince(began);
    let expired = false;
    let last: { kind: CertifyProgress['kind']; flips: number | null } = { kind: null, flips: null };
    const tell = (): void =>
      events.progress({ model: model.name, ...last, ...estimate.standing(pool.visited, seconds()) });
    const state = (certificate: Certificate): ModelResult =>
      modelResult(certificate, modelContext(context, model, budgets, flippable));
    const runtime: Runtime = {
      carryOut: (tasks) => pool.carryOut(tasks),
      stopped: () => (this.cancelled ? 'cancelled' : expired ? 'expired' : 'no'),
      seconds,
      phase: (phase) => {
        estimate.begin(phase, pool.visited, seconds());
        last = { kind: phase.kind, flips: phase.flips };
        tell();
      },
      bracket: (certificate) =>
        events.partial(this.result(context, [...this.finished, state(certificate)]), model.name),
      note: (message) => events.note(`${model.name}: ${message}`),
    };
    pool.resetVisited();
    pool.setSubject(subject.subject);
    const ticking = setInterval(tell, TICK_MILLISECONDS);
    const limit = setTimeout(() => {
      expired = true;
      pool.stop();
    }, context.limit * 1000);
    try {
      const sampleWise = kinds.includes('sample-wise');
      const collective = kinds.includes('collective');
      return state(await subject.certify({ sampleWise, collective, levels, method }, runtime));
    } finally {
      clearInterval(ticking);
      clearTimeout(limit);
    }
  }

  private result(context: Context, models: readonly ModelResult[]): Result {
    const { experiment, summary } = context;
    const expectations = experiment.expect
      .map((expectation) => judge(stated(expectation, summary.labelled.length), models))
      .filter((outcome): outcome is ExpectationOutcome => outcome !== null);
    return {
      flipcert: 1,
      config: this.request.file,
      dataset: summary,
      models,
      ...(experiment.expect.length > 0 ? { expectations } : {}),
    };
  }
}

interface Context {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly summary: DatasetSummary;
  /** Seconds for each model. */
  readonly limit: number;
}

/** Kernels asked for, by model; each is kept until the run ends, so that none is formed twice. */
type KernelRequests = Map<string, Promise<TimedKernel | null>>;

interface TimedKernel {
  readonly blocks: KernelBlocks;
  readonly seconds: number;
}

function modelContext(context: Context, model: ModelSpec, budgets: readonly Budget[], flippable: number) {
  const { kinds } = context.experiment.certify;
  return {
    name: model.name,
    architecture: model.architecture,
    C: model.C,
    dataset: context.summary,
    budgets,
    flippable,
    sampleWise: kinds.includes('sample-wise'),
    collective: kinds.includes('collective'),
  };
}

function stated(expectation: ExpectationSpec, m: number) {
  const { budget, model, kind, quantity, operator, value, condition } = expectation;
  const flips = flipsOf(budget, m);
  return {
    model,
    kind,
    quantity,
    operator,
    value,
    condition,
    flips,
    budget: budget.kind === 'share' ? budget.value : flips,
  };
}

function placed(experiment: Experiment, error: CodedError): Diagnostic {
  return { code: error.code, message: error.message, severity: 'error', ...locate(experiment, error.key) };
}

function unknownModel(experiment: Experiment, name: string): Diagnostic {
  const known = experiment.models.map((m) => m.name).join(', ');
  const message = `There is no model "${name}" in ${basename(experiment.file)}. It has: ${known}.`;
  return { code: 'unknown-model', message, severity: 'error', ...locate(experiment, ['models'], 'key') };
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
