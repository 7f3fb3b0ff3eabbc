/** A flip set of a search, ascending, and what tells it from others. */
export interface Candidate {
  readonly flips: readonly number[];
  readonly key: string;
}

/** The `width` candidates of least score, for each of several lists. */
export class Ranking {
  private readonly lists: { score: number; candidate: Candidate }[][];

  constructor(
    count: number,
    private readonly width: number,
  ) {
    this.lists = Array.from({ length: count }, () => []);
  }

  /** Whether a candidate of this score would be kept. */
  wants(list: number, score: number): boolean {
    const entries = this.lists[list];
    return entries.length < this.width || score < entries[this.width - 1].score;
  }

  offer(list: number, score: number, candidate: Candidate): void {
    if (!this.wants(list, score)) return;
    const entries = this.lists[list];
    let at = entries.length;
    while (at > 0 && entries[at - 1].score > score) at--;
    entries.splice(at, 0, { score, candidate });
    if (entries.length > this.width) entries.pop();
  }

  kept(list: number): readonly Candidate[] {
    return this.lists[list].map(({ candidate }) => candidate);
  }
}
