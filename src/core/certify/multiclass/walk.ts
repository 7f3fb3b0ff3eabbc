import { Stepper } from '../flip/stepper';
import { emptyState } from '../flip/tableau';
import type { SolverState } from '../flip/tableau';
import { Tally } from '../flip/tally';
import type { WalkTask } from '../flip/visit';
import { advanceDecisions, testRows } from '../flip/test-rows';
import type { TestRows } from '../flip/test-rows';
import { walkTask } from '../flip/visit';
import type { Known, WalkAnswer, WalkPlan } from '../flip/walk';
import type { TestView } from '../problem';
import { flipCode, oneAgainstAll } from './problem';
import type { MulticlassProblem } from './problem';

/** One class's SVM under the flips so far, and its decisions in units of sqrt(Q_tt). */
interface ClassState {
  readonly solution: SolverState;
  readonly decisions: Float64Array;
  radius: number;
}

/** All classes under one flip set. A flip changes two of them; the others are the parent's. */
interface Frame {
  readonly classes: ClassState[];
  /** Room for the two that change. */
  readonly own: readonly [ClassState, ClassState];
}

/**
 * Walks label changes depth first. The SVM of a class depends on its own ±1 labels alone, so turning class a into
 * class b is one step for the SVM of a, one for that of b, and nothing for the others.
 */
export class MulticlassWalker {
  private readonly rows: TestRows;
  private readonly stepper: Stepper;
  private readonly frames: Frame[] = [];
  /** Class predicted for each row. */
  private readonly predicted: Int32Array;
  private readonly flips: Int32Array;
  private readonly changed: Int32Array;
  private readonly winner: Float64Array;
  private readonly margin: Float64Array;

  /** @param predicted T clean predictions */
  constructor(
    private readonly problem: MulticlassProblem,
    view: TestView,
    predicted: Int32Array,
    private readonly plan: WalkPlan,
  ) {
    const { m, classes, labels } = problem;
    this.rows = testRows(problem, view);
    const { count, index } = this.rows;
    this.stepper = new Stepper(problem);
    this.predicted = Int32Array.from(index, (t) => predicted[t]);
    this.flips = new Int32Array(m);
    this.changed = new Int32Array(m);
    this.winner = new Float64Array(count);
    this.margin = new Float64Array(count);
    const none = new Float64Array(m);
    const zero = new Float64Array(count);
    const root = Array.from({ length: classes }, (_, p) => {
      const state = this.classState();
      state.radius = this.stepper.start(state.solution, oneAgainstAll(labels, p));
      advanceDecisions(this.rows, m, none, state.solution.z, zero, state.decisions, this.changed);
      return state;
    });
    for (let depth = 0; depth <= Math.min(plan.depth, plan.order.length); depth++) {
      this.frames.push({ classes: [...root], own: [this.classState(), this.classState()] });
    }
  }

  /** As the binary walker's `run`; flips are coded by node and new class. */
  run(task: WalkTask, known: Known, visit: (sets: number) => boolean): WalkAnswer {
    const { order, depth, levels } = this.plan;
    const { m, classes } = this.problem;
    const tally = new Tally(m, levels, this.rows, known);
    this.stepper.repairs = 0;
    const shape = { positions: order.length, options: classes - 1, depth };
    const walked = walkTask(task, shape, visit, {
      descend: (at, flip) => this.descend(at, flip),
      record: (at) => tally.record(this.margins(at), this.radius(at), this.flips, at, false),
    });
    return { ...tally.report(), ...walked, repairs: this.stepper.repairs, engine: 'TypeScript' };
  }

  private descend(depth: number, flip: number): void {
    const { classes, labels } = this.problem;
    const { order } = this.plan;
    const position = Math.floor(flip / (classes - 1));
    const option = flip % (classes - 1);
    const node = order[position];
    const from = labels[node];
    const to = option < from ? option : option + 1;
    this.flips[depth] = flipCode(classes, node, to);
    const parent = this.frames[depth];
    const child = this.frames[depth + 1];
    const last = depth + 1 === this.plan.depth || position + 1 === order.length;
    for (let p = 0; p < classes; p++) child.classes[p] = parent.classes[p];
    child.classes[from] = this.step(parent.classes[from], child.own[0], node, -1, depth, last);
    child.classes[to] = this.step(parent.classes[to], child.own[1], node, 1, depth, last);
  }

  private step(
    parent: ClassState,
    child: ClassState,
    node: number,
    label: number,
    depth: number,
    last: boolean,
  ): ClassState {
    child.radius = this.stepper.step(parent.solution, child.solution, node, label, depth + 1, last);
    advanceDecisions(
      this.rows,
      this.problem.m,
      parent.solution.z,
      child.solution.z,
      parent.decisions,
      child.decisions,
      this.changed,
    );
    return child;
  }

  /** By row, the predicted class's decision less the largest other one: negative where the prediction changed. */
  private margins(depth: number): Float64Array {
    const { winner, margin, predicted } = this;
    const { classes } = this.frames[depth];
    const { count } = this.rows;
    for (let t = 0; t < count; t++) winner[t] = classes[predicted[t]].decisions[t];
    margin.fill(Infinity);
    for (let p = 0; p < classes.length; p++) {
      const { decisions } = classes[p];
      for (let t = 0; t < count; t++) {
        if (predicted[t] === p) continue;
        const difference = winner[t] - decisions[t];
        if (difference < margin[t]) margin[t] = difference;
      }
    }
    return margin;
  }

  /** A difference of two decisions is uncertain by both their radii. */
  private radius(depth: number): number {
    let largest = 0;
    for (const { radius } of this.frames[depth].classes) largest = Math.max(largest, radius);
    return 2 * largest;
  }

  private classState(): ClassState {
    return {
      solution: emptyState(this.problem.m),
      decisions: new Float64Array(this.rows.count),
      radius: Infinity,
    };
  }
}
