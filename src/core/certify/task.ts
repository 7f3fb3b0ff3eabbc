import { beamAttack } from './beam';
import type { Attack, BeamAnswer, BeamFront } from './beam';
import { Walker } from './flip/walk';
import type { BinaryWalker, Known, LowsAnswer, WalkAnswer, WalkPlan } from './flip/walk';
import type { FlipModule } from './flip/wasm-module';
import { wasmWalker } from './flip/wasm-walk';
import { wasmSearcher } from './flip/wasm-search';
import type { Searcher } from './flip/wasm-search';
import type { SearchPlan, SearchTask } from './flip/search';
import type { WalkTask } from './flip/visit';
import { milpCollective, milpRadius } from './milp/certificates';
import type { MilpCollectiveAnswer, MilpNodeAnswer } from './milp/certificates';
import type { MilpSolver } from './milp/model';
import type { TrainingModelName } from './milp/programs';
import type { FloorWalker } from './flip/floors';
import { multiclassBeam } from './multiclass/beam';
import type { BeamPlan } from './multiclass/beam';
import { classFloorWalker, walkLows, walkSets } from './multiclass/class-walk';
import type { ClassLows, ClassLowsAnswer, ClassSetsAnswer, ClassWalkPlan } from './multiclass/class-walk';
import { joinSets } from './multiclass/join';
import type { JoinAnswer, JoinQuestion } from './multiclass/join';
import { classWalker } from './multiclass/relaxed-walk';
import { MulticlassWalker } from './multiclass/walk';
import type { MulticlassProblem } from './multiclass/problem';
import type { Group, Problem, TestView } from './problem';
import { SaturatedSearch } from './saturated';
import type { SaturatedAnswer, SaturatedQuestion } from './saturated';

/**
 * A piece of a certification: plain and serialisable. Together with the problem and the clean signs it can be
 * carried out anywhere, and its answer merges with the others in any order.
 */
export type Task =
  | {
      readonly type: 'walk';
      readonly stage: number;
      readonly plan: WalkPlan;
      readonly known: Known;
      readonly part: WalkTask;
    }
  /** A share of the search for sets of one size that change a row; incomplete where it cannot be had. */
  | {
      readonly type: 'search';
      readonly plan: SearchPlan;
      readonly known: Known;
      readonly part: SearchTask;
    }
  /** A collective question about a saturated model. */
  | { readonly type: 'saturated'; readonly levels: number; readonly question: SaturatedQuestion }
  /** A walk over the flips of one class's own labels. */
  | {
      readonly type: 'relaxed';
      readonly stage: number;
      readonly plan: WalkPlan;
      readonly class: number;
      readonly part: WalkTask;
    }
  | { readonly type: 'beam'; readonly from: BeamFront; readonly levels: number }
  /** Attacks by label changes, for more than two classes. */
  | { readonly type: 'multiclass-beam'; readonly beam: BeamPlan }
  /** A walk over the flips of one class's own labels, for the least values that rows come to. */
  | {
      readonly type: 'class-lows';
      readonly stage: number;
      readonly walk: ClassWalkPlan;
      readonly part: WalkTask;
    }
  /** The same for the sets that bring a row's value below its floor. */
  | {
      readonly type: 'class-sets';
      readonly stage: number;
      readonly walk: ClassWalkPlan;
      readonly floors: ClassLows;
      readonly part: WalkTask;
    }
  /** One row's sets of two classes that can be had together. */
  | { readonly type: 'join'; readonly question: JoinQuestion }
  | {
      readonly type: 'milp-node';
      readonly training: TrainingModelName;
      readonly node: number;
      readonly levels: number;
    }
  | {
      readonly type: 'milp-collective';
      readonly training: TrainingModelName;
      readonly level: number;
      readonly group: Group;
    };

