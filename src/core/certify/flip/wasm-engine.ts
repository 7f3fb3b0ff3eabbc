import type { Problem, TestView } from '../problem';
import { Stepper } from './stepper';
import { emptyState } from './tableau';
import type { SolverState } from './tableau';
import type { WalkTask } from './visit';
import { advanceDecisions, testRows } from './test-rows';
import type { TestRows } from './test-rows';
import { nextPosition } from './visit';
import type { Walked, WalkPlan } from './walk';
import type { FlipExports, FlipModule } from './wasm-module';
import { WasmStates } from './wasm-state';

/** A walk that needs more memory than this is the plain engine's. */
const MOST_BYTES = 2 ** 30;

/**
 * An instance of the compiled engine, laid out for one plan and filled in; or null where it cannot be had: no instance,
 * or too large for it.
 * @param slots kinds of sets that floors are kept for; 0 reports what is news to a tally
 */
export function wasmEngine(
  module: FlipModule,
  problem: Problem,
  view: TestView,
  plan: WalkPlan,
  slots: number,
): WasmEngine | null {
  const rows = testRows(problem, view);
  const { order, depth, levels, mirrored } = plan;
  const depths = Math.min(depth, order.length) + 1;
  const calls = new Callbacks();
  let engine: FlipExports;
  try {
    engine = module({
      index: {
        record: (at) => calls.record(at),
        tick: (sets) => (calls.tick(sets) ? 1 : 0),
      },
      step: { repair: (at, gap) => calls.repair(at, gap) },
      search: { record: () => undefined, tick: () => 0 },
    });
  } catch {
    return null;
  }
  const { m } = problem;
  if (!(engine.bytesFor(m, rows.count, depths, levels, slots) <= MOST_BYTES)) return null;
  const fits = engine.setUp(
    m,
    rows.count,
    rows.correct,
    order.length,
    depth,
    depths,
    levels,
    mirrored ? 1 : 0,
    slots,
  );
  return fits === 0 ? null : new WasmEngine(engine, calls, problem, rows, plan, depths);
}

/** Where the instance's imports lead: they have to exist before there is anything to lead to. */
class Callbacks {
  record: (depth: number) => void = () => undefined;
  repair: (depth: number, gap: number) => number = () => Infinity;
  tick: (sets: number) => boolean = () => false;
}

/** Feeds the compiled engine, and repairs what it cannot. */
export class WasmEngine {
  /** By depth: the decisions of the set at hand, and their radius. */
  readonly decisions: readonly Float64Array[];
  readonly radii: Float64Array;
  /** Stack of flipped nodes. */
  readonly flips: Int32Array;
  private readonly stepper: Stepper;
  private readonly states: WasmStates;
  private readonly scratch: SolverState;

  constructor(
    readonly engine: FlipExports,
    private readonly calls: Callbacks,
    private readonly problem: Problem,
    readonly rows: TestRows,
    plan: WalkPlan,
    depths: number,
  ) {
    const { m, C } = problem;
    this.stepper = new Stepper(problem);
    this.states = new WasmStates(engine, m, C);
    this.scratch = emptyState(m);
    this.radii = this.numbers(engine.radiiAt(), depths);
    this.flips = this.integers(engine.flipsAt(), m);
    this.decisions = Array.from({ length: depths }, (_, depth) =>
      this.numbers(engine.decisions(depth), rows.count),
    );
    this.integers(engine.orderAt(), m).set(plan.order);
    const { scale, wideGap, updateError } = this.stepper;
    engine.setBounds(C, scale.feedbackError, wideGap, updateError);
    this.writeProblem();
    this.writeRoot();
  }

  /** Views of the engine's memory. */
  numbers(at: number, count: number): Float64Array {
    return new Float64Array(this.engine.memory.buffer, at, count);
  }

  integers(at: number, count: number): Int32Array {
    return new Int32Array(this.engine.memory.buffer, at, count);
  }

  /** @param record takes in the set at a depth, which concerns the caller */
  walk(
    { prefix, below }: WalkTask,
    record: (depth: number) => void,
    visit: (sets: number) => boolean,
  ): Walked {
    const { engine, calls, stepper } = this;
    stepper.repairs = 0;
    calls.record = record;
    calls.repair = (at, gap) => this.repair(at, gap);
    calls.tick = visit;
    prefix.forEach((position, at) => engine.descend(at, position));
    const sets = engine.walk(prefix.length, nextPosition(prefix, 1), below ? 1 : 0);
    return {
      complete: sets >= 0,
      sets: Math.abs(sets),
      repairs: stepper.repairs,
      engine: 'WebAssembly',
    };
  }

  private repair(depth: number, gap: number): number {
    const { states, scratch } = this;
    states.readSolution(depth, scratch);
    const left = this.stepper.resolve(scratch, gap);
    states.write(scratch, depth);
    return left;
  }

  private writeProblem(): void {
    const { engine, rows } = this;
    const { m, Q } = this.problem;
    const write = (at: number, stride: number, values: Float64Array, width: number): void => {
      const target = new Float64Array(engine.memory.buffer, at, (m * stride) / 8).fill(0);
      for (let j = 0; j < m; j++) target.set(values.subarray(j * width, (j + 1) * width), (j * stride) / 8);
    };
    write(engine.kernelAt(), engine.rowBytes(), Q, m);
    write(engine.columnsAt(), engine.testRowBytes(), rows.columns, rows.count);
  }

  private writeRoot(): void {
    const { engine, rows, scratch } = this;
    const { m, y } = this.problem;
    this.radii[0] = this.stepper.start(scratch, y);
    this.states.write(scratch, 0);
    const root = new Float64Array(engine.memory.buffer, engine.decisions(0), engine.testRowBytes() / 8);
    // Padding is far from any tie, and stays there.
    root.fill(Infinity);
    const zero = new Float64Array(rows.count);
    advanceDecisions(
      rows,
      m,
      new Float64Array(m),
      scratch.z,
      zero,
      root.subarray(0, rows.count),
      new Int32Array(m),
    );
  }
}
