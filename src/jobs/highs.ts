import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import highsLoader from 'highs';
import type { Highs } from 'highs';
import type { MilpModel, MilpOutcome, MilpSolver } from '../core/certify/milp/model';

/** Tightest tolerances HiGHS takes; what they leave, the certificates' own slack and re-training cover. */
const TOLERANCE = 1e-9;

/**
 * Loads HiGHS (WebAssembly) and wraps it as the solver that the certificates call. It is synchronous: it belongs
 * into a worker thread.
 * @param wasm path of highs.wasm; the package of the extension has it compressed, with .br behind the name
 */
export async function loadMilpSolver(wasm: string): Promise<MilpSolver> {
  const highs = await highsLoader({ wasmBinary: await binary(wasm) });
  return (model, stop) => solve(highs, model, stop);
}

async function binary(wasm: string): Promise<Uint8Array> {
  try {
    return await readFile(wasm);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return promisify(brotliDecompress)(await readFile(`${wasm}.br`));
  }
}

function solve(highs: Highs, model: MilpModel, stop: () => boolean): MilpOutcome {
  refuseNotANumber(model);
  const { constants } = highs;
  const handle = highs.createModel({
    numCols: model.cost.length,
    numRows: model.rowLower.length,
    colCost: model.cost,
    colLower: model.columnLower,
    colUpper: model.columnUpper,
    rowLower: model.rowLower,
    rowUpper: model.rowUpper,
    integrality: Int32Array.from(model.integer, (i) =>
      i === 1 ? constants.variableType.integer : constants.variableType.continuous,
    ),
    matrix: {
      format: 'csr',
      numRows: model.rowLower.length,
      numCols: model.cost.length,
      starts: model.start,
      indices: model.index,
      values: model.value,
    },
  });
  try {
    handle.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-6,
      mip_feasibility_tolerance: TOLERANCE,
      primal_feasibility_tolerance: TOLERANCE,
      dual_feasibility_tolerance: TOLERANCE,
      random_seed: 0,
    });
    handle.run({
      [constants.callbackType.mipInterrupt](event) {
        if (stop()) event.interrupt();
      },
    });
    return outcome(highs, handle, model);
  } finally {
    handle.dispose();
  }
}

type Handle = ReturnType<Highs['createModel']>;

/** Only the listed statuses count; anything else is an error, never an answer. */
function outcome(highs: Highs, handle: Handle, model: MilpModel): MilpOutcome {
  const { modelStatus } = highs.constants;
  const status = handle.getModelStatus();
  // Every column is bounded, so "unbounded or infeasible" can only be infeasible.
  if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
    return { status: 'infeasible' };
  const optimal = status === modelStatus.optimal;
  if (!optimal && status !== modelStatus.interrupted && status !== modelStatus.timeLimit) {
    return { status: 'failed', reason: `HiGHS ended with status ${status}.` };
  }
  const bound = Number(handle.info.get('mip_dual_bound'));
  const objective = Number(handle.info.get('objective_function_value'));
  if (Number.isNaN(bound)) return { status: 'failed', reason: 'The dual bound of HiGHS is not a number.' };
  const hasSolution =
    Number(handle.info.get('primal_solution_status')) === highs.constants.solutionStatus.feasible;
  if (optimal && !hasSolution)
    return { status: 'failed', reason: 'HiGHS reports an optimum without a solution.' };
  const solution = hasSolution ? Float64Array.from(handle.getSolution().colValue) : null;
  if (solution !== null) {
    if (solution.length !== model.cost.length || solution.some(Number.isNaN))
      return { status: 'failed', reason: 'HiGHS returned a solution that does not fit the model.' };
    if (bound > objective + 1e-6 * Math.max(1, Math.abs(objective)))
      return { status: 'failed', reason: 'HiGHS returned a dual bound above its own solution.' };
  }
  return {
    status: optimal ? 'optimal' : 'stopped',
    bound: Number.isFinite(bound) ? bound : -Infinity,
    solution,
  };
}

/** HiGHS takes NaN without a word and calls the result optimal. */
function refuseNotANumber(model: MilpModel): void {
  for (const values of [
    model.cost,
    model.columnLower,
    model.columnUpper,
    model.rowLower,
    model.rowUpper,
    model.value,
  ]) {
    if (values.some(Number.isNaN))
      throw new Error('The model handed to HiGHS holds a value that is not a number.');
  }
}
