import type { BinaryCertificate, CertificateStatus, CollectiveLevel, NodeRadius } from './certificate';
import { cleanSigns, decide, flipped } from './clean';
import type { Decisions } from './clean';
import { Knowledge } from './knowledge';
import type { TrainingModelName } from './milp/certificates';
import { checkProblem } from './problem';
import { ALL, CORRECT, GROUPS } from './problem';
import type { Group, Problem, TestView } from './problem';
import { saturatedRadius, saturationLevel } from './saturation';
import { enumerationStages } from './stages';
import type { Task, TaskAnswer } from './task';

export type Method = 'auto' | 'enumerate' | 'milp' | 'milp-paper';

export interface CertifyOptions {
  readonly sampleWise: boolean;
  readonly collective: boolean;
  /** Numbers of flips asked for, ascending, 0 among them; none above the number of flippable labels. */
  readonly levels: readonly number[];
  readonly method: Method;
}

/** Where the run stands, for whoever shows it. */
export interface Phase {
  readonly kind: 'sample-wise' | 'collective' | null;
  readonly flips: number | null;
  /** Work units of the phase (flip sets or programs), and of all phases up to and with it. */
  readonly units: number;
  readonly totalUnits: number;
}

/** What the portfolio needs around it: hands to do the tasks, and a sense of when to stop. */
export interface Runtime {
  /** Carries out tasks, in any order, on any number of threads. Tasks not begun before a stop give null. */
  readonly carryOut: (tasks: readonly Task[]) => Promise<readonly (TaskAnswer | null)[]>;
  readonly stopped: () => 'no' | 'cancelled' | 'expired';
  /** Seconds since the certification began. */
  readonly seconds: () => number;
  readonly phase: (phase: Phase) => void;
  /** Told what is proven so far, each time there is more. */
  readonly bracket: (certificate: BinaryCertificate) => void;
  /** Told what deserves a line in a log. */
  readonly note: (message: string) => void;
}

/** Flip sets that are always enumerated rather than handed to the MILP solver. */
const CHEAP_WALK = 4_000_000;

/** What the certification of one model needs before any flip is tried. */
export interface Preparation {
  readonly clean: Decisions;
  readonly sign: Int8Array;
  readonly constant: Uint8Array;
  /** The test nodes that take part: all but ties and constant ones. */
  readonly view: TestView;
}

/**
 * Trains on the clean labels and tells which test nodes take part.
 * @param truth T true labels, -1 or 1
 * @throws CodedError `kernel-not-finite`
 */
export function prepareProblem(problem: Problem, truth: Int8Array): Preparation {
  checkProblem(problem);
  const clean = decide(problem, problem.y);
  const { sign, constant } = cleanSigns(problem, clean);
  // Where exact arithmetic found the other sign, the value within its radius that agrees with it is stated.
  sign.forEach((s, t) => {
    if (s === 1 && clean.values[t] < 0) clean.values[t] = 0;
    else if (s === -1 && clean.values[t] >= 0) clean.values[t] = -Number.MIN_VALUE;
  });
  return {
    clean,
    sign,
    constant,
    view: {
      sign: sign.map((s, t) => (constant[t] === 1 ? 0 : s)),
      correct: Uint8Array.from(sign, (s, t) => (s === truth[t] ? 1 : 0)),
    },
  };
}

/**
 * Certifies one binary problem, cheapest sound method first, until every question asked is answered exactly or
 * the runtime says stop. What is open then is reported as a bracket.
 */
export async function certify(
  problem: Problem,
  prepared: Preparation,
  options: CertifyOptions,
  runtime: Runtime,
): Promise<BinaryCertificate> {
  const run = new Certification(problem, prepared, options, runtime);
  if (options.method === 'milp') await run.programs('compact');
  else if (options.method === 'milp-paper') await run.programs('paper');
  else await run.portfolio();
  return run.finish();
}

class Certification {
  private readonly knowledge: Knowledge;
  private readonly levels: number;
  private readonly ties: number;
  private sampleWiseMethod: string;
  private collectiveMethod: string;
  private sampleWiseSeconds: number | null = null;
  private collectiveSeconds: number | null = null;

