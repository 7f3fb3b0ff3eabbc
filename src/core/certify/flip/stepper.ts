import { EPSILON, feedback, gapBound, gapScale, unitRadius } from '../../svm/gap';
import type { GapScale } from '../../svm/gap';
import type { Problem } from '../problem';
import { StationaryCheck } from '../../svm/stationary';
import { drive, pathRoom } from './path';
import type { PathRoom } from './path';
import { copySolution, FREE } from './tableau';
import type { SolverState } from './tableau';
import { repair, train } from './train';

/** What training needs of a problem. */
export type TrainingData = Pick<Problem, 'm' | 'Q' | 'C' | 'stationary'>;

/** A gap this far above what rounding explains has lost its way. */
const REPAIR_FACTOR = 1e4;

/**
 * Takes solutions from one label vector to the next and tells how good they are: f = Q z is formed anew after
 * every step, and the radius of all decisions read off the duality gap.
 */
export class Stepper {
  /** What bounds the rounding of f = Q z. */
  readonly scale: GapScale;
  /** A gap above this calls for solving anew. */
  readonly wideGap: number;
  /** Bound of the rounding in one update of a decision value, in units of sqrt(Q_tt). */
  readonly updateError: number;
  /** C times the sum of sqrt(Q_jj): no weights that training can give are longer. */
  readonly reach: number;
  private readonly check: StationaryCheck | null;
  private readonly room: PathRoom;
  private readonly fresh: Float64Array;
  /** States that had to be solved anew because their gap was too wide. */
  repairs = 0;

  constructor(private readonly data: TrainingData) {
    const { m, Q, C, stationary } = data;
    this.check = stationary === undefined ? null : new StationaryCheck(Q, m, C, stationary);
    this.scale = gapScale(Q, m, C);
    this.room = pathRoom(m);
    this.fresh = new Float64Array(m);
    let reach = 0;
    for (let j = 0; j < m; j++) reach += C * Math.sqrt(Q[j * m + j]);
    this.wideGap = REPAIR_FACTOR * m * C * (m * C * this.scale.feedbackError + EPSILON);
    this.reach = reach;
    this.updateError = (m + 4) * EPSILON * reach;
  }

  /** Trains a state from nothing. Returns the radius of decisions formed from it. */
  start(state: SolverState, y: Int8Array): number {
    const trained = train(state, this.data.Q, this.data.C, y, this.room);
    state.y.set(y);
    return unitRadius(this.settle(state, trained, null)) + this.updateError;
  }

  /**
   * Gives `child` the parent's solution with one label changed.
   * @param updates how often decisions of the child will have been updated since they were formed
   * @param last true where no further step starts from the child: its tableau is then left out
   * @returns the radius of decisions formed from it, in units of sqrt(Q_tt)
   */
  step(
    parent: SolverState,
    child: SolverState,
    node: number,
    label: number,
    updates: number,
    last: boolean,
  ): number {
    const { m, Q, C } = this.data;
    copySolution(parent, child);
    const ended = drive(child, parent.G, Q, C, node, label, m, this.room);
    child.y[node] = label;
    const gap = this.settle(child, ended, last ? null : parent.G);
    return unitRadius(gap) + (updates + 1) * this.updateError;
  }

  /**
   * Forms f = Q z anew, puts it into the state and returns the gap; repairs the state where the gap is too wide.
   * @param start tableau that the path began at, when the state's own is needed
   */
  private settle(state: SolverState, ended: boolean, start: Float64Array | null): number {
    const { m, Q } = this.data;
    const { y, z, G } = state;
    feedback(Q, m, z, this.fresh);
    const gap = ended ? gapBound(this.scale, y, z, this.fresh) : Infinity;
    if (gap > this.wideGap) return this.resolve(state, gap);
    if (start !== null) {
      G.set(start);
      this.room.log.apply(G);
    }
    this.keepFeedback(state);
    return this.counted(state, gap);
  }

  /** Solves a state of too wide a gap anew, tableau and f with it. Returns the gap that is left. */
  resolve(state: SolverState, gap: number): number {
    const { m, Q } = this.data;
    this.repairs++;
    repair(state, Q, this.scale, gap);
    feedback(Q, m, state.z, this.fresh);
    this.keepFeedback(state);
    return this.counted(state, gapBound(this.scale, state.y, state.z, this.fresh));
  }

  /** The gap, where training is known to have one answer; else Infinity, so that nothing is concluded. */
  private counted({ y, z }: SolverState, gap: number): number {
    return this.check === null || this.check.holds(y, z, this.fresh) ? gap : Infinity;
  }

  private keepFeedback({ y, f, status }: SolverState): void {
    for (let i = 0; i < f.length; i++) f[i] = status[i] === FREE ? y[i] : this.fresh[i];
  }
}
