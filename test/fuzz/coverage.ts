import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';

/** Tells whether an input reached code, or took a branch so much more often, that none before it did. */
export class Coverage {
  private readonly session = new Session();
  private readonly seen = new Set<string>();

  /** @param own whether a script, by its address, is to be watched */
  constructor(private readonly own: (url: string) => boolean) {}

  start(): void {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What is new since the last call. */
  take(): number {
    let fresh = 0;
    // In the same thread the answer comes before `post` returns.
    this.session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error === null) fresh = this.add(answer);
    });
    return fresh;
  }

  stop(): void {
    this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }

  private add({ result }: Profiler.TakePreciseCoverageReturnType): number {
    const before = this.seen.size;
    for (const { url, functions } of result) {
      if (!this.own(url)) continue;
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges)
          // Powers of two: a loop that ran twice as often is something new, one that ran once more is not.
          if (count > 0) this.seen.add(`${startOffset}-${endOffset}:${32 - Math.clz32(count)}`);
    }
    return this.seen.size - before;
  }
}
