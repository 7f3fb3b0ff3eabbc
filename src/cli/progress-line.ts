import type { CommandProgress } from '../protocol/command-progress';
import { duration } from '../report/format';

/** Milliseconds between two messages to the parent. */
const PACE = 200;

/**
 * One line on a terminal that is written over; silent where the stream is no terminal. A parent that opened a channel
 * is told as well.
 */
export class ProgressLine {
  private shown = false;
  private told = -Infinity;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly quiet: boolean,
  ) {}

  show(progress: CommandProgress): void {
    if (this.quiet) return;
    this.tell(progress);
    if (!this.stream.isTTY) return;
    const parts = [progress.task];
    if (progress.done !== null) parts.push(`${Math.floor(100 * progress.done)} %`);
    if (progress.secondsLeft !== null)
      parts.push(`about ${duration(Math.max(1, Math.round(progress.secondsLeft)))} left`);
    const text = parts.join('  ').slice(0, (this.stream.columns || 80) - 1);
    this.stream.write(`\r\u001b[K${text}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) this.stream.write('\r\u001b[K');
    this.shown = false;
  }

  private tell(progress: CommandProgress): void {
    if (process.send === undefined || !process.connected) return;
    const now = performance.now();
    if (now - this.told < PACE) return;
    this.told = now;
    // A parent that is gone meanwhile is no fault of the run.
    process.send(progress, undefined, undefined, () => undefined);
  }
}
