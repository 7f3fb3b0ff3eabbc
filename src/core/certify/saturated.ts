import { EPSILON } from '../svm/gap';
import { ALL, CORRECT, GROUPS } from './problem';
import type { Group, Problem, TestView } from './problem';
import type { Doubt, LostDoubts, TallyReport } from './flip/tally';
import { testRows } from './flip/test-rows';

/** A question about a saturated model: can one set of exactly so many flips change more rows of a group than are known? */
export interface SaturatedQuestion {
  readonly level: number;
  readonly group: Group;
  /** Most rows of the group known to change under one set of at most that many flips. */
  readonly known: number;
}

/** The set that changes most, where that is more than was known, and sets that may change more but for rounding. */
export interface SaturatedAnswer extends TallyReport {
  /** False where it was told to stop: then nothing follows from what it did not find. */
  readonly complete: boolean;
}

const DOUBT_CAP = 200;
/** Sets between two looks at whether to stop. */
const TICK = 4096;
const MOST_BYTES = 2 ** 28;

/** Labels of one sign that can be flipped, with what each flip takes from each row's decision. */
interface Side {
  readonly nodes: readonly number[];
  readonly drops: readonly Float64Array[];
  /** By first place and number, per row: the most that so many flips from there on take. */
  readonly most: readonly (readonly Float64Array[])[];
}

/**
 * Exact collective certificate of a saturated model, in which z = C y and every decision is a sum over the labels: a
 * branch and bound over the flip sets (the 0/1 program of Mohgaonkar et al., arXiv 2604.11416, without a solver).
 *
 * Sets are taken by how many positive and how many negative labels they flip: what helps against one prediction mostly
 * hinders against the opposite one, so that the flips that each row would like best, so many of either sign, are a
 * sharp bound.
 */
export class SaturatedSearch {
  private readonly rows: number;
  private readonly correct: number;
  private readonly clean: Float64Array;
  /** Per row, no rounding of a decision or of its bounds is beyond this. */
  private readonly error: Float64Array;
  private readonly sides: readonly [Side, Side];
  private readonly stack: Float64Array[];
  private readonly flips: number[] = [];
  private count = 0;
  private best = 0;
  private worst: readonly number[] | null = null;
  private doubts: Doubt[] = [];
  private lost = 0;
  private ticks = 0;
  private stopped = false;

  /** @param levels largest number of flips asked about */
  constructor(
    problem: Problem,
    view: TestView,
    private readonly levels: number,
  ) {
    const { m, y, flippable } = problem;
    const { count, correct, columns } = testRows(problem, view);
    this.rows = count;
    this.correct = correct;
    this.clean = new Float64Array(count);
    this.error = new Float64Array(count);
    for (let j = 0; j < m; j++) {
      for (let row = 0; row < count; row++) {
        this.clean[row] += y[j] * columns[j * count + row];
        this.error[row] += Math.abs(columns[j * count + row]);
      }
    }
    // Scaling, the sum, up to m steps down the walk and a bound of up to m terms, each within twice the whole sum.
    this.error = this.error.map((size) => (8 * m + 32) * EPSILON * size);
    const side = (sign: number): Side => {
      const nodes = Array.from(flippable).filter((j) => y[j] === sign);
      const dropsOf = (j: number) => columns.subarray(j * count, (j + 1) * count).map((c) => 2 * sign * c);
      return sideOf(nodes, dropsOf, count, levels);
    };
    this.sides = [side(1), side(-1)];
    this.stack = Array.from(
      { length: Math.min(levels, flippable.length) + 1 },
      () => new Float64Array(count),
    );
  }

  /** Looks for a better set of exactly the level's size. @param stop asked now and then */
  ask({ level, group, known }: SaturatedQuestion, stop: () => boolean): SaturatedAnswer {
    this.count = group === CORRECT ? this.correct : this.rows;
    this.best = known;
    this.worst = null;
    this.doubts = [];
    this.lost = 0;
    this.stopped = false;
    const [positive, negative] = this.sides;
    this.stack[0].set(this.clean);
    for (let p = Math.max(0, level - negative.nodes.length); p <= Math.min(level, positive.nodes.length); p++)
      this.below(0, 0, 0, p, level - p, stop);
    const flips = this.worst === null ? null : [...this.worst].sort((a, b) => a - b);
    return {
      broken: [],
      worst: flips === null ? [] : [{ group, level, changed: this.best, flips }],
      // A doubt that a set found later has overtaken is none.
      doubts: this.doubts.filter(({ changed, rows }) => changed[group] + this.within(rows) > this.best),
      lostDoubts: this.lost > this.best ? this.lostAt(level, group) : null,
      complete: !this.stopped,
    };
  }

