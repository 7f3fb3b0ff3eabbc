import { ballOf } from './ball';
import type { Blocks } from './blocks';
import { exactDecisions } from './exact';
import { Learner, copyHead, newHead } from './learner';
import type { Head } from './learner';

/** A labelled node, by its place in the kernel, and the class it is given. */
export interface LabelChange {
  readonly at: number;
  readonly to: number;
}

/**
 * What a training says of one prediction. `safe`, `changed`: beyond what different roundings of the kernel can turn
 * round; `nearly`: proven of this kernel, and yet so close to a tie that another rounding may differ; `open`: neither.
 */
export const CHANGED = -2;
export const NEARLY_CHANGED = -1;
export const OPEN = 0;
export const NEARLY_SAFE = 1;
export const SAFE = 2;

/**
 * How far decisions may differ by the order of a kernel's operations, as a share of sqrt(K_tt) sum |z_j| sqrt(K_jj), which
 * no decision exceeds.
 */
export interface Rounding {
  /** Within it nothing is concluded. */
  readonly open: number;
  /** Within it nothing is refuted. */
  readonly near: number;
}

/** A trained prediction of the clean labels. */
export interface CleanPrediction {
  readonly predicted: number;
  readonly decision: number;
  /** The decision lies this near to the value stated. */
  readonly radius: number;
  /** Cannot be told from a tie. */
  readonly tie: boolean;
  /** No label reaches it. */
  readonly constant: boolean;
}

const ROUNDS = 60;
/** Rounds without progress after which a training is at the end of what doubles can do. */
const STALE = 3;
/** A kernel row of zeros with less than this for the node itself may have vanished for being too small. */
const VANISHED = 1e-100;

/**
 * Trains on labels with some changed, and says of every test node whether its prediction stands. Two classes are one
 * machine, for the second class; more are one for each class against all others.
 */
export class Poisoned {
  readonly heads: number;
  readonly clean: readonly CleanPrediction[];
  private readonly learner: Learner;
  private readonly base: readonly Head[];
  /** Root of each test node's own kernel entry. */
  private readonly root: Float64Array;
  /** Largest entry of each row of R. */
  private readonly entry: Float64Array;

  constructor(
    readonly blocks: Blocks,
    C: number,
    readonly labels: Int32Array,
    readonly classes: number,
    /** Whether the kernel is known to have no negative eigenvalues but for rounding. */
    readonly semidefinite: boolean,
    private readonly rounding: Rounding,
  ) {
    const { m, tests, R, diagonal } = blocks;
    this.learner = new Learner(blocks, C, ballOf(blocks, semidefinite));
    this.heads = classes === 2 ? 1 : classes;
    this.root = diagonal.map((value) => Math.sqrt(Math.max(0, value)));
    this.entry = Float64Array.from({ length: tests }, (_, t) => {
      let most = 0;
      for (let j = 0; j < m; j++) most = Math.max(most, Math.abs(R[t * m + j]));
      return most;
    });
    this.base = Array.from({ length: this.heads }, (_, p) => {
      const head = newHead(blocks);
      this.learner.start(
        head,
        Int8Array.from(labels, (label) => (label === this.classOf(p) ? 1 : -1)),
      );
      this.train(head, () => false);
      return head;
    });
    this.clean = this.predictClean();
  }

  /** Heads of the clean labels, for others to start from. */
  startHeads(): Head[] {
    return this.base.map((from) => {
      const head = newHead(this.blocks);
      copyHead(from, head);
      head.values.set(from.values);
      head.radius = from.radius;
      head.slack = from.slack;
      head.load = from.load;
      return head;
    });
  }

  /** The heads that a change from one class to another touches. */
  touched(from: number, to: number): readonly number[] {
    return this.classes === 2 ? [0] : [from, to];
  }

  flip(head: Head, at: number): void {
    this.learner.flip(head, at);
  }

  /** Trains until nothing is in doubt, or no more can be had. @returns verdicts of all test nodes */
  settle(heads: readonly Head[], touched: readonly number[], verdicts: Int8Array): void {
    let best = Infinity;
    let stale = 0;
    for (let round = 0; round < ROUNDS; round++) {
      let worst = 0;
      // A head that is as it was may have been left early, when nothing was in doubt.
      for (const p of round === 0 ? touched : heads.keys()) {
        this.learner.advance(heads[p]);
        worst = Math.max(worst, heads[p].radius);
      }
      if (!this.judge(heads, verdicts)) return;
      if (worst < 0.9 * best) stale = 0;
      else if (++stale >= STALE) return;
      best = Math.min(best, worst);
    }
  }

  /** Verdicts of a set of changes, from scratch. Exact arithmetic settles what the ball leaves open. */
  verdictsOf(changes: readonly LabelChange[]): Int8Array {
    const heads = this.startHeads();
    for (const { at, to } of changes)
      for (const p of this.touched(this.labels[at], to)) this.flip(heads[p], at);
    const verdicts = new Int8Array(this.blocks.tests);
    this.settle(heads, Array.from(heads.keys()), verdicts);
    const open = Array.from(verdicts.keys()).filter((t) => this.isOpen(verdicts, t));
    this.settleExactly(heads, open, verdicts);
    return verdicts;
  }

  /** Open, and not because the clean prediction is a tie. */
  isOpen(verdicts: Int8Array, t: number): boolean {
    return verdicts[t] === OPEN && !this.clean[t].tie;
  }

  settleExactly(heads: readonly Head[], tests: readonly number[], verdicts: Int8Array): void {
    if (tests.length === 0) return;
    const exact = heads.map((head) => exactDecisions(this.learner, head, tests));
    if (exact.some((values) => values === null)) return;
    tests.forEach((t, k) => {
      verdicts[t] = this.verdict(
        t,
        (p) => exact[p]?.[k] ?? NaN,
        () => 0,
        (p) => heads[p].load,
      );
    });
  }

