import { ALL, CORRECT } from '../problem';
import type { Problem, TestView } from '../problem';
import { Tally } from './tally';
import type { WalkTask } from './visit';
import type { BinaryWalker, Known, WalkAnswer, WalkPlan } from './walk';
import { wasmEngine } from './wasm-engine';
import type { WasmEngine } from './wasm-engine';
import type { FlipModule } from './wasm-module';

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
  const engine = wasmEngine(module, problem, view, plan, 0);
  return engine === null ? null : new WasmWalker(engine, problem.m, plan);
}

/** Lets the compiled engine walk, and does for it what is rare: the tally's news. */
class WasmWalker implements BinaryWalker {
  private readonly least: Float64Array;
  private readonly most: readonly [Int32Array, Int32Array];

  constructor(
    private readonly wasm: WasmEngine,
    private readonly m: number,
    private readonly plan: WalkPlan,
  ) {
    const { engine } = wasm;
    const perLevel = plan.levels + 1;
    // Padding is never news: known to change by no flip at all.
    this.least = wasm.numbers(engine.leastAt(), engine.testRowBytes() / 8).fill(-1);
    this.most = [
      wasm.integers(engine.mostAllAt(), perLevel),
      wasm.integers(engine.mostCorrectAt(), perLevel),
    ];
  }

  run(task: WalkTask, known: Known, visit: (sets: number) => boolean): WalkAnswer {
    const { decisions, radii, flips, rows } = this.wasm;
    const { levels, mirrored } = this.plan;
    const tally = new Tally(this.m, levels, rows, known);
    this.writeBounds(tally);
    const record = (at: number): void => {
      tally.record(decisions[at], radii[at], flips, at, mirrored);
      this.writeBounds(tally);
    };
    const walked = this.wasm.walk(task, record, visit);
    return { ...tally.report(), ...walked };
  }

  /** What is known by now: the engine calls for nothing that is no news. */
  private writeBounds(tally: Tally): void {
    this.least.set(tally.least);
    this.most[ALL].set(tally.most[ALL]);
    this.most[CORRECT].set(tally.most[CORRECT]);
  }
}
