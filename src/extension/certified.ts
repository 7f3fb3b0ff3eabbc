import type { StageTime } from '../protocol/job';
import type { Picture } from '../report/picture';
import type { Result } from '../report/result';

/** A file that a result depends on, as it was when the result was computed. */
export interface FilePrint {
  readonly path: string;
  /** Null where the file could not be read. */
  readonly size: number | null;
  readonly modified: number | null;
}

/** A result that is kept: it can be shown again after a reload, and compared with the file as it stands. */
export interface Certified {
  readonly result: Result;
  /** Hash of what the text that was certified means. */
  readonly textHash: string;
  /** SHA-256 of that text as it stood. */
  readonly sourceHash?: string;
  /** The models that were asked for; absent where all of the file were. */
  readonly only?: readonly string[];
  /** The text itself; absent in results kept by older versions. */
  readonly text?: string;
  readonly files: readonly FilePrint[];
  readonly stages: readonly StageTime[];
  /** False where the run was cancelled or died: later models are missing, or stand as brackets. */
  readonly complete: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What it takes to draw the graph; absent where the run did not come so far. */
  readonly picture?: Picture | undefined;
}
