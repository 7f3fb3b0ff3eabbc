import type { CleanModel } from './clean-model';
import type { Certificate, CertificateStatus, CollectiveLevel, LabelFlip, NodeRadius } from './certificate';
import { Knowledge } from './knowledge';
import { setsOfSize, splitSearch } from './flip/search';
import type { Oracle } from './oracle';
import { ALL, CORRECT } from './problem';
import type { Group } from './problem';
import type { Stage } from './stages';
import type { Task, TaskAnswer } from './task';

export type Method = 'auto' | 'enumerate' | 'milp' | 'milp-paper' | 'relaxed';

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

/** What a certification needs around it: hands to do the tasks, and a sense of when to stop. */
export interface Runtime {
  /** Carries out tasks, in any order, on any number of threads. Tasks not begun before a stop give null. */
  readonly carryOut: (tasks: readonly Task[]) => Promise<readonly (TaskAnswer | null)[]>;
  readonly stopped: () => 'no' | 'cancelled' | 'expired';
  /** Seconds since the certification began. */
  readonly seconds: () => number;
  readonly phase: (phase: Phase) => void;
  /** Lets whatever waits in this thread have its turn. Without it this thread does nothing while tasks are carried out. */
  readonly breathe?: () => Promise<void>;
  /** Told what is proven so far, each time there is more. */
  readonly bracket: (certificate: Certificate) => void;
  /** Told what deserves a line in a log. */
  readonly note: (message: string) => void;
}

/** Time for re-training after each report, at one go while others are at work, and after a cancellation. */
const BETWEEN_SECONDS = 0.05;
const MEANWHILE_SECONDS = 0.01;
const CANCELLED_SECONDS = 0.05;

/** One certification in the making: what is known, by which method, since when; and how to state it. */
export class Certification {
  readonly knowledge: Knowledge;
  /** Largest number of flips asked for. */
  readonly levels: number;
  sampleWiseMethod = 'flip engine';
  collectiveMethod = 'flip engine';
  private readonly ties: number;
  /** Stages that were walked. */
  private walked = 0;
  private sampleWiseSeconds: number | null = null;
  private collectiveSeconds: number | null = null;

  /** @param flip what a number in a flip set stands for */
  constructor(
    private readonly clean: CleanModel,
    oracle: Oracle,
    private readonly flip: (code: number) => LabelFlip,
    readonly options: CertifyOptions,
    readonly runtime: Runtime,
  ) {
    this.levels = Math.max(0, ...options.levels);
    this.knowledge = new Knowledge(oracle, clean.view, this.levels);
    this.ties = clean.tie.reduce((n, t) => n + t, 0);
  }

  /** Whether every question asked is answered. */
  done(): boolean {
    const { sampleWise, collective } = this.options;
    return (!sampleWise || this.knowledge.sampleWiseExact()) && (!collective || this.collectiveExact());
  }

  /** States what is proven so far, and re-trains some of its witnesses, so that not all of that is left for the end. */
  report(): void {
    if (this.knowledge.sampleWiseExact()) this.sampleWiseSeconds ??= this.runtime.seconds();
    if (this.collectiveExact()) this.collectiveSeconds ??= this.runtime.seconds();
    this.runtime.bracket(this.snapshot('bracket'));
    this.retrain(BETWEEN_SECONDS);
  }

  /**
   * Walks one stage after the other, until all is answered or the runtime says stop. What an earlier call has walked is
   * left out.
   * @param to so many of the stages
   */
  async enumerate(stages: readonly Stage[], to = stages.length): Promise<void> {
    const total = stages.reduce((n, s) => n + s.sets, 0);
    for (; this.walked < to; this.walked++) {
      if (this.done() || this.runtime.stopped() !== 'no') return;
      await this.walk(stages[this.walked], this.walked, total);
    }
  }

  /**
   * Walks one stage.
   * @param id the stage's own among all walks of this certification
   * @param totalUnits work units of all phases
   */
  async walk(stage: Stage, id: number, totalUnits: number): Promise<void> {
    const { knowledge, runtime, options } = this;
    const kind = options.collective ? (options.sampleWise ? null : 'collective') : 'sample-wise';
    runtime.phase({ kind, flips: stage.closes, units: stage.sets, totalUnits });
    const known = knowledge.known();
    const tasks = stage
      .parts()
      .map((part): Task => ({ type: 'walk', stage: id, plan: stage.plan, known, part }));
    const complete = await this.look(tasks);
    if (complete) knowledge.closeLevel(stage.closes);
    this.report();
  }

