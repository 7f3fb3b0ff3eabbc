import type { Doubt, TallyReport } from './flip/tally';
import type { Known } from './flip/walk';
import { ALL, CORRECT, GROUPS } from './problem';
import type { Oracle } from './oracle';
import type { Group, TestView } from './problem';
import { rowOrder } from './flip/test-rows';

/**
 * Everything proven about one problem so far, merged from the answers of all methods. Lower and upper bounds
 * never cross: a crossing is a contradiction, and throws, since one of the two claims must be false.
 *
 * "Rows" are the test nodes that take part, in order; `rows[r]` is a test node's index in the problem.
 */
export class Knowledge {
  readonly rows: Int32Array;
  /** Per row, the largest number of flips proven safe. */
  readonly safe: Int16Array;
  /** Per row, the fewest flips shown to change it; levels + 1 for none. */
  readonly least: Int16Array;
  readonly witness: (readonly number[] | null)[];
  /** Per group and number of flips, the most rows shown to change under exactly that many, and the set. */
  readonly most: readonly [Int32Array, Int32Array];
  readonly worst: readonly [(readonly number[] | null)[], (readonly number[] | null)[]];
  /** Per group and number of flips, no set of at most that many changes more rows. */
  readonly atMost: readonly [Int32Array, Int32Array];
  /** Per row, the least number of flips at which a decision stays open; levels + 1 for none. */
  private readonly openAt: Int16Array;
  /** Per group and number of flips, the most rows that one set may change, doubts counted as changes. */
  private readonly openMost: readonly [Int32Array, Int32Array];
  /** What re-training said of the sets that were. */
  private readonly verdicts = new Map<string, Int8Array>();
  private readonly retrained = new WeakSet<readonly number[]>();
  /** Rows of each group: the correct ones come first. */
  private readonly size: readonly [number, number];

  constructor(
    private readonly oracle: Oracle,
    view: TestView,
    readonly levels: number,
  ) {
    const { index, correct } = rowOrder(view);
    this.rows = index;
    const count = index.length;
    this.size = [count, correct];
    const perLevel = (fill: number) => new Int32Array(levels + 1).fill(fill);
    const sets = () => new Array<readonly number[] | null>(levels + 1).fill(null);
    this.safe = new Int16Array(count);
    this.least = new Int16Array(count).fill(levels + 1);
    this.witness = new Array<readonly number[] | null>(count).fill(null);
    this.most = [perLevel(0), perLevel(0)];
    this.worst = [sets(), sets()];
    this.atMost = [perLevel(count), perLevel(correct)];
    for (const group of GROUPS) this.atMost[group][0] = 0;
    this.openAt = new Int16Array(count).fill(levels + 1);
    this.openMost = [perLevel(0), perLevel(0)];
  }

  known(): Known {
    return { least: this.least.slice(), most: [this.most[ALL].slice(), this.most[CORRECT].slice()] };
  }

  /** A set that certainly changes a row. */
  break(row: number, flips: readonly number[]): void {
    if (flips.length >= this.least[row]) return;
    this.least[row] = flips.length;
    this.witness[row] = flips;
    if (flips.length <= this.safe[row]) throw contradiction(this.rows[row], flips.length, this.safe[row]);
  }

  /** A set that certainly changes this many rows of a group. */
  raise(group: Group, changed: number, flips: readonly number[]): void {
    const level = flips.length;
    if (level > this.levels || changed <= this.most[group][level]) return;
    this.most[group][level] = changed;
    this.worst[group][level] = flips;
  }

  proveSafe(row: number, flips: number): void {
    if (flips <= this.safe[row]) return;
    this.safe[row] = flips;
    if (this.least[row] <= flips) throw contradiction(this.rows[row], this.least[row], flips);
  }

  proveAtMost(group: Group, level: number, changed: number): void {
    const atMost = this.atMost[group];
    for (let k = 1; k <= level; k++) atMost[k] = Math.min(atMost[k], changed);
  }

  /** Most rows of a group shown to change under one set of at most `level` flips. */
  mostUpTo(group: Group, level: number): number {
    return this.most[group].subarray(0, level + 1).reduce((a, b) => Math.max(a, b), 0);
  }

  /** Takes in what a walk found, whether or not it came to its end. Doubts are settled exactly or stay open. */
  merge(report: TallyReport): void {
    for (const { row, flips } of report.broken) this.break(row, flips);
    for (const { group, changed, flips } of report.worst) this.raise(group, changed, flips);
    for (const doubt of report.doubts) this.settle(doubt);
    if (report.lostDoubts !== null) {
      const { rowLevel, mostChanged } = report.lostDoubts;
      rowLevel.forEach((level, row) => (this.openAt[row] = Math.min(this.openAt[row], level)));
      for (const group of GROUPS)
        mostChanged[group].forEach((changed, level) => this.raiseOpen(group, level, changed));
    }
  }

  /** Every set of at most `level` flips has been looked at and merged. */
  closeLevel(level: number): void {
    this.closeRows(level);
    this.closeCounts(level);
  }

  /** Every set of at most `level` flips that could change more rows than are known to has been looked at and merged. */
  closeCounts(level: number): void {
    for (const group of GROUPS) {
      const atMost = this.atMost[group];
      let most = 0;
      for (let k = 1; k <= level; k++) {
        most = Math.max(most, this.most[group][k], this.openMost[group][k]);
        atMost[k] = Math.min(atMost[k], most);
      }
    }
  }

