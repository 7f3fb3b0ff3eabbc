import { drawn, seededRandom } from '../core/graph/random';
import type { Random } from '../core/graph/random';
import type { Findings } from './findings';
import { copyHead, newHead } from './learner';
import type { Head } from './learner';
import type { LabelChange, Poisoned } from './poisoned';

/** How much of all label sets is to be looked at. */
export interface Effort {
  /** Sets that are looked at, at most, for each model. */
  readonly limit: number;
  /** Random sets of each size, in place of all; null for all. */
  readonly sample: number | null;
  readonly seed: number;
}

/** Open decisions that are settled in exact arithmetic, for each model; those after them stay open. */
const MOST_EXACT = 20_000;
const TICK = 512;

/** Looks at sets of changed labels, all of them or some, and records what they do. */
export class Exploration {
  private visited = 0;
  private settled = 0;
  private readonly constant: readonly boolean[];

  /**
   * @param flippable labelled nodes whose label can be changed
   * @param progress told the number of sets looked at, now and then
   */
  constructor(
    private readonly model: Poisoned,
    private readonly flippable: readonly number[],
    private readonly findings: Findings,
    private readonly progress: (sets: number) => void,
  ) {
    this.constant = model.clean.map(({ constant }) => constant);
  }

  /** Sets of at most `sizes` changes, or as many of them as the effort allows. */
  run(sizes: number, effort: Effort): void {
    const { flippable, findings, model } = this;
    const options = model.classes - 1;
    const n = flippable.length;
    const all = setsUpTo(n, sizes, options);
    const half = 2 ** (n - 1);
    // The opposite labels give the opposite decisions, so that a set and its complement are one training.
    const mirrored = model.classes === 2 && n === model.labels.length && half < all;
    const fits = (sets: number): boolean => sets <= effort.limit;
    if (effort.sample === null && fits(mirrored ? half : all)) {
      this.walk(mirrored ? flippable.slice(0, n - 1) : flippable, mirrored ? n - 1 : sizes, mirrored);
      findings.complete = mirrored ? n : sizes;
      return;
    }
    const affordable = effort.sample === null ? effort.limit : effort.sample;
    let depth = 0;
    while (depth < sizes && setsUpTo(n, depth + 1, options) <= affordable) depth++;
    this.walk(flippable, depth, false);
    findings.complete = depth;
    if (effort.sample === null) return;
    this.sample(depth + 1, sizes, effort.sample, seededRandom(effort.seed));
    findings.sampled = sizes;
  }

  /** Depth first: each training starts from the one with a change less. */
  private walk(order: readonly number[], depth: number, mirrored: boolean): void {
    const { model } = this;
    const { blocks, classes, labels } = model;
    const scratch = Array.from({ length: depth + 1 }, () => [newHead(blocks), newHead(blocks)]);
    const verdicts = new Int8Array(blocks.tests);
    const n = labels.length;
    const visit = (heads: readonly Head[], touched: readonly number[], size: number): void => {
      model.settle(heads, touched, verdicts);
      this.settleOpen(heads, size, verdicts, false);
      if (mirrored) this.settleOpen(heads, n - size, verdicts, true);
      this.findings.record(size, verdicts);
      if (mirrored) this.findings.record(n - size, verdicts, true, this.constant);
      if (++this.visited % TICK === 0) this.progress(this.visited);
    };
    const below = (heads: readonly Head[], from: number, size: number): void => {
      if (size === depth) return;
      for (let k = from; k < order.length; k++) {
        const at = order[k];
        for (let to = 0; to < classes; to++) {
          if (to === labels[at]) continue;
          const touched = model.touched(labels[at], to);
          const next = [...heads];
          touched.forEach((p, s) => {
            const head = scratch[size][s];
            copyHead(heads[p], head);
            model.flip(head, at);
            next[p] = head;
          });
          visit(next, touched, size + 1);
          below(next, k + 1, size + 1);
        }
      }
    };
    const start = model.startHeads();
    visit(start, Array.from(start.keys()), 0);
    below(start, 0, 0);
  }

  private settleOpen(heads: readonly Head[], size: number, verdicts: Int8Array, turned: boolean): void {
    const { model } = this;
    let open: number[] | null = null;
    for (let t = 0; t < verdicts.length; t++) if (model.isOpen(verdicts, t)) (open ??= []).push(t);
    if (open === null || this.settled >= MOST_EXACT || !this.findings.matters(size, verdicts, turned)) return;
    this.settled++;
    model.settleExactly(heads, open, verdicts);
  }

  /** Random sets, and for some nodes the sets that each next change brings nearest to another prediction. */
  private sample(from: number, to: number, count: number, random: Random): void {
    const { model, flippable } = this;
    const { labels, classes } = model;
    for (let size = Math.max(1, from); size <= to; size++) {
      for (let s = 0; s < count; s++) {
        const set = drawn(flippable, size, random).map((at): LabelChange => {
          const other = random.below(classes - 1);
          return { at, to: other < labels[at] ? other : other + 1 };
        });
        this.look(set);
      }
    }
    const nodes = Array.from(model.clean.keys()).filter(
      (t) => !model.clean[t].tie && !model.clean[t].constant,
    );
    for (const t of drawn(nodes, Math.min(count, nodes.length), random)) this.greedy(t, to);
  }

  private greedy(t: number, sizes: number): void {
    const { model, flippable } = this;
    const { labels, classes, blocks } = model;
    const verdicts = new Int8Array(blocks.tests);
    let heads: readonly Head[] = model.startHeads();
    const left = new Set(flippable);
    for (let size = 1; size <= sizes; size++) {
      let best: { readonly at: number; readonly heads: readonly Head[]; readonly margin: number } | null =
        null;
      for (const at of left) {
        for (let to = 0; to < classes; to++) {
          if (to === labels[at]) continue;
          const next = [...heads];
          const touched = model.touched(labels[at], to);
          for (const p of touched) {
            next[p] = newHead(blocks);
            copyHead(heads[p], next[p]);
            model.flip(next[p], at);
          }
          model.settle(next, touched, verdicts);
          this.settleOpen(next, size, verdicts, false);
          this.findings.record(size, verdicts);
          const margin = model.margin(next, t);
          if (best === null || margin < best.margin) best = { at, heads: next, margin };
          if (++this.visited % TICK === 0) this.progress(this.visited);
        }
      }
      if (best === null) return;
      heads = best.heads;
      left.delete(best.at);
    }
  }

  private look(set: readonly LabelChange[]): void {
    this.findings.record(set.length, this.model.verdictsOf(set));
    if (++this.visited % TICK === 0) this.progress(this.visited);
  }
}

/** Sets of at most `size` of n labels, each changed in one of several ways. */
export function setsUpTo(n: number, size: number, options: number): number {
  let sets = 1;
  let ofSize = 1;
  for (let k = 1; k <= Math.min(n, size); k++) {
    ofSize = (ofSize * (n - k + 1) * options) / k;
    sets += ofSize;
  }
  return sets;
}
