import { Worker } from 'node:worker_threads';
import type { NetworkOutcome } from './agreement';
import type { FromTrainer, NetworkTask, TrainerSetup } from './task';

/** A task that a thread has or waits for. */
interface Waiting {
  readonly task: NetworkTask;
  readonly done: (outcome: NetworkOutcome) => void;
  readonly failed: (error: Error) => void;
}

/** Threads that train networks, started as they are needed. */
export class Trainers {
  private readonly queue: Waiting[] = [];
  private readonly workers: Worker[] = [];
  private readonly idle: Worker[] = [];
  private readonly at = new Map<Worker, Waiting>();

  /** @param file the built worker @param trained told of each training that ended */
  constructor(
    private readonly threads: number,
    private readonly file: string,
    private readonly setup: TrainerSetup,
    private readonly trained: () => void,
  ) {}

  train(task: NetworkTask): Promise<NetworkOutcome> {
    return new Promise((done, failed) => {
      this.queue.push({ task, done, failed });
      this.next();
    });
  }

  async dispose(): Promise<void> {
    this.queue.length = 0;
    this.at.clear();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private next(): void {
    if (this.queue.length === 0) return;
    const worker = this.idle.pop() ?? (this.workers.length < this.threads ? this.spawn() : null);
    const waiting = worker === null ? undefined : this.queue.shift();
    if (worker === null || waiting === undefined) return;
    this.at.set(worker, waiting);
    worker.postMessage(waiting.task);
  }

  private spawn(): Worker {
    const worker = new Worker(this.file, { workerData: this.setup });
    this.workers.push(worker);
    worker.on('message', (message: FromTrainer) => {
      if (message.type === 'trained') return this.trained();
      const waiting = this.at.get(worker);
      this.at.delete(worker);
      this.idle.push(worker);
      if (message.type === 'done') waiting?.done(message.outcome);
      else waiting?.failed(new Error(message.message));
      this.next();
    });
    const lost = (error: Error): void => {
      const waiting = this.at.get(worker);
      this.at.delete(worker);
      waiting?.failed(error);
    };
    worker.on('error', lost);
    worker.on('exit', (code) => lost(new Error(`A training thread ended with code ${code}.`)));
    return worker;
  }
}
