import { ALL, CORRECT, GROUPS } from '../problem';
import type { Group } from '../problem';
import type { TestRows } from './test-rows';

/** A flip set of the walk on which some decision value could not be told from zero. */
export interface Doubt {
  /** Flipped labelled nodes, ascending. */
  readonly flips: readonly number[];
  /** Rows of the walk in doubt. */
  readonly rows: readonly number[];
  /** Rows certainly changed by this set, by group. */
  readonly changed: readonly [number, number];
}

export interface BrokenRow {
  readonly row: number;
  readonly flips: readonly number[];
}

export interface WorstSet {
  readonly group: Group;
  readonly level: number;
  /** Rows of the group certainly changed. */
  readonly changed: number;
  readonly flips: readonly number[];
}

/** What a walk found. Merges with others in any order, as long as ties go to the earlier task. */
export interface TallyReport {
  /** Rows broken by fewer flips than was known before. */
  readonly broken: readonly BrokenRow[];
  /** Per group and level, where more rows change than was known before. */
  readonly worst: readonly WorstSet[];
  readonly doubts: readonly Doubt[];
  /** Doubts past the cap: per row the least level (levels + 1 for none), per group and level the most rows that may change. */
  readonly lostDoubts: LostDoubts | null;
}

export interface LostDoubts {
  readonly rowLevel: Int16Array;
  readonly mostChanged: readonly [Int32Array, Int32Array];
}

const DOUBT_CAP = 4000;

/** A set as it stood on the stack: most are overtaken by a better one before they are reported. */
interface TakenSet {
  readonly flips: Int32Array;
  readonly complement: boolean;
}

/** Collects, over many flip sets, the fewest flips that change each row and the most rows that one set changes. */
export class Tally {
  private readonly rows: number;
  private readonly correct: number;
  /** Fewest flips known to change each row; levels + 1 while none is. */
  readonly least: Int16Array;
  /** Per group and level, the most rows known to change. */
  readonly most: readonly [Int32Array, Int32Array];
  private readonly foundFlips = new Map<number, TakenSet>();
  private readonly worstFlips = [new Map<number, TakenSet>(), new Map<number, TakenSet>()];
  private readonly doubts: Doubt[] = [];
  private lost: LostDoubts | null = null;
  /** Per level, the rows whose least is above it: what a set of that level can still improve. */
  private readonly pending: Int32Array[] = [];
  private readonly pendingCount: Int32Array;
  private readonly high: Map<Float64Array, Int32Array> = new Map();
  /** A radius, and its high word. */
  private readonly radius = new Float64Array(1);
  private readonly radiusWords = new Int32Array(this.radius.buffer);

  /**
   * @param m labelled nodes
   * @param levels largest number of flips that counts
   * @param known per row the fewest flips known to change it (levels + 1 for none); per group and level the
   *   most rows known to change at exactly that many flips
   */
  constructor(
    private readonly m: number,
    private readonly levels: number,
    { count, correct }: Pick<TestRows, 'count' | 'correct'>,
    known: { readonly least: Int16Array; readonly most: readonly [Int32Array, Int32Array] },
  ) {
    this.rows = count;
    this.correct = correct;
    this.least = known.least.slice();
    this.most = [known.most[ALL].slice(), known.most[CORRECT].slice()];
    this.pendingCount = new Int32Array(levels + 1);
    for (let level = 0; level <= levels; level++) {
      const list: number[] = [];
      for (let row = 0; row < count; row++) if (this.least[row] > level) list.push(row);
      this.pending.push(Int32Array.from(list));
      this.pendingCount[level] = list.length;
    }
  }

  /**
   * Takes in one flip set.
   * @param g decision value of each row in units of its own sqrt(Q_tt): negative means the prediction changed
   * @param rho no value within this of zero is decided
   * @param flips stack of flipped nodes; the first `size` count
   * @param mirrored also take in the complement of the set, whose decision values are the negatives
   */
  record(g: Float64Array, rho: number, flips: Int32Array, size: number, mirrored: boolean): void {
    const high = this.highWords(g);
    const { rows, correct } = this;
    let negative = 0;
    let negativeCorrect = 0;
    let smallest = 0x7fffffff;
    for (let w = 1, end = 2 * rows, border = 2 * correct; w < end; w += 2) {
      if (w === border + 1) negativeCorrect = negative;
      const h = high[w];
      negative += h >>> 31;
      const magnitude = h & 0x7fffffff;
      smallest = magnitude < smallest ? magnitude : smallest;
    }
    if (correct === rows) negativeCorrect = negative;
    const mirrorLevel = mirrored ? this.m - size : this.levels + 1;
    this.radius[0] = rho;
    if (smallest <= this.radiusWords[1]) {
      let doubtful = 0;
      for (let t = 0; t < rows; t++) if (Math.abs(g[t]) <= rho) doubtful++;
      if (doubtful > 0) {
        if (size <= this.levels) this.recordDoubtful(g, rho, 1, size, flips, size);
        if (mirrorLevel <= this.levels) this.recordDoubtful(g, rho, -1, mirrorLevel, flips, size);
        return;
      }
    }
    if (size <= this.levels) {
      if (negative > this.most[ALL][size]) this.raise(ALL, size, negative, flips, size, false);
      if (negativeCorrect > this.most[CORRECT][size])
        this.raise(CORRECT, size, negativeCorrect, flips, size, false);
      if (this.pendingCount[size] > 0) this.lower(g, 0, 1, size, flips, size);
    }
    if (mirrorLevel <= this.levels) {
      const positive = rows - negative;
      const positiveCorrect = correct - negativeCorrect;
      if (positive > this.most[ALL][mirrorLevel]) this.raise(ALL, mirrorLevel, positive, flips, size, true);
      if (positiveCorrect > this.most[CORRECT][mirrorLevel])
        this.raise(CORRECT, mirrorLevel, positiveCorrect, flips, size, true);
      if (this.pendingCount[mirrorLevel] > 0) this.lower(g, 0, -1, mirrorLevel, flips, size);
    }
  }

