import { BEAM_START } from './beam';
import type { BeamFront } from './beam';
import type { Certificate } from './certificate';
import { Certification } from './certification';
import type { CertifyOptions, Runtime } from './certification';
import type { CleanModel } from './clean-model';
import { cleanSigns, decide, decisionInterval } from './clean';
import type { TrainingModelName } from './milp/programs';
import { binaryOracle } from './oracle';
import { ALL, checkProblem, GROUPS } from './problem';
import type { Problem } from './problem';
import { saturatedFits } from './saturated';
import { saturatedRadius, saturationLevel } from './saturation';
import { enumerationStages } from './stages';
import type { Stage } from './stages';
import type { Task, TaskAnswer } from './task';

/** Flip sets that are always enumerated rather than handed to the MILP solver. */
const CHEAP_WALK = 4_000_000;
/** Flip sets that are walked before the pruned search is asked: below this it wins nothing. */
const SMALL_WALK = 200_000;
/** Flip sets that are enumerated before anything else is tried, so that the first bounds are there at once. */
const FIRST_WALK = 1000;

/**
 * Trains on the clean labels and tells which test nodes take part.
 * @param truth T true classes, 0 or 1
 * @throws CodedError `kernel-not-finite`
 */
export function prepareProblem(problem: Problem, truth: Int32Array): CleanModel {
  checkProblem(problem);
  const decisions = decide(problem, problem.y);
  const { values, radii } = decisions;
  const { sign, constant } = cleanSigns(problem, decisions);
  const intervals = Array.from(values, (value, t) => decisionInterval(problem, t, value, radii[t], 1));
  // Where exact arithmetic found the other sign, the value within its radius that agrees with it is stated.
  sign.forEach((s, t) => {
    if (s === 1 && values[t] < 0) values[t] = 0;
    else if (s === -1 && values[t] >= 0) values[t] = -Number.MIN_VALUE;
  });
  return {
    decisions: values,
    predicted: Int32Array.from(values, (v) => (v >= 0 ? 1 : 0)),
    tie: Uint8Array.from(sign, (s) => (s === 0 ? 1 : 0)),
    intervals,
    constant,
    view: {
      sign: sign.map((s, t) => (constant[t] === 1 ? 0 : s)),
      correct: Uint8Array.from(sign, (s, t) => (s === (truth[t] === 1 ? 1 : -1) ? 1 : 0)),
    },
  };
}

/**
 * Certifies one binary problem, cheapest sound method first, until every question asked is answered exactly or
 * the runtime says stop. What is open then is reported as a bracket.
 */
export async function certify(
  problem: Problem,
  clean: CleanModel,
  options: CertifyOptions,
  runtime: Runtime,
): Promise<Certificate> {
  const flip = (i: number) => ({ labelled: i, to: problem.y[i] === 1 ? 0 : 1 });
  const run = new Certification(clean, binaryOracle(problem, clean.view), flip, options, runtime);
  if (options.method === 'milp') await programs(run, 'compact');
  else if (options.method === 'milp-paper') await programs(run, 'paper');
  else await portfolio(run, problem, clean);
  return run.finish();
}

/** Saturation, beam, enumeration; the saturated 0/1 program where the enumeration would be long. */
async function portfolio(run: Certification, problem: Problem, clean: CleanModel): Promise<void> {
  const { knowledge, levels, options, runtime } = run;
  // A corner of the box need not be the only stationary point of a kernel that is not positive semi-definite.
  const saturated =
    options.method === 'auto' &&
    problem.stationary === undefined &&
    saturationLevel(problem, levels) >= levels;
  if (saturated) {
    run.sampleWiseMethod = run.collectiveMethod = 'saturation';
    knowledge.rows.forEach((t, row) => {
      const { safe, witness } = saturatedRadius(problem, t, clean.view.sign[t], levels);
      knowledge.proveSafe(row, safe);
      if (witness !== null) knowledge.break(row, witness);
    });
    knowledge.boundByRadii();
  }
  run.report();
  if (run.done()) return;
  const stages = enumerationStages(problem, levels);
  const total = stages.reduce((n, s) => n + s.sets, 0);
  if (saturated && options.collective) {
    if (saturatedFits(problem, knowledge.rows.length, levels)) {
      await attack(run, BEAM_START, true);
      return saturatedCollective(run);
    }
    if (total > CHEAP_WALK) return collectivePrograms(run, 'saturated');
  }
  if (options.method === 'auto') {
    if (stages.length > 1 && stages[0].sets <= FIRST_WALK) await run.enumerate(stages, 1);
    runtime.phase({ kind: null, flips: null, units: 0, totalUnits: total });
    const front = await attack(run, BEAM_START, true);
    const search = options.sampleWise && problem.stationary === undefined && total > CHEAP_WALK;
    if (search) await walkAndSearch(run, stages, problem.flippable.length);
    // What is left of the attack is for the collective certificate.
    if (options.collective) await attack(run, front, false);
  }
  await run.enumerate(stages);
}