export type TaskAnswer =
  | ({ readonly type: 'walk' } & WalkAnswer)
  | ({ readonly type: 'search' } & WalkAnswer)
  | ({ readonly type: 'saturated' } & SaturatedAnswer)
  | ({ readonly type: 'relaxed'; readonly class: number } & LowsAnswer)
  | ({ readonly type: 'beam' } & BeamAnswer)
  | ({ readonly type: 'multiclass-beam' } & Attack)
  | ({ readonly type: 'class-lows' } & ClassLowsAnswer)
  | ({ readonly type: 'class-sets' } & ClassSetsAnswer)
  | ({ readonly type: 'join' } & JoinAnswer)
  | ({ readonly type: 'milp-node'; readonly node: number } & MilpNodeAnswer)
  | ({
      readonly type: 'milp-collective';
      readonly level: number;
      readonly group: Group;
    } & MilpCollectiveAnswer);

/** What tasks are about. */
export type Subject =
  | { readonly type: 'binary'; readonly problem: Problem; readonly view: TestView }
  | {
      readonly type: 'multiclass';
      readonly problem: MulticlassProblem;
      readonly view: TestView;
      /** T clean predictions. */
      readonly predicted: Int32Array;
    };

/** What a task needs from whoever runs it. */
export interface TaskControl {
  /** True once the task shall end with what it has. */
  readonly stop: () => boolean;
  /** Told how many flip sets were visited since the last call. */
  readonly visited: (sets: number) => void;
  /** Null where no solver is at hand. */
  readonly milp: MilpSolver | null;
}

/** The answer of who has no compiled engine, or no room for it. */
const NOT_SEARCHED: WalkAnswer = {
  broken: [],
  worst: [],
  doubts: [],
  lostDoubts: null,
  complete: false,
  sets: 0,
  repairs: 0,
  engine: 'TypeScript',
};

/** Carries out tasks of one problem, one after the other; keeps the walker between tasks of a stage. */
export class TaskRunner {
  private walker: { stage: number; walker: BinaryWalker | MulticlassWalker } | null = null;
  private searcher: { size: number; searcher: Searcher | null } | null = null;
  private saturated: SaturatedSearch | null = null;
  private ofClass: { stage: number; class: number; walker: Walker } | null = null;
  private floors: { stage: number; class: number; walker: FloorWalker } | null = null;

  /** @param flip the compiled flip engine for two classes; null leaves the walk to the plain one */
  constructor(
    private readonly subject: Subject,
    private readonly flip: FlipModule | null,
  ) {}

  run(task: Task, control: TaskControl): TaskAnswer {
    const { subject } = this;
    const visit = (sets: number): boolean => {
      control.visited(sets);
      return control.stop();
    };
    if (task.type === 'walk') {
      if (this.walker?.stage !== task.stage)
        this.walker = { stage: task.stage, walker: this.walkerFor(task.plan) };
      return { type: 'walk', ...this.walker.walker.run(task.part, task.known, visit) };
    }
    if (task.type === 'search') {
      const { plan, part, known } = task;
      if (this.searcher?.size !== plan.size)
        this.searcher = { size: plan.size, searcher: this.searcherFor(plan) };
      const answer = this.searcher.searcher?.run(part, known, visit);
      return { type: 'search', ...(answer ?? NOT_SEARCHED) };
    }
    if (task.type === 'saturated') {
      if (subject.type === 'multiclass') throw new Error('A task "saturated" is for two classes only.');
      this.saturated ??= new SaturatedSearch(subject.problem, subject.view, task.levels);
      return { type: 'saturated', ...this.saturated.ask(task.question, control.stop) };
    }
    if (task.type === 'relaxed') {
      const { stage, class: p } = task;
      if (this.ofClass?.stage !== stage || this.ofClass.class !== p)
        this.ofClass = { stage, class: p, walker: this.classWalkerFor(task.plan, p) };
      return { type: 'relaxed', class: p, ...this.ofClass.walker.runLows(task.part, visit) };
    }
    if (subject.type === 'binary') return binaryTask(subject.problem, subject.view, task, control);
    const { problem, view, predicted } = subject;
    switch (task.type) {
      case 'multiclass-beam':
        return {
          type: 'multiclass-beam',
          ...multiclassBeam(problem, view, predicted, task.beam, control.stop),
        };
      case 'class-lows': {
        const { walk, part } = task;
        const walker = this.floorWalkerFor(task.stage, walk, subject);
        return { type: 'class-lows', ...walkLows(walker, walk.class, part, visit) };
      }
      case 'class-sets': {
        const { walk, floors, part } = task;
        const walker = this.floorWalkerFor(task.stage, walk, subject);
        return { type: 'class-sets', ...walkSets(walker, walk.class, walk.plan.depth, floors, part, visit) };
      }
      case 'join':
        return { type: 'join', ...joinSets(problem, task.question, control.stop) };
      case 'beam':
      case 'milp-node':
      case 'milp-collective':
        throw new Error(`A task "${task.type}" is for two classes only.`);
    }
  }

