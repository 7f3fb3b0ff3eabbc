import { decide, flipped } from '../clean';
import { CORRECT } from '../problem';
import type { Group, Problem, TestView } from '../problem';
import { MilpBuilder } from './model';
import type { MilpSolver, Term } from './model';
import { compactTraining, paperTraining, reachOf, saturatedTraining } from './training';
import type { TrainingConstraints } from './training';

export const trainingModels = {
  compact: compactTraining,
  paper: paperTraining,
  saturated: saturatedTraining,
};
export type TrainingModelName = keyof typeof trainingModels;

/** A decision this close to zero, in units of C sum |R_tj|, still counts as an attack in a model. */
const ATTACK_SLACK = 1e-6;
/** Solutions that a model takes for attacks and re-training does not, before the answer is left open. */
const REJECTIONS = 24;
const INTEGRAL = 1e-6;
/**
 * Largest big-M that a program may hold. A solver takes constraints as kept within a tolerance (1e-9 of a binary here);
 * times the big-M that must stay far below the attack slack, or the program proves nothing.
 */
const LARGEST_BIG_M = 1e3;

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
    const builder = new MilpBuilder();
    const model = trainingModels[training](builder, problem);
    const flips = model.flips.map((x): Term => [x, 1]);
    builder.cost(flips);
    builder.row(-Infinity, levels, flips);
    const scale = decisionScale(problem, t);
    builder.row(-Infinity, ATTACK_SLACK, model.decision(t, sign / scale));
    exclude(builder, model, excluded);
    const outcome = solve(builder.build(), stop);
    if (outcome.status === 'failed') return { safe, witness: null };
    if (outcome.status === 'infeasible') return { safe: levels, witness: null };
    safe = Math.max(safe, Math.min(levels, Math.ceil(outcome.bound - INTEGRAL) - 1));
    if (outcome.solution === null) return { safe, witness: null };
    const set = flipSet(outcome.solution, model);
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
    const builder = new MilpBuilder();
    const model = trainingModels.paper(builder, problem);
    builder.row(
      -Infinity,
      level,
      model.flips.map((x): Term => [x, 1]),
    );
    builder.cost(model.decision(t, sign / decisionScale(problem, t)));
    const outcome = solve(builder.build(), stop);
    // Flipping nothing is a solution: where the solver finds none, it has failed.
    if (outcome.status === 'failed' || outcome.status === 'infeasible')
      return { safe: level - 1, witness: null };
    if (outcome.bound > ATTACK_SLACK) continue;
    const set = outcome.solution === null ? null : flipSet(outcome.solution, model);
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
    const outcome = solveCollective(problem, sign, nodes, level, training, excluded, solve, stop);
    // Flipping nothing is a solution until it is excluded: a solver that finds none has failed.
    if (outcome.status === 'failed' || (outcome.status === 'infeasible' && excluded.length === 0)) break;
    // Sets excluded before change at most `best` nodes: the bound covers all others.
    const bound = outcome.status === 'infeasible' ? 0 : Math.floor(-outcome.bound + INTEGRAL);
    atMost = Math.min(atMost, Math.max(best.changed, bound));
    if (outcome.status === 'infeasible' || outcome.solution === null) break;
    const { changed, open } = changedBy(problem, sign, nodes, outcome.set);
    if (changed > best.changed) best = { changed, witness: outcome.set };
    if (atMost <= best.changed || outcome.status === 'stopped' || open > 0) break;
    excluded.push(outcome.set);
  }
  return { atMost: Math.max(atMost, best.changed), ...best };
}

function solveCollective(
  problem: Problem,
  sign: Int8Array,
  nodes: readonly number[],
  level: number,
  training: TrainingModelName,
  excluded: readonly number[][],
  solve: MilpSolver,
  stop: () => boolean,
) {
  const builder = new MilpBuilder();
  const model = trainingModels[training](builder, problem);
  builder.row(
    -Infinity,
    level,
    model.flips.map((x): Term => [x, 1]),
  );
  const changed: Term[] = [];
  for (const t of nodes) {
    const scale = decisionScale(problem, t);
    const b = builder.binary();
    changed.push([b, -1]);
    // In these units every decision lies within ±1: the row is void where b = 0.
    builder.row(-Infinity, 1, [...model.decision(t, sign[t] / scale), [b, 1 - ATTACK_SLACK]]);
  }
  builder.cost(changed);
  exclude(builder, model, excluded);
  const outcome = solve(builder.build(), stop);
  if (outcome.status === 'infeasible' || outcome.status === 'failed') return outcome;
  return { ...outcome, set: outcome.solution === null ? [] : flipSet(outcome.solution, model) };
}

/** Whether the program's big-M constants are small enough for its answers to count. A saturated one has none. */
function isTrustworthy(problem: Problem, training: TrainingModelName): boolean {
  if (training === 'saturated') return true;
  for (let i = 0; i < problem.m; i++) if (!(1 + reachOf(problem, i) <= LARGEST_BIG_M)) return false;
  return true;
}

/** |f_t| / C is at most this: sum_j |R_tj|. 1 where the row is zero. */
function decisionScale({ m, R }: Problem, t: number): number {
  let sum = 0;
  for (let j = 0; j < m; j++) sum += Math.abs(R[t * m + j]);
  return sum === 0 ? 1 : sum;
}

/** Rules out single flip sets. */
function exclude(builder: MilpBuilder, model: TrainingConstraints, sets: readonly number[][]): void {
  for (const set of sets) {
    const inside = new Set(set);
    builder.row(
      1 - set.length,
      Infinity,
      model.flips.map((x, i): Term => [x, inside.has(i) ? -1 : 1]),
    );
  }
}

function flipSet(solution: Float64Array, model: TrainingConstraints): number[] {
  return model.flips.flatMap((x, i) => (solution[x] > 0.5 ? [i] : []));
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
