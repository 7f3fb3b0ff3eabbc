import type { Blocks } from './blocks';
import { factor, hidden, solveFactored } from './cholesky';

/**
 * How far the decisions of any point z of the box can be from those of the trained model.
 *
 * With the duality gap g of z, d = z* - z has d'Qd <= 2 g, so |R_t d| <= sqrt(r_t) sqrt(2 g) for every r_t with
 * |R_t d|² <= r_t d'Qd: the test node's kernel with itself, where the kernel is positive semi-definite; R_t Q^-1 R_tᵀ
 * where only the labelled block is known to be so. Where not even that is, the stationary point has to be shown to be
 * the only one: a node at an end of its box that its gradient p_i pushes against adds |p_i| / C to the diagonal of Q;
 * where that matrix exceeds λ I, every stationary point has |d|² <= g / λ.
 */
export interface Ball {
  /** sqrt(r_t), or |R_t| where `least` is not null. */
  readonly reach: Float64Array;
  /** λ, where each label vector has to be shown to have one answer. */
  readonly least: number | null;
}

const OUT = 1 + 2 ** -40;
/** Bounds of the least eigenvalue that are tried, as shares of the least diagonal entry. */
const EIGENVALUE_SHARES = [1e-3, 1e-6, 1e-9, 1e-12];
/** λ as a share of the least diagonal entry. */
const LEAST_SHARE = 0.01;

/** @param semidefinite whether the kernel is known to be so, but for rounding */
export function ballOf({ m, tests, Q, R, diagonal }: Blocks, semidefinite: boolean): Ball {
  if (semidefinite)
    return { reach: diagonal.map((value) => Math.sqrt(Math.max(0, value)) * OUT), least: null };
  let trace = 0;
  let lowest = Infinity;
  for (let i = 0; i < m; i++) {
    trace += Math.abs(Q[i * m + i]);
    lowest = Math.min(lowest, Q[i * m + i]);
  }
  const L = new Float64Array(m * m);
  for (const share of EIGENVALUE_SHARES) {
    const lambda = share * Math.max(0, lowest);
    if (!(lambda > 0) || !factor(Q, m, lambda + hidden(m, trace), L)) continue;
    factor(Q, m, 0, L);
    return {
      reach: Float64Array.from({ length: tests }, (_, t) => bordered(Q, m, R, t, L, lambda)),
      least: null,
    };
  }
  const reach = Float64Array.from({ length: tests }, (_, t) => {
    let square = 0;
    for (let j = 0; j < m; j++) square += R[t * m + j] ** 2;
    return Math.sqrt(square) * OUT;
  });
  return { reach, least: LEAST_SHARE * Math.max(0, lowest) };
}

/** sqrt(R_t Q^-1 R_tᵀ) or more: with w near Q^-1 R_tᵀ, what is left of R_t is bounded by the least eigenvalue λ. */
function bordered(
  Q: Float64Array,
  m: number,
  R: Float64Array,
  t: number,
  L: Float64Array,
  lambda: number,
): number {
  const w = R.slice(t * m, t * m + m);
  solveFactored(L, m, w);
  let energy = 0;
  let rest = 0;
  for (let i = 0; i < m; i++) {
    let image = 0;
    let size = Math.abs(R[t * m + i]);
    for (let j = 0; j < m; j++) {
      image += Q[i * m + j] * w[j];
      size += Math.abs(Q[i * m + j] * w[j]);
    }
    const error = (m + 4) * 2 ** -52 * size;
    energy += w[i] * image + Math.abs(w[i]) * error;
    rest += (Math.abs(R[t * m + i] - image) + error) ** 2;
  }
  return (Math.sqrt(Math.max(0, energy)) + Math.sqrt(rest / lambda)) * OUT;
}

/** Whether the stationary point near z is the only one, see above. Never a false yes. */
export function isOnlyStationary(
  Q: Float64Array,
  m: number,
  C: number,
  least: number,
  y: Int8Array,
  z: Float64Array,
  f: Float64Array,
  error: number,
): boolean {
  if (!(least > 0)) return false;
  const M = Q.slice();
  let trace = 0;
  for (let i = 0; i < m; i++) {
    const excess = y[i] * f[i] - 1;
    const push = z[i] === 0 ? excess : z[i] === y[i] * C ? -excess : 0;
    M[i * m + i] += Math.max(0, push - error - Math.abs(excess) * 2 ** -50) / C / OUT;
    trace += Math.abs(M[i * m + i]);
  }
  return factor(M, m, least + hidden(m, trace), new Float64Array(m * m));
}
