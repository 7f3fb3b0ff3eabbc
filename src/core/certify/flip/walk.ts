import type { Problem, TestView } from '../problem';
import { emptyLows, recordLows } from './lows';
import type { Lows } from './lows';
import { Stepper } from './stepper';
import { emptyState } from './tableau';
import type { SolverState } from './tableau';
import { Tally } from './tally';
import type { TallyReport } from './tally';
import { advanceDecisions, testRows } from './test-rows';
import type { TestRows } from './test-rows';
import { walkTask } from './visit';
import type { WalkTask } from './visit';

/** Which flip sets a stage of the enumeration covers. */
export interface WalkPlan {
  /** Labelled nodes that may be flipped, in the order the walk takes them. */
  readonly order: Int32Array;
  /** Largest set visited. */
  readonly depth: number;
  /** Largest number of flips that counts; sets and mirror images beyond it are not recorded. */
  readonly levels: number;
  /** Every set stands for its complement too: y -> -y turns every decision value around. */
  readonly mirrored: boolean;
}

/** What was known before, so that only news is reported. */
export interface Known {
  readonly least: Int16Array;
  readonly most: readonly [Int32Array, Int32Array];
}

/** How a walk went. */
export interface Walked {
  /** False where the walk was told to stop: what it found holds, what it did not find says nothing. */
  readonly complete: boolean;
  /** Flip sets visited. */
  readonly sets: number;
  /** States that had to be solved anew because their duality gap was too wide. */
  readonly repairs: number;
  readonly engine: WalkEngine;
}

/** What did the walk: the compiled engine, or the plain one that it is tested against and that runs anywhere. */
export type WalkEngine = 'WebAssembly' | 'TypeScript';

export interface BinaryWalker {
  /**
   * Carries out one task.
   * @param visit called now and then with the sets visited since the last call; true stops the walk
   */
  readonly run: (task: WalkTask, known: Known, visit: (sets: number) => boolean) => WalkAnswer;
}

export interface WalkAnswer extends TallyReport, Walked {}

export interface LowsAnswer extends Walked {
  readonly lows: Lows;
}

/**
 * Walks flip sets depth first, each one flip away from its parent. For every set: the exact path from the
 * parent's solution, its radius, and all test decisions. The compiled engine (wasm/) does the same operations in the
 * same order; this one is what it is tested against, and what runs where it cannot.
 */
export class Walker implements BinaryWalker {
  private readonly rows: TestRows;
  private readonly stepper: Stepper;
  private readonly states: SolverState[] = [];
  private readonly decisions: Float64Array[] = [];
  private readonly radii: Float64Array;
  private readonly flips: Int32Array;
  private readonly changed: Int32Array;

  constructor(
    private readonly problem: Problem,
    view: TestView,
    private readonly plan: WalkPlan,
  ) {
    const { m, y } = problem;
    this.rows = testRows(problem, view);
    this.stepper = new Stepper(problem);
    this.flips = new Int32Array(m);
    this.changed = new Int32Array(m);
    const depths = Math.min(plan.depth, plan.order.length) + 1;
    this.radii = new Float64Array(depths);
    for (let depth = 0; depth < depths; depth++) {
      this.states.push(emptyState(m));
      this.decisions.push(new Float64Array(this.rows.count));
    }
    const [root] = this.states;
    this.radii[0] = this.stepper.start(root, y);
    const zero = new Float64Array(this.rows.count);
    advanceDecisions(this.rows, m, new Float64Array(m), root.z, zero, this.decisions[0], this.changed);
  }

  run(task: WalkTask, known: Known, visit: (sets: number) => boolean): WalkAnswer {
    const { levels, mirrored } = this.plan;
    const tally = new Tally(this.problem.m, levels, this.rows, known);
    const walked = this.walk(task, visit, (at) =>
      tally.record(this.decisions[at], this.radii[at], this.flips, at, mirrored),
    );
    return { ...tally.report(), ...walked };
  }

  /** As `run`, but for what is collected: the least decision of each row instead of who changes. */
  runLows(task: WalkTask, visit: (sets: number) => boolean): LowsAnswer {
    const { levels, mirrored } = this.plan;
    const lows = emptyLows(levels, this.rows.count);
    const walked = this.walk(task, visit, (at) =>
      recordLows(lows, this.decisions[at], this.radii[at], at, mirrored ? this.problem.m - at : null),
    );
    return { lows, ...walked };
  }

  /**
   * As `run`, with every set handed to the caller: its decisions, their radius and the stack of its nodes, of which the
   * first `size` count. They hold until the call returns.
   */
  runEach(
    task: WalkTask,
    record: (decisions: Float64Array, radius: number, flips: Int32Array, size: number) => void,
    visit: (sets: number) => boolean,
  ): Walked {
    return this.walk(task, visit, (at) => record(this.decisions[at], this.radii[at], this.flips, at));
  }

  private walk(task: WalkTask, visit: (sets: number) => boolean, record: (at: number) => void): Walked {
    const { order, depth } = this.plan;
    this.stepper.repairs = 0;
    const walked = walkTask(task, { positions: order.length, options: 1, depth }, visit, {
      descend: (at, position) => this.descend(at, position),
      record,
    });
    return { ...walked, repairs: this.stepper.repairs, engine: 'TypeScript' };
  }

  /** Flips one more node below the state at `depth`. */
  private descend(depth: number, position: number): void {
    const { order } = this.plan;
    const parent = this.states[depth];
    const child = this.states[depth + 1];
    const node = order[position];
    this.flips[depth] = node;
    // Nothing lies below a set of full size or one that holds the last node: it needs no tableau.
    const last = depth + 1 === this.plan.depth || position + 1 === order.length;
    this.radii[depth + 1] = this.stepper.step(parent, child, node, -parent.y[node], depth + 1, last);
    advanceDecisions(
      this.rows,
      this.problem.m,
      parent.z,
      child.z,
      this.decisions[depth],
      this.decisions[depth + 1],
      this.changed,
    );
  }
}
