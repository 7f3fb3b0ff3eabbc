import { Stepper } from '../flip/stepper';
import { emptyState } from '../flip/tableau';
import type { SolverState } from '../flip/tableau';
import { advanceDecisions } from '../flip/test-rows';
import type { TestRows } from '../flip/test-rows';
import { flipOf, oneAgainstAll } from './problem';
import type { MulticlassProblem } from './problem';

/** Decisions of one class, in units of sqrt(Q_tt), and how far they can be from the trained model's. */
export interface ClassDecisions {
  readonly values: Float64Array;
  readonly radius: number;
}

/** One class's labels, and what one more flipped entry makes of them. */
export interface ClassNeighbours {
  readonly base: ClassDecisions;
  /** By labelled node: that node's entry flipped. The radius is infinite for one that is flipped already or cannot be. */
  readonly flipped: readonly ClassDecisions[];
}

/**
 * Neighbourhoods of label vectors that are kept, and the bytes they may take: sets of label changes that look alike
 * share most of them.
 */
const MOST_KEPT = 48;
const MOST_BYTES = 2 ** 26;

/**
 * Trains a labelling, and every class's SVM with one entry of its own ±1 labels flipped: whatever one more label change
 * makes of the labelling is put together from these, since a change flips one entry of two classes.
 */
export class Neighbours {
  private readonly stepper: Stepper;
  private readonly roots: readonly { readonly state: SolverState; readonly radius: number }[];
  private readonly known = new Map<string, ClassNeighbours>();
  private readonly kept: number;
  private readonly chain: readonly [SolverState, SolverState];
  private readonly child: SolverState;
  private readonly none: Float64Array;
  private readonly zero: Float64Array;
  private readonly changed: Int32Array;

  constructor(
    private readonly problem: MulticlassProblem,
    private readonly rows: TestRows,
  ) {
    const { m, classes, labels } = problem;
    this.stepper = new Stepper(problem);
    this.kept = Math.min(MOST_KEPT, MOST_BYTES / (8 * m * Math.max(1, rows.count)));
    this.roots = Array.from({ length: classes }, (_, p) => {
      const state = emptyState(m);
      return { state, radius: this.stepper.start(state, oneAgainstAll(labels, p)) };
    });
    this.chain = [emptyState(m), emptyState(m)];
    this.child = emptyState(m);
    this.none = new Float64Array(m);
    this.zero = new Float64Array(rows.count);
    this.changed = new Int32Array(m);
  }

  /**
   * By class, all decisions around the labelling that a set of label changes makes.
   * @returns null where it was stopped
   */
  around(flips: readonly number[], stop: () => boolean): ClassNeighbours[] | null {
    const { classes, labels } = this.problem;
    const entries = this.roots.map((): number[] => []);
    for (const code of flips) {
      const { labelled, to } = flipOf(classes, code);
      entries[labels[labelled]].push(labelled);
      entries[to].push(labelled);
    }
    const around: ClassNeighbours[] = [];
    for (const [p, nodes] of entries.entries()) {
      if (stop()) return null;
      around.push(this.ofClass(p, nodes));
    }
    return around;
  }

  /** @param nodes whose entries are flipped in the class's labels */
  private ofClass(p: number, nodes: readonly number[]): ClassNeighbours {
    const key = [p, ...nodes].join();
    let around = this.known.get(key);
    if (around === undefined) {
      around = this.form(p, nodes);
      // Those of the clean labels are wanted again and again.
      if (this.known.size >= this.kept + this.roots.length) {
        for (const other of [...this.known.keys()].filter((k) => k.includes(','))) this.known.delete(other);
      }
      this.known.set(key, around);
    }
    return around;
  }

  private form(p: number, nodes: readonly number[]): ClassNeighbours {
    const { m, flippable } = this.problem;
    let { state: parent, radius } = this.roots[p];
    nodes.forEach((node, k) => {
      const next = this.chain[k % 2];
      radius = this.stepper.step(parent, next, node, -parent.y[node], 0, false);
      parent = next;
    });
    const base = this.decisions(parent, radius);
    const flipped = new Array<ClassDecisions>(m).fill({ values: base.values, radius: Infinity });
    for (const i of flippable) {
      if (nodes.includes(i)) continue;
      radius = this.stepper.step(parent, this.child, i, -parent.y[i], 0, true);
      flipped[i] = this.decisions(this.child, radius);
    }
    return { base, flipped };
  }

  private decisions({ z }: SolverState, radius: number): ClassDecisions {
    const values = new Float64Array(this.rows.count);
    advanceDecisions(this.rows, this.problem.m, this.none, z, this.zero, values, this.changed);
    return { values, radius };
  }
}
