import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Subject, Task, TaskAnswer } from '../core/certify/task';
import { CodedError } from '../core/errors';
import type { KernelBlocks } from '../core/kernel/blocks';
import * as messages from './messages';
import type { FromWorker, KernelRequest, ToWorker, WorkerSetup } from '../protocol/worker';

/** Where the built files lie that a pool starts. */
export interface WorkerFiles {
  readonly worker: string;
  /** highs.wasm */
  readonly wasm: string;
  /** flip.wasm; null walks in plain TypeScript. */
  readonly flip: string | null;
  /** Megabytes of JavaScript objects that a thread may hold; Node's own limit where it is absent. */
  readonly threadMemory?: number;
}

/** The files of a build. @param folder where it lies */
export function workerFiles(folder: string): WorkerFiles {
  return {
    worker: join(folder, 'worker.mjs'),
    wasm: join(folder, 'highs.wasm'),
    flip: join(folder, 'flip.wasm'),
  };
}

/** Node's code for a thread that reached the end of its memory. */
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';
/** Milliseconds that a task has to end by itself once it is told to stop; then its thread is ended. */
const GRACE = 700;

interface Request {
  readonly message: Exclude<ToWorker, { type: 'subject' }>;
  readonly done: (reply: FromWorker | null) => void;
  readonly failed: (error: Error) => void;
  /** Those of lower rank come first: tasks, then kernels in the order in which they were asked for. */
  readonly rank: number;
}

/**
 * Worker threads with one queue. Stopping ends the running tasks with what they have; tasks not begun, and those
 * that do not end in time, answer null.
 */
export class WorkerPool {
  private readonly stopFlag = new Int32Array(new SharedArrayBuffer(4));
  private readonly visitedCount = new BigInt64Array(new SharedArrayBuffer(8));
  private readonly slots: Slot[];
  private readonly queue: Request[] = [];
  private subject: ToWorker | null = null;
  private nextId = 1;
  private kernels = 0;
  private reaper: NodeJS.Timeout | null = null;

  constructor(threads: number, files: WorkerFiles) {
    const setup: WorkerSetup = {
      stop: this.stopFlag.buffer,
      visited: this.visitedCount.buffer,
      wasm: files.wasm,
      flip: files.flip,
    };
    this.slots = Array.from({ length: threads }, () => new Slot(files, setup, () => this.next()));
  }

  /** Starts this many threads before there is work for them. */
  warm(threads: number): void {
    for (const slot of this.slots.slice(0, threads)) slot.warm();
  }

  /** Units of work done since the last reset. */
  get visited(): number {
    return Number(Atomics.load(this.visitedCount, 0));
  }

  resetVisited(): void {
    Atomics.store(this.visitedCount, 0, 0n);
  }

  get stopping(): boolean {
    return Atomics.load(this.stopFlag, 0) === 1;
  }

  /** Ends what runs and drops what waits. Holds until `resume`. */
  stop(): void {
    if (this.stopping) return;
    Atomics.store(this.stopFlag, 0, 1);
    for (const request of this.queue.splice(0)) request.done(null);
    this.reaper = setTimeout(() => {
      for (const slot of this.slots) slot.abandon();
    }, GRACE);
  }

  /** Stops for good: what forms a kernel is not waited for. */
  cancel(): void {
    this.stop();
    for (const slot of this.slots) slot.letGo();
  }

  resume(): void {
    if (this.reaper !== null) clearTimeout(this.reaper);
    this.reaper = null;
    Atomics.store(this.stopFlag, 0, 0);
  }

  /** Forms a kernel, in parts by all threads that have no task. Null where the pool was stopped first. */
  async kernel(request: KernelRequest): Promise<readonly KernelBlocks[] | null> {
    const rank = ++this.kernels;
    const threads = this.slots.length;
    const planned = await this.enqueue((id) => ({ type: 'kernel-plan', id, request, threads }), rank);
    if (planned?.type !== 'kernel-planned') return null;
    const { work, parts } = planned;
    if (work.type === 'strip') {
      const { strip } = work;
      for (const stage of parts) {
        const done = stage.map((part) =>
          this.enqueue((id) => ({ type: 'kernel-part', id, strip, part }), rank),
        );
        if ((await Promise.all(done)).includes(null)) return null;
      }
    }
    const reply = await this.enqueue((id) => ({ type: 'kernel', id, work }), rank);
    return reply?.type === 'kernel' ? reply.blocks : null;
  }