  /**
   * Searches the sets of one size for those that change a row. All smaller sets must have been dealt with.
   * @param flippable number of labels that can be flipped
   * @returns false where the search did not come to its end, or could not be had
   */
  async search(size: number, flippable: number): Promise<boolean> {
    const { knowledge, runtime } = this;
    const units = setsOfSize(flippable, size);
    runtime.phase({ kind: 'sample-wise', flips: size, units, totalUnits: units });
    const known = knowledge.known();
    const tasks = splitSearch(flippable, size).map((part): Task => ({
      type: 'search',
      plan: { size },
      known,
      part,
    }));
    const complete = await this.look(tasks);
    if (complete) knowledge.closeRows(size);
    this.report();
    return complete;
  }

  /** Carries out walks or searches and merges what they find. Whether all came to their end. */
  private async look(tasks: readonly Task[]): Promise<boolean> {
    const { knowledge, runtime } = this;
    let complete = true;
    let repairs = 0;
    for (const answer of await this.meanwhile(runtime.carryOut(tasks))) {
      if (answer?.type !== 'walk' && answer?.type !== 'search') {
        complete = false;
        continue;
      }
      knowledge.merge(answer);
      repairs += answer.repairs;
      complete &&= answer.complete;
    }
    if (repairs > 0) runtime.note(`${repairs} label vectors had to be solved anew.`);
    return complete;
  }

  /** Re-trains every witness, then states what is proven. Who cancels does not wait for it: what is left is let go. */
  finish(): Certificate {
    const { knowledge, runtime } = this;
    if (runtime.stopped() === 'cancelled') {
      this.retrain(CANCELLED_SECONDS);
      knowledge.dropUntrained();
    }
    const withdrawn = knowledge.verifyWitnesses();
    if (withdrawn > 0)
      runtime.note(`${withdrawn} witnesses were not borne out by re-training and are withdrawn.`);
    return this.snapshot(runtime.stopped() === 'cancelled' ? 'cancelled' : 'bracket');
  }

  /** Re-trains witnesses while others are at work. */
  async meanwhile<T>(work: Promise<T>): Promise<T> {
    const { breathe } = this.runtime;
    let over = breathe === undefined;
    const end = (): void => void (over = true);
    work.then(end, end);
    await breathe?.();
    while (!over && this.retrain(MEANWHILE_SECONDS)) await breathe?.();
    return work;
  }

  /** @returns whether witnesses are left that were not re-trained */
  private retrain(seconds: number): boolean {
    const { knowledge, runtime } = this;
    const until = runtime.seconds() + seconds;
    return knowledge.retrainWitnesses(() => runtime.seconds() > until);
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

  private snapshot(unfinished: CertificateStatus): Certificate {
    const { ties, runtime, clean } = this;
    const now = runtime.seconds();
    const status = (exact: boolean): CertificateStatus =>
      exact && (ties === 0 || this.levels === 0) ? 'exact' : exact ? 'bracket' : unfinished;
    return {
      predicted: clean.predicted,
      decisions: clean.decisions,
      sampleWise: {
        status: status(this.knowledge.sampleWiseExact()),
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
    const { knowledge, clean, levels } = this;
    const nodes = Array.from(clean.tie, (tie, t): NodeRadius => ({
      safe: clean.constant[t] === 1 ? levels : 0,
      breaking: null,
      witness: null,
      tie: tie === 1,
      ...(tie === 1 ? { interval: clean.intervals[t] } : {}),
    }));
    knowledge.rows.forEach((t, row) => {
      const witness = this.flipsOf(knowledge.witness[row]);
      nodes[t] = { safe: knowledge.safe[row], breaking: witness?.length ?? null, witness, tie: false };
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
        witness: this.flipsOf(worst[ALL][best]),
        changedAtMost: atMost[ALL][flips] + this.tiesAt(flips),
        correctChanged: most[CORRECT][worstOf(CORRECT)],
        correctChangedAtMost: atMost[CORRECT][flips],
      };
    });
  }

  private flipsOf(set: readonly number[] | null): LabelFlip[] | null {
    return set === null ? null : set.map((code) => this.flip(code));
  }
}
