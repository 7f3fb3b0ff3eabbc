/** What the benchmarks in TypeScript share: the model of a file, ready to be certified, and a run with a time limit. */
import { join } from 'node:path';
import type { Certificate } from '../src/core/certify/certificate';
import type { CertifyOptions, Runtime } from '../src/core/certify/certification';
import type { Task, TaskAnswer } from '../src/core/certify/task';
import { certifiable } from '../src/jobs/certifiable';
import type { Certifiable } from '../src/jobs/certifiable';
import { kernelRequest } from '../src/jobs/kernel-request';
import { WorkerPool, workerFiles } from '../src/jobs/pool';
import { nodeFiles } from '../src/prepare/files';
import { openExperiment } from '../src/prepare/open';

/** The first model of a file, and what the file asks of it. */
export interface Prepared extends Certifiable {
  readonly options: CertifyOptions;
}

export async function prepare(file: string, pool: WorkerPool): Promise<Prepared> {
  const { experiment, dataset, splits, budgets } = await openExperiment(file, null, nodeFiles());
  const model = experiment?.models[0];
  if (!dataset || !splits || !model || model.architecture === 'kernel' || typeof model.C !== 'number')
    throw new Error(`${file} has no model to measure.`);
  const [{ split }] = splits;
  const blocks = await pool.kernel(kernelRequest(dataset, [split], model));
  if (blocks === null) throw new Error('The kernel was not formed.');
  const { kinds, method } = experiment.certify;
  const options = {
    sampleWise: kinds.includes('sample-wise'),
    collective: kinds.includes('collective'),
    levels: [...new Set(budgets.map(({ flips }) => flips))].sort((a, b) => a - b),
    method,
  };
  return { ...certifiable(blocks[0], dataset, split, model.C, model.keys.ntk, []), options };
}

/** A pool of threads that walk with one of the two engines. */
export function poolWith(dist: string, threads: number, compiled: boolean): WorkerPool {
  return new WorkerPool(threads, {
    ...workerFiles(dist),
    flip: compiled ? join(dist, 'flip.wasm') : null,
  });
}

/** Told of every task that was carried out. */
export type Seen = (task: Task, answer: TaskAnswer) => void;

export interface Timed {
  readonly certificate: Certificate;
  readonly seconds: number;
  /** The time limit ended it. */
  readonly expired: boolean;
}

/** Certifies within a time limit, counted from the beginning of the certification. */
export async function certifyWithin(
  pool: WorkerPool,
  { subject, certify }: Certifiable,
  options: CertifyOptions,
  limitSeconds: number,
  seen: Seen = () => undefined,
): Promise<Timed> {
  let expired = false;
  pool.setSubject(subject);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const timer = setTimeout(() => {
    expired = true;
    pool.stop();
  }, 1000 * limitSeconds);
  const runtime: Runtime = {
    carryOut: async (tasks) => {
      const answers = await pool.carryOut(tasks);
      answers.forEach((answer, at) => {
        if (answer !== null) seen(tasks[at], answer);
      });
      return answers;
    },
    stopped: () => (expired ? 'expired' : 'no'),
    seconds,
    phase: () => undefined,
    breathe: () => new Promise((done) => setImmediate(done)),
    bracket: () => undefined,
    note: () => undefined,
  };
  try {
    return { certificate: await certify(options, runtime), seconds: seconds(), expired };
  } finally {
    clearTimeout(timer);
    pool.resume();
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
