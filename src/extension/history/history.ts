import { beyond, merged, newestFirst, type RunHead } from './runHead';
import type { RunFiles } from './runFiles';
import type { Result } from '../../report/result';

/**
 * The runs of all files, newest first, as they are on the disk. Changes happen one after the other. It knows no
 * editor: who wants to hear of changes passes a function.
 */
export class History {
  private runs: readonly RunHead[] = [];
  private queue: Promise<unknown>;

  /**
   * @param limit how many runs of a file are kept besides the pinned ones
   * @param changed called after every change
   */
  constructor(
    private readonly files: RunFiles,
    private readonly limit: (uri: string) => number,
    private readonly changed: () => void,
  ) {
    this.queue = files.list().then((runs) => this.show(runs));
  }

  /** Settles when everything that was asked for until now is done. */
  async settled(): Promise<void> {
    await this.queue;
  }

  /** Files with runs, the one with the newest run first. */
  uris(): readonly string[] {
    return [...new Set(this.runs.map(({ uri }) => uri))];
  }

  of(uri: string): readonly RunHead[] {
    return this.runs.filter((run) => run.uri === uri);
  }

  get(id: string): RunHead | undefined {
    return this.runs.find((run) => run.id === id);
  }

  result(head: RunHead): Promise<Result | null> {
    return this.files.result(head);
  }

  add(run: Omit<RunHead, 'resultHash'>, result: Result): Promise<void> {
    return this.next(async () => {
      const order = 1 + Math.max(0, ...this.runs.map((known) => known.order ?? 0));
      const { written } = merged(this.of(run.uri), { ...run, order, resultHash: '' });
      if (!written) return;
      const head = await this.files.write(written, result);
      const runs = [...this.of(run.uri).filter(({ id }) => id !== head.id), head];
      const gone = new Set(beyond(runs, this.limit(run.uri)).map(({ id }) => id));
      for (const id of gone) await this.files.remove(id);
      const others = this.runs.filter(({ uri }) => uri !== run.uri);
      this.show([...others, ...runs.filter(({ id }) => !gone.has(id))]);
    });
  }

  pin(ids: readonly string[], pinned: boolean): Promise<void> {
    return this.next(async () => {
      const after = this.runs.map((run) => (ids.includes(run.id) ? { ...run, pinned } : run));
      for (const run of after) if (ids.includes(run.id)) await this.files.writeHead(run);
      this.show(after);
    });
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.next(async () => {
      const known = ids.filter((id) => this.get(id));
      for (const id of known) await this.files.remove(id);
      this.show(this.runs.filter(({ id }) => !known.includes(id)));
    });
  }

  private show(runs: readonly RunHead[]): void {
    this.runs = newestFirst(runs);
    this.changed();
  }

  private next(run: () => Promise<void>): Promise<void> {
    const after = this.queue.then(run);
    // A change that failed is said to whom it was asked by, and does not hold up the next.
    this.queue = after.catch(() => undefined);
    return after;
  }
}