  constructor(
    private readonly problem: Problem,
    private readonly prepared: Preparation,
    private readonly options: CertifyOptions,
    private readonly runtime: Runtime,
  ) {
    this.levels = Math.max(0, ...options.levels);
    this.knowledge = new Knowledge(problem, prepared.view, this.levels);
    this.ties = prepared.sign.reduce((n, s) => n + (s === 0 ? 1 : 0), 0);
    this.sampleWiseMethod = 'flip engine';
    this.collectiveMethod = 'flip engine';
  }

  /** Saturation, beam, enumeration; the saturated 0/1 program where the enumeration would be long. */
  async portfolio(): Promise<void> {
    const { problem, knowledge, levels, options } = this;
    const saturated = options.method === 'auto' && saturationLevel(problem, levels) >= levels;
    if (saturated) this.useSaturation();
    this.report();
    if (this.done()) return;
    const stages = enumerationStages(problem, levels);
    const total = stages.reduce((n, s) => n + s.sets, 0);
    if (saturated && options.collective && total > CHEAP_WALK) {
      await this.collectivePrograms('saturated');
      return;
    }
    if (options.method === 'auto') {
      this.runtime.phase({ kind: null, flips: null, units: 0, totalUnits: total });
      const [beam] = await this.runtime.carryOut([{ type: 'beam', levels }]);
      if (beam?.type === 'beam') {
        for (const { row, flips } of beam.broken) knowledge.break(row, flips);
        for (const { group, changed, flips } of beam.worst) knowledge.raise(group, changed, flips);
      }
      this.report();
    }
    for (const [index, stage] of stages.entries()) {
      if (this.done() || this.runtime.stopped() !== 'no') return;
      const kind = options.collective ? (options.sampleWise ? null : 'collective') : 'sample-wise';
      this.runtime.phase({ kind, flips: stage.closes, units: stage.sets, totalUnits: total });
      const known = knowledge.known();
      const tasks = stage
        .parts()
        .map((part): Task => ({ type: 'walk', stage: index, plan: stage.plan, known, part }));
      const answers = await this.runtime.carryOut(tasks);
      let complete = true;
      let repairs = 0;
      for (const answer of answers) {
        if (answer?.type !== 'walk') {
          complete = false;
          continue;
        }
        knowledge.merge(answer);
        repairs += answer.repairs;
        complete &&= answer.complete;
      }
      if (repairs > 0) this.runtime.note(`${repairs} label vectors had to be solved anew.`);
      if (complete) knowledge.closeLevel(stage.closes);
      this.report();
    }
  }

  /** Both certificates by mixed-integer programs alone, as the user asked. */
  async programs(training: TrainingModelName): Promise<void> {
    const { knowledge, levels, options } = this;
    this.sampleWiseMethod = training === 'paper' ? 'milp-paper' : 'milp';
    this.collectiveMethod = this.sampleWiseMethod;
    if (options.sampleWise && levels > 0) {
      const count = knowledge.rows.length;
      this.runtime.phase({ kind: 'sample-wise', flips: null, units: count, totalUnits: count });
      const tasks = Array.from(knowledge.rows, (node): Task => ({
        type: 'milp-node',
        training,
        node,
        levels,
      }));
      const answers = await this.runtime.carryOut(tasks);
      answers.forEach((answer, row) => {
        if (answer?.type !== 'milp-node') return;
        knowledge.proveSafe(row, answer.safe);
        if (answer.witness !== null) knowledge.break(row, answer.witness);
      });
      knowledge.boundByRadii();
      this.report();
    }
    if (options.collective) await this.collectivePrograms(training);
  }

  private async collectivePrograms(training: TrainingModelName): Promise<void> {
    const { knowledge, runtime } = this;
    this.collectiveMethod =
      training === 'paper' ? 'milp-paper' : training === 'compact' ? 'milp' : 'saturation, milp';
    const levels = this.options.levels.filter((level) => level > 0);
    const distinct = [...new Set(levels)];
    for (const level of distinct) {
      if (runtime.stopped() !== 'no') return;
      runtime.phase({ kind: 'collective', flips: level, units: 2, totalUnits: 2 * distinct.length });
      const tasks = GROUPS.map((group): Task => ({ type: 'milp-collective', training, level, group }));
      for (const answer of await runtime.carryOut(tasks)) {
        if (answer?.type !== 'milp-collective') continue;
        knowledge.proveAtMost(answer.group, level, answer.atMost);
        if (answer.witness !== null) knowledge.raise(answer.group, answer.changed, answer.witness);
      }
      this.report();
    }
  }

