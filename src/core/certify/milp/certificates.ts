import { decide, flipped } from '../clean';
import { CORRECT } from '../problem';
import type { Group, Problem, TestView } from '../problem';
import type { MilpSolver } from './model';
import {
  ATTACK_SLACK,
  fewestFlips,
  LARGEST_BIG_M,
  largestBigM,
  leastDecision,
  mostChanged,
} from './programs';
import type { Program, TrainingModelName } from './programs';

/** Solutions that a model takes for attacks and re-training does not, before the answer is left open. */
const REJECTIONS = 24;
const INTEGRAL = 1e-6;

export interface MilpNodeAnswer {
  /** Largest number of flips proven safe, at most `levels`. */
  readonly safe: number;
  readonly witness: readonly number[] | null;
}

export interface MilpCollectiveAnswer {
  /** No set of the budget changes more. */
  readonly atMost: number;
  /** The worst set found and how many it certainly changes. */
  readonly changed: number;
  readonly witness: readonly number[] | null;
}

/** Fewest flips that change test node t, by one program: minimise the flips subject to s_t f_t <= slack. */
export function milpRadius(
  problem: Problem,
  t: number,
  sign: number,
  levels: number,
  training: TrainingModelName,
  solve: MilpSolver,
  stop: () => boolean,
): MilpNodeAnswer {
  if (!isTrustworthy(problem, training)) return { safe: 0, witness: null };
  return training === 'paper'
    ? radiusByBudget(problem, t, sign, levels, solve, stop)
    : radiusByFewestFlips(problem, t, sign, levels, training, solve, stop);
}

function radiusByFewestFlips(
  problem: Problem,
  t: number,
  sign: number,
  levels: number,
  training: TrainingModelName,
  solve: MilpSolver,
  stop: () => boolean,
): MilpNodeAnswer {
  const excluded: number[][] = [];
  let safe = 0;
  for (let attempt = 0; attempt <= REJECTIONS; attempt++) {
    const program = fewestFlips(problem, t, sign, levels, training, excluded);
    const outcome = solve(program.model, stop);
    if (outcome.status === 'failed') return { safe, witness: null };
    if (outcome.status === 'infeasible') return { safe: levels, witness: null };
    safe = Math.max(safe, Math.min(levels, Math.ceil(outcome.bound - INTEGRAL) - 1));
    if (outcome.solution === null) return { safe, witness: null };
    const set = flipSet(outcome.solution, program);
    const verdict = breaks(problem, set, t, sign);
    if (verdict === 'broken') return { safe, witness: set };
    if (outcome.status === 'stopped' || verdict === 'open') return { safe, witness: null };
    excluded.push(set);
  }
  return { safe, witness: null };
}

/** As the paper asks it: for one budget after the other, the least value of s_t f_t. */
function radiusByBudget(
  problem: Problem,
  t: number,
  sign: number,
  levels: number,
  solve: MilpSolver,
  stop: () => boolean,
): MilpNodeAnswer {
  for (let level = 1; level <= levels; level++) {
    const program = leastDecision(problem, t, sign, level, 'paper');
    const outcome = solve(program.model, stop);
    // Flipping nothing is a solution: where the solver finds none, it has failed.
    if (outcome.status === 'failed' || outcome.status === 'infeasible')
      return { safe: level - 1, witness: null };
    if (outcome.bound > ATTACK_SLACK) continue;
    const set = outcome.solution === null ? null : flipSet(outcome.solution, program);
    const witness = set !== null && breaks(problem, set, t, sign) === 'broken' ? set : null;
    return { safe: level - 1, witness };
  }
  return { safe: levels, witness: null };
}

/** Most test nodes of a group that one set of at most `level` flips changes. */
export function milpCollective(
  problem: Problem,
  view: TestView,
  group: Group,
  level: number,
  training: TrainingModelName,
  solve: MilpSolver,
  stop: () => boolean,
): MilpCollectiveAnswer {
  const { sign, correct } = view;
  const excluded: number[][] = [];
  let best: { changed: number; witness: readonly number[] | null } = { changed: 0, witness: null };
  const nodes = Array.from(sign.keys()).filter(
    (t) => sign[t] !== 0 && (group !== CORRECT || correct[t] === 1),
  );
  let atMost = nodes.length;
  if (!isTrustworthy(problem, training)) return { atMost, ...best };
  for (let attempt = 0; attempt <= REJECTIONS; attempt++) {
    const program = mostChanged(problem, sign, nodes, level, training, excluded);
    const outcome = solve(program.model, stop);
    // Flipping nothing is a solution until it is excluded: a solver that finds none has failed.
    if (outcome.status === 'failed' || (outcome.status === 'infeasible' && excluded.length === 0)) break;
    // Sets excluded before change at most `best` nodes: the bound covers all others.
    const bound = outcome.status === 'infeasible' ? 0 : Math.floor(-outcome.bound + INTEGRAL);
    atMost = Math.min(atMost, Math.max(best.changed, bound));
    if (outcome.status === 'infeasible' || outcome.solution === null) break;
    const set = flipSet(outcome.solution, program);
    const { changed, open } = changedBy(problem, sign, nodes, set);
    if (changed > best.changed) best = { changed, witness: set };
    if (atMost <= best.changed || outcome.status === 'stopped' || open > 0) break;
    excluded.push(set);
  }
  return { atMost: Math.max(atMost, best.changed), ...best };
}

/** Whether the program's big-M constants are small enough for its answers to count. A saturated one has none. */
function isTrustworthy(problem: Problem, training: TrainingModelName): boolean {
  return largestBigM(problem, training) <= LARGEST_BIG_M;
}

function flipSet(solution: Float64Array, { flips }: Program): number[] {
  return flips.flatMap((x, i) => (solution[x] > 0.5 ? [i] : []));
}

/** What re-training says of one set and one node. */
function breaks(
  problem: Problem,
  set: readonly number[],
  t: number,
  sign: number,
): 'broken' | 'safe' | 'open' {
  const one = {
    ...problem,
    tests: 1,
    R: problem.R.subarray(t * problem.m, (t + 1) * problem.m),
    testDiagonal: problem.testDiagonal.subarray(t, t + 1),
  };
  const { values, radii } = decide(one, flipped(problem.y, set));
  return Math.abs(values[0]) <= radii[0] ? 'open' : sign * values[0] < 0 ? 'broken' : 'safe';
}

/** How many of the nodes one set changes for certain, and how many it leaves in doubt. */
export function changedBy(
  problem: Problem,
  sign: Int8Array,
  nodes: Iterable<number>,
  set: readonly number[],
): { changed: number; open: number } {
  const { values, radii } = decide(problem, flipped(problem.y, set));
  let changed = 0;
  let open = 0;
  for (const t of nodes) {
    if (Math.abs(values[t]) <= radii[t]) open++;
    else if (sign[t] * values[t] < 0) changed++;
  }
  return { changed, open };
}
