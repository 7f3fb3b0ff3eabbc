import type { Attack } from '../beam';
import type { BrokenRow, WorstSet } from '../flip/tally';
import { rowOrder, testRows } from '../flip/test-rows';
import type { TestRows } from '../flip/test-rows';
import { ALL, CORRECT, GROUPS } from '../problem';
import type { Group, TestView } from '../problem';
import { Ranking } from '../ranking';
import type { Candidate } from '../ranking';
import { Neighbours } from './neighbours';
import type { ClassNeighbours } from './neighbours';
import { flipCode, flipOf } from './problem';
import type { MulticlassProblem } from './problem';

/** What a search is after: every row's own worst sets, until each has one, or the sets that change most rows at once. */
export type BeamGoal = 'each' | 'together';

export interface BeamPlan {
  readonly goal: BeamGoal;
  /** Largest number of flips. */
  readonly levels: number;
  /** Rows that the search is for, where each has its own. */
  readonly rows: readonly number[];
}

/** Sets kept for each row, or for the rows together, from one level to the next. */
const WIDTH = { each: 3, together: 2 } as const;
/** Steps of a class's SVM for a level, at most: a set takes one for each class and labelled node. */
const STEPS = 40_000;

/**
 * Beam attack by label changes. Every set that is tried is tried against every row: the sets one change away from a set
 * that was kept, put together from the classes' SVMs with one entry flipped each.
 *
 * @param view rows of plan and answer count the nodes that take part, in the walk's order
 * @param predicted T clean predictions
 */
export function multiclassBeam(
  problem: MulticlassProblem,
  view: TestView,
  predicted: Int32Array,
  plan: BeamPlan,
  stop: () => boolean,
): Attack {
  if (plan.goal === 'together') return new Beam(problem, testRows(problem, view), predicted, plan).run(stop);
  // Rows that nobody asked for would only cost time.
  const { index } = rowOrder(view);
  const wanted = [...plan.rows].sort((a, b) => a - b);
  const sign = new Int8Array(view.sign.length);
  for (const row of wanted) sign[index[row]] = view.sign[index[row]];
  const rows = testRows(problem, { sign, correct: view.correct });
  const { broken } = new Beam(problem, rows, predicted, plan).run(stop);
  return { broken: broken.map(({ row, flips }) => ({ row: wanted[row], flips })), worst: [] };
}

class Beam {
  private readonly own: Int32Array;
  private readonly near: Neighbours;
  private readonly margins: Float64Array;
  private readonly width: number;
  private readonly budget: number;
  private readonly broken = new Map<number, readonly number[]>();
  private readonly worst: WorstSet[] = [];

  constructor(
    private readonly problem: MulticlassProblem,
    private readonly rows: TestRows,
    predicted: Int32Array,
    private readonly plan: BeamPlan,
  ) {
    this.own = Int32Array.from(rows.index, (t) => predicted[t]);
    this.near = new Neighbours(problem, rows);
    this.margins = new Float64Array(rows.count);
    this.width = WIDTH[plan.goal];
    this.budget = Math.max(this.width, Math.floor(STEPS / (problem.classes * problem.m)));
  }

  run(stop: () => boolean): Attack {
    const deepest = Math.min(this.plan.levels, this.problem.flippable.length);
    let beam: readonly Candidate[] = [{ flips: [], key: '' }];
    for (let level = 1; level <= deepest && beam.length > 0; level++) {
      const closest = new Ranking(this.rows.count, this.width);
      const tried = new Set<string>();
      const worst = new Map<Group, WorstSet>();
      for (const { flips } of beam) {
        const around = this.near.around(flips, stop);
        if (around === null) break;
        this.expand(flips, around, tried, closest, worst);
      }
      this.worst.push(...worst.values());
      if (stop() || worst.get(ALL)?.changed === this.rows.count) break;
      beam = this.keep(closest);
    }
    const broken = [...this.broken].map(([row, flips]): BrokenRow => ({ row, flips }));
    return { broken: broken.sort((a, b) => a.row - b.row), worst: this.worst };
  }

  /** Tries all sets of one change more. */
  private expand(
    flips: readonly number[],
    around: readonly ClassNeighbours[],
    tried: Set<string>,
    closest: Ranking,
    worst: Map<Group, WorstSet>,
  ): void {
    const { classes, labels, flippable } = this.problem;
    const inside = new Set(flips.map((code) => flipOf(classes, code).labelled));
    for (const i of flippable) {
      if (inside.has(i)) continue;
      for (let to = 0; to < classes; to++) {
        if (to === labels[i]) continue;
        const set = [...flips, flipCode(classes, i, to)].sort((a, b) => a - b);
        const key = set.join();
        if (tried.has(key)) continue;
        tried.add(key);
        const radius = changeMargins(around, this.own, labels[i], to, i, this.margins);
        this.take({ flips: set, key }, radius, closest, worst);
      }
    }
  }

  private take(candidate: Candidate, radius: number, closest: Ranking, worst: Map<Group, WorstSet>): void {
    const { margins, broken, rows } = this;
    const { flips } = candidate;
    const changed: [number, number] = [0, 0];
    let short = 0;
    for (let t = 0; t < rows.count; t++) {
      if (margins[t] < -radius) {
        changed[ALL]++;
        if (t < rows.correct) changed[CORRECT]++;
        if (!broken.has(t)) broken.set(t, flips);
      } else {
        short += Math.max(0, 1 - margins[t]);
        if (this.plan.goal === 'each' && !broken.has(t)) closest.offer(t, margins[t], candidate);
      }
    }
    if (this.plan.goal === 'together')
      closest.offer(0, -changed[ALL] - short / (2 * rows.count + 1), candidate);
    for (const group of GROUPS) {
      if (changed[group] > (worst.get(group)?.changed ?? 0))
        worst.set(group, { group, level: flips.length, changed: changed[group], flips });
    }
  }

  /** Round robin over the lists that are still of use: every one's best, every one's second best, ... */
  private keep(closest: Ranking): Candidate[] {
    const lists =
      this.plan.goal === 'together' ? [0] : Array.from(this.own.keys()).filter((t) => !this.broken.has(t));
    const chosen = new Map<string, Candidate>();
    for (let place = 0; place < this.width; place++) {
      for (const list of lists) {
        if (chosen.size >= this.budget) return [...chosen.values()];
        const candidate = closest.kept(list)[place] as Candidate | undefined;
        if (candidate !== undefined) chosen.set(candidate.key, candidate);
      }
    }
    return [...chosen.values()];
  }
}

/**
 * By row, the predicted class's decision less the largest other one with one more label changed.
 * @returns no margin within this of zero is decided
 */
function changeMargins(
  around: readonly ClassNeighbours[],
  own: Int32Array,
  from: number,
  to: number,
  node: number,
  margins: Float64Array,
): number {
  const now = around.map(({ base, flipped }, p) => (p === from || p === to ? flipped[node] : base));
  margins.fill(Infinity);
  for (let p = 0; p < now.length; p++) {
    const { values } = now[p];
    for (let t = 0; t < own.length; t++) {
      if (own[t] !== p) margins[t] = Math.min(margins[t], now[own[t]].values[t] - values[t]);
    }
  }
  return 2 * now.reduce((largest, { radius }) => Math.max(largest, radius), 0);
}
