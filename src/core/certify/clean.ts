import { EPSILON, feedback, gapBound, gapScale, unitRadius } from '../svm/gap';
import { solveBoxQp } from '../svm/box-qp';
import { StationaryCheck } from '../svm/stationary';
import { exactSigns } from './exact';
import type { Problem } from './problem';

/** The model trained on a label vector, and what may be said of each test node's decision. */
export interface Decisions {
  /** T decision values f_t. */
  readonly values: Float64Array;
  /** T radii: the trained model's true value is within this of `values`. */
  readonly radii: Float64Array;
}

/** Trains from scratch by the separate solver and reads off every test node's decision with its radius. */
export function decide(problem: Problem, y: Int8Array): Decisions {
  const { m, Q, R, C, tests, testDiagonal } = problem;
  const z = solveBoxQp(Q, y, C);
  const f = new Float64Array(m);
  feedback(Q, m, z, f);
  const { stationary } = problem;
  const only = stationary === undefined || new StationaryCheck(Q, m, C, stationary).holds(y, z, f);
  const radius = only ? unitRadius(gapBound(gapScale(Q, m, C), y, z, f)) : Infinity;
  const values = new Float64Array(tests);
  const radii = new Float64Array(tests);
  for (let t = 0; t < tests; t++) {
    let sum = 0;
    let size = 0;
    for (let j = 0; j < m; j++) {
      const term = R[t * m + j] * z[j];
      sum += term;
      size += Math.abs(term);
    }
    values[t] = sum;
    // Not the product: a node without a kernel with itself would make no number of it.
    const reach = radius === Infinity ? Infinity : radius * Math.sqrt(testDiagonal[t]);
    radii[t] = reach + (m + 2) * EPSILON * size;
  }
  return { values, radii };
}

/**
 * What a decision lies between: its radius either way, and no further out than any point of the box can bring it.
 * @param machines number of trained machines that it is the difference of, or 1
 */
export function decisionInterval(
  { m, R, C }: Pick<Problem, 'm' | 'R' | 'C'>,
  t: number,
  value: number,
  radius: number,
  machines: number,
): readonly [number, number] {
  let size = 0;
  for (let j = 0; j < m; j++) size += Math.abs(R[t * m + j]);
  const farthest = machines * C * size * (1 + (m + 4) * EPSILON);
  const within = radius * (1 + EPSILON) + Math.abs(value) * EPSILON;
  return [Math.max(-farthest, value - within), Math.min(farthest, value + within)];
}

/** Below this a product of features may have vanished for being too small a number. */
const SMALLEST_DIAGONAL = 1e-100;

/**
 * Sign of every test node's clean prediction: 1 where f >= 0, -1 below, 0 for a tie, a decision that not even
 * exact arithmetic tells from zero. A test node whose whole kernel row is zero has f = 0 for every label
 * vector: it is predicted positive and nothing changes it (`constant`).
 */
export function cleanSigns(problem: Problem, clean: Decisions): { sign: Int8Array; constant: Uint8Array } {
  const { tests, m, R } = problem;
  const sign = new Int8Array(tests);
  const constant = new Uint8Array(tests);
  const doubtful: number[] = [];
  for (let t = 0; t < tests; t++) {
    let zero = true;
    for (let j = 0; j < m && zero; j++) zero = R[t * m + j] === 0;
    if (zero) {
      // A zero row of a node that has no kernel with itself either may be an underflow: a tie then.
      if (problem.testDiagonal[t] > SMALLEST_DIAGONAL) {
        constant[t] = 1;
        sign[t] = 1;
      }
    } else if (Math.abs(clean.values[t]) > clean.radii[t]) sign[t] = clean.values[t] > 0 ? 1 : -1;
    else doubtful.push(t);
  }
  if (doubtful.length > 0) {
    const settled = exactSigns(problem, problem.y, doubtful);
    doubtful.forEach((t, k) => (sign[t] = settled?.[k] ?? 0));
  }
  return { sign, constant };
}

/** Labels after the nodes of `flips` were flipped. */
export function flipped(y: Int8Array, flips: readonly number[]): Int8Array {
  const out = y.slice();
  for (const i of flips) out[i] = -out[i];
  return out;
}
