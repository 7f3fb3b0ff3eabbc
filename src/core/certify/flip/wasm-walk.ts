import { ALL, CORRECT } from '../problem';
import type { Problem, TestView } from '../problem';
import { Stepper } from './stepper';
import { emptyState } from './tableau';
import type { SolverState } from './tableau';
import { Tally } from './tally';
import type { WalkTask } from './tasks';
import { advanceDecisions, testRows } from './test-rows';
import type { TestRows } from './test-rows';
import { nextPosition } from './visit';
import type { BinaryWalker, Known, WalkAnswer, WalkPlan } from './walk';
import type { FlipExports, FlipModule } from './wasm-module';
import { WasmStates } from './wasm-state';

/** A walk that needs more memory than this is the plain engine's. */
const MOST_BYTES = 2 ** 30;

/**
 * The compiled engine's walk of this plan, or null where it cannot be had: no instance, or too large for it. The
 * plain walker then gives the same answers.
 */
export function wasmWalker(
  module: FlipModule,
  problem: Problem,
  view: TestView,
  plan: WalkPlan,
): BinaryWalker | null {
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
  if (!(engine.bytesFor(m, rows.count, depths, levels) <= MOST_BYTES)) return null;
  const fits = engine.setUp(
    m,
    rows.count,
    rows.correct,
    order.length,
    depth,
    depths,
    levels,
    mirrored ? 1 : 0,
  );
  return fits === 0 ? null : new WasmWalker(engine, calls, problem, rows, plan, depths);
}

/** Where the instance's imports lead: they have to exist before there is anything to lead to. */
class Callbacks {
  record: (depth: number) => void = () => undefined;
  repair: (depth: number, gap: number) => number = () => Infinity;
  tick: (sets: number) => boolean = () => false;
}

/** Feeds the compiled engine, and does for it what is rare: the tally's news and repairs. */
class WasmWalker implements BinaryWalker {
  private readonly stepper: Stepper;
  private readonly states: WasmStates;
  private readonly scratch: SolverState;
  private readonly decisions: Float64Array[] = [];
  private readonly radii: Float64Array;
  private readonly flips: Int32Array;
  private readonly least: Float64Array;
  private readonly most: readonly [Int32Array, Int32Array];

  constructor(
    private readonly engine: FlipExports,
    private readonly calls: Callbacks,
    private readonly problem: Problem,
    private readonly rows: TestRows,
    private readonly plan: WalkPlan,
    depths: number,
  ) {
    const { m, C } = problem;
    const { buffer } = engine.memory;
    const numbers = (at: number, count: number) => new Float64Array(buffer, at, count);
    const integers = (at: number, count: number) => new Int32Array(buffer, at, count);
    const perLevel = plan.levels + 1;
    this.stepper = new Stepper(problem);
    this.states = new WasmStates(engine, m, C);
    this.scratch = emptyState(m);
    this.radii = numbers(engine.radiiAt(), depths);
    this.flips = integers(engine.flipsAt(), m);
    // Padding is never news: known to change by no flip at all.
    this.least = numbers(engine.leastAt(), engine.testRowBytes() / 8).fill(-1);
    this.most = [integers(engine.mostAllAt(), perLevel), integers(engine.mostCorrectAt(), perLevel)];
    for (let depth = 0; depth < depths; depth++)
      this.decisions.push(numbers(engine.decisions(depth), rows.count));
    integers(engine.orderAt(), m).set(plan.order);
    const { scale, wideGap, updateError } = this.stepper;
    engine.setBounds(C, scale.feedbackError, wideGap, updateError);
    this.writeProblem();
    this.writeRoot();
  }

  run(task: WalkTask, known: Known, visit: (sets: number) => boolean): WalkAnswer {
    const { engine, calls, stepper, decisions, radii, flips } = this;
    const { levels, mirrored } = this.plan;
    const { prefix, below } = task;
    const tally = new Tally(this.problem.m, levels, this.rows, known);
    stepper.repairs = 0;
    this.writeBounds(tally);
    calls.record = (at) => {
      tally.record(decisions[at], radii[at], flips, at, mirrored);
      this.writeBounds(tally);
    };
    calls.repair = (at, gap) => this.repair(at, gap);
    calls.tick = visit;
    prefix.forEach((position, at) => engine.descend(at, position));
    const sets = engine.walk(prefix.length, nextPosition(prefix, 1), below ? 1 : 0);
    return {
      ...tally.report(),
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

  /** What is known by now: the engine calls for nothing that is no news. */
  private writeBounds(tally: Tally): void {
    this.least.set(tally.least);
    this.most[ALL].set(tally.most[ALL]);
    this.most[CORRECT].set(tally.most[CORRECT]);
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
