import { resolve } from 'node:path';
import { flipsOf } from '../config/budget';
import type { ExpectationSpec, ModelSpec } from '../config/experiment';
import type { WalkEngine } from '../core/certify/flip/walk';
import { CodedError } from '../core/errors';
import type { DatasetDescription } from '../prepare/summary';
import type { CertifyOutcome, CertifyProgress, StageTime } from '../protocol/job';
import { assembleResult } from '../report/assemble';
import type { StatedExpectation } from '../report/expectations';
import { nodeRows } from '../report/picture';
import type { AttackEffect, Picture } from '../report/picture';
import type { ModelResult, Result, SeedResult } from '../report/result';
import { digestOfBytes } from '../prepare/digest';
import { settleC } from './choose-c';
import { placed } from './faults';
import { graphPicture } from './graph-picture';
import { Kernels } from './kernels';
import type { TimedKernel } from './kernels';
import * as messages from './messages';
import { certifyModel } from './model-run';
import { WorkerPool } from './pool';
import { ProgressEstimate } from './progress';
import { tighter, turnsOf } from './schedule';
import { openSubject } from './subject';
import type { RunRequest, RunSubject, SeedSplit } from './subject';

export interface RunEvents {
  /** Told what the dataset holds, before anything is solved. */
  readonly opened: (dataset: DatasetDescription) => void;
  readonly progress: (progress: Omit<CertifyProgress, 'runId'>) => void;
  /** `running` names the model whose entry is not final; `open` those that are worked on again later. */
  readonly partial: (result: Result, running: string | null, open: readonly string[]) => void;
  readonly note: (message: string) => void;
}

export interface Run {
  readonly outcome: Promise<CertifyOutcome>;
  /** Ends the run; the outcome then holds what was proven. */
  readonly cancel: () => void;
}

/** Certifies one configuration, whatever the cache knows of its answer. The outcome never rejects for what a user can cause; those are diagnostics. */
export function startRun(request: RunRequest, events: RunEvents): Run {
  const run = new ExperimentRun(request, events);
  return { outcome: run.certifyAll(), cancel: () => run.cancel() };
}

/** Threads that are wanted as soon as there is a kernel. */
const FIRST_THREADS = 2;

class ExperimentRun {
  private readonly pool: WorkerPool;
  private cancelled = false;
  private plainEngineNoted = false;
  /** Every model came to its end: more time would not change the answer. */
  private settled = true;
  private readonly notes: string[] = [];
  private readonly stages: StageTime[] = [];
  private readonly effects: AttackEffect[] = [];

  constructor(
    private readonly request: RunRequest,
    private readonly events: RunEvents,
  ) {
    this.pool = new WorkerPool(request.threads, request.workers);
  }

  cancel(): void {
    this.cancelled = true;
    this.pool.cancel();
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
    // They start while the data is read.
    this.pool.warm(FIRST_THREADS);
    const subject = await openSubject(request, events.opened);
    this.stages.push({ model: null, stage: 'read', seconds: secondsSince(began) });
    if (subject.kind === 'invalid') return subject;
    const { experiment, diagnostics, files, prints } = subject;
    const context: Context = {
      subject,
      seeds: subject.seeds.map((seed) => ({ ...seed, models: new Map(), putOff: new Map() })),
    };
    try {
      await this.certifyModels(context);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { kind: 'invalid', diagnostics: [...diagnostics, placed(experiment, error)] };
    }
    const result = this.result(context, null);
    const picture = this.picture(context);
    const outcome = { result, diagnostics, files, prints, picture };
    if (this.cancelled)
      return { kind: 'cancelled', ...outcome, result: result.models.length === 0 ? null : result };
    if (this.settled) await this.keep(subject, result, picture);
    return { kind: 'done', ...outcome, stages: this.stages };
  }

  /** Keeps the answer under the content of all that was read for it. */
  private async keep(
    { files, digests, description, diagnostics }: RunSubject,
    result: Result,
    picture: Picture,
  ): Promise<void> {
    const { file, text: given, cache } = this.request;
    const text = given === null ? digests.get(resolve(file)) : digestOfBytes(Buffer.from(given, 'utf8'));
    const read = files.map((path) => ({ path, digest: digests.get(path) ?? '' }));
    if (cache === null || !text || read.some(({ digest }) => digest === '')) return;
    const answer = { files: read, dataset: description, notes: this.notes, diagnostics, result, picture };
    await cache.keepAnswer(this.request, text, answer);
  }

  private async certifyModels(context: Context): Promise<void> {
    const { pool, events } = this;
    const { cache } = this.request;
    const { seeds } = context;
    const { dataset, limit, models } = context.subject;
    const estimate = new ProgressEstimate(models.length * seeds.length, limit);
    const kernels = new Kernels(
      pool,
      dataset,
      seeds.map(({ split }) => split),
      models,
      cache,
    );
    const turns = turnsOf(models.length, limit);
    let left = models;
    for (const [turn, seconds] of turns.entries()) {
      const slow: ModelSpec[] = [];
      for (const model of left) {
        events.progress({ model: model.name, kind: null, flips: null, ...estimate.standing(0, 0) });
        const kernel = await kernels.of(model, () => this.cancelled);
        if (kernel === null) return;
        if (turn === 0)
          this.stages.push({
            model: model.name,
            stage: 'kernel',
            seconds: kernel.seconds,
            ...marked(kernel.cached),
          });
        const last = turn === turns.length - 1;
        if (!(await this.certifyModel(context, model, kernel, estimate, { seconds, last }))) slow.push(model);
        if (this.cancelled) return;
      }
      left = slow;
    }
  }