  /** How far node t is from being changed; below 0 it is. As far as floating point knows. */
  margin(heads: readonly Head[], t: number): number {
    const { predicted } = this.clean[t];
    if (this.heads === 1) return (predicted === 1 ? 1 : -1) * heads[0].values[t];
    let least = Infinity;
    heads.forEach((head, p) => {
      if (p !== predicted) least = Math.min(least, heads[predicted].values[t] - head.values[t]);
    });
    return least;
  }

  /** What a stated decision of node t may differ by. */
  tolerance(t: number): number {
    return this.clean[t].radius + this.rounding.near * this.root[t] * this.loadOf(this.base);
  }

  private loadOf(heads: readonly Head[]): number {
    return heads.reduce((sum, { load }) => sum + load, 0);
  }

  private classOf(p: number): number {
    return this.heads === 1 ? 1 : p;
  }

  /** @returns whether a node is in doubt */
  private judge(heads: readonly Head[], verdicts: Int8Array): boolean {
    let doubt = false;
    const { tests } = this.blocks;
    if (this.heads === 1) {
      const [head] = heads;
      for (let t = 0; t < tests; t++) {
        const clean = this.clean[t];
        if (clean.tie) continue;
        if (clean.constant) {
          verdicts[t] = SAFE;
          continue;
        }
        const value = clean.predicted === 1 ? head.values[t] : -head.values[t];
        verdicts[t] = this.compare(value, this.radius(head, t), head.load, t);
        doubt ||= verdicts[t] === OPEN;
      }
      return doubt;
    }
    for (let t = 0; t < tests; t++) {
      if (this.clean[t].tie) continue;
      verdicts[t] = this.verdict(
        t,
        (p) => heads[p].values[t],
        (p) => this.radius(heads[p], t),
        (p) => heads[p].load,
      );
      doubt ||= verdicts[t] === OPEN;
    }
    return doubt;
  }

  /** One competitor ahead changes a prediction; to hold, it must be ahead of all. */
  private verdict(
    t: number,
    value: (p: number) => number,
    radius: (p: number) => number,
    load: (p: number) => number,
  ): number {
    const { predicted, constant } = this.clean[t];
    if (constant) return SAFE;
    if (this.heads === 1) return this.compare(predicted === 1 ? value(0) : -value(0), radius(0), load(0), t);
    let lowest = SAFE;
    let changed = OPEN;
    for (let p = 0; p < this.heads; p++) {
      if (p === predicted) continue;
      const of = this.compare(
        value(predicted) - value(p),
        radius(predicted) + radius(p),
        load(predicted) + load(p),
        t,
      );
      lowest = Math.min(lowest, of);
      if (of < 0) changed = Math.min(changed, of);
    }
    return changed < 0 ? changed : lowest;
  }

  private compare(value: number, radius: number, load: number, t: number): number {
    const { open, near } = this.rounding;
    const scale = this.root[t] * load;
    const certain = Math.abs(value) - radius - Math.abs(value) * EPSILON;
    if (!(certain > open * scale)) return OPEN;
    const clear = certain > near * scale;
    return value > 0 ? (clear ? SAFE : NEARLY_SAFE) : clear ? CHANGED : NEARLY_CHANGED;
  }

  private radius(head: Head, t: number): number {
    return head.radius * this.learner.ball.reach[t] + head.slack * this.entry[t];
  }

  private train(head: Head, enough: () => boolean): void {
    let best = Infinity;
    let stale = 0;
    for (let round = 0; round < ROUNDS && stale < STALE && !enough(); round++) {
      this.learner.advance(head);
      stale = head.radius < 0.9 * best ? 0 : stale + 1;
      best = Math.min(best, head.radius);
    }
  }

  private predictClean(): CleanPrediction[] {
    return Array.from({ length: this.blocks.tests }, (_, t) => {
      if (this.heads === 1) return this.predictBinary(t);
      const values = this.base.map((head) => head.values[t]);
      const predicted = values.indexOf(Math.max(...values));
      const runnerUp = Math.max(...values.filter((__, p) => p !== predicted));
      const radius = 2 * Math.max(...this.base.map((head) => this.radius(head, t)));
      const decision = values[predicted] - runnerUp;
      const tie =
        this.compare(decision, radius, this.loadOf(this.base), t) === OPEN &&
        !this.exactlyAhead(t, predicted);
      return { predicted, decision, radius, tie, constant: false };
    });
  }

  private predictBinary(t: number): CleanPrediction {
    const [head] = this.base;
    const value = head.values[t];
    const radius = this.radius(head, t);
    const constant = this.entry[t] === 0 && this.blocks.diagonal[t] > VANISHED;
    if (constant) return { predicted: 1, decision: 0, radius: 0, tie: false, constant };
    let decision = value;
    if (this.compare(value, radius, head.load, t) === OPEN) {
      const exact = exactDecisions(this.learner, head, [t])?.[0] ?? null;
      if (exact === null || this.compare(exact, 0, head.load, t) === OPEN)
        return { predicted: value >= 0 ? 1 : 0, decision: value, radius, tie: true, constant };
      decision = exact;
    }
    return { predicted: decision >= 0 ? 1 : 0, decision, radius, tie: false, constant };
  }

  private exactlyAhead(t: number, predicted: number): boolean {
    const exact = this.base.map((head) => exactDecisions(this.learner, head, [t])?.[0] ?? NaN);
    const load = this.loadOf(this.base);
    return exact.every(
      (value, p) => p === predicted || this.compare(exact[predicted] - value, 0, load, t) > 0,
    );
  }
}

const EPSILON = 2 ** -52;
