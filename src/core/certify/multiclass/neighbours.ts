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
  radius: number;
}

/**
 * Trains a labelling, and every class's SVM with one entry of its own ±1 labels flipped: whatever one more label change
 * makes of the labelling is put together from these, since a change flips one entry of two classes.
 */
export class Neighbours {
  /** By class: the labelling itself. */
  readonly base: readonly ClassDecisions[];
  /** By class and labelled node: that node's entry flipped. Only flippable nodes are filled in. */
  readonly flipped: readonly (readonly ClassDecisions[])[];
  private readonly stepper: Stepper;
  private readonly roots: readonly SolverState[];
  private readonly radii: number[] = [];
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
    const room = (): ClassDecisions => ({ values: new Float64Array(rows.count), radius: Infinity });
    this.base = Array.from({ length: classes }, room);
    this.flipped = this.base.map(() => Array.from({ length: m }, room));
    this.stepper = new Stepper(problem);
    this.roots = this.base.map((_, p) => {
      const state = emptyState(m);
      this.radii.push(this.stepper.start(state, oneAgainstAll(labels, p)));
      return state;
    });
    this.chain = [emptyState(m), emptyState(m)];
    this.child = emptyState(m);
    this.none = new Float64Array(m);
    this.zero = new Float64Array(rows.count);
    this.changed = new Int32Array(m);
  }

  /** Forms all decisions around the labelling that a set of label changes makes. */
  around(flips: readonly number[]): void {
    const { classes, labels, flippable } = this.problem;
    const inside = new Set<number>();
    const entries = this.base.map((): { node: number; label: number }[] => []);
    for (const code of flips) {
      const { labelled, to } = flipOf(classes, code);
      inside.add(labelled);
      entries[labels[labelled]].push({ node: labelled, label: -1 });
      entries[to].push({ node: labelled, label: 1 });
    }
    for (let p = 0; p < classes; p++) {
      let parent = this.roots[p];
      let radius = this.radii[p];
      entries[p].forEach(({ node, label }, k) => {
        radius = this.stepper.step(parent, this.chain[k % 2], node, label, 0, false);
        parent = this.chain[k % 2];
      });
      this.read(parent, radius, this.base[p]);
      for (const i of flippable) {
        if (inside.has(i)) continue;
        radius = this.stepper.step(parent, this.child, i, -parent.y[i], 0, true);
        this.read(this.child, radius, this.flipped[p][i]);
      }
    }
  }

  private read({ z }: SolverState, radius: number, into: ClassDecisions): void {
    const { m } = this.problem;
    advanceDecisions(this.rows, m, this.none, z, this.zero, into.values, this.changed);
    into.radius = radius;
  }
}