  report(): TallyReport {
    const broken = [...this.foundFlips]
      .map(([row, set]) => ({ row, flips: this.setOf(set) }))
      .sort((a, b) => a.row - b.row);
    const worst = GROUPS.flatMap((group) =>
      [...this.worstFlips[group]]
        .map(([level, set]) => ({ group, level, changed: this.most[group][level], flips: this.setOf(set) }))
        .sort((a, b) => a.level - b.level),
    );
    return { broken, worst, doubts: this.doubts, lostDoubts: this.lost };
  }

  private raise(
    group: Group,
    level: number,
    changed: number,
    flips: Int32Array,
    size: number,
    complement: boolean,
  ): void {
    this.most[group][level] = changed;
    this.worstFlips[group].set(level, { flips: flips.slice(0, size), complement });
  }

  /** Rows still pending at this level that `sign * g < -rho` breaks. */
  private lower(
    g: Float64Array,
    rho: number,
    sign: number,
    level: number,
    flips: Int32Array,
    size: number,
  ): void {
    const list = this.pending[level];
    let set: TakenSet | null = null;
    for (let at = this.pendingCount[level] - 1; at >= 0; at--) {
      const row = list[at];
      const stale = this.least[row] <= level;
      if (!stale && !(sign * g[row] < -rho)) continue;
      if (!stale) {
        set ??= { flips: flips.slice(0, size), complement: sign < 0 };
        this.least[row] = level;
        this.foundFlips.set(row, set);
      }
      list[at] = list[--this.pendingCount[level]];
    }
  }

  private recordDoubtful(
    g: Float64Array,
    rho: number,
    sign: number,
    level: number,
    flips: Int32Array,
    size: number,
  ): void {
    const doubtful: number[] = [];
    const changed: [number, number] = [0, 0];
    for (let t = 0; t < this.rows; t++) {
      if (Math.abs(g[t]) <= rho) doubtful.push(t);
      else if (sign * g[t] < 0) {
        changed[ALL]++;
        if (t < this.correct) changed[CORRECT]++;
      }
    }
    const possible: readonly [number, number] = [
      changed[ALL] + doubtful.length,
      changed[CORRECT] + doubtful.filter((row) => row < this.correct).length,
    ];
    for (const group of GROUPS) {
      if (changed[group] > this.most[group][level])
        this.raise(group, level, changed[group], flips, size, sign < 0);
    }
    this.lower(g, rho, sign, level, flips, size);
    const matters =
      GROUPS.some((group) => possible[group] > this.most[group][level]) ||
      doubtful.some((row) => this.least[row] > level);
    if (!matters) return;
    if (this.doubts.length < DOUBT_CAP) {
      const set = { flips: flips.slice(0, size), complement: sign < 0 };
      this.doubts.push({ flips: this.setOf(set), rows: doubtful, changed });
      return;
    }
    this.lost ??= {
      rowLevel: new Int16Array(this.rows).fill(this.levels + 1),
      mostChanged: [new Int32Array(this.levels + 1), new Int32Array(this.levels + 1)],
    };
    for (const row of doubtful) this.lost.rowLevel[row] = Math.min(this.lost.rowLevel[row], level);
    for (const group of GROUPS) {
      this.lost.mostChanged[group][level] = Math.max(this.lost.mostChanged[group][level], possible[group]);
    }
  }

  private setOf({ flips, complement }: TakenSet): readonly number[] {
    const set = Array.from(flips).sort((a, b) => a - b);
    if (!complement) return set;
    const inside = new Set(set);
    return Array.from({ length: this.m }, (_, i) => i).filter((i) => !inside.has(i));
  }

  /** Sign, exponent and leading bits: ordered like the magnitude. Every platform of Node is little-endian. */
  private highWords(g: Float64Array): Int32Array {
    let view = this.high.get(g);
    if (view === undefined) {
      view = new Int32Array(g.buffer, g.byteOffset, 2 * g.length);
      this.high.set(g, view);
    }
    return view;
  }
}
