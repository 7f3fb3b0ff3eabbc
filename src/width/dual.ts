import { descendBox } from '../core/svm/box-qp';

/** What the multipliers of a hinge loss are chosen by: a quadratic model of the decisions around the present weights. */
export interface DecisionModel {
  /** m x m, symmetric positive semi-definite: how decisions move with the multipliers. */
  readonly Q: Float64Array;
  /** m decisions that it starts from: f = Q z + offset. */
  readonly offset: Float64Array;
}

const SWEEPS = 3000;

/**
 * Maximises y'z - 1/2 z'Qz - offset'z over 0 <= y_i z_i <= C by coordinate ascent, from where z stands. The maximiser has
 * y_i z_i = C below the margin, 0 above it, and anything between on it.
 */
export function multipliers(
  { Q, offset }: DecisionModel,
  y: ArrayLike<number>,
  C: number,
  z: Float64Array,
): void {
  const m = z.length;
  const f = offset.slice();
  for (let j = 0; j < m; j++) for (let i = 0; i < m; i++) f[i] += Q[i * m + j] * z[j];
  descendBox(Q, y, C, z, f, SWEEPS);
}

/** C sum hinge(y_i f_i) + f'z - y'z >= 0, the distance of z from what the margins of f ask for: 0 where they agree. */
export function marginGap(
  y: ArrayLike<number>,
  C: number,
  z: ArrayLike<number>,
  f: ArrayLike<number>,
): number {
  let gap = 0;
  for (let i = 0; i < z.length; i++) {
    const alpha = y[i] * z[i];
    const slack = 1 - y[i] * f[i];
    gap += slack > 0 ? (C - alpha) * slack : -alpha * slack;
  }
  return gap;
}
