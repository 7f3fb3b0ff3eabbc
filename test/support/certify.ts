import type { Certificate } from '../../src/core/certify/certificate';
import type { MilpSolver } from '../../src/core/certify/milp/model';
import type { CertifyOptions, Method, Runtime } from '../../src/core/certify/certification';
import { certifyMulticlass } from '../../src/core/certify/multiclass/certify';
import { prepareMulticlass } from '../../src/core/certify/multiclass/problem';
import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
import { certify, prepareProblem } from '../../src/core/certify/portfolio';
import type { FlipModule } from '../../src/core/certify/flip/wasm-module';
import type { Problem } from '../../src/core/certify/problem';
import { TaskRunner } from '../../src/core/certify/task';
import type { Subject, Task } from '../../src/core/certify/task';

export interface Asked {
  readonly method?: Method;
  readonly levels?: readonly number[];
  /** Single nodes alone. */
  readonly sampleWiseOnly?: boolean;
  readonly milp?: MilpSolver | null;
  /** The compiled flip engine; the plain one without. */
  readonly flip?: FlipModule | null;
  /** Stops the run after this many flip sets. */
  readonly stopAfter?: number;
  /** Tasks that end early, as on a thread that was stopped while the others came to their end. */
  readonly stopIn?: (task: Task) => boolean;
  /** Tasks that are never begun. */
  readonly leaveOut?: (task: Task) => boolean;
}

export interface Certified {
  readonly certificate: Certificate;
  readonly brackets: Certificate[];
  readonly notes: string[];
}

/** Certifies a binary problem in this thread, as a job does it on many. */
export function certifyHere(problem: Problem, truth: Int32Array, asked: Asked = {}): Promise<Certified> {
  const clean = prepareProblem(problem, truth);
  return inThisThread({ type: 'binary', problem, view: clean.view }, asked, (options, runtime) =>
    certify(problem, clean, options, runtime),
  );
}

export function certifyMulticlassHere(
  problem: MulticlassProblem,
  truth: Int32Array,
  asked: Asked = {},
): Promise<Certified> {
  const clean = prepareMulticlass(problem, truth);
  const { view, predicted } = clean;
  return inThisThread({ type: 'multiclass', problem, view, predicted }, asked, (options, runtime) =>
    certifyMulticlass(problem, clean, options, runtime),
  );
}

async function inThisThread(
  subject: Subject,
  asked: Asked,
  run: (options: CertifyOptions, runtime: Runtime) => Promise<Certificate>,
): Promise<Certified> {
  const runner = new TaskRunner(subject, asked.flip ?? null);
  let visited = 0;
  const stop = (): boolean => visited >= (asked.stopAfter ?? Infinity);
  const brackets: Certificate[] = [];
  const notes: string[] = [];
  const options: CertifyOptions = {
    sampleWise: true,
    collective: asked.sampleWiseOnly !== true,
    levels: asked.levels ?? Array.from({ length: subject.problem.flippable.length + 1 }, (_, k) => k),
    method: asked.method ?? 'auto',
  };
  const certificate = await run(options, {
    carryOut: (tasks) =>
      Promise.resolve(
        tasks.map((task) =>
          stop() || asked.leaveOut?.(task) === true
            ? null
            : runner.run(task, {
                stop: () => stop() || asked.stopIn?.(task) === true,
                visited: (sets) => (visited += sets),
                milp: asked.milp ?? null,
              }),
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
