import { ALL } from '../problem';
import type { Problem, TestView } from '../problem';
import { probeFrom, searchOrder } from './search';
import type { SearchPlan, SearchTask } from './search';
import { inSpan, isSemiDefinite } from './span';
import { Stepper } from './stepper';
import { emptyState } from './tableau';
import type { SolverState } from './tableau';
import { Tally } from './tally';
import { testRows } from './test-rows';
import type { TestRows } from './test-rows';
import type { Known, WalkAnswer } from './walk';
import type { FlipExports, FlipModule } from './wasm-module';
import { WasmStates } from './wasm-state';

/** A search that needs more memory than this is not begun. */
const MOST_BYTES = 2 ** 30;
/** Numbers kept per test row: see wasm/search-layout.ts. */
const PER_TEST = 6;
/** Largest sets that the engine has room to walk to. */
const MOST_FLIPS = 100;
/** Place of the s that is tried first, near where it mostly ends. */
const FIRST_SCALE = 5;

/** Looks over a search's shoulder: what its bounds leave out shows in what it does not look at. */
export interface Onlooker {
  /** Per row, in units of sqrt(Q_tt): only sets that leave its decision above this may be left out. 0 certifies. */
  readonly threshold: Float64Array;
  /** Told of every set looked at, and the rows it was looked at for. No row then counts as settled by what is found. */
  readonly looked: (flips: readonly number[], rows: readonly number[]) => void;
}

export interface Searcher {
  /**
   * Looks for sets of exactly the plan's size that change a row which no set of at most that size is known to change.
   * @param visit called now and then with the sets dealt with since the last call; true stops the search
   */
  readonly run: (task: SearchTask, known: Known, visit: (sets: number) => boolean) => WalkAnswer;
}

/**
 * The pruned search in the compiled engine, or null where it cannot be had: no instance, too large for it, or a kernel
 * that is not positive semi-definite, on which the bounds rest. Training that always saturates lets such a kernel in.
 */
export function wasmSearcher(
  module: FlipModule,
  problem: Problem,
  view: TestView,
  { size }: SearchPlan,
  onlooker: Onlooker | null = null,
): Searcher | null {
  if (!isSemiDefinite(problem.Q, problem.m)) return null;
  const calls = new Callbacks();
  let engine: FlipExports;
  try {
    engine = module({
      index: { record: () => undefined, tick: () => 0 },
      step: { repair: (at, gap) => calls.repair(at, gap) },
      search: {
        record: (at) => calls.record(at),
        tick: (sets) => (calls.tick(sets) ? 1 : 0),
      },
    });
  } catch {
    return null;
  }
  const order = searchOrder(problem);
  const { m } = problem;
  const rows = testRows(problem, view);
  const bytes = engine.bytesFor(m, rows.count, size + 1, 0, 0) + engine.searchBytesFor(m, rows.count);
  if (!(bytes <= MOST_BYTES) || size > MOST_FLIPS) return null;
  if (engine.setUp(m, rows.count, 0, order.length, size, size + 1, 0, 0, 0) === 0) return null;
  const stepper = new Stepper(inOrder(problem, order));
  const { reach } = stepper;
  if (
    engine.setUpSearch(rows.count, order.length, size, probeFrom(size), reach, onlooker === null ? 0 : 1) ===
    0
  )
    return null;
  return new WasmSearcher(engine, calls, stepper, problem, rows, order, size, onlooker);
}

/** Where the instance's imports lead: they have to exist before there is anything to lead to. */
class Callbacks {
  record: (depth: number) => void = () => undefined;
  repair: (depth: number, gap: number) => number = () => Infinity;
  tick: (sets: number) => boolean = () => false;
}

/** The problem's labelled nodes as the search numbers them: those that can be flipped in order, then the others. */
function nodesInOrder(m: number, order: Int32Array): Int32Array {
  const first = new Set(order);
  return Int32Array.from([...order, ...Array.from({ length: m }, (_, i) => i).filter((i) => !first.has(i))]);
}

/** The training data with its labelled nodes numbered as the search does. */
function inOrder({ m, Q, C }: Problem, order: Int32Array): { m: number; Q: Float64Array; C: number } {
  const nodes = nodesInOrder(m, order);
  const permuted = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) permuted[i * m + j] = Q[nodes[i] * m + nodes[j]];
  return { m, Q: permuted, C };
}

class WasmSearcher implements Searcher {
  private readonly nodes: Int32Array;
  private readonly states: WasmStates;
  private readonly scratch: SolverState;
  private readonly flips: Int32Array;
  private readonly least: Float64Array;

