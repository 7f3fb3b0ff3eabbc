import type { Problem, TestView } from '../problem';
import { EPSILON, feedback, gapBound, gapScale, unitRadius } from '../../svm/gap';
import type { GapScale } from '../../svm/gap';
import { drive, pathRoom } from './path';
import type { PathRoom } from './path';
import { copySolution, emptyState } from './tableau';
import type { SolverState } from './tableau';
import { Tally } from './tally';
import type { TallyReport } from './tally';
import type { WalkTask } from './tasks';
import { advanceDecisions, testRows } from './test-rows';
import type { TestRows } from './test-rows';
import { repair, train } from './train';

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

export interface WalkAnswer extends TallyReport {
  /** False where the walk was told to stop: what it found holds, what it did not find says nothing. */
  readonly complete: boolean;
  /** Flip sets visited. */
  readonly sets: number;
  /** States that had to be solved anew because their duality gap was too wide. */
  readonly repairs: number;
}

/** A gap this far above what rounding explains has lost its way. */
const REPAIR_FACTOR = 1e4;

/**
 * Walks flip sets depth first, each one flip away from its parent. For every set: the exact path from the
 * parent's solution, f = Q z formed anew, the duality gap of it, and all test decisions.
 */
export class Walker {
  private readonly rows: TestRows;
  private readonly scale: GapScale;
  private readonly states: SolverState[] = [];
  private readonly decisions: Float64Array[] = [];
  private readonly flips: Int32Array;
  private readonly fresh: Float64Array;
  private readonly changed: Int32Array;
  private readonly room: PathRoom;
  /** Bound of the rounding in one step of a decision value, in units of sqrt(Q_tt). */
  private readonly stepError: number;
  private readonly wideGap: number;
  private tally: Tally;
  private visited = 0;
  private repairs = 0;
  private stopped = false;

  constructor(
    private readonly problem: Problem,
    view: TestView,
    private readonly plan: WalkPlan,
  ) {
    const { m, Q, C, y } = problem;
    this.rows = testRows(problem, view);
    this.scale = gapScale(Q, m, C);
    this.flips = new Int32Array(m);
    this.fresh = new Float64Array(m);
    this.changed = new Int32Array(m);
    this.room = pathRoom(m);
    let reach = 0;
    for (let j = 0; j < m; j++) reach += C * Math.sqrt(Q[j * m + j]);
    this.stepError = (m + 4) * EPSILON * reach;
    this.wideGap = REPAIR_FACTOR * (m * C * this.scale.feedbackError + m * C * EPSILON);
    const nothing = new Int32Array(plan.levels + 1);
    this.tally = this.newTally({ least: new Int16Array(this.rows.count), most: [nothing, nothing] });
    for (let depth = 0; depth <= Math.min(plan.depth, plan.order.length); depth++) {
      this.states.push(emptyState(m));
      this.decisions.push(new Float64Array(this.rows.count));
    }
    const root = this.states[0];
    const trained = train(root, Q, C, y, this.room);
    root.y.set(y);
    this.settle(root, trained, null);
    const none = new Float64Array(m);
    advanceDecisions(
      this.rows,
      m,
      none,
      root.z,
      new Float64Array(this.rows.count),
      this.decisions[0],
      this.changed,
    );
  }

  /** Rows of the walk, as indices of test nodes. */
  get index(): Int32Array {
    return this.rows.index;
  }

  /**
   * Carries out one task.
   * @param visit called now and then with the sets visited since the last call; true stops the walk
   */
  run(task: WalkTask, known: Known, visit: (sets: number) => boolean): WalkAnswer {
    this.tally = this.newTally(known);
    this.visited = 0;
    this.repairs = 0;
    this.stopped = false;
    let depth = 0;
    let rho = this.radius(this.states[0], 0);
    for (const position of task.prefix) rho = this.descend(depth++, position);
    let reported = 0;
    const tick = (): void => {
      if (this.visited - reported < 128) return;
      this.stopped = visit(this.visited - reported) || this.stopped;
      reported = this.visited;
    };
    const record = (at: number, radius: number): void => {
      this.visited++;
      this.tally.record(this.decisions[at], radius, this.flips, at, this.plan.mirrored);
    };
    const below = (at: number, from: number): void => {
      if (at >= this.plan.depth) return;
      for (let position = from; position < this.plan.order.length; position++) {
        record(at + 1, this.descend(at, position));
        tick();
        if (this.stopped) return;
        below(at + 1, position + 1);
        if (this.stopped) return;
      }
    };
    record(depth, rho);
    if (task.below) below(depth, task.prefix.length === 0 ? 0 : task.prefix[task.prefix.length - 1] + 1);
    visit(this.visited - reported);
    return { ...this.tally.report(), complete: !this.stopped, sets: this.visited, repairs: this.repairs };
  }

  /** Flips one more node below the state at `depth`. Returns the radius of the new decisions. */
  private descend(depth: number, position: number): number {
    const { m, Q, C } = this.problem;
    const parent = this.states[depth];
    const child = this.states[depth + 1];
    const node = this.plan.order[position];
    const label = -parent.y[node];
    copySolution(parent, child);
    this.flips[depth] = node;
    const ended = drive(child, parent.G, Q, C, node, label, m, this.room);
    child.y[node] = label;
    // Nothing lies below a set of full size or one that holds the last node: it needs no tableau.
    const leaf = depth + 1 === this.plan.depth || position + 1 === this.plan.order.length;
    const gap = this.settle(child, ended, leaf ? null : parent.G);
    advanceDecisions(
      this.rows,
      m,
      parent.z,
      child.z,
      this.decisions[depth],
      this.decisions[depth + 1],
      this.changed,
    );
    return unitRadius(gap) + (depth + 2) * this.stepError;
  }

  private radius(state: SolverState, depth: number): number {
    feedback(this.problem.Q, this.problem.m, state.z, this.fresh);
    return unitRadius(gapBound(this.scale, state.y, state.z, this.fresh)) + (depth + 1) * this.stepError;
  }

  /**
   * Forms f = Q z anew, puts it into the state and returns the gap; repairs the state where the gap is too wide.
   * @param start tableau that the path began at, when the state's own is needed
   */
  private settle(state: SolverState, ended: boolean, start: Float64Array | null): number {
    const { m, Q } = this.problem;
    const { y, z, f, status, G } = state;
    feedback(Q, m, z, this.fresh);
    let gap = ended ? gapBound(this.scale, y, z, this.fresh) : Infinity;
    if (gap > this.wideGap) {
      this.repairs++;
      repair(state, Q, this.scale, gap);
      feedback(Q, m, z, this.fresh);
      gap = gapBound(this.scale, y, z, this.fresh);
    } else if (start !== null) {
      G.set(start);
      this.room.log.apply(G);
    }
    for (let i = 0; i < m; i++) f[i] = status[i] === 1 ? y[i] : this.fresh[i];
    return gap;
  }

  private newTally(known: Known): Tally {
    return new Tally(this.problem.m, this.plan.levels, this.rows, known);
  }
}
