import { EPSILON } from '../../svm/gap';
import type { Certification } from '../certification';
import type { CleanModel } from '../clean-model';
import { emptyLows, mergeLows } from '../flip/lows';
import type { Lows } from '../flip/lows';
import { splitWalk } from '../flip/tasks';
import { enumerationStages } from '../stages';
import type { Stage } from '../stages';
import type { Task } from '../task';
import type { MulticlassProblem } from './problem';

/** Shares that a stage is split into, over all classes. */
const PARTS = 96;

/**
 * The inexact certificate of arXiv 2412.00537: every class's SVM is attacked on its own, by the worst flips of its own
 * ±1 labels. A node withstands k flips where its class's least decision still exceeds every other class's greatest.
 * A label change flips at most one entry of each class, so no common set of changes does more; but the worst sets of
 * two classes seldom agree, so this is a lower bound. It never finds a set that changes a prediction.
 */
export async function certifyRelaxed(
  run: Certification,
  problem: MulticlassProblem,
  clean: CleanModel,
): Promise<void> {
  const { knowledge, levels, options, runtime } = run;
  run.sampleWiseMethod = run.collectiveMethod = 'relaxed (lower bound)';
  run.report();
  const { classes } = problem;
  const stages = enumerationStages(problem, levels);
  const total = stages.reduce((n, { sets }) => n + classes * sets, 0);
  const kind = options.collective ? (options.sampleWise ? null : 'collective') : 'sample-wise';
  const predicted = Int32Array.from(knowledge.rows, (t) => clean.predicted[t]);
  for (const [index, stage] of stages.entries()) {
    if (run.done() || runtime.stopped() !== 'no') return;
    runtime.phase({ kind, flips: stage.closes, units: classes * stage.sets, totalUnits: total });
    const lows = await walkClasses(run, stage, index, classes);
    if (lows === null) return;
    const safe = safeFlips(lows, predicted, stage.closes);
    safe.forEach((flips, row) => knowledge.proveSafe(row, flips));
    knowledge.boundByRadii();
    run.report();
    // Bounds only widen with more flips: a node that did not get through this stage gets through none.
    if (safe.every((flips) => flips < stage.closes)) return;
  }
}

/** The lows of every class; null where the walk was stopped before its end. */
async function walkClasses(
  { knowledge, levels, runtime }: Certification,
  { plan }: Stage,
  index: number,
  classes: number,
): Promise<Lows[] | null> {
  const parts = splitWalk(plan.order.length, plan.depth, 1, Math.ceil(PARTS / classes));
  const tasks = Array.from({ length: classes }, (_, p) =>
    parts.map((part): Task => ({ type: 'relaxed', stage: index, plan, class: p, part })),
  ).flat();
  const lows = Array.from({ length: classes }, () => emptyLows(levels, knowledge.rows.length));
  let repairs = 0;
  for (const answer of await runtime.carryOut(tasks)) {
    if (answer?.type !== 'relaxed' || !answer.complete) return null;
    mergeLows(lows[answer.class], answer.lows);
    repairs += answer.repairs;
  }
  if (repairs > 0) runtime.note(`${repairs} label vectors had to be solved anew.`);
  return lows;
}

/**
 * Per row the largest number of flips, at most `closes`, up to which it is certified; 0 where not even one flip is.
 * @param predicted class of each row
 */
function safeFlips(lows: readonly Lows[], predicted: Int32Array, closes: number): number[] {
  return Array.from(predicted, (own, row) => {
    // By class, over all sets of up to `level` flips: the least own decision, and minus the greatest of each other.
    const least = lows.map(() => Infinity);
    for (let level = 0; level <= closes; level++) {
      lows.forEach((of, p) => (least[p] = Math.min(least[p], of[level][row])));
      const ahead = least.every((low, p) => p === own || exceeds(least[own], low));
      if (!ahead) return Math.max(0, level - 1);
    }
    return closes;
  });
}

/** Whether a > -b beyond the rounding of how they were formed. False where one is NaN. */
function exceeds(a: number, b: number): boolean {
  return a + b > EPSILON * (Math.abs(a) + Math.abs(b));
}