  constructor(
    private readonly engine: FlipExports,
    private readonly calls: Callbacks,
    private readonly stepper: Stepper,
    private readonly problem: Problem,
    private readonly rows: TestRows,
    private readonly order: Int32Array,
    private readonly size: number,
    private readonly onlooker: Onlooker | null,
  ) {
    const { m, C, y } = problem;
    const { buffer } = engine.memory;
    this.nodes = nodesInOrder(m, order);
    this.states = new WasmStates(engine, m, C);
    this.scratch = emptyState(m);
    this.flips = new Int32Array(buffer, engine.flipsAt(), m);
    this.least = new Float64Array(buffer, engine.leastAt(), rows.count);
    const { scale, wideGap, updateError } = stepper;
    engine.setBounds(C, scale.feedbackError, wideGap, updateError);
    this.writeKernel();
    this.writeTestRows();
    stepper.start(
      this.scratch,
      Int8Array.from(this.nodes, (i) => y[i]),
    );
    this.states.write(this.scratch, 0);
  }

  run(task: SearchTask, known: Known, visit: (sets: number) => boolean): WalkAnswer {
    const { engine, calls, stepper, rows, size } = this;
    const { m } = this.problem;
    const tally = new Tally(m, known.most[ALL].length - 1, rows, known);
    stepper.repairs = 0;
    this.least.set(tally.least);
    calls.record = (depth) => {
      if (this.onlooker !== null) return this.tell(depth, this.onlooker);
      tally.record(this.decisions(depth), this.radius(depth), this.flipSet(depth), depth, false);
      this.least.set(tally.least);
    };
    calls.repair = (depth, gap) => this.repair(depth, gap);
    calls.tick = visit;
    let visited = 0;
    let complete = true;
    for (const prefix of task.prefixes) {
      const list = new Int32Array(engine.memory.buffer, engine.rowListAt(), rows.count);
      let count = 0;
      for (let row = 0; row < rows.count; row++) if (tally.least[row] > size) list[count++] = row;
      prefix.forEach((flip, depth) => engine.follow(depth, flip));
      const states = engine.search(prefix.length, (prefix.at(-1) ?? -1) + 1, count);
      visited += Math.abs(states);
      complete = states >= 0;
      if (!complete) break;
    }
    return { ...tally.report(), complete, sets: visited, repairs: stepper.repairs, engine: 'WebAssembly' };
  }

  private flipSet(depth: number): Int32Array {
    return this.flips.subarray(0, depth).map((flip) => this.nodes[flip]);
  }

  private decisions(depth: number): Float64Array {
    return new Float64Array(this.engine.memory.buffer, this.engine.decisions(depth), this.rows.count);
  }

  private radius(depth: number): number {
    return new Float64Array(this.engine.memory.buffer, this.engine.radiiAt(), depth + 1)[depth];
  }

  /** What the engine has looked at, told to the onlooker: rows it did not look at have no finite decision. */
  private tell(depth: number, { looked }: Onlooker): void {
    const rows: number[] = [];
    this.decisions(depth).forEach((decision, row) => {
      if (decision !== Infinity) rows.push(row);
    });
    looked(Array.from(this.flipSet(depth)), rows);
  }

  private repair(depth: number, gap: number): number {
    const { states, scratch } = this;
    states.readSolution(depth, scratch);
    const left = this.stepper.resolve(scratch, gap);
    states.write(scratch, depth);
    return left;
  }

  private writeKernel(): void {
    const { engine, problem, order } = this;
    const { m } = problem;
    const { Q } = inOrder(problem, order);
    const row = engine.rowBytes() / 8;
    const target = new Float64Array(engine.memory.buffer, engine.kernelAt(), m * row).fill(0);
    for (let i = 0; i < m; i++) target.set(Q.subarray(i * m, (i + 1) * m), i * row);
  }

  private writeTestRows(): void {
    const { engine, problem, rows, nodes, onlooker } = this;
    const { m, C, testDiagonal } = problem;
    const { count, columns, index } = rows;
    const row = engine.rowBytes() / 8;
    const { buffer } = engine.memory;
    const vectors = Array.from({ length: count }, (_, t) =>
      Float64Array.from(nodes, (j) => columns[j * count + t]),
    );
    const { Q } = inOrder(problem, this.order);
    // A change of the duals is at most 2 C; ||a||² enters the bound with about C, in the decisions' units.
    const spans = inSpan(Q, m, vectors, 1, 2);
    const target = new Float64Array(buffer, engine.testVectorsAt(), count * row).fill(0);
    const numbers = new Float64Array(buffer, engine.testNumbersAt(), count * PER_TEST);
    vectors.forEach((vector, t) => {
      target.set(vector, t * row);
      const unit = Math.sqrt(testDiagonal[index[t]]);
      const threshold = onlooker?.threshold[t] ?? 0;
      numbers.set([unit, spans[t].norm, 2 * C * spans[t].leftOut, FIRST_SCALE, threshold], t * PER_TEST);
    });
  }
}
