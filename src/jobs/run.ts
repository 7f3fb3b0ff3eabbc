import { flipsOf } from '../config/budget';
import { hasErrors } from '../config/diagnostic-text';
import type { ExpectationSpec, Experiment, ModelSpec } from '../config/experiment';
import { CodedError } from '../core/errors';
import type { Dataset, Split } from '../core/graph/dataset';
import type { KernelBlocks } from '../core/kernel/blocks';
import { givenBlocks } from '../core/kernel/given';
import { kernelRows } from '../core/kernel/size';
import { nodeFiles } from '../prepare/files';
import { openExperiment } from '../prepare/open';
import { describeDataset, summarize } from '../prepare/summary';
import type { DatasetDescription } from '../prepare/summary';
import type { CertifyOutcome, CertifyProgress, StageTime } from '../protocol/job';
import { assembleResult } from '../report/assemble';
import type { StatedExpectation } from '../report/expectations';
import type { DatasetSummary, ModelResult, Result, SeedResult } from '../report/result';
import { constraintOf } from './choose-c';
import { placed, unknownModel } from './faults';
import { kernelRequest } from './kernel-request';
import { kernelsAtOnce } from './memory';
import { WorkerPool } from './pool';
import type { WorkerFiles } from './pool';
import { ProgressEstimate } from './progress';
import { certifyModel } from './model-run';

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
  /** Told what the dataset holds, before anything is solved. */
  readonly opened: (dataset: DatasetDescription) => void;
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

/** Certifies one configuration. The outcome never rejects for what a user can cause; those are diagnostics. */
export function startRun(request: RunRequest, events: RunEvents): Run {
  const run = new ExperimentRun(request, events);
  return { outcome: run.certifyAll(), cancel: () => run.cancel() };
}

class ExperimentRun {
  private readonly pool: WorkerPool;
  private cancelled = false;
  private readonly stages: StageTime[] = [];

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
    const { experiment, dataset, splits, diagnostics, files } = opened;
    if (experiment === null || dataset === null || splits === null || hasErrors(diagnostics)) {
      return { kind: 'invalid', diagnostics };
    }
    const wanted = this.request.model;
    const models = experiment.models.filter(
      ({ name, family }) => wanted === null || name === wanted || family === wanted,
    );
    if (models.length === 0)
      return { kind: 'invalid', diagnostics: [...diagnostics, unknownModel(experiment, wanted ?? '')] };
    events.opened(describeDataset(dataset, splits[0].split, models));
    const context: Context = {
      experiment,
      dataset,
      seeds: splits.map(({ seed, split }) => ({
        seed,
        split,
        summary: summarize(dataset, split),
        models: [],
      })),
      limit: this.request.timeLimit ?? experiment.certify.timeLimitSeconds,
    };
    try {
      await this.certifyModels(context, models);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { kind: 'invalid', diagnostics: [...diagnostics, placed(experiment, error)] };
    }
    const result = this.result(context, null);
    const outcome = { result, diagnostics, files: files.slice(1) };
    if (this.cancelled)
      return { kind: 'cancelled', ...outcome, result: result.models.length === 0 ? null : result };
    return { kind: 'done', ...outcome, stages: this.stages };
  }

  private async certifyModels(context: Context, models: readonly ModelSpec[]): Promise<void> {
    const { pool, events } = this;
    const { dataset, seeds, limit, experiment } = context;
    const estimate = new ProgressEstimate(models.length * seeds.length, limit);
    const splits = seeds.map(({ split }) => split);
    const rows = models.map(({ architecture }) => kernelRows(dataset, splits, architecture));
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
      const { C, chosenC } = constraintOf(
        model.C,
        dataset,
        seeds.map(({ seed, split }, s) => ({ seed, split, blocks: kernel.blocks[s] })),
      );
      for (const [s, seed] of seeds.entries()) {
        const start = performance.now();
        const { split, summary } = seed;
        const blocks = kernel.blocks[s];
        const certified = await certifyModel(
          { model, C, chosenC, dataset, split, summary, blocks, certify: experiment.certify, limit },
          {
            pool,
            estimate,
            cancelled: () => this.cancelled,
            progress: events.progress,
            partial: (part) => events.partial(this.result(context, { seed, part }), model.name),
            note: (message) => events.note(`${model.name}: ${message}`),
          },
        );
        seed.models.push(certified);
        estimate.finishModel(secondsSince(start));
        if (this.cancelled) return;
        pool.resume();
        const last = s === seeds.length - 1;
        events.partial(this.result(context, null), last ? null : model.name);
      }
      this.stages.push({ model: model.name, stage: 'certify', seconds: secondsSince(began) });
    }
  }

  /** Null where the run was cancelled. A kernel that fell victim to an earlier model's time limit is formed again. */
  private async awaitKernel(
    kernels: KernelRequests,
    context: Context,
    model: ModelSpec,
  ): Promise<TimedKernel | null> {
    const key = kernelKey(model);
    while (!this.cancelled) {
      this.requestKernel(kernels, context, model);
      const kernel = await kernels.get(key);
      if (kernel !== undefined && kernel !== null) return kernel;
      kernels.delete(key);
    }
    return null;
  }

  private requestKernel(kernels: KernelRequests, { dataset, seeds }: Context, model: ModelSpec): void {
    const key = kernelKey(model);
    if (kernels.has(key)) return;
    const began = performance.now();
    const splits = seeds.map(({ split }) => split);
    const formed =
      model.architecture === 'kernel'
        ? Promise.resolve(splits.map((split) => givenBlocks(dataset.kernel, split)))
        : this.pool.kernel(kernelRequest(dataset, splits, model));
    const timed = formed.then((blocks) =>
      blocks === null ? null : { blocks, seconds: secondsSince(began) },
    );
    // Awaited later; a failure before that must not count as unhandled.
    timed.catch(() => undefined);
    kernels.set(key, timed);
  }

  /** @param running a model that is not finished, on one seed */
  private result({ experiment, seeds }: Context, running: RunningModel | null): Result {
    const m = seeds[0].summary.labelled.length;
    const stated = experiment.expect.map((expectation) => statedExpectation(expectation, m));
    const sofar = seeds.map((context): SeedResult => {
      const { seed, summary, models } = context;
      const all = running?.seed === context ? [...models, running.part] : [...models];
      return { seed, dataset: summary, models: all };
    });
    return assembleResult(this.request.file, sofar, experiment.split.seeds.length > 1, stated);
  }
}

interface Context {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly seeds: readonly SeedContext[];
  /** Seconds for each model. */
  readonly limit: number;
}

/** One split, and what is finished on it. */
interface SeedContext {
  readonly seed: number;
  readonly split: Split;
  readonly summary: DatasetSummary;
  readonly models: ModelResult[];
}

interface RunningModel {
  readonly seed: SeedContext;
  readonly part: ModelResult;
}

/** Kernels asked for, by what makes them; each is kept until the run ends, so that none is formed twice. */
type KernelRequests = Map<string, Promise<TimedKernel | null>>;

/** Equal for models with the same kernel, e.g. those that differ in C alone. */
function kernelKey(model: ModelSpec): string {
  return model.architecture === 'kernel' ? 'kernel' : JSON.stringify([model.architecture, model.keys]);
}

interface TimedKernel {
  /** One for each seed. */
  readonly blocks: readonly KernelBlocks[];
  readonly seconds: number;
}

function statedExpectation(expectation: ExpectationSpec, m: number): StatedExpectation {
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

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
