/**
 * Training on a kernel that is not positive semi-definite: the dual objective then may have several stationary points,
 * and which of them a solver ends in is nobody's to say. For a single label vector one can be shown to be the only one.
 *
 * Let a be a point of the box, g its gradient, and a* any stationary point, d = a* - a. Stationarity of a* gives
 * (g + Qd)'d <= 0. A node i that stands at an end of its box, with g_i pushing it there, has |d_i| <= C and adds
 * |g_i||d_i| >= (|g_i| / C) d_i² on the left; all other nodes add at least -gap together. Hence d'Md <= gap with
 * M = Q + diag(|g_i| / C over those nodes). Where M - λ I is positive definite, |d|² <= gap / λ: with gap 0 the point
 * is the only stationary one, and any decision moves by at most |q_t| sqrt(gap / λ).
 */
import { EPSILON } from './gap';
import { choleskyFactor } from './reach';

/** What a problem says of a kernel that is not positive semi-definite. */
export interface StationaryMargin {
  /** λ, not above any diagonal entry of Q. */
  readonly least: number;
}

/** λ in units of the least diagonal entry: large enough for small radii, small enough to be shown often. */
const SHARE = 0.02;

export function stationaryMargin(Q: Float64Array, m: number): StationaryMargin {
  let least = Infinity;
  for (let i = 0; i < m; i++) least = Math.min(least, Q[i * m + i]);
  return { least: SHARE * Math.max(0, least) };
}

/** Squared factors r_t = max(Q_tt, |q_t|² / λ), so that decisions move by at most sqrt(r_t gap). T values. */
export function stationaryReach(
  R: Float64Array,
  m: number,
  diagonal: Float64Array,
  { least }: StationaryMargin,
): Float64Array {
  return Float64Array.from(diagonal, (own, t) => {
    let square = 0;
    for (let j = 0; j < m; j++) square += R[t * m + j] ** 2;
    return Math.max(own, (square / least) * (1 + (m + 4) * EPSILON));
  });
}

/** Tells of single label vectors whether their stationary point is the only one. Holds room; not to be shared. */
export class StationaryCheck {
  private readonly M: Float64Array;
  private largest = 0;

  constructor(
    private readonly Q: Float64Array,
    private readonly m: number,
    private readonly C: number,
    private readonly margin: StationaryMargin,
  ) {
    this.M = new Float64Array(m * m);
    for (let e = 0; e < Q.length; e++) this.largest = Math.max(this.largest, Math.abs(Q[e]));
  }

  /** Whether M - λ I is positive definite at z, with f = Q z as floating point forms it. Rigorous: never a false yes. */
  holds(y: Int8Array, z: Float64Array, f: Float64Array): boolean {
    const { Q, m, C, M, largest } = this;
    if (!(this.margin.least > 0)) return false;
    let length = 0;
    for (let i = 0; i < m; i++) length += Math.abs(z[i]);
    // Covers the rounding of f, and of a z that is itself rounded.
    const error = 2 * (m + 4) * EPSILON * (largest * length + 1);
    M.set(Q);
    let trace = 0;
    for (let i = 0; i < m; i++) {
      const slack = 1 - y[i] * f[i];
      const alpha = y[i] * z[i];
      const pushed = alpha === 0 ? -slack : alpha === C ? slack : 0;
      const push = Math.max(0, pushed - error - Math.abs(slack) * EPSILON);
      M[i * m + i] += (push / C) * (1 - 4 * EPSILON);
      trace += M[i * m + i];
    }
    const shift = this.margin.least + 2 * (m + 4) * EPSILON * trace;
    return choleskyFactor(M, m, shift) !== null;
  }
}
