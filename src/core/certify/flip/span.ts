import { EPSILON } from '../../svm/gap';
import { choleskyFactor, choleskySolve } from '../../svm/reach';

/**
 * A kernel row u as seen from the span of the labelled nodes: a = sum of w_i φ_i in it, and what that leaves out.
 * For every change d of the duals |u'd - <a, sum d_i φ_i>| <= leftOut * max |d_i|.
 */
export interface InSpan {
  /** Upper bound of ||a||². */
  readonly norm: number;
  /** Upper bound of sum |u_i - (Q w)_i|. */
  readonly leftOut: number;
}

/** Shifts of the diagonal that are tried, as shares of its largest entry. */
const SHIFTS = [1e-12, 1e-10, 1e-8, 1e-6];

/** What a kernel's least eigenvalue may be below 0 by rounding, as a share of its largest diagonal entry. */
const SEMI_DEFINITE = 1e-10;

/** Whether Q (m x m) is positive semi-definite, as far as rounding lets one tell. */
export function isSemiDefinite(Q: Float64Array, m: number): boolean {
  const largest = largestDiagonal(Q, m);
  if (largest === 0) return Q.every((value) => value === 0);
  return choleskyFactor(Q, m, -SEMI_DEFINITE * largest) !== null;
}

function largestDiagonal(Q: Float64Array, m: number): number {
  let largest = 0;
  for (let i = 0; i < m; i++) largest = Math.max(largest, Q[i * m + i]);
  return largest;
}

/**
 * Finds w for each row by solving (Q + εI) w = u: the smallest norm whose rest counts little, every rounding counted,
 * and as much again for kernels that are themselves rounded.
 * A row is also in no need of a span: then norm is `whole` and nothing is left out.
 * @param Q m x m, symmetric, positive semi-definite
 * @param rows T rows of m values, a test node's kernel with the labelled ones
 * @param whole the node's kernel with itself, in the same units
 * @param weight what a unit of `leftOut` costs, in units of the norm
 */
export function inSpan(
  Q: Float64Array,
  m: number,
  rows: readonly Float64Array[],
  whole: number,
  weight: number,
): InSpan[] {
  const largest = largestDiagonal(Q, m);
  const best = rows.map((): InSpan => ({ norm: whole, leftOut: 0 }));
  for (const shift of SHIFTS) {
    const factor = choleskyFactor(Q, m, -shift * largest);
    if (factor === null) continue;
    rows.forEach((u, t) => {
      const found = rest(Q, m, u, choleskySolve(factor, m, u));
      if (found.norm + weight * found.leftOut < best[t].norm + weight * best[t].leftOut) best[t] = found;
    });
  }
  return best;
}

/** Of any w: ||a||² = w'Qw = w'(u - r) and the sum of |r_i|, r = u - Qw. */
function rest(Q: Float64Array, m: number, u: Float64Array, w: Float64Array): InSpan {
  let norm = 0;
  let size = 0;
  let leftOut = 0;
  for (let i = 0; i < m; i++) {
    let product = 0;
    let terms = 0;
    for (let j = 0; j < m; j++) {
      const term = Q[i * m + j] * w[j];
      product += term;
      terms += Math.abs(term);
    }
    const error = (m + 2) * EPSILON * terms;
    leftOut += Math.abs(u[i] - product) * (1 + EPSILON) + error;
    norm += w[i] * product;
    size += Math.abs(w[i]) * (Math.abs(product) * (m + 2) * EPSILON + error);
  }
  return { norm: norm + size * (1 + 8 * EPSILON), leftOut: leftOut * (1 + (m + 4) * EPSILON) };
}
