import { EPSILON } from '../../svm/gap';
import type { SetList } from './class-walk';
import { outward } from './pairs';
import { flipCode } from './problem';
import type { MulticlassProblem } from './problem';

/** One row's question: which flips of the predicted class's labels go with which of a competitor's. */
export interface JoinQuestion {
  readonly row: number;
  /** Exactly so many label changes; fewer are known not to change the row. */
  readonly level: number;
  readonly own: ClassList;
  readonly others: readonly ClassList[];
}

export interface ClassList {
  readonly class: number;
  readonly list: SetList;
}

export interface JoinAnswer {
  readonly row: number;
  /** False where it was stopped, or gave up: it then says nothing but what it found. */
  readonly complete: boolean;
  /** Label changes that certainly change the row. */
  readonly broken: readonly number[] | null;
  /** Label changes that may. */
  readonly doubts: readonly (readonly number[])[];
}

/** Pairs looked at before a row is given up; some seconds' worth. */
const MOST_PAIRS = 400_000_000;
/** Doubts that are kept: settling one takes exact arithmetic. */
const MOST_DOUBTS = 200;
/** Pairs between two looks at whether to stop. */
const TICK = 1_000_000;

/** Looks for a pair of sets that can be had by `level` label changes and puts a competitor ahead. */
export function joinSets(
  problem: MulticlassProblem,
  question: JoinQuestion,
  stop: () => boolean,
): JoinAnswer {
  const { row, level, own, others } = question;
  const doubts: (readonly number[])[] = [];
  if (stop()) return { row, complete: false, broken: null, doubts };
  const members = (p: number) => maskOf(problem.m, (i) => problem.labels[i] === p);
  const budget = { pairs: 0, next: TICK };
  const mine = ranked(own.list, level, problem.m);
  for (const other of others) {
    const pair = { p: own.class, q: other.class };
    const inP = members(pair.p);
    const inQ = members(pair.q);
    const theirs = buckets(ranked(other.list, level, problem.m), inP, level);
    for (const a of mine) {
      const left = level - (a.size - common(a.mask, inQ));
      if (left < 0) continue;
      for (const b of theirs[left]) {
        if (b.low > outward(-a.low)) break;
        if (++budget.pairs >= budget.next) {
          if (budget.pairs >= MOST_PAIRS || stop()) return { row, complete: false, broken: null, doubts };
          budget.next += TICK;
        }
        if (!together(a.mask, b.mask, inP, inQ)) continue;
        const sum = a.value + b.value;
        const size = Math.abs(a.value) + Math.abs(b.value);
        const radius = (a.radius + b.radius) * (1 + 4 * EPSILON) + 4 * EPSILON * size;
        if (sum > radius) continue;
        const changes = labelChanges(problem, a.mask, b.mask, pair.p, pair.q);
        if (sum < -radius) return { row, complete: true, broken: changes, doubts: [] };
        if (doubts.length === MOST_DOUBTS) return { row, complete: false, broken: null, doubts };
        doubts.push(changes);
      }
    }
  }
  return { row, complete: true, broken: null, doubts };
}

interface RankedSet {
  readonly mask: Int32Array;
  readonly size: number;
  readonly value: number;
  readonly radius: number;
  readonly low: number;
}

/** A list's sets, the lowest first. */
function ranked({ nodes, values, radii }: SetList, depth: number, m: number): RankedSet[] {
  return Array.from(values, (value, at): RankedSet => {
    const set = nodes.subarray(at * depth, (at + 1) * depth).filter((i) => i >= 0);
    const mask = new Int32Array((m + 31) >> 5);
    for (const i of set) mask[i >> 5] |= 1 << (i & 31);
    const low = value - radii[at];
    return { mask, size: set.length, value, radius: radii[at], low: Number.isNaN(low) ? -Infinity : low };
  }).sort((x, y) => (x.low < y.low ? -1 : x.low > y.low ? 1 : 0));
}

/** By the label changes that a competitor's set adds: nodes of the predicted class leave it by changes that count there. */
function buckets(sets: readonly RankedSet[], inP: Int32Array, level: number): RankedSet[][] {
  const byCost = Array.from({ length: level + 1 }, (): RankedSet[] => []);
  for (const set of sets) byCost[set.size - common(set.mask, inP)].push(set);
  return byCost;
}

/** Whether both sets can be flipped at once: see pairs.ts. */
function together(a: Int32Array, b: Int32Array, inP: Int32Array, inQ: Int32Array): boolean {
  for (let w = 0; w < a.length; w++) {
    const p = inP[w];
    const q = inQ[w];
    if (((b[w] & p & ~a[w]) | (a[w] & q & ~b[w]) | (a[w] & b[w] & ~(p | q))) !== 0) return false;
  }
  return true;
}

/** The label changes that flip `a` in the labels of p and `b` in those of q. */
function labelChanges(
  { m, classes, labels }: MulticlassProblem,
  a: Int32Array,
  b: Int32Array,
  p: number,
  q: number,
): number[] {
  let third = 0;
  while (third === p || third === q) third++;
  const has = (mask: Int32Array, i: number): boolean => ((mask[i >> 5] >> (i & 31)) & 1) === 1;
  const changes: number[] = [];
  for (let i = 0; i < m; i++) {
    const [entersP, entersQ] = [has(a, i) && labels[i] !== p, has(b, i) && labels[i] !== q];
    if (has(a, i) || has(b, i)) changes.push(flipCode(classes, i, entersP ? p : entersQ ? q : third));
  }
  return changes;
}

function maskOf(m: number, inside: (i: number) => boolean): Int32Array {
  const mask = new Int32Array((m + 31) >> 5);
  for (let i = 0; i < m; i++) if (inside(i)) mask[i >> 5] |= 1 << (i & 31);
  return mask;
}

/** Number of nodes in both. */
function common(a: Int32Array, b: Int32Array): number {
  let count = 0;
  for (let w = 0; w < a.length; w++) {
    for (let bits = a[w] & b[w]; bits !== 0; bits &= bits - 1) count++;
  }
  return count;
}