  private picture({ subject: { dataset, place }, seeds }: Context): Picture {
    return {
      graph: graphPicture(
        dataset,
        seeds.map(({ split }) => split),
      ),
      attacks: this.effects,
      rows: place === null ? null : nodeRows(place.file, place.lines),
    };
  }

  /** One model on every seed that it is not yet certified on. False where its turn was over before. */
  private async certifyModel(
    context: Context,
    model: ModelSpec,
    kernel: TimedKernel,
    estimate: ProgressEstimate,
    turn: Turn,
  ): Promise<boolean> {
    const { pool, events } = this;
    const { cache } = this.request;
    const { dataset, experiment } = context.subject;
    const { name } = model;
    const began = performance.now();
    let engine: WalkEngine | null = null;
    let read = true;
    const { C, chosenC } = settleC(
      dataset,
      model.C,
      context.seeds.map(({ seed, split }, s) => ({ seed, split, blocks: kernel.blocks[s] })),
    );
    const missing = context.seeds.flatMap((seed, s) =>
      seed.models.has(name) ? [] : [{ seed, blocks: kernel.blocks[s] }],
    );
    for (const [i, { seed, blocks }] of missing.entries()) {
      const start = performance.now();
      const { split, summary } = seed;
      const before = seed.putOff.get(name);
      const best = (part: ModelResult): ModelResult => (before ? tighter(before, part) : part);
      const { result, settled, expired, cached, effects } = await certifyModel(
        {
          model,
          C,
          chosenC,
          dataset,
          split,
          summary,
          blocks,
          certify: experiment.certify,
          limit: turn.seconds,
        },
        {
          pool,
          cache,
          estimate,
          cancelled: () => this.cancelled,
          progress: events.progress,
          partial: (part) => this.tell(context, { seed, part: best(part) }, name),
          note: (message) => this.note(`${name}: ${message}`),
          engine: (walked) => {
            engine = walked;
            if (walked === 'TypeScript') this.notePlainEngine();
          },
        },
      );
      read &&= cached;
      if (expired && !turn.last && !this.cancelled) {
        seed.putOff.set(name, result);
        estimate.putOff();
        pool.resume();
        this.tell(context, null, null);
        return false;
      }
      const final = best(result);
      seed.models.set(name, final);
      this.effects.push(...effects(final, context.seeds.length > 1 ? seed.seed : null));
      seed.putOff.delete(name);
      this.settled &&= settled;
      // What is read says nothing of how long the others take.
      if (cached) estimate.leaveOut(1);
      else estimate.finishModel(secondsSince(start));
      if (this.cancelled) return false;
      pool.resume();
      this.tell(context, null, i === missing.length - 1 ? null : name);
    }
    const walked = engine === null ? {} : { engine };
    const certify = { model: name, stage: 'certify', seconds: secondsSince(began) } as const;
    this.stages.push({ ...certify, ...walked, ...marked(read) });
    return true;
  }

  private tell(context: Context, part: RunningModel | null, running: string | null): void {
    const open = new Set(context.seeds.flatMap(({ putOff }) => [...putOff.keys()]));
    this.events.partial(this.result(context, part), running, [...open]);
  }

  /** A model that is put off says the same again later. */
  private note(message: string): void {
    if (this.notes.includes(message)) return;
    this.notes.push(message);
    this.events.note(message);
  }

  private notePlainEngine(): void {
    if (this.plainEngineNoted) return;
    this.plainEngineNoted = true;
    this.events.note(messages.plainEngine());
  }

  /** @param running a model that is not finished, on one seed */
  private result(
    { subject: { experiment, models: asked }, seeds }: Context,
    running: RunningModel | null,
  ): Result {
    const m = seeds[0].summary.labelled.length;
    const stated = experiment.expect.map((expectation) => statedExpectation(expectation, m));
    const sofar = seeds.map((context): SeedResult => {
      const { seed, summary, models, putOff } = context;
      const all = asked.flatMap(({ name }) => {
        const part = running?.seed === context && running.part.name === name ? running.part : null;
        return part ?? models.get(name) ?? putOff.get(name) ?? [];
      });
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
  readonly models: Map<string, ModelResult>;
  /** What is known of models whose turn was over. */
  readonly putOff: Map<string, ModelResult>;
}

interface Turn {
  readonly seconds: number;
  /** What is not certified in it is a bracket. */
  readonly last: boolean;
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

function marked(cached: boolean): { readonly cached?: true } {
  return cached ? { cached } : {};
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
