import { EPSILON, feedback } from '../svm/gap';
import { StationaryCheck } from '../svm/stationary';
import { solveBoxQp } from '../svm/box-qp';
import type { Problem } from './problem';

/** Decisions of some test nodes as exact fractions numerator / denominator. */
export interface ExactDecisions {
  readonly numerators: readonly bigint[];
  /** Positive. */
  readonly denominator: bigint;
  /** Per test node: the kernel's own rounding could turn a smaller value around. */
  readonly noise: Float64Array;
}

/** What an exact decision needs of a problem. */
export type ExactData = Pick<Problem, 'm' | 'Q' | 'R' | 'C' | 'testDiagonal' | 'stationary'>;

/**
 * Settles decisions that floating point leaves open, in exact rational arithmetic on the kernel as it is stored.
 * @param y the label vector
 * @param tests indices of the test nodes in question
 * @returns per test node -1, 1, or 0 where even so the value is no further from zero than the kernel's own
 *   rounding; null where the active set could not be confirmed
 */
export function exactSigns(problem: ExactData, y: Int8Array, tests: readonly number[]): Int8Array | null {
  const exact = exactDecisions(problem, y, tests);
  if (exact === null) return null;
  return Int8Array.from(exact.numerators, (f, k) => signBeyond(f, exact.denominator, exact.noise[k]));
}

/** Sign of a fraction with a positive denominator; 0 where its size is within the noise. */
export function signBeyond(numerator: bigint, denominator: bigint, noise: number): -1 | 0 | 1 {
  const size = ratio(numerator < 0n ? -numerator : numerator, denominator);
  return size <= noise ? 0 : numerator > 0n ? 1 : -1;
}

/**
 * Trains for one label vector exactly. The active set comes from the separate solver; the linear system of the free
 * set is solved over the integers (Bareiss), and the optimality conditions are checked exactly, so a wrong guess is
 * found out: null then.
 */
export function exactDecisions(
  problem: ExactData,
  y: Int8Array,
  tests: readonly number[],
): ExactDecisions | null {
  const { m, Q, R, C, testDiagonal } = problem;
  const z = solveBoxQp(Q, y, C);
  if (!isOnly(problem, y, z)) return null;
  const free: number[] = [];
  for (let i = 0; i < m; i++) if (z[i] !== 0 && Math.abs(z[i]) !== C) free.push(i);

  const rows = tests.flatMap((t) => Array.from(R.subarray(t * m, t * m + m)));
  const kernel = integers([...Q, ...rows]);
  const box = integers([C]);
  if (kernel === null || box === null) return null;
  const q = (i: number, j: number): bigint => kernel.values[i * m + j];
  const c = box.values[0];
  /** One, in the scale of kernel times box. */
  const one = 1n << BigInt(kernel.shift + box.shift);

  const bound = Array.from(z, (v, j) => (Math.abs(v) === C ? BigInt(y[j]) * c : 0n));
  const system = free.map((i) => {
    let right = BigInt(y[i]) * one;
    for (let j = 0; j < m; j++) if (bound[j] !== 0n) right -= q(i, j) * bound[j];
    return [...free.map((j) => q(i, j)), right];
  });
  const solution = solveIntegers(system);
  if (solution === null) return null;
  const { numerators, denominator } = solution;
  // z_j = dual_j / denominator, denominator > 0, in the scale of the box.
  const dual = bound.map((b) => b * denominator);
  free.forEach((i, k) => (dual[i] = numerators[k]));

  for (let i = 0; i < m; i++) {
    const sign = BigInt(y[i]);
    const alpha = sign * dual[i];
    if (alpha < 0n || alpha > c * denominator) return null;
    if (free.includes(i)) continue;
    let f = 0n;
    for (let j = 0; j < m; j++) if (dual[j] !== 0n) f += q(i, j) * dual[j];
    const margin = sign * f - one * denominator;
    if (bound[i] === 0n ? margin < 0n : margin > 0n) return null;
  }

  // The check before saved the work where there is no hope; this one is on the exact solution.
  if (problem.stationary !== undefined) {
    const whole = denominator * c;
    const rounded = dual.map((v, j) =>
      bound[j] === 0n ? (v < 0n ? -C * ratio(-v, whole) : C * ratio(v, whole)) : y[j] * C,
    );
    if (!isOnly(problem, y, Float64Array.from(rounded))) return null;
  }

  let reach = 0;
  for (let j = 0; j < m; j++) reach += C * Math.sqrt(Q[j * m + j]);
  return {
    numerators: tests.map((_, k) => {
      let f = 0n;
      for (let j = 0; j < m; j++) f += kernel.values[m * m + k * m + j] * dual[j];
      return f;
    }),
    denominator: one * denominator,
    noise: Float64Array.from(tests, (t) => 64 * EPSILON * Math.sqrt(testDiagonal[t]) * reach),
  };
}