  private lostAt(level: number, group: Group): LostDoubts {
    const mostChanged = GROUPS.map((g) => {
      const levels = new Int32Array(this.levels + 1);
      if (g === group) levels[level] = this.lost;
      return levels;
    });
    // Single rows are certified otherwise.
    return {
      rowLevel: new Int16Array(this.rows).fill(this.levels + 1),
      mostChanged: [mostChanged[ALL], mostChanged[CORRECT]],
    };
  }

  /**
   * Goes over the ways to flip `left` more labels of one side, none before place `from`, and then `other` of the
   * second side.
   */
  private below(
    depth: number,
    side: 0 | 1,
    from: number,
    left: number,
    other: number,
    stop: () => boolean,
  ): void {
    if (left === 0) {
      if (other > 0) this.below(depth, 1, 0, other, 0, stop);
      else this.look(depth);
      return;
    }
    const { nodes, drops, most } = this.sides[side];
    const here = this.stack[depth];
    const next = this.stack[depth + 1];
    const rest = this.sides[1].most[0][other];
    const { count, error } = this;
    for (let at = from; at <= nodes.length - left; at++) {
      if (++this.ticks % TICK === 0 && stop()) this.stopped = true;
      if (this.stopped) return;
      const drop = drops[at];
      const later = most[at + 1][left - 1];
      let open = 0;
      for (let row = 0; row < count; row++) {
        const value = here[row] - drop[row];
        next[row] = value;
        open += value - later[row] - rest[row] <= error[row] ? 1 : 0;
      }
      if (open <= this.best) continue;
      for (let row = count; row < this.rows; row++) next[row] = here[row] - drop[row];
      this.flips[depth] = nodes[at];
      this.below(depth + 1, side, at + 1, left - 1, other, stop);
    }
  }

  /** Takes in the set at a depth. */
  private look(depth: number): void {
    const values = this.stack[depth];
    const rows: number[] = [];
    let changed = 0;
    let changedCorrect = 0;
    for (let row = 0; row < this.rows; row++) {
      if (Math.abs(values[row]) <= this.error[row]) rows.push(row);
      else if (values[row] < 0) {
        changed++;
        if (row < this.correct) changedCorrect++;
      }
    }
    const own = this.count === this.rows ? changed : changedCorrect;
    const flips = this.flips.slice(0, depth);
    if (own > this.best) {
      this.best = own;
      this.worst = flips;
    }
    const possible = own + this.within(rows);
    if (possible <= this.best) return;
    if (this.doubts.length < DOUBT_CAP)
      this.doubts.push({ flips: flips.sort((a, b) => a - b), rows, changed: [changed, changedCorrect] });
    else this.lost = Math.max(this.lost, possible);
  }

  /** How many of these rows are of the group asked about. */
  private within(rows: readonly number[]): number {
    return rows.filter((row) => row < this.count).length;
  }
}

/** Whether a search can be had: its tables fit. */
export function saturatedFits({ flippable }: Problem, rows: number, levels: number): boolean {
  return 8 * rows * flippable.length * Math.min(levels, flippable.length) <= MOST_BYTES;
}

/** Orders the labels by their weight, so that the bounds are sharp early, and tabulates what is left behind each. */
function sideOf(
  nodes: readonly number[],
  dropsOf: (node: number) => Float64Array,
  rows: number,
  levels: number,
): Side {
  const labels = nodes
    .map((node) => {
      const drops = dropsOf(node);
      return { node, drops, weight: drops.reduce((sum, drop) => sum + Math.abs(drop), 0) };
    })
    .sort((a, b) => b.weight - a.weight || a.node - b.node);
  const most: Float64Array[][] = [];
  for (let from = labels.length; from >= 0; from--) {
    const numbers = Math.min(levels, labels.length - from);
    most[from] = Array.from({ length: numbers + 1 }, () => new Float64Array(rows));
  }
  for (let row = 0; row < rows; row++) {
    const sorted: number[] = [];
    for (let from = labels.length; from >= 0; from--) {
      if (from < labels.length) insert(sorted, labels[from].drops[row]);
      let sum = 0;
      most[from].forEach((sums, number) => {
        if (number > 0) sum += sorted[number - 1];
        sums[row] = sum;
      });
    }
  }
  return { nodes: labels.map(({ node }) => node), drops: labels.map(({ drops }) => drops), most };
}

/** Into a list that falls. */
function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1] < value) at--;
  sorted.splice(at, 0, value);
}