  /** Sets what the tasks that follow are about. */
  setSubject(subject: Subject): void {
    this.subject = { type: 'subject', subject };
  }

  carryOut(tasks: readonly Task[]): Promise<(TaskAnswer | null)[]> {
    return Promise.all(
      tasks.map(async (task) => {
        const reply = await this.enqueue((id) => ({ type: 'task', id, task }), 0);
        return reply?.type === 'answer' ? reply.answer : null;
      }),
    );
  }

  async dispose(): Promise<void> {
    if (this.reaper !== null) clearTimeout(this.reaper);
    await Promise.all(this.slots.map((slot) => slot.end()));
  }

  private enqueue(message: (id: number) => Request['message'], rank: number): Promise<FromWorker | null> {
    if (this.stopping) return Promise.resolve(null);
    return new Promise((done, failed) => {
      const later = this.queue.findIndex((queued) => queued.rank > rank);
      const request = { message: message(this.nextId++), done, failed, rank };
      this.queue.splice(later < 0 ? this.queue.length : later, 0, request);
      this.next();
    });
  }

  private next(): void {
    for (const slot of this.slots) {
      if (slot.busy) continue;
      const request = this.queue.shift();
      if (request === undefined) return;
      slot.run(request, request.message.type === 'task' ? this.subject : null);
    }
  }
}

/** One thread, started when it is first needed and again after it was ended. */
class Slot {
  private worker: Worker | null = null;
  private current: Request | null = null;
  private knows: ToWorker | null = null;

  constructor(
    private readonly files: WorkerFiles,
    private readonly setup: WorkerSetup,
    private readonly idle: () => void,
  ) {}

  get busy(): boolean {
    return this.current !== null;
  }

  warm(): Worker {
    return (this.worker ??= this.spawn());
  }

  run(request: Request, subject: ToWorker | null): void {
    this.current = request;
    const worker = this.warm();
    if (subject !== null && subject !== this.knows) {
      worker.postMessage(subject);
      this.knows = subject;
    }
    worker.postMessage(request.message);
  }

  /** Ends the thread under a task that did not stop in time. */
  abandon(): void {
    const request = this.current;
    if (request === null) return;
    void this.end();
    this.current = null;
    request.done(null);
    this.idle();
  }

  /** Answers null under a kernel in the making, which only writes where nobody will look. */
  letGo(): void {
    if (this.current !== null && this.current.rank > 0) this.current.done(null);
  }

  async end(): Promise<void> {
    const worker = this.worker;
    this.worker = null;
    this.knows = null;
    worker?.removeAllListeners();
    await worker?.terminate();
  }

  private spawn(): Worker {
    const { worker: file, threadMemory: megabytes } = this.files;
    const limits = megabytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: megabytes } };
    const worker = new Worker(file, { workerData: this.setup, ...limits });
    worker.on('message', (reply: FromWorker) => {
      const request = this.current;
      this.current = null;
      if (request !== null) {
        if (reply.type === 'error') request.failed(new CodedError(reply.code, reply.message));
        else request.done(reply);
      }
      this.idle();
    });
    const fail = (error: Error): void => {
      const request = this.current;
      this.current = null;
      void this.end();
      request?.failed(error);
      this.idle();
    };
    worker.on('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === OUT_OF_MEMORY
          ? new CodedError('out-of-memory', messages.outOfMemory(), ['dataset'])
          : error,
      ),
    );
    worker.on('exit', (code) =>
      fail(new CodedError('worker-ended', `A worker thread ended with code ${code}.`)),
    );
    return worker;
  }
}