/** Whether a solution is the only stationary point; it is where the kernel is positive semi-definite. */
function isOnly({ m, Q, C, stationary }: ExactData, y: Int8Array, z: Float64Array): boolean {
  if (stationary === undefined) return true;
  const f = new Float64Array(m);
  feedback(Q, m, z, f);
  return new StationaryCheck(Q, m, C, stationary).holds(y, z, f);
}

/** Doubles as integers times 2^-shift, exactly; null where their exponents span too far to be worth it. */
function integers(values: readonly number[]): { values: bigint[]; shift: number } | null {
  let shift = 0;
  for (const v of values) {
    if (v === 0) continue;
    let s = 0;
    for (let scaled = v; !Number.isInteger(scaled); s++) scaled *= 2;
    shift = Math.max(shift, s);
  }
  if (shift > 1000) return null;
  // Two exact steps: a double times 2^shift may be beyond the doubles only if v itself is huge.
  const out = values.map((v) => {
    const scaled = v * 2 ** shift;
    return Number.isFinite(scaled) ? BigInt(scaled) : null;
  });
  return out.every((v): v is bigint => v !== null) ? { values: out, shift } : null;
}

/** Fraction-free elimination on an augmented k x (k + 1) system. Null where it is singular. */
function solveIntegers(system: bigint[][]): { numerators: bigint[]; denominator: bigint } | null {
  const k = system.length;
  const a = system.map((row) => [...row]);
  let previous = 1n;
  for (let p = 0; p < k; p++) {
    const swap = a.findIndex((row, r) => r >= p && row[p] !== 0n);
    if (swap < 0) return null;
    if (swap !== p) {
      [a[p], a[swap]] = [a[swap], a[p]];
      a[p] = a[p].map((v) => -v);
    }
    for (let r = p + 1; r < k; r++) {
      for (let s = p + 1; s <= k; s++) a[r][s] = (a[r][s] * a[p][p] - a[r][p] * a[p][s]) / previous;
      a[r][p] = 0n;
    }
    previous = a[p][p];
  }
  const sign = previous < 0n ? -1n : 1n;
  const numerators = new Array<bigint>(k);
  for (let r = k - 1; r >= 0; r--) {
    let sum = previous * a[r][k];
    for (let s = r + 1; s < k; s++) sum -= a[r][s] * numerators[s];
    numerators[r] = sum / a[r][r];
  }
  return { numerators: numerators.map((v) => v * sign), denominator: previous * sign };
}

/** a / b of non-negative integers as a double, to a few ulps. */
function ratio(a: bigint, b: bigint): number {
  if (a === 0n) return 0;
  const excess = a.toString(2).length - b.toString(2).length;
  const shift = 64 - excess;
  const quotient = shift >= 0 ? (a << BigInt(shift)) / b : a / (b << BigInt(-shift));
  return Number(quotient) * 2 ** -shift;
}
