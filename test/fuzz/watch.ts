import { Worker } from 'node:worker_threads';
import { MOST_BYTES } from './mutators';
import type { FromFuzzer, FuzzerSetup } from './protocol';
import { CurrentInput } from './protocol';

/** Milliseconds of computing that one input may take: how busy the machine is makes no difference. */
export const MOST_MS = 2_000;
/** Milliseconds by the clock, for what waits for ever. */
const MOST_WAIT = 60_000;
/** Bytes by which the process may grow while one input is read. */
export const MOST_MEMORY = 2 ** 30;
const LOOK_MS = 20;

export type Watched =
  | {
      readonly kind: 'done';
      readonly read: number;
      readonly refused: number;
      readonly corpus: number;
      readonly slowest: number;
      readonly memory: number;
    }
  | { readonly kind: 'failed'; readonly failure: string; readonly input: Uint8Array };

/** Runs one thread to its end, or ends it where an input takes too long or too much memory. */
export function watched(
  file: string,
  asked: Omit<FuzzerSetup, 'shared'>,
  patience = MOST_MS,
): Promise<Watched> {
  const shared = CurrentInput.create(MOST_BYTES + 1);
  const current = new CurrentInput(shared);
  const worker = new Worker(file, {
    workerData: { ...asked, shared } satisfies FuzzerSetup,
    // Above what the process may grow by, so that this is judged by what it takes and not by what it has yet to free.
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
  const idle = process.memoryUsage.rss();
  let seen = { number: 0, since: 0, wall: 0 };
  let slowest = 0;
  let memory = 0;
  return new Promise((resolve) => {
    const over = (outcome: Watched): void => {
      clearInterval(timer);
      worker.removeAllListeners();
      void worker.terminate().then(() => resolve(outcome));
    };
    const failed = (failure: string): void => over({ kind: 'failed', failure, input: current.input() });
    const timer = setInterval(() => {
      const number = current.number();
      const cpu = process.cpuUsage();
      const now = (cpu.user + cpu.system) / 1000;
      const wall = performance.now();
      memory = Math.max(memory, process.memoryUsage.rss() - idle);
      if (number === null || number !== seen.number) {
        seen = { number: number ?? 0, since: now, wall };
        return;
      }
      slowest = Math.max(slowest, now - seen.since);
      if (memory > MOST_MEMORY) failed(`takes more than ${MOST_MEMORY / 2 ** 20} MB`);
      else if (now - seen.since > patience || wall - seen.wall > MOST_WAIT)
        failed(`takes more than ${patience} ms`);
    }, LOOK_MS);
    worker.on('message', (message: FromFuzzer) => {
      if (message.type === 'failed') failed(message.failure);
      else if (message.type === 'done')
        over({
          kind: 'done',
          read: message.read,
          refused: message.refused,
          corpus: message.corpus,
          slowest,
          memory,
        });
    });
    worker.on('error', (error) => failed(error.stack ?? error.message));
    worker.on('exit', (code) => failed(`the thread ended with ${code}`));
  });
}
