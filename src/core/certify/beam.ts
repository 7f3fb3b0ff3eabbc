import { ALL, CORRECT } from './problem';
import type { Group, Problem, TestView } from './problem';
import { Stepper } from './flip/stepper';
import { emptyState } from './flip/tableau';
import { advanceDecisions, testRows } from './flip/test-rows';
import type { BrokenRow, WorstSet } from './flip/tally';
import { Ranking } from './ranking';
import type { Candidate } from './ranking';

/** Flip sets found by search: upper bounds on every radius and lower bounds on every collective count. */
export interface Attack {
  readonly broken: readonly BrokenRow[];
  readonly worst: readonly WorstSet[];
}

export interface BeamAnswer extends Attack {
  /** Where to go on; null where there is nothing more to try. */
  readonly next: BeamFront | null;
}

/** How far a beam attack has come: it goes on from here as if it had never stopped. */
export interface BeamFront {
  /** Flips of the sets kept. */
  readonly level: number;
  readonly sets: readonly (readonly number[])[];
  /** Rows that are broken: nothing more is tried for them. */
  readonly broken: readonly number[];
}

/** Where every beam attack begins: with no label flipped. */
export const BEAM_START: BeamFront = { level: 0, sets: [[]], broken: [] };

/** Flip sets kept for each test node, and for the collective attack, from one level to the next. */
const WIDTH = 8;
/** Flip sets evaluated for a level, at most. */
const EVALUATIONS = 4000;

/**
 * Beam attack on all test nodes at once: every flip set that is tried is tried against every node. A node keeps
 * the sets that bring it closest to changing, the collective attack those that change most.
 *
 * @param view rows of the answer count the nodes that take part, in the walk's order
 * @param from where an earlier part of the attack ended
 * @param levels largest number of flips of this part
 */
export function beamAttack(
  problem: Problem,
  view: TestView,
  from: BeamFront,
  levels: number,
  stop: () => boolean,
): BeamAnswer {
  const { m, y, flippable } = problem;
  const rows = testRows(problem, view);
  const stepper = new Stepper(problem);
  const root = emptyState(m);
  const chain = [emptyState(m), emptyState(m)] as const;
  const child = emptyState(m);
  const changedColumns = new Int32Array(m);
  const g = new Float64Array(rows.count);
  const zero = new Float64Array(rows.count);
  const none = new Float64Array(m);
  const known = new Set(from.broken);
  const broken = new Map<number, readonly number[]>();
  const worst: WorstSet[] = [];
  stepper.start(root, y);

  const last = Math.min(levels, flippable.length);
  let beam = from.sets.map((flips): Candidate => ({ flips, key: flips.join() }));
  for (let level = from.level + 1; level <= last && beam.length > 0; level++) {
    const closest = new Ranking(rows.count, WIDTH);
    const most = new Ranking(1, WIDTH);
    const tried = new Set<string>();
    const worstHere = new Map<Group, WorstSet>();
    for (const { flips } of beam) {
      let parent = root;
      flips.forEach((i, k) => {
        stepper.step(parent, chain[k % 2], i, -y[i], 0, false);
        parent = chain[k % 2];
      });
      for (const i of flippable) {
        if (flips.includes(i)) continue;
        const set = [...flips, i].sort((a, b) => a - b);
        const key = set.join();
        if (tried.has(key)) continue;
        if (stop()) return finish(broken, worst, null);
        tried.add(key);
        const rho = stepper.step(parent, child, i, -y[i], 0, true);
        advanceDecisions(rows, m, none, child.z, zero, g, changedColumns);
        let count = 0;
        let countCorrect = 0;
        let near = 0;
        for (let t = 0; t < rows.count; t++) {
          if (g[t] < -rho) {
            count++;
            if (t < rows.correct) countCorrect++;
            if (!known.has(t)) {
              known.add(t);
              broken.set(t, set);
            }
          } else near += Math.max(0, 1 - g[t]);
          if (!known.has(t)) closest.offer(t, g[t], { flips: set, key });
        }
        most.offer(0, -count - near / (2 * rows.count + 1), { flips: set, key });
        for (const [group, changed] of [
          [ALL, count],
          [CORRECT, countCorrect],
        ] as const) {
          if (changed > (worstHere.get(group)?.changed ?? 0))
            worstHere.set(group, { group, level, changed, flips: set });
        }
      }
    }
    worst.push(...worstHere.values());
    const budget = Math.max(WIDTH, Math.floor(EVALUATIONS / flippable.length));
    beam = merge(most.kept(0), closest, known, rows.count, budget);
  }
  const more = beam.length > 0 && last < flippable.length;
  const sets = beam.map(({ flips }) => flips);
  return finish(broken, worst, more ? { level: last, sets, broken: [...known] } : null);
}

function finish(
  broken: ReadonlyMap<number, readonly number[]>,
  worst: readonly WorstSet[],
  next: BeamFront | null,
): BeamAnswer {
  const rows = [...broken].map(([row, flips]) => ({ row, flips })).sort((a, b) => a.row - b.row);
  return { broken: rows, worst, next };
}

/** The collective sets first, then round robin: every node's best, every node's second best, ... */
function merge(
  collective: readonly Candidate[],
  closest: Ranking,
  broken: ReadonlySet<number>,
  rows: number,
  budget: number,
): Candidate[] {
  const chosen = new Map<string, Candidate>();
  for (const candidate of collective) chosen.set(candidate.key, candidate);
  for (let place = 0; place < WIDTH && chosen.size < budget; place++) {
    for (let row = 0; row < rows && chosen.size < budget; row++) {
      if (broken.has(row)) continue;
      const candidate = closest.kept(row)[place] as Candidate | undefined;
      if (candidate !== undefined) chosen.set(candidate.key, candidate);
    }
  }
  return [...chosen.values()];
}