/** The collective certificate of a saturated model, one number of flips after the other. */
async function saturatedCollective(run: Certification): Promise<void> {
  const { knowledge, levels, runtime } = run;
  for (let level = 1; level <= levels; level++) {
    if (run.done() || runtime.stopped() !== 'no') return;
    runtime.phase({ kind: 'collective', flips: level, units: 1, totalUnits: levels });
    const questions = GROUPS.map((group) => ({ level, group, known: knowledge.mostUpTo(group, level) }));
    const tasks = questions.map((question): Task => ({ type: 'saturated', levels, question }));
    let complete = true;
    for (const answer of await run.meanwhile(runtime.carryOut(tasks))) {
      if (answer?.type === 'saturated') knowledge.merge(answer);
      complete &&= answer?.type === 'saturated' && answer.complete;
    }
    if (!complete) return;
    knowledge.closeCounts(level);
    run.report();
  }
}

/**
 * Where walking all sets would be long: the small ones are walked, then the single nodes settled by the pruned search,
 * size by size.
 */
async function walkAndSearch(run: Certification, stages: readonly Stage[], flippable: number): Promise<void> {
  const { knowledge, levels, runtime } = run;
  const small = stages.filter(({ sets }) => sets <= SMALL_WALK);
  await run.enumerate(stages, small.length);
  for (let size = (small.at(-1)?.closes ?? 0) + 1; size <= levels; size++) {
    if (knowledge.undecided(size).length === 0 || runtime.stopped() !== 'no') return;
    run.sampleWiseMethod = 'flip engine, pruned search';
    if (!(await run.search(size, flippable))) return;
  }
}

/**
 * The beam attack: upper bounds, and what any claim of safety must stand up to. Each level is reported as it is done.
 * @param rowsAlone ends where every single row is broken
 * @returns where to go on; null where there is nothing more to try
 */
async function attack(
  run: Certification,
  start: BeamFront | null,
  rowsAlone: boolean,
): Promise<BeamFront | null> {
  const { knowledge, levels, runtime } = run;
  let from = start;
  while (from !== null && from.level < levels && runtime.stopped() === 'no') {
    if (rowsAlone && from.broken.length === knowledge.rows.length) return from;
    const task: Task = { type: 'beam', from, levels: from.level + 1 };
    const answers: readonly (TaskAnswer | null)[] = await run.meanwhile(runtime.carryOut([task]));
    const [beam] = answers;
    if (beam?.type !== 'beam') return null;
    for (const { row, flips } of beam.broken) knowledge.break(row, flips);
    for (const { group, changed, flips } of beam.worst) knowledge.raise(group, changed, flips);
    from = beam.next;
    run.report();
    // No set changes more than all rows, and more flips need not be tried.
    if (from !== null && knowledge.mostUpTo(ALL, from.level) === knowledge.rows.length) return null;
  }
  return from;
}

const REFUTED = 'HiGHS claims safety that an attack refutes; none of its claims of this kind are used.';

/**
 * Both certificates by mixed-integer programs, as the user asked. Their claims of safety rest on a solver with
 * tolerances: one that a re-trained attack refutes takes all the others with it.
 */
async function programs(run: Certification, training: TrainingModelName): Promise<void> {
  const { knowledge, levels, options, runtime } = run;
  run.sampleWiseMethod = training === 'paper' ? 'milp-paper' : 'milp';
  await attack(run, BEAM_START, false);
  if (options.sampleWise && levels > 0) {
    const count = knowledge.rows.length;
    runtime.phase({ kind: 'sample-wise', flips: null, units: count, totalUnits: count });
    const tasks = Array.from(knowledge.rows, (node): Task => ({ type: 'milp-node', training, node, levels }));
    const answers = await runtime.carryOut(tasks);
    answers.forEach((answer, row) => {
      if (answer?.type === 'milp-node' && answer.witness !== null) knowledge.break(row, answer.witness);
    });
    const refuted = answers.some(
      (answer, row) => answer?.type === 'milp-node' && answer.safe >= knowledge.least[row],
    );
    if (refuted) runtime.note(REFUTED);
    else {
      answers.forEach((answer, row) => {
        if (answer?.type === 'milp-node') knowledge.proveSafe(row, answer.safe);
      });
      knowledge.boundByRadii();
    }
    run.report();
  }
  if (options.collective) await collectivePrograms(run, training);
}

async function collectivePrograms(run: Certification, training: TrainingModelName): Promise<void> {
  const { knowledge, runtime, options } = run;
  const names = { paper: 'milp-paper', compact: 'milp', saturated: 'saturation, milp' };
  run.collectiveMethod = names[training];
  const levels = [...new Set(options.levels.filter((level) => level > 0))];
  for (const level of levels) {
    if (runtime.stopped() !== 'no') return;
    runtime.phase({ kind: 'collective', flips: level, units: 2, totalUnits: 2 * levels.length });
    const tasks = GROUPS.map((group): Task => ({ type: 'milp-collective', training, level, group }));
    for (const answer of await runtime.carryOut(tasks)) {
      if (answer?.type !== 'milp-collective') continue;
      if (answer.witness !== null) knowledge.raise(answer.group, answer.changed, answer.witness);
      if (answer.atMost < knowledge.mostUpTo(answer.group, level)) runtime.note(REFUTED);
      else knowledge.proveAtMost(answer.group, level, answer.atMost);
    }
    run.report();
  }
}
