import type { Problem } from '../problem';
import { MilpBuilder } from './model';
import type { MilpModel, Term } from './model';
import { byIndex, compactTraining, paperTraining, reachOf, saturatedTraining } from './training';
import type { NodeNames, TrainingConstraints } from './training';

export const trainingModels = {
  compact: compactTraining,
  paper: paperTraining,
  saturated: saturatedTraining,
};
export type TrainingModelName = keyof typeof trainingModels;

/** A decision this close to zero, in units of C sum |R_tj|, still counts as an attack in a model. */
export const ATTACK_SLACK = 1e-6;
/**
 * Largest big-M that a program may hold. A solver takes constraints as kept within a tolerance (1e-9 of a binary here);
 * times the big-M that must stay far below the attack slack, or the program proves nothing.
 */
export const LARGEST_BIG_M = 1e3;

export interface Program {
  readonly model: MilpModel;
  /** Column of each labelled node: 1 where it is flipped. */
  readonly flips: readonly number[];
}

/** Fewest flips, at most `levels`, after which s_t f_t is at most the slack. None of the sets in `excluded`. */
export function fewestFlips(
  problem: Problem,
  t: number,
  sign: number,
  levels: number,
  training: TrainingModelName,
  excluded: readonly (readonly number[])[],
): Program {
  const { builder, model, flips } = trained(problem, levels, training, byIndex);
  builder.cost(flips, 'flips');
  builder.row(-Infinity, ATTACK_SLACK, model.decision(t, sign / decisionScale(problem, t)), 'attack');
  exclude(builder, model, excluded);
  return { model: builder.build(), flips: model.flips };
}

/** Least s_t f_t, in units of C sum |R_tj|, after at most `level` flips: negative where they change the prediction. */
export function leastDecision(
  problem: Problem,
  t: number,
  sign: number,
  level: number,
  training: TrainingModelName,
  names: NodeNames = byIndex,
): Program {
  const { builder, model } = trained(problem, level, training, names);
  builder.cost(model.decision(t, sign / decisionScale(problem, t)), 'decision');
  return { model: builder.build(), flips: model.flips };
}

/**
 * Minus the most of these test nodes that one set of at most `level` flips changes, decisions within the slack of
 * zero counted as changed. None of the sets in `excluded`.
 * @param sign T signs of the clean decisions
 */
export function mostChanged(
  problem: Problem,
  sign: Int8Array,
  nodes: readonly number[],
  level: number,
  training: TrainingModelName,
  excluded: readonly (readonly number[])[],
  names: NodeNames = byIndex,
): Program {
  const { builder, model } = trained(problem, level, training, names);
  const changed: Term[] = [];
  for (const t of nodes) {
    const id = names.test(t);
    const scale = decisionScale(problem, t);
    const b = builder.binary(`changed_${id}`);
    changed.push([b, -1]);
    // In these units every decision lies within ±1: the row is void where b = 0.
    const terms: Term[] = [...model.decision(t, sign[t] / scale), [b, 1 - ATTACK_SLACK]];
    builder.row(-Infinity, 1, terms, `decision_${id}`);
  }
  builder.cost(changed, 'minus_changed');
  exclude(builder, model, excluded);
  return { model: builder.build(), flips: model.flips };
}

function trained(problem: Problem, level: number, training: TrainingModelName, names: NodeNames) {
  const builder = new MilpBuilder();
  const model = trainingModels[training](builder, problem, names);
  const flips = model.flips.map((x): Term => [x, 1]);
  builder.row(-Infinity, level, flips, 'budget');
  return { builder, model, flips };
}

/** Largest big-M of a program of this problem: 1 + C sum_j |Q_ij|. A saturated one has none. */
export function largestBigM(problem: Problem, training: TrainingModelName): number {
  if (training === 'saturated') return 0;
  let largest = 0;
  // Of NaN and anything, the larger is NaN.
  for (let i = 0; i < problem.m; i++) largest = Math.max(largest, reachOf(problem, i));
  return 1 + largest;
}

/** |f_t| / C is at most this: sum_j |R_tj|. 1 where the row is zero. */
export function decisionScale({ m, R }: Problem, t: number): number {
  let sum = 0;
  for (let j = 0; j < m; j++) sum += Math.abs(R[t * m + j]);
  return sum === 0 ? 1 : sum;
}

/** Rules out single flip sets. */
function exclude(
  builder: MilpBuilder,
  model: TrainingConstraints,
  sets: readonly (readonly number[])[],
): void {
  for (const set of sets) {
    const inside = new Set(set);
    builder.row(
      1 - set.length,
      Infinity,
      model.flips.map((x, i): Term => [x, inside.has(i) ? -1 : 1]),
    );
  }
}
