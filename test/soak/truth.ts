import { ballOf } from '../../src/verify/ball';
import { exactDecisions } from '../../src/verify/exact';
import { Learner, newHead } from '../../src/verify/learner';
import type { Head } from '../../src/verify/learner';
import type { Built } from './case';

/** What a training says of a prediction. A tie is one by exact arithmetic; open is what cannot be told. */
export type Verdict = 'safe' | 'changed' | 'open' | 'tie';

/** Decisions nearer to zero than this share of what they are the sum of differ by the order of that sum. */
const ROUNDING = 1e-13;
const ROUNDS = 60;
const STALE = 3;
const EPSILON = 2 ** -52;
/** A kernel row of zeros with less than this for the node itself may have vanished for being too small. */
const VANISHED = 1e-100;

/** Changes that one set makes, at least and at most: what is open may be one, a tie is none and yet not proven safe. */
export interface Spread {
  readonly changed: number;
  readonly changedOrTied: number;
  readonly possible: number;
}

/** Numbers of flips; Infinity where there are none. */
export interface NodeTruth {
  readonly predicted: number;
  readonly tie: 'no' | 'yes' | 'perhaps';
  /** Fewest flips that surely change it, or make it a tie. */
  readonly notSafe: number;
  /** Fewest flips that may change it. */
  readonly mayChange: number;
}

interface Training {
  readonly size: number;
  readonly verdicts: readonly Verdict[];
}

/**
 * The truth about a case by training every label vector from scratch with the solver of `flipcert verify`, which shares no
 * code with what makes certificates. Test nodes whose clean prediction may be a tie have no verdicts.
 */
export class Truth {
  readonly nodes: readonly NodeTruth[];
  private readonly learner: Learner;
  private readonly trained = new Map<string, Head>();
  private readonly exact = new Map<Head, readonly number[] | null>();
  private readonly trainings: Training[] = [];
  private readonly counted = new Map<string, readonly Spread[]>();

  constructor(private readonly built: Built) {
    const { blocks, from, semidefinite, labels, flippable } = built;
    this.learner = new Learner(blocks, from.C, ballOf(blocks, semidefinite));
    const clean = from.tests.map((_, t) => this.predict(t));
    this.nodes = clean.map((of) => ({ ...of, notSafe: Infinity, mayChange: Infinity }));
    const each = (k: number, of: Int32Array, size: number): void => {
      if (k === flippable.length) {
        if (size > 0) this.trainings.push({ size, verdicts: this.verdictsOf(of) });
        return;
      }
      for (let p = 0; p < from.classes; p++) {
        const next = of.slice();
        next[flippable[k]] = p;
        each(k + 1, next, size + (p === labels[flippable[k]] ? 0 : 1));
      }
    };
    each(0, labels.slice(), 0);
    this.nodes = clean.map((of, t) => ({
      ...of,
      notSafe: this.fewest(t, ['changed', 'tie']),
      mayChange: this.fewest(t, ['changed', 'open']),
    }));
  }

  /** Decisions for one class against the others, or for the second of two; NaN where they are not known to 1e-9. */
  decisions(labels: Int32Array, p: number): number[] {
    const head = this.head(labels, p);
    return Array.from(head.values, (value, t) => (this.radius(head, t) < 1e-9 ? value : NaN));
  }

  /** The clean decision for a class: f, or what it is ahead of the runner-up; and what the true one differs by at most. */
  clean(t: number, predicted: number): { readonly value: number; readonly radius: number } {
    const { labels, from, blocks } = this.built;
    const heads = Array.from({ length: from.classes }, (_, p) => this.head(labels, p));
    const used = from.classes === 2 ? heads.slice(1) : heads;
    const load = used.reduce((sum, of) => sum + of.load, 0);
    const radius =
      2 * Math.max(...used.map((of) => this.radius(of, t))) +
      ROUNDING * Math.sqrt(Math.max(0, blocks.diagonal[t])) * load;
    if (from.classes === 2) return { value: heads[1].values[t], radius };
    const others = heads.filter((_, p) => p !== predicted).map((of) => of.values[t]);
    return { value: heads[predicted].values[t] - Math.max(...others), radius };
  }

  verdictsOf(labels: Int32Array): Verdict[] {
    return this.nodes.map(({ predicted, tie }, t) =>
      tie === 'no' ? this.verdict(labels, t, predicted) : 'open',
    );
  }

  /** The most changes that one set of at most `flips` makes among some nodes. */
  most(flips: number, among: readonly boolean[]): Spread {
    const key = among.join();
    let most = this.counted.get(key);
    if (most === undefined) {
      most = this.count(among);
      this.counted.set(key, most);
    }
    return most[flips];
  }

  /** By number of flips. */
  private count(among: readonly boolean[]): Spread[] {
    const none: Spread = { changed: 0, changedOrTied: 0, possible: 0 };
    const more = (a: Spread, b: Spread): Spread => ({
      changed: Math.max(a.changed, b.changed),
      changedOrTied: Math.max(a.changedOrTied, b.changedOrTied),
      possible: Math.max(a.possible, b.possible),
    });
    const most = Array.from({ length: this.built.flippable.length + 1 }, () => none);
    for (const { size, verdicts } of this.trainings) most[size] = more(most[size], spreadOf(verdicts, among));
    for (let k = 1; k < most.length; k++) most[k] = more(most[k], most[k - 1]);
    return most;
  }

