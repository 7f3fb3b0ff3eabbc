/** A worker thread that trains one network at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { startBackend } from './backend';
import { runTask } from './run-task';
import type { FromTrainer, NetworkTask, TrainerSetup } from './task';

function start(): void {
  const port = parentPort;
  if (port === null) throw new Error('The trainer runs in a worker thread only.');
  const { wasm } = workerData as TrainerSetup;
  const ready = startBackend(wasm);
  const post = (message: FromTrainer): void => port.postMessage(message);
  port.on('message', (task: NetworkTask) => {
    const { id } = task;
    ready
      .then(() => {
        const outcome = runTask(task, (set) => post({ type: 'trained', id, set }));
        post({ type: 'done', id, outcome });
      })
      .catch((error: unknown) =>
        post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) }),
      );
  });
}

start();
