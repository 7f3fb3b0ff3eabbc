/**
 * How far a decision can move for a given change of the trained weights, for kernels that need not be positive
 * semi-definite as a whole.
 *
 * The duality gap bounds ||d||_Q = sqrt(d'Qd) of the change d = z - z*, over the labelled nodes alone. Where the whole
 * kernel is positive semi-definite, |q_t'd| <= sqrt(Q_tt) ||d||_Q. Where only its labelled block Q is known to be
 * positive definite, the best such factor is sqrt(q_t' Q^-1 q_t), and training still has one answer.
 */
import { EPSILON } from './gap';

/**
 * Squared factors r_t: |q_t'd|² <= r_t d'Qd for every d; never below the given diagonal.
 * Rigorous in floating point: the definiteness by a Cholesky factor of a shifted block (S. Rump, BIT 46, 2006), the
 * factors with every rounding counted against them.
 * @param Q m x m, symmetric
 * @param R T x m, test against labelled
 * @param diagonal T values Q_tt
 * @returns T values; null where Q cannot be shown to be positive definite on its distinct rows
 */
export function squaredReach(
  Q: Float64Array,
  m: number,
  R: Float64Array,
  diagonal: Float64Array,
): Float64Array | null {
  const kept = distinctNodes(Q, m, R);
  const n = kept.length;
  const block = new Float64Array(n * n);
  kept.forEach((i, a) => kept.forEach((j, b) => (block[a * n + b] = Q[i * m + j])));
  const least = leastEigenvalue(block, n);
  const factor = least === null ? null : choleskyFactor(block, n, 0);
  if (least === null || factor === null) return null;
  return Float64Array.from(diagonal, (own, t) => {
    const q = Float64Array.from(kept, (j) => R[t * m + j]);
    return Math.max(own, squaredNorm(block, n, factor, least, q));
  });
}

/**
 * Whether every label vector saturates the SVM (z = C y) whatever the kernel's definiteness: no |f_i| <= C sum_j |Q_ij|
 * reaches 1, so the gradient 1 - y_i f_i is positive all over the box, and its corner is the only stationary point.
 */
export function alwaysSaturated(Q: Float64Array, m: number, C: number): boolean {
  for (let i = 0; i < m; i++) {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += Math.abs(Q[i * m + j]);
    if (!(C * sum * (1 + (m + 4) * EPSILON) < 1)) return false;
  }
  return true;
}

/** Labelled nodes of which no earlier one has the same kernel: f depends on the sum of z over equal ones alone. */
function distinctNodes(Q: Float64Array, m: number, R: Float64Array): number[] {
  const tests = R.length / m;
  const same = (i: number, j: number): boolean => {
    for (let k = 0; k < m; k++) if (Q[i * m + k] !== Q[j * m + k]) return false;
    for (let t = 0; t < tests; t++) if (R[t * m + i] !== R[t * m + j]) return false;
    return true;
  };
  const kept: number[] = [];
  for (let i = 0; i < m; i++) if (!kept.some((j) => same(i, j))) kept.push(i);
  return kept;
}

/** A positive lower bound of the least eigenvalue, within a factor of four of the best that can be shown; or null. */
function leastEigenvalue(Q: Float64Array, n: number): number | null {
  let trace = 0;
  for (let i = 0; i < n; i++) {
    if (!(Q[i * n + i] > 0)) return null;
    trace += Q[i * n + i];
  }
  // A factor of the shifted block differs from it by no more than this in norm.
  const rounding = (n + 4) * EPSILON * trace;
  for (let bound = trace / n; bound > rounding; bound /= 4) {
    if (choleskyFactor(Q, n, bound + 2 * rounding) !== null) return bound;
  }
  return null;
}

/** Lower triangular L with L L' = Q - shift I, n x n; null where a pivot is not positive. */
export function choleskyFactor(Q: Float64Array, n: number, shift: number): Float64Array | null {
  const L = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = Q[i * n + j] - (i === j ? shift : 0);
      for (let k = 0; k < j; k++) sum -= L[i * n + k] * L[j * n + k];
      if (i === j) {
        if (!(sum > 0)) return null;
        L[i * n + i] = Math.sqrt(sum);
      } else L[i * n + j] = sum / L[j * n + j];
    }
  }
  return L;
}

/** x with L L' x = q, of a factor n x n as `choleskyFactor` gives it. */
export function choleskySolve(L: Float64Array, n: number, q: Float64Array): Float64Array {
  const x = q.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= L[i * n + k] * x[k];
    x[i] /= L[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= L[k * n + i] * x[k];
    x[i] /= L[i * n + i];
  }
  return x;
}

/**
 * Upper bound of q' Q^-1 q. With any w and the residual r = q - Qw, q'd = w'Qd + r'd, so that
 * |q'd| <= (sqrt(w'Qw) + |r| / sqrt(λ)) ||d||_Q, and w'Qw = w'q - w'r.
 */
function squaredNorm(
  Q: Float64Array,
  n: number,
  factor: Float64Array,
  least: number,
  q: Float64Array,
): number {
  const w = choleskySolve(factor, n, q);
  let residual = 0;
  let product = 0;
  let size = 0;
  let length = 0;
  for (let i = 0; i < n; i++) {
    let r = q[i];
    let error = Math.abs(q[i]);
    for (let j = 0; j < n; j++) {
      r -= Q[i * n + j] * w[j];
      error += Math.abs(Q[i * n + j] * w[j]);
    }
    residual += (Math.abs(r) + (n + 2) * EPSILON * error) ** 2;
    product += w[i] * q[i];
    size += Math.abs(w[i] * q[i]);
    length += w[i] * w[i];
  }
  const left = Math.sqrt(residual) * (1 + (n + 4) * EPSILON);
  const energy = product + (n + 2) * EPSILON * size + Math.sqrt(length) * left * (1 + (n + 4) * EPSILON);
  const norm = Math.sqrt(Math.max(0, energy)) + left / Math.sqrt(least);
  return norm * norm * (1 + 16 * EPSILON);
}
