import { beamAttack } from './beam';
import type { BeamAnswer } from './beam';
import { Walker } from './flip/walk';
import type { Known, WalkAnswer, WalkPlan } from './flip/walk';
import type { WalkTask } from './flip/tasks';
import { milpCollective, milpRadius } from './milp/certificates';
import type { MilpCollectiveAnswer, MilpNodeAnswer, TrainingModelName } from './milp/certificates';
import type { MilpSolver } from './milp/model';
import type { Group, Problem, TestView } from './problem';

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
  | { readonly type: 'beam'; readonly levels: number }
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
  | ({ readonly type: 'beam' } & BeamAnswer)
  | ({ readonly type: 'milp-node'; readonly node: number } & MilpNodeAnswer)
  | ({
      readonly type: 'milp-collective';
      readonly level: number;
      readonly group: Group;
    } & MilpCollectiveAnswer);

/** What a task needs from whoever runs it. */
export interface TaskControl {
  /** True once the task shall end with what it has. */
  readonly stop: () => boolean;
  /** Told how many flip sets were visited since the last call. */
  readonly visited: (sets: number) => void;
  /** Null where no solver is at hand. */
  readonly milp: MilpSolver | null;
}

/** Carries out tasks of one problem, one after the other; keeps the walker between tasks of a stage. */
export class TaskRunner {
  private walker: { stage: number; walker: Walker } | null = null;

  constructor(
    private readonly problem: Problem,
    private readonly view: TestView,
  ) {}

  run(task: Task, control: TaskControl): TaskAnswer {
    const { problem, view } = this;
    switch (task.type) {
      case 'walk': {
        if (this.walker?.stage !== task.stage) {
          this.walker = { stage: task.stage, walker: new Walker(problem, view, task.plan) };
        }
        const visit = (sets: number): boolean => {
          control.visited(sets);
          return control.stop();
        };
        return { type: 'walk', ...this.walker.walker.run(task.part, task.known, visit) };
      }
      case 'beam':
        return { type: 'beam', ...beamAttack(problem, view, task.levels, control.stop) };
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
    }
  }
}

function solver({ milp }: TaskControl): MilpSolver {
  if (milp === null) throw new Error('This task needs a MILP solver and none was given.');
  return milp;
}
