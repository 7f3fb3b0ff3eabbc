import type { BinaryCertificate } from '../../src/core/certify/certificate';
import type { MilpSolver } from '../../src/core/certify/milp/model';
import { certify, prepareProblem } from '../../src/core/certify/portfolio';
import type { CertifyOptions, Method } from '../../src/core/certify/portfolio';
import type { Problem } from '../../src/core/certify/problem';
import { TaskRunner } from '../../src/core/certify/task';

export interface Asked {
  readonly method?: Method;
  readonly levels?: readonly number[];
  readonly milp?: MilpSolver | null;
  /** Stops the run after this many flip sets. */
  readonly stopAfter?: number;
}

/** Certifies in this thread, as a job does it on many. */
export async function certifyHere(
  problem: Problem,
  truth: Int8Array,
  asked: Asked = {},
): Promise<{ certificate: BinaryCertificate; brackets: BinaryCertificate[]; notes: string[] }> {
  const prepared = prepareProblem(problem, truth);
  const runner = new TaskRunner(problem, prepared.view);
  let visited = 0;
  const stop = (): boolean => visited >= (asked.stopAfter ?? Infinity);
  const brackets: BinaryCertificate[] = [];
  const notes: string[] = [];
  const options: CertifyOptions = {
    sampleWise: true,
    collective: true,
    levels: asked.levels ?? Array.from({ length: problem.flippable.length + 1 }, (_, k) => k),
    method: asked.method ?? 'auto',
  };
  const certificate = await certify(problem, prepared, options, {
    carryOut: (tasks) =>
      Promise.resolve(
        tasks.map((task) =>
          stop()
            ? null
            : runner.run(task, { stop, visited: (sets) => (visited += sets), milp: asked.milp ?? null }),
        ),
      ),
    stopped: () => (stop() ? 'expired' : 'no'),
    seconds: () => 0,
    phase: () => undefined,
    bracket: (b) => brackets.push(b),
    note: (message) => notes.push(message),
  });
  return { certificate, brackets, notes };
}
