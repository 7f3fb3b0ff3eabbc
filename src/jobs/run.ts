import { flipsOf } from '../config/budget';
import type { ExpectationSpec } from '../config/experiment';
import type { WalkEngine } from '../core/certify/flip/walk';
import { CodedError } from '../core/errors';
import type { DatasetDescription } from '../prepare/summary';
import type { CertifyOutcome, CertifyProgress, StageTime } from '../protocol/job';
import { assembleResult } from '../report/assemble';
import type { StatedExpectation } from '../report/expectations';
import type { ModelResult, Result, SeedResult } from '../report/result';
import { settleC } from './choose-c';
import { placed } from './faults';
import { Kernels } from './kernels';
import * as messages from './messages';
import { certifyModel } from './model-run';
import { WorkerPool } from './pool';
import { ProgressEstimate } from './progress';
import { openSubject } from './subject';
import type { RunRequest, RunSubject, SeedSplit } from './subject';

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
  private plainEngineNoted = false;
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
    const { request, events } = this;
    events.progress({ model: null, kind: null, flips: null, done: 0, secondsLeft: null });
    const began = performance.now();
    const subject = await openSubject(request, events.opened);
    this.stages.push({ model: null, stage: 'read', seconds: secondsSince(began) });
    if (subject.kind === 'invalid') return subject;
    const { experiment, diagnostics, files } = subject;
    const context: Context = { subject, seeds: subject.seeds.map((seed) => ({ ...seed, models: [] })) };
    try {
      await this.certifyModels(context);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { kind: 'invalid', diagnostics: [...diagnostics, placed(experiment, error)] };
    }
    const result = this.result(context, null);
    const outcome = { result, diagnostics, files };
    if (this.cancelled)
      return { kind: 'cancelled', ...outcome, result: result.models.length === 0 ? null : result };
    return { kind: 'done', ...outcome, stages: this.stages };
  }

  private async certifyModels(context: Context): Promise<void> {
    const { pool, events } = this;
    const { seeds } = context;
    const { dataset, limit, experiment, models } = context.subject;
    const estimate = new ProgressEstimate(models.length * seeds.length, limit);
    const kernels = new Kernels(
      pool,
      dataset,
      seeds.map(({ split }) => split),
      models,
    );
    for (const model of models) {
      events.progress({ model: model.name, kind: null, flips: null, ...estimate.standing(0, 0) });
      const kernel = await kernels.of(model, () => this.cancelled);
      if (kernel === null) return;
      this.stages.push({ model: model.name, stage: 'kernel', seconds: kernel.seconds });
      const began = performance.now();
      let engine: WalkEngine | null = null;
      const { C, chosenC } = settleC(
        dataset,
        model.C,
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
            engine: (walked) => {
              engine = walked;
              if (walked === 'TypeScript') this.notePlainEngine();
            },
          },
        );
        seed.models.push(certified);
        estimate.finishModel(secondsSince(start));
        if (this.cancelled) return;
        pool.resume();
        const last = s === seeds.length - 1;
        events.partial(this.result(context, null), last ? null : model.name);
      }
      const walked = engine === null ? {} : { engine };
      this.stages.push({ model: model.name, stage: 'certify', seconds: secondsSince(began), ...walked });
    }
  }

  private notePlainEngine(): void {
    if (this.plainEngineNoted) return;
    this.plainEngineNoted = true;
    this.events.note(messages.plainEngine());
  }

  /** @param running a model that is not finished, on one seed */
  private result({ subject: { experiment }, seeds }: Context, running: RunningModel | null): Result {
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
  readonly subject: RunSubject;
  readonly seeds: readonly SeedContext[];
}

/** One split, and what is finished on it. */
interface SeedContext extends SeedSplit {
  readonly models: ModelResult[];
}

interface RunningModel {
  readonly seed: SeedContext;
  readonly part: ModelResult;
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
