import type { Problem, TestView } from '../problem';
import type { WalkTask } from './visit';
import { rowOrder } from './test-rows';
import { Walker } from './walk';
import type { Walked, WalkPlan } from './walk';
import { wasmEngine } from './wasm-engine';
import type { WasmEngine } from './wasm-engine';
import type { FlipModule } from './wasm-module';

/** A flip set with a decision below its floor. Its arrays hold until the call that brings it returns. */
export interface LowSet {
  /** How many members it flips, and how many others: see `slotOf`. */
  readonly slot: number;
  /** Decision of each row, in units of sqrt(Q_tt). */
  readonly decisions: Float64Array;
  /** Every decision is within this of the trained model's. */
  readonly radius: number;
  /** Stack of flipped nodes; the first `size` count. */
  readonly flips: Int32Array;
  readonly size: number;
}

/**
 * A walk that reports the sets which bring some row's decision, less the radius, below that row's floor. There are
 * floors for each number of flipped members and of flipped others, where the members are the nodes labelled 1.
 */
export interface FloorWalker {
  /** By slot, a floor for each row: the caller's to fill in, also from within a report. */
  readonly floors: readonly Float64Array[];
  readonly run: (task: WalkTask, low: (set: LowSet) => void, visit: (sets: number) => boolean) => Walked;
}

/** Slots of sets of at most `depth` flips. */
export function slotCount(depth: number): number {
  return (depth + 1) ** 2;
}

/** Where the floors of sets of so many flipped members and others lie. */
export function slotOf(depth: number, members: number, others: number): number {
  return members * (depth + 1) + others;
}

/** The compiled engine's walk where it can be had and serves the problem, else the plain one's: the answers are the same. */
export function floorWalker(
  module: FlipModule | null,
  problem: Problem,
  view: TestView,
  plan: WalkPlan,
): FloorWalker {
  // The compiled engine does not ask whether a stationary point is the only one.
  const plain = module === null || problem.stationary !== undefined;
  const engine = plain ? null : wasmEngine(module, problem, view, plan, slotCount(plan.depth));
  return engine === null
    ? new PlainFloorWalker(problem, view, plan)
    : new WasmFloorWalker(engine, problem, plan.depth);
}

class PlainFloorWalker implements FloorWalker {
  readonly floors: readonly Float64Array[];
  private readonly walker: Walker;

  constructor(
    private readonly problem: Problem,
    view: TestView,
    private readonly plan: WalkPlan,
  ) {
    this.walker = new Walker(problem, view, plan);
    const { length } = rowOrder(view).index;
    this.floors = Array.from({ length: slotCount(plan.depth) }, () => new Float64Array(length));
  }

  run(task: WalkTask, low: (set: LowSet) => void, visit: (sets: number) => boolean): Walked {
    const { depth } = this.plan;
    const { y } = this.problem;
    return this.walker.runEach(
      task,
      (decisions, radius, flips, size) => {
        const slot = slotOfFlips(y, depth, flips, size);
        if (pierced(decisions, radius, this.floors[slot])) low({ slot, decisions, radius, flips, size });
      },
      visit,
    );
  }
}

class WasmFloorWalker implements FloorWalker {
  readonly floors: readonly Float64Array[];

  constructor(
    private readonly wasm: WasmEngine,
    private readonly problem: Problem,
    private readonly depth: number,
  ) {
    const { engine, rows } = wasm;
    const { m, y } = problem;
    const stride = engine.testRowBytes() / 8;
    const slots = slotCount(depth);
    // Padding is below no floor.
    wasm.numbers(engine.floorsAt(), slots * stride).fill(-Infinity);
    this.floors = Array.from({ length: slots }, (_, slot) =>
      wasm.numbers(engine.floorsAt() + 8 * slot * stride, rows.count),
    );
    wasm.integers(engine.membersOf(), m).set(y.map((label) => (label === 1 ? 1 : 0)));
  }

  run(task: WalkTask, low: (set: LowSet) => void, visit: (sets: number) => boolean): Walked {
    const { decisions, radii, flips } = this.wasm;
    const { y } = this.problem;
    const record = (size: number): void => {
      const slot = slotOfFlips(y, this.depth, flips, size);
      // Padding of an infinite radius comes here too.
      if (pierced(decisions[size], radii[size], this.floors[slot]))
        low({ slot, decisions: decisions[size], radius: radii[size], flips, size });
    };
    return this.wasm.walk(task, record, visit);
  }
}

function slotOfFlips(y: Int8Array, depth: number, flips: Int32Array, size: number): number {
  let members = 0;
  for (let k = 0; k < size; k++) if (y[flips[k]] === 1) members++;
  return slotOf(depth, members, size - members);
}

function pierced(decisions: Float64Array, radius: number, floor: Float64Array): boolean {
  // A decision that is NaN is above nothing.
  for (let t = 0; t < floor.length; t++) if (!(decisions[t] - radius >= floor[t])) return true;
  return false;
}
