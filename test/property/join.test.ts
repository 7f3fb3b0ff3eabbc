import { describe, expect, it } from 'vitest';
import { slotCount, slotOf } from '../../src/core/certify/flip/floors';
import type { SetList } from '../../src/core/certify/multiclass/class-walk';
import { joinSets } from '../../src/core/certify/multiclass/join';
import type { JoinQuestion } from '../../src/core/certify/multiclass/join';
import { rowFloors } from '../../src/core/certify/multiclass/pairs';
import { flipOf } from '../../src/core/certify/multiclass/problem';
import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
import { random } from '../support/random';

/**
 * Classes whose decisions are any numbers at all, one for each set of flipped entries: everything that label changes
 * can do to two classes is as likely as everything else, which it is not where a kernel makes them.
 */
interface Arbitrary {
  readonly problem: MulticlassProblem;
  readonly own: number;
  /** By class and set of flipped entries, as bits: the value, low is bad for the own class. */
  readonly values: readonly Float64Array[];
  readonly radius: number;
}

function arbitrary(seed: number, radius: number, nodes?: number): Arbitrary {
  const next = random(seed);
  const m = nodes ?? 3 + Math.floor(3 * next());
  const classes = 3 + Math.floor(2 * next());
  const labels = Int32Array.from({ length: m }, () => Math.floor(classes * next()));
  const nothing = new Float64Array(0);
  const problem = {
    m,
    classes,
    labels,
    tests: 0,
    Q: nothing,
    R: nothing,
    testDiagonal: nothing,
    C: 1,
    flippable: Int32Array.from(labels.keys()),
  };
  // So high that about one labelling in a few hundred changes the row.
  const height = 0.2 + 0.35 * next();
  const values = Array.from({ length: classes }, () =>
    Float64Array.from({ length: 2 ** m }, () => next() - 0.5 + height),
  );
  return { problem, own: Math.floor(classes * next()), values, radius };
}

/** Least margin over the labellings with exactly so many changes. */
function leastMargin({ problem, own, values }: Arbitrary, level: number): number {
  const { m, classes, labels } = problem;
  let least = Infinity;
  for (let code = 0; code < classes ** m; code++) {
    const labelling = labels.map((label, i) => (label + Math.floor(code / classes ** i)) % classes);
    if (labelling.filter((label, i) => label !== labels[i]).length === level)
      least = Math.min(least, marginOf({ problem, own, values }, labelling));
  }
  return least;
}

/**
 * Sum of the own and the worst other class's value. Another class counts where every change is one of a node that
 * enters or leaves it or the own class: else fewer changes do the same.
 */
function marginOf({ problem, own, values }: Omit<Arbitrary, 'radius'>, labelling: Int32Array): number {
  const { labels } = problem;
  const of = values.map((value, p) => {
    let bits = 0;
    labelling.forEach((label, i) => {
      if ((label === p) !== (labels[i] === p)) bits |= 1 << i;
    });
    return value[bits];
  });
  const others = of.filter((_, q) => {
    const concerned = (label: number): boolean => label === own || label === q;
    return q !== own && labelling.every((to, i) => to === labels[i] || concerned(to) || concerned(labels[i]));
  });
  return of[own] + Math.min(Infinity, ...others);
}

function members({ labels }: MulticlassProblem, p: number, set: readonly number[]): number {
  return set.filter((i) => labels[i] === p).length;
}

function nodesOf(bits: number, m: number): number[] {
  return Array.from({ length: m }, (_, i) => i).filter((i) => ((bits >> i) & 1) === 1);
}

/** The question with the sets of up to `level` entries that `wanted` lets through. */
function question(
  { problem, own, values, radius }: Arbitrary,
  level: number,
  wanted: (p: number, slot: number, low: number) => boolean,
): JoinQuestion {
  const lists = values.map((value, p) => {
    const list = { nodes: [] as number[], values: [] as number[] };
    value.forEach((v, bits) => {
      const set = nodesOf(bits, problem.m);
      const inside = members(problem, p, set);
      if (set.length > level || !wanted(p, slotOf(level, inside, set.length - inside), v - radius)) return;
      list.nodes.push(...Array.from({ length: level }, (_, k) => set[k] ?? -1));
      list.values.push(v);
    });
    const packed: SetList = {
      nodes: Int32Array.from(list.nodes),
      values: Float64Array.from(list.values),
      radii: new Float64Array(list.values.length).fill(radius),
    };
    return { class: p, list: packed };
  });
  return { row: 7, level, own: lists[own], others: lists.filter((of) => of.class !== own) };
}

describe('sets of two classes that the same label changes give', () => {
  it.each([0, 0.02])('are those of all labellings, decisions within %f', (radius) => {
    const seen = { broken: 0, doubtful: 0, safe: 0, proven: 0 };
    for (let seed = 1; seed <= 150; seed++) {
      const any = arbitrary(seed, radius);
      const { problem, own, values } = any;
      for (let level = 1; level <= problem.m; level++) {
        const least = leastMargin(any, level);
        const lows = values.map((value, p) => {
          const low = Array.from({ length: slotCount(level) }, () => Float64Array.of(Infinity));
          value.forEach((v, bits) => {
            const set = nodesOf(bits, problem.m);
            const inside = members(problem, p, set);
            if (set.length > level) return;
            const at = low[slotOf(level, inside, set.length - inside)];
            at[0] = Math.min(at[0], v - radius);
          });
          return low;
        });
        const floors = rowFloors(lows, 0, own, level);
        if (floors === null) {
          expect(least).toBeGreaterThan(2 * radius);
          seen.proven++;
        }
        const asked = [
          question(any, level, () => true),
          question(any, level, (p, slot, low) => low <= (floors?.byClass[p]?.[slot] ?? -Infinity)),
        ];
        for (const one of asked) {
          const { row, complete, broken, doubts } = joinSets(problem, one, () => false);
          expect({ row, complete }).toEqual({ row: 7, complete: true });
          const name = `seed ${seed}, ${level} changes`;
          expect(broken !== null, name).toBe(least < -2 * radius);
          if (broken === null) expect(doubts.length > 0, name).toBe(least <= 2 * radius);
          for (const changes of broken === null ? doubts : [broken]) {
            const labelling = problem.labels.slice();
            for (const code of changes) {
              const { labelled, to } = flipOf(problem.classes, code);
              expect(to).not.toBe(problem.labels[labelled]);
              labelling[labelled] = to;
            }
            expect(new Set(changes.map((code) => flipOf(problem.classes, code).labelled)).size).toBe(level);
            expect(marginOf(any, labelling), name).toBeLessThanOrEqual((broken === null ? 2 : -2) * radius);
          }
        }
        seen[least < -2 * radius ? 'broken' : least <= 2 * radius ? 'doubtful' : 'safe']++;
      }
    }
    expect(seen.broken).toBeGreaterThan(50);
    expect(seen.safe).toBeGreaterThan(50);
    expect(seen.proven).toBeGreaterThan(10);
    if (radius > 0) expect(seen.doubtful).toBeGreaterThan(10);
  });

  it('more doubts than can be settled leave the row open', () => {
    const any = arbitrary(4, 10, 8);
    const level = 3;
    const { complete, broken, doubts } = joinSets(
      any.problem,
      question(any, level, () => true),
      () => false,
    );
    expect({ complete, broken }).toEqual({ complete: false, broken: null });
    expect(doubts.length).toBe(200);
  });
});
