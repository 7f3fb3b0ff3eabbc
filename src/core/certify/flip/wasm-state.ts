import { BOUND, FREE, ZERO } from './tableau';
import type { SolverState } from './tableau';
import type { FlipExports } from './wasm-module';

/** Vectors of a state, in rows from its address: see wasm/layout.ts. */
const Y = 0;
const Z = 1;
const F = 2;
const FREE_MASK = 3;
const LOWER = 4;
const UPPER = 5;
const TABLEAU = 6;

/** A state of the compiled engine, seen from outside: copied in and out, which is rare. */
export class WasmStates {
  private readonly row: number;
  private readonly numbers: Float64Array;
  private readonly words: Int32Array;

  constructor(
    private readonly engine: FlipExports,
    private readonly m: number,
    private readonly C: number,
  ) {
    this.row = engine.rowBytes() / 8;
    this.numbers = new Float64Array(engine.memory.buffer);
    this.words = new Int32Array(engine.memory.buffer);
  }

  write({ y, z, f, status, G }: SolverState, depth: number): void {
    const { m, C, row, numbers, words } = this;
    const at = this.engine.state(depth) / 8;
    // Padding has no bounds that a path could run into.
    numbers.fill(0, at, at + (TABLEAU + m) * row);
    numbers.fill(-Infinity, at + LOWER * row, at + UPPER * row);
    numbers.fill(Infinity, at + UPPER * row, at + TABLEAU * row);
    numbers.set(y, at + Y * row);
    numbers.set(z, at + Z * row);
    numbers.set(f, at + F * row);
    for (let i = 0; i < m; i++) {
      const free = status[i] === FREE;
      const mask = 2 * (at + FREE_MASK * row + i);
      words.fill(free ? -1 : 0, mask, mask + 2);
      numbers[at + LOWER * row + i] = free ? 0 : status[i] === ZERO ? 1 : -Infinity;
      numbers[at + UPPER * row + i] = free ? C : status[i] === BOUND ? 1 : Infinity;
      numbers.set(G.subarray(i * m, (i + 1) * m), at + (TABLEAU + i) * row);
    }
  }

  /** Labels and duals alone: what solving anew starts from. */
  readSolution(depth: number, state: SolverState): void {
    const { m, row, numbers } = this;
    const at = this.engine.state(depth) / 8;
    state.y.set(numbers.subarray(at + Y * row, at + Y * row + m));
    state.z.set(numbers.subarray(at + Z * row, at + Z * row + m));
  }
}
