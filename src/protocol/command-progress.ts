/** Where a command of the command line stands: shown on a terminal, and sent to a parent that opened a channel. */
export interface CommandProgress {
  /** What it is at. */
  readonly task: string;
  /** Share from 0 to 1; null where it cannot be told. */
  readonly done: number | null;
  readonly secondsLeft: number | null;
}
