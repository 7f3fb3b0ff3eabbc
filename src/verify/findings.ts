import { CHANGED, NEARLY_SAFE } from './poisoned';

/** Which test nodes are counted: all, or those predicted right. */
export type Group = 'all' | 'correct';

/**
 * How many predictions one set of exactly so many changes can turn round. `clear`: whatever the kernel's rounding;
 * `shown`: with this kernel; `possible`: as far as this kernel can tell.
 */
interface Counts {
  readonly clear: Int32Array;
  readonly shown: Int32Array;
  readonly possible: Int32Array;
}

/** What trainings have shown of the test nodes, one label set after the other. Sizes are numbers of changed labels. */
export class Findings {
  /** By node, the fewest changes that clearly turn it round. */
  readonly clearly: Int32Array;
  /** By node, the fewest changes under which it is not shown to hold. */
  readonly notSafe: Int32Array;
  /** Every set of at most so many changes was looked at. */
  complete = 0;
  /** Some sets of at most so many were. */
  sampled = 0;
  private readonly counts: Readonly<Record<Group, Counts>>;

  /** @param correct by node, whether it is predicted right, and no tie @param sizes largest size that may be recorded */
  constructor(
    private readonly correct: readonly boolean[],
    private readonly sizes: number,
  ) {
    const tests = correct.length;
    this.clearly = new Int32Array(tests).fill(sizes + 1);
    this.notSafe = new Int32Array(tests).fill(sizes + 1);
    const counts = (): Counts => ({
      clear: new Int32Array(sizes + 1),
      shown: new Int32Array(sizes + 1),
      possible: new Int32Array(sizes + 1),
    });
    this.counts = { all: counts(), correct: counts() };
  }

  /** Whether exact answers about the open nodes of a set could change what is known. */
  matters(size: number, verdicts: Int8Array, turned: boolean): boolean {
    let possible = 0;
    let open = false;
    for (let t = 0; t < verdicts.length; t++) {
      const verdict = turned ? -verdicts[t] : verdicts[t];
      if (verdict > 0) continue;
      possible++;
      open ||= verdict === 0 && this.notSafe[t] > size;
    }
    return open || possible > this.counts.all.possible[size];
  }

  /** @param turned the verdicts are of the opposite decisions */
  record(size: number, verdicts: Int8Array, turned = false, constant: readonly boolean[] = []): void {
    let [clear, shown, possible, clearRight, shownRight, possibleRight] = [0, 0, 0, 0, 0, 0];
    for (let t = 0; t < verdicts.length; t++) {
      const verdict = turned && constant[t] !== true ? -verdicts[t] : verdicts[t];
      if (verdict >= NEARLY_SAFE) continue;
      const right = this.correct[t] ? 1 : 0;
      possible++;
      possibleRight += right;
      if (size < this.notSafe[t]) this.notSafe[t] = size;
      if (verdict === 0) continue;
      shown++;
      shownRight += right;
      if (verdict !== CHANGED) continue;
      clear++;
      clearRight += right;
      if (size < this.clearly[t]) this.clearly[t] = size;
    }
    this.raise('all', size, clear, shown, possible);
    this.raise('correct', size, clearRight, shownRight, possibleRight);
  }

  /** Most nodes of a group under one set of at most `size` changes. */
  most(group: Group, of: keyof Counts, size: number): number {
    let most = 0;
    const counts = this.counts[group][of];
    for (let k = 0; k <= Math.min(size, this.sizes); k++) most = Math.max(most, counts[k]);
    return most;
  }

  private raise(group: Group, size: number, clear: number, shown: number, possible: number): void {
    const counts = this.counts[group];
    if (clear > counts.clear[size]) counts.clear[size] = clear;
    if (shown > counts.shown[size]) counts.shown[size] = shown;
    if (possible > counts.possible[size]) counts.possible[size] = possible;
  }
}
