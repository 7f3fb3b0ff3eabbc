/** A worker thread: one task at a time, no state but the problem it was last given. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MilpSolver } from '../core/certify/milp/model';
import { TaskRunner } from '../core/certify/task';
import type { Subject, Task } from '../core/certify/task';
import { CodedError } from '../core/errors';
import type { FromWorker, ToWorker, WorkerSetup } from '../protocol/worker';
import { loadFlipModule } from './flip-module';
import { loadMilpSolver } from './highs';
import { kernelOf, planKernel, runPart } from './kernel-request';

function start(): void {
  const port = parentPort;
  if (port === null) throw new Error('The worker runs in a worker thread only.');
  const setup = workerData as WorkerSetup;
  const stopFlag = new Int32Array(setup.stop);
  const visited = new BigInt64Array(setup.visited);
  const stop = (): boolean => Atomics.load(stopFlag, 0) === 1;
  const flip = loadFlipModule(setup.flip);
  let subject: Subject | null = null;
  let runner: TaskRunner | null = null;
  let milp: MilpSolver | null = null;
  const post = (message: FromWorker): void => port.postMessage(message);

  const carryOut = async (id: number, task: Task): Promise<void> => {
    if (subject === null) throw new Error('A task came before its problem.');
    runner ??= new TaskRunner(subject, await flip);
    const program = task.type === 'milp-node' || task.type === 'milp-collective';
    if (program) milp ??= await loadMilpSolver(setup.wasm);
    const count = (units: number): void => {
      Atomics.add(visited, 0, BigInt(units));
    };
    const answer = runner.run(task, { stop, visited: count, milp });
    if (program) count(1);
    post({ type: 'answer', id, answer });
  };

  const handle = async (message: ToWorker): Promise<void> => {
    const id = idOf(message);
    switch (message.type) {
      case 'kernel-plan':
        return post({ type: 'kernel-planned', id, ...planKernel(message.request, message.threads) });
      case 'kernel-part':
        runPart(message.strip, message.part);
        return post({ type: 'kernel-part', id });
      case 'kernel':
        return post({ type: 'kernel', id, blocks: kernelOf(message.work) });
      case 'subject':
        subject = message.subject;
        runner = null;
        return;
      case 'task':
        return carryOut(message.id, message.task);
    }
  };

  port.on('message', (message: ToWorker) => {
    handle(message).catch((error: unknown) => {
      const id = idOf(message);
      const code = error instanceof CodedError ? error.code : 'internal';
      post({ type: 'error', id, code, message: error instanceof Error ? error.message : String(error) });
    });
  });
}

function idOf(message: ToWorker): number {
  return message.type === 'subject' ? -1 : message.id;
}

start();
