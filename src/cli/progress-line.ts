import { duration } from '../report/format';

/** Where a run stands. */
export interface Shown {
  /** What it is at. */
  readonly task: string;
  /** Null where it cannot be told. */
  readonly done: number | null;
  readonly secondsLeft: number | null;
}

/** One line on a terminal that is written over; silent where the stream is no terminal. */
export class ProgressLine {
  private shown = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly quiet: boolean,
  ) {}

  show(progress: Shown): void {
    if (this.quiet || !this.stream.isTTY) return;
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
}
