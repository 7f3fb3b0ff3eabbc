import type { Certificate } from '../core/certify/certificate';
import type { CertifyOptions, Runtime } from '../core/certify/certification';
import type { WalkEngine } from '../core/certify/flip/walk';
import { resolveBudgets } from '../config/budget';
import type { Budget } from '../config/budget';
import type { CertifySpec, ModelSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import type { KernelBlocks } from '../core/kernel/blocks';
import type { CertifyProgress } from '../protocol/job';
import { modelResult } from '../report/build';
import type { ModelContext } from '../report/build';
import type { AttackEffect } from '../report/picture';
import type { ChosenC, DatasetSummary, ModelResult } from '../report/result';
import type { RunCache } from './cache/run-cache';
import { certifiable } from './certifiable';
import * as messages from './messages';
import type { WorkerPool } from './pool';
import type { ProgressEstimate } from './progress';
import { attackEffects } from './turned';

/** One model on one split, ready to be certified. */
export interface ModelJob {
  readonly model: ModelSpec;
  readonly C: number;
  readonly chosenC: ChosenC | null;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly summary: DatasetSummary;
  readonly blocks: KernelBlocks;
  readonly certify: CertifySpec;
  /** Seconds. */
  readonly limit: number;
}

export interface CertifiedModel {
  readonly result: ModelResult;
  /** It came to its end: more time would not change it. */
  readonly settled: boolean;
  /** The time was up. */
  readonly expired: boolean;
  /** Read from the cache. */
  readonly cached: boolean;
  /**
   * What the worst flip sets of a result of this model turn, trained anew.
   * @param seed null where there is a single split
   */
  readonly effects: (result: ModelResult, seed: number | null) => AttackEffect[];
}

/** What a certification needs of the run around it. */
export interface ModelSurroundings {
  readonly pool: WorkerPool;
  readonly cache: RunCache | null;
  readonly estimate: ProgressEstimate;
  readonly cancelled: () => boolean;
  readonly progress: (progress: Omit<CertifyProgress, 'runId'>) => void;
  /** Told what is proven so far, each time there is more. */
  readonly partial: (model: ModelResult) => void;
  readonly note: (message: string) => void;
  /** Told what walks the flip sets. */
  readonly engine: (engine: WalkEngine) => void;
}

const TICK_MILLISECONDS = 100;

/**
 * Certifies one model on one split, with the pool's threads, unless the cache has its certificate. Past the time limit,
 * or when the run is cancelled, the result is a bracket.
 * @throws CodedError `kernel-not-finite`
 */
export async function certifyModel(job: ModelJob, around: ModelSurroundings): Promise<CertifiedModel> {
  const { pool, estimate, cache } = around;
  const { model, C, dataset, split, certify, blocks } = job;
  const { kinds, trusted, method } = certify;
  const ntk = model.architecture === 'kernel' ? 'exact' : model.keys.ntk;
  const subject = certifiable(blocks, dataset, split, C, ntk, trusted);
  const { flippable } = subject;
  const budgets = resolveBudgets(certify.budgets, split.labelled.length, flippable);
  const levels = [...new Set(budgets.map(({ flips }) => Math.min(flips, flippable)))].sort((a, b) => a - b);
  const notes = subject.definite ? [] : [messages.indefinite()];
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let expired = false;
  let last: { kind: CertifyProgress['kind']; flips: number | null } = { kind: null, flips: null };
  const tell = (): void =>
    around.progress({ model: model.name, ...last, ...estimate.standing(pool.visited, seconds()) });
  const context = modelContext(job, budgets, flippable, notes);
  const state = (certificate: Certificate): ModelResult => modelResult(certificate, context);
  const runtime: Runtime = {
    carryOut: async (tasks) => {
      const answers = await pool.carryOut(tasks);
      // Walks over the label changes of more than two classes have no compiled engine: the plain one is no news there.
      const telling = subject.subject.type === 'binary' ? 'walk' : 'class-lows';
      for (const answer of answers)
        if (answer?.type === telling && 'engine' in answer) around.engine(answer.engine);
      return answers;
    },
    stopped: () => (around.cancelled() ? 'cancelled' : expired ? 'expired' : 'no'),
    seconds,
    phase: (phase) => {
      estimate.begin(phase, pool.visited, seconds());
      last = { kind: phase.kind, flips: phase.flips };
      tell();
    },
    breathe: () => new Promise((done) => setImmediate(done)),
    bracket: (certificate) => around.partial(state(certificate)),
    note: around.note,
  };
  for (const note of notes) around.note(note);
  const options: CertifyOptions = {
    sampleWise: kinds.includes('sample-wise'),
    collective: kinds.includes('collective'),
    levels,
    method,
  };
  const kept = (await cache?.certificate(subject.subject, options)) ?? null;
  const certified = (
    certificate: Certificate,
    { settled, cached }: Pick<CertifiedModel, 'settled' | 'cached'>,
  ): CertifiedModel => ({
    result: state(certificate),
    settled,
    expired,
    cached,
    effects: (result, seed) => attackEffects(subject, result, job.summary, seed, around.cancelled),
  });
  if (kept !== null) return certified(kept, { settled: true, cached: true });
  pool.resetVisited();
  pool.setSubject(subject.subject);
  const ticking = setInterval(tell, TICK_MILLISECONDS);
  const limit = setTimeout(() => {
    expired = true;
    pool.stop();
  }, job.limit * 1000);
  try {
    const certificate = await subject.certify(options, runtime);
    const settled = runtime.stopped() === 'no';
    if (settled) await cache?.keepCertificate(subject.subject, options, certificate);
    return certified(certificate, { settled, cached: false });
  } finally {
    clearInterval(ticking);
    clearTimeout(limit);
  }
}

function modelContext(
  { model, C, chosenC, summary, certify: { kinds } }: ModelJob,
  budgets: readonly Budget[],
  flippable: number,
  notes: readonly string[],
): ModelContext {
  return {
    name: model.name,
    architecture: model.architecture,
    ...(model.architecture === 'kernel' ? {} : { ntk: model.keys.ntk }),
    C,
    ...(chosenC === null ? {} : { chosenC }),
    notes,
    dataset: summary,
    budgets,
    flippable,
    sampleWise: kinds.includes('sample-wise'),
    collective: kinds.includes('collective'),
  };
}