  private useSaturation(): void {
    const { problem, knowledge, prepared, levels } = this;
    this.sampleWiseMethod = 'saturation';
    knowledge.rows.forEach((t, row) => {
      const { safe, witness } = saturatedRadius(problem, t, prepared.view.sign[t], levels);
      knowledge.proveSafe(row, safe);
      if (witness !== null) knowledge.break(row, witness);
    });
    knowledge.boundByRadii();
  }

  /** Re-trains every witness, then states what is proven. */
  finish(): BinaryCertificate {
    const { problem, prepared, knowledge, runtime } = this;
    const withdrawn = knowledge.verifyWitnesses((flips) => {
      const { values, radii } = decide(problem, flipped(problem.y, flips));
      return Int8Array.from(values, (v, t) => (prepared.view.sign[t] * v < -radii[t] ? 1 : 0));
    });
    if (withdrawn > 0)
      runtime.note(`${withdrawn} witnesses were not borne out by re-training and are withdrawn.`);
    return this.snapshot(runtime.stopped() === 'cancelled' ? 'cancelled' : 'bracket');
  }

  private done(): boolean {
    return (
      (!this.options.sampleWise || this.sampleWiseExact()) &&
      (!this.options.collective || this.collectiveExact())
    );
  }

  private sampleWiseExact(): boolean {
    return this.knowledge.sampleWiseExact();
  }

  private collectiveExact(): boolean {
    return this.collectiveLevels().every(
      (level) =>
        level.changed + this.tiesAt(level.flips) === level.changedAtMost &&
        level.correctChanged === level.correctChangedAtMost,
    );
  }

  /** Ties may change under any flip, so they count as open from one flip on. */
  private tiesAt(flips: number): number {
    return flips === 0 ? 0 : this.ties;
  }

  private report(): void {
    if (this.sampleWiseExact()) this.sampleWiseSeconds ??= this.runtime.seconds();
    if (this.collectiveExact()) this.collectiveSeconds ??= this.runtime.seconds();
    this.runtime.bracket(this.snapshot('bracket'));
  }

  private snapshot(unfinished: CertificateStatus): BinaryCertificate {
    const { ties, runtime } = this;
    const now = runtime.seconds();
    const status = (exact: boolean): CertificateStatus =>
      exact && (ties === 0 || this.levels === 0) ? 'exact' : exact ? 'bracket' : unfinished;
    return {
      decisions: this.prepared.clean.values,
      sampleWise: {
        status: status(this.sampleWiseExact()),
        method: this.sampleWiseMethod,
        seconds: this.sampleWiseSeconds ?? now,
        nodes: this.radii(),
      },
      collective: {
        status: status(this.collectiveExact()),
        method: this.collectiveMethod,
        seconds: this.collectiveSeconds ?? now,
        levels: this.collectiveLevels(),
      },
    };
  }

  private radii(): NodeRadius[] {
    const { knowledge, prepared, levels } = this;
    const nodes = Array.from(prepared.sign, (s, t): NodeRadius => ({
      safe: prepared.constant[t] === 1 ? levels : 0,
      breaking: null,
      witness: null,
      tie: s === 0,
    }));
    knowledge.rows.forEach((t, row) => {
      const witness = knowledge.witness[row];
      nodes[t] = {
        safe: knowledge.safe[row],
        breaking: witness === null ? null : witness.length,
        witness,
        tie: false,
      };
    });
    return nodes;
  }

  private collectiveLevels(): CollectiveLevel[] {
    const { most, worst, atMost } = this.knowledge;
    return this.options.levels.map((flips) => {
      const worstOf = (group: Group): number => {
        let best = 0;
        for (let k = 1; k <= flips; k++) if (most[group][k] > most[group][best]) best = k;
        return best;
      };
      const best = worstOf(ALL);
      return {
        flips,
        changed: most[ALL][best],
        witness: worst[ALL][best],
        changedAtMost: atMost[ALL][flips] + this.tiesAt(flips),
        correctChanged: most[CORRECT][worstOf(CORRECT)],
        correctChangedAtMost: atMost[CORRECT][flips],
      };
    });
  }
}
