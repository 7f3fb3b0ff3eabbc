import type { Certificate } from '../certificate';
import { Certification } from '../certification';
import type { CertifyOptions, Runtime } from '../certification';
import type { CleanModel } from '../clean-model';
import { flipSetsUpTo, splitWalk } from '../flip/tasks';
import type { Stage } from '../stages';
import type { Task } from '../task';
import type { BeamGoal } from './beam';
import { combineLevel } from './combine';
import { flipOf, multiclassOracle } from './problem';
import type { MulticlassProblem } from './problem';
import { certifyRelaxed } from './relaxed';

/**
 * Certifies a problem with more than two classes: one node at a time by combining the classes, all at once by walking
 * all label changes, size by size; or, as the user may ask, by the walk alone or by the relaxed lower bound.
 */
export async function certifyMulticlass(
  problem: MulticlassProblem,
  clean: CleanModel,
  options: CertifyOptions,
  runtime: Runtime,
): Promise<Certificate> {
  const { classes } = problem;
  const flip = (code: number) => flipOf(classes, code);
  const run = new Certification(clean, multiclassOracle(problem, clean), flip, options, runtime);
  if (options.method === 'relaxed') {
    await certifyRelaxed(run, problem, clean);
    return run.finish();
  }
  run.report();
  const stages = multiclassStages(problem, run.levels);
  // Where training need not have one answer, most of what a class comes to stays open: nothing to combine.
  if (options.method === 'auto' && problem.stationary === undefined)
    await combined(run, problem, clean, stages);
  else await run.enumerate(stages);
  return run.finish();
}

/** One thing to do next, by what it costs. */
interface Step {
  readonly cost: number;
  readonly act: () => Promise<void>;
}

/** The combination walks every class twice. */
const COMBINE_COST = 2;
/** A label change takes two steps of SVMs, in the plain engine and on all rows. */
const WALK_COST = 8;
/** Up to so many flips the combination costs less than an attack, and the walk after it. */
const CHEAP_LEVEL = 2;
/** Shares that an attack is split into. */
const ATTACKS = 4;

/**
 * Combines the classes and walks the label changes by growing size, whatever costs less first, so that a time limit
 * leaves the most that was to be had. Attacks tell which rows there is nothing left to prove of.
 */
async function combined(
  run: Certification,
  problem: MulticlassProblem,
  clean: CleanModel,
  stages: readonly Stage[],
): Promise<void> {
  const { knowledge, runtime, options, levels } = run;
  run.sampleWiseMethod = 'flip engine, classes combined';
  const ofClasses = (level: number): number =>
    COMBINE_COST * problem.classes * flipSetsUpTo(problem.flippable.length, level);
  const totalUnits = stages.reduce(
    (n, { closes, sets }) => n + ofClasses(closes) + (options.collective ? sets : 0),
    0,
  );
  const attacked = levels > CHEAP_LEVEL;

  const combine = async (level: number): Promise<void> => {
    runtime.phase({ kind: 'sample-wise', flips: level, units: ofClasses(level), totalUnits });
    await combineLevel(run, problem, clean, level);
    run.report();
    if (attacked && level === CHEAP_LEVEL) await attack(run, 'each');
  };
  const walk = async (stage: Stage): Promise<void> => {
    const level = stage.closes;
    // Of single rows the walk tells nothing that the combination has not told, unless it gave up.
    if (!options.collective && knowledge.undecided(level).length === 0) return;
    if (attacked && level === CHEAP_LEVEL && options.collective) await attack(run, 'together');
    await run.walk(stage, level, totalUnits);
  };
  const steps = stages.flatMap((stage): Step[] => [
    { cost: ofClasses(stage.closes), act: () => combine(stage.closes) },
    { cost: WALK_COST * stage.sets, act: () => walk(stage) },
  ]);
  for (const { act } of steps.sort((a, b) => a.cost - b.cost)) {
    if (run.done() || runtime.stopped() !== 'no') return;
    await act();
  }
}

/** The beam attack: label changes that change rows, none of which has to be the worst. */
async function attack(run: Certification, goal: BeamGoal): Promise<void> {
  const { knowledge, runtime, levels } = run;
  const all = Array.from(knowledge.rows.keys());
  const rows = goal === 'each' ? all.filter((row) => knowledge.least[row] > levels) : all;
  const shares = goal === 'each' ? Math.min(ATTACKS, rows.length) : 1;
  const tasks = Array.from({ length: shares }, (_, share): Task => {
    const beam = { goal, levels, rows: rows.filter((__, at) => at % shares === share) };
    return { type: 'multiclass-beam', beam };
  });
  for (const answer of await runtime.carryOut(tasks)) {
    if (answer?.type !== 'multiclass-beam') continue;
    for (const { row, flips } of answer.broken) knowledge.break(row, flips);
    for (const { group, changed, flips } of answer.worst) knowledge.raise(group, changed, flips);
  }
  run.report();
}

/** One pass for each size: the sets of one size more are so many more that the passes before cost little. */
export function multiclassStages({ flippable, classes }: MulticlassProblem, levels: number): Stage[] {
  const n = flippable.length;
  const options = classes - 1;
  return Array.from({ length: levels }, (_, k): Stage => {
    const depth = k + 1;
    return {
      plan: { order: flippable.slice(), depth, levels, mirrored: false },
      closes: depth,
      sets: flipSetsUpTo(n, depth, options),
      parts: () => splitWalk(n, depth, options),
    };
  });
}
