import { patchOf } from '../report/patch';
import type { ResultPatch } from '../report/patch';
import type { Result } from '../report/result';

/** Numbers that nobody can read so fast need not be sent. */
const PAUSE_MILLISECONDS = 500;

export interface Partial extends ResultPatch {
  readonly running: string | null;
  readonly open: readonly string[];
}

/**
 * Passes on what a run has proven so far: only the models that changed, one a message, so that whoever reads it is never
 * held up for long. Brackets of the model at work come at most twice a second, the last of them always.
 */
export class Partials {
  private sent: Result | null = null;
  private waiting: {
    readonly result: Result;
    readonly running: string;
    readonly open: readonly string[];
  } | null = null;
  private timer: NodeJS.Timeout | null = null;
  private lastAt = -Infinity;

  constructor(
    private readonly send: (partial: Partial) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  offer(result: Result, running: string | null, open: readonly string[]): void {
    const wait = this.lastAt + PAUSE_MILLISECONDS - this.now();
    if (running === null || wait <= 0) {
      this.pass(result, running, open);
      return;
    }
    this.waiting = { result, running, open };
    this.timer ??= setTimeout(() => this.late(), wait);
  }

  /** The end of the run: what is left to send of its result. Nothing is sent from here on. */
  end(result: Result): ResultPatch {
    this.drop();
    // A result read from the cache comes at once; it is handed over in the same small pieces.
    const fresh = result.models.filter((model) => !(this.sent?.models ?? []).includes(model));
    if (fresh.length > 1 && !result.seeds) {
      const done = new Set(result.models.filter((model) => !fresh.includes(model)));
      for (const model of fresh) {
        done.add(model);
        const models = result.models.filter((one) => done.has(one));
        this.pass({ ...result, models }, null, []);
      }
    }
    return patchOf(this.sent, result);
  }

  /** Forgets what waits to be sent. */
  close(): void {
    this.drop();
  }

  private late(): void {
    const { waiting } = this;
    this.drop();
    if (waiting) this.pass(waiting.result, waiting.running, waiting.open);
  }

  private pass(result: Result, running: string | null, open: readonly string[]): void {
    this.drop();
    const patch = patchOf(this.sent, result);
    this.sent = result;
    this.lastAt = this.now();
    this.send({ ...patch, running, open });
  }

  private drop(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    this.waiting = null;
  }
}