  private fewest(t: number, among: readonly Verdict[]): number {
    let least = Infinity;
    for (const { size, verdicts } of this.trainings)
      if (size < least && among.includes(verdicts[t])) least = size;
    return least;
  }

  private predict(t: number): Pick<NodeTruth, 'predicted' | 'tie'> {
    const { labels, from } = this.built;
    if (this.untouched(t)) return { predicted: 1, tie: 'no' };
    let ahead = 0;
    if (from.classes === 2) ahead = this.head(labels, 1).values[t] >= 0 ? 1 : 0;
    else
      for (let p = 1; p < from.classes; p++)
        if (this.head(labels, p).values[t] > this.head(labels, ahead).values[t]) ahead = p;
    const verdict = this.verdict(labels, t, ahead);
    // Where exact arithmetic has it otherwise, another class is ahead.
    return { predicted: ahead, tie: verdict === 'safe' ? 'no' : verdict === 'tie' ? 'yes' : 'perhaps' };
  }

  /** Two classes: no labelled node has a kernel with it, so that its decision is 0 and counts as the second class. */
  private untouched(t: number): boolean {
    const { m, R, diagonal } = this.built.blocks;
    if (this.built.from.classes !== 2 || !(diagonal[t] > VANISHED)) return false;
    return R.subarray(t * m, t * m + m).every((value) => value === 0);
  }

  private verdict(labels: Int32Array, t: number, predicted: number): Verdict {
    if (this.untouched(t)) return 'safe';
    const { classes } = this.built.from;
    if (classes === 2) {
      const sign = this.sign([this.head(labels, 1)], t);
      return sign === 'open' || sign === 'tie'
        ? sign
        : (sign === 1) === (predicted === 1)
          ? 'safe'
          : 'changed';
    }
    let verdict: Verdict = 'safe';
    for (let p = 0; p < classes; p++) {
      if (p === predicted) continue;
      const sign = this.sign([this.head(labels, predicted), this.head(labels, p)], t);
      if (sign === -1) return 'changed';
      if (sign === 'open' || (sign === 'tie' && verdict === 'safe')) verdict = sign;
    }
    return verdict;
  }

  /** Sign of a head's decision, or of the first's less the second's. */
  private sign(heads: readonly Head[], t: number): 1 | -1 | 'open' | 'tie' {
    const value = heads.length === 1 ? heads[0].values[t] : heads[0].values[t] - heads[1].values[t];
    const radius = heads.reduce((sum, head) => sum + this.radius(head, t), 0) + Math.abs(value) * EPSILON;
    const { diagonal } = this.built.blocks;
    const close =
      ROUNDING * Math.sqrt(Math.max(0, diagonal[t])) * heads.reduce((sum, { load }) => sum + load, 0);
    if (Math.abs(value) - radius > close) return value > 0 ? 1 : -1;
    const exact = heads.map((head) => this.exactly(head)?.[t] ?? NaN);
    const found = exact.length === 1 ? exact[0] : exact[0] - exact[1];
    if (found === 0) return this.built.whole ? 'tie' : 'open';
    return Math.abs(found) > close ? (found > 0 ? 1 : -1) : 'open';
  }

  private exactly(head: Head): readonly number[] | null {
    let exact = this.exact.get(head);
    if (exact === undefined) {
      exact = exactDecisions(this.learner, head, Array.from(this.built.from.tests.keys()));
      this.exact.set(head, exact);
    }
    return exact;
  }

  private radius(head: Head, t: number): number {
    const { m, R } = this.built.blocks;
    let entry = 0;
    for (let j = 0; j < m; j++) entry = Math.max(entry, Math.abs(R[t * m + j]));
    return head.radius * this.learner.ball.reach[t] + head.slack * entry;
  }

  /** Trained until it gets no better, each label vector once. */
  private head(labels: Int32Array, p: number): Head {
    const y = Int8Array.from(labels, (label) => (label === p ? 1 : -1));
    const key = y.join('');
    const known = this.trained.get(key);
    if (known !== undefined) return known;
    const head = newHead(this.built.blocks);
    this.learner.start(head, y);
    let best = Infinity;
    for (let round = 0, stale = 0; round < ROUNDS && stale < STALE; round++) {
      this.learner.advance(head);
      stale = head.radius < 0.9 * best ? 0 : stale + 1;
      best = Math.min(best, head.radius);
      if (best === 0) break;
    }
    this.trained.set(key, head);
    return head;
  }
}

/** Changes among some nodes. */
export function spreadOf(verdicts: readonly Verdict[], among: readonly boolean[]): Spread {
  let [changed, tied, open] = [0, 0, 0];
  verdicts.forEach((verdict, t) => {
    if (!among[t]) return;
    if (verdict === 'changed') changed++;
    else if (verdict === 'tie') tied++;
    else if (verdict === 'open') open++;
  });
  return { changed, changedOrTied: changed + tied, possible: changed + open };
}