  /** Rows of which all sets below `level` are known not to change them, and of those of `level` nothing yet. */
  undecided(level: number): number[] {
    return Array.from(this.rows.keys()).filter(
      (row) => this.safe[row] === level - 1 && this.least[row] > level && this.openAt[row] > level,
    );
  }

  /** Every set of `level` flips that may change this row has been looked at and merged, and all smaller ones. */
  closeRow(row: number, level: number): void {
    this.proveSafe(row, Math.min(level, this.least[row] - 1, this.openAt[row] - 1));
  }

  /** Every set of at most `level` flips that could change a row was looked at for it, or shown not to. */
  closeRows(level: number): void {
    for (let row = 0; row < this.rows.length; row++) this.closeRow(row, level);
    this.boundByRadii();
  }

  /** Under one common set no more rows change than can change one at a time. */
  boundByRadii(): void {
    for (const group of GROUPS) {
      const safe = this.safe.subarray(0, this.size[group]);
      const atMost = this.atMost[group];
      for (let level = 1; level <= this.levels; level++) {
        let unsafe = 0;
        for (const s of safe) if (s < level) unsafe++;
        atMost[level] = Math.min(atMost[level], unsafe);
      }
    }
  }

  /** Rows whose radius is known, or which are safe at every level. */
  sampleWiseExact(): boolean {
    return this.safe.every((safe, row) => safe >= Math.min(this.levels, this.least[row] - 1));
  }

  private settle({ flips, rows, changed }: Doubt): void {
    const level = flips.length;
    const within = (group: Group) => rows.filter((row) => row < this.size[group]).length;
    const matters =
      GROUPS.some((group) => changed[group] + within(group) > this.most[group][level]) ||
      rows.some((row) => this.least[row] > level);
    if (!matters) return;
    const verdicts = this.oracle.settle(
      flips,
      rows.map((row) => this.rows[row]),
    );
    const broken: [number, number] = [0, 0];
    const open: [number, number] = [0, 0];
    const count = (into: [number, number], row: number) => {
      for (const group of GROUPS) if (row < this.size[group]) into[group]++;
    };
    rows.forEach((row, k) => {
      if (verdicts[k] === 0) {
        count(open, row);
        this.openAt[row] = Math.min(this.openAt[row], level);
      } else if (verdicts[k] === 1) {
        count(broken, row);
        this.break(row, flips);
      }
    });
    for (const group of GROUPS) {
      this.raise(group, changed[group] + broken[group], flips);
      if (open[group] > 0) this.raiseOpen(group, level, changed[group] + broken[group] + open[group]);
    }
  }

  private raiseOpen(group: Group, level: number, changed: number): void {
    this.openMost[group][level] = Math.max(this.openMost[group][level], changed);
  }

  /** Re-trains witnesses ahead of `verifyWitnesses`. @param enough asked before each @returns whether some are left */
  retrainWitnesses(enough: () => boolean): boolean {
    for (const flips of [...this.witness, ...this.worst[ALL], ...this.worst[CORRECT]]) {
      if (flips === null || this.retrained.has(flips)) continue;
      if (enough()) return true;
      this.verdictOf(flips);
    }
    return false;
  }

  /** Lets go of the witnesses that were not re-trained. What they broke becomes open. */
  dropUntrained(): void {
    const untrained = (flips: readonly number[] | null): boolean =>
      flips !== null && !this.retrained.has(flips);
    this.witness.forEach((flips, row) => {
      if (!untrained(flips)) return;
      this.witness[row] = null;
      this.least[row] = this.levels + 1;
    });
    for (const group of GROUPS) {
      this.worst[group].forEach((flips, level) => {
        if (!untrained(flips)) return;
        this.worst[group][level] = null;
        this.most[group][level] = 0;
      });
    }
  }

  private verdictOf(flips: readonly number[]): Int8Array {
    const key = flips.join();
    const known = this.verdicts.get(key) ?? this.oracle.retrain(flips);
    this.verdicts.set(key, known);
    this.retrained.add(flips);
    return known;
  }

  /**
   * Re-trains every witness by the separate solver. A claim that it does not bear out is withdrawn, and what
   * rested on it becomes open. Returns how many were withdrawn.
   */
  verifyWitnesses(): number {
    let withdrawn = 0;
    this.witness.forEach((flips, row) => {
      const node = this.rows[row];
      if (flips === null || this.verdictOf(flips)[node] === 1 || this.oracle.settle(flips, [node])[0] === 1)
        return;
      withdrawn++;
      this.witness[row] = null;
      this.least[row] = this.levels + 1;
    });
    for (const group of GROUPS) {
      const nodes = this.rows.subarray(0, this.size[group]);
      this.worst[group].forEach((flips, level) => {
        if (flips === null) return;
        const verdict = this.verdictOf(flips);
        const doubtful = Array.from(nodes.filter((t) => verdict[t] === 0));
        const settled = doubtful.length === 0 ? [] : this.oracle.settle(flips, doubtful);
        const changed = nodes.filter((t) => verdict[t] === 1).length + settled.filter((v) => v === 1).length;
        const open = settled.filter((v) => v === 0).length;
        if (changed + open < this.most[group][level]) withdrawn++;
        this.most[group][level] = Math.min(this.most[group][level], changed);
      });
    }
    return withdrawn;
  }
}

function contradiction(node: number, broken: number, safe: number): Error {
  return new Error(
    `Two methods contradict each other on test node ${node}: shown to change with ${broken} flips, proven safe up to ${safe}. Nothing is reported for this model.`,
  );
}