  private floorWalkerFor(
    stage: number,
    walk: ClassWalkPlan,
    { problem, view, predicted }: Extract<Subject, { type: 'multiclass' }>,
  ): FloorWalker {
    if (this.floors?.stage !== stage || this.floors.class !== walk.class) {
      const walker = classFloorWalker(this.flip, problem, view, predicted, walk);
      this.floors = { stage, class: walk.class, walker };
    }
    return this.floors.walker;
  }

  private walkerFor(plan: WalkPlan): BinaryWalker | MulticlassWalker {
    const { subject, flip } = this;
    if (subject.type === 'multiclass')
      return new MulticlassWalker(subject.problem, subject.view, subject.predicted, plan);
    const { problem, view } = subject;
    // The compiled engine does not ask whether a stationary point is the only one.
    const plain = flip === null || problem.stationary !== undefined;
    const compiled = plain ? null : wasmWalker(flip, problem, view, plan);
    return compiled ?? new Walker(problem, view, plan);
  }

  private searcherFor(plan: SearchPlan): Searcher | null {
    const { subject, flip } = this;
    if (subject.type === 'multiclass') throw new Error('A task "search" is for two classes only.');
    const { problem, view } = subject;
    // The bounds rest on a positive semi-definite kernel.
    const fit = flip !== null && problem.stationary === undefined;
    return fit ? wasmSearcher(flip, problem, view, plan) : null;
  }

  private classWalkerFor(plan: WalkPlan, p: number): Walker {
    const { subject } = this;
    if (subject.type !== 'multiclass') throw new Error('A task "relaxed" is for more than two classes only.');
    return classWalker(subject.problem, subject.view, subject.predicted, plan, p);
  }
}

function binaryTask(
  problem: Problem,
  view: TestView,
  task: Exclude<Task, { type: 'walk' | 'search' | 'saturated' | 'relaxed' }>,
  control: TaskControl,
): TaskAnswer {
  switch (task.type) {
    case 'beam':
      return { type: 'beam', ...beamAttack(problem, view, task.from, task.levels, control.stop) };
    case 'milp-node': {
      const { node, levels, training } = task;
      const answer = milpRadius(
        problem,
        node,
        view.sign[node],
        levels,
        training,
        solver(control),
        control.stop,
      );
      return { type: 'milp-node', node, ...answer };
    }
    case 'milp-collective': {
      const { level, group, training } = task;
      const answer = milpCollective(problem, view, group, level, training, solver(control), control.stop);
      return { type: 'milp-collective', level, group, ...answer };
    }
    case 'multiclass-beam':
    case 'class-lows':
    case 'class-sets':
    case 'join':
      throw new Error(`A task "${task.type}" is for more than two classes only.`);
  }
}

function solver({ milp }: TaskControl): MilpSolver {
  if (milp === null) throw new Error('This task needs a MILP solver and none was given.');
  return milp;
}
