/**
 * How far a decision value can be from the trained model's, read off the duality gap.
 *
 * The SVM's primal objective is 1-strongly convex in the weights w = sum z_i φ_i, so for any z in the box
 * |f_t(z) - f_t*| <= ||φ_t|| ||w - w*|| <= sqrt(Q_tt) sqrt(2 gap). It holds whatever procedure produced z.
 */

/** Twice the unit roundoff of a double: one power of two above what a single rounding can do. */
export const EPSILON = 2 ** -52;

/** What bounds the rounding of f = Q z. */
export interface GapScale {
  readonly C: number;
  /** |fl(Q z)_i - (Q z)_i| is at most this times the sum of all |z_j|. */
  readonly feedbackError: number;
}

/** Computes the rounding bound once for a kernel block (m x m, row-major). */
export function gapScale(Q: Float64Array, m: number, C: number): GapScale {
  let largest = 0;
  for (let e = 0; e < Q.length; e++) largest = Math.max(largest, Math.abs(Q[e]));
  return { C, feedbackError: (m + 2) * EPSILON * largest };
}

/** f = Q z, skipping the zeros of z. */
export function feedback(Q: Float64Array, m: number, z: Float64Array, f: Float64Array): void {
  f.fill(0);
  for (let j = 0; j < m; j++) {
    const zj = z[j];
    if (zj === 0) continue;
    const row = j * m;
    for (let i = 0; i < m; i++) f[i] += Q[row + i] * zj;
  }
}

/**
 * Upper bound of the duality gap z'Qz + C sum hinge(y_i f_i) - y'z, with f = Q z as `feedback` computes it.
 * Summed as products of non-negative factors, (C - α)(1 - s) or α (s - 1), so that nothing cancels; each is taken
 * at the worst that the rounding of s allows. At an end of the box on the right side of its margin a node adds
 * nothing at all.
 * Needs 0 <= y_i z_i <= C; returns Infinity where that does not hold, so that nothing is concluded.
 */
export function gapBound(scale: GapScale, y: Int8Array, z: Float64Array, f: Float64Array): number {
  const { C, feedbackError } = scale;
  const m = y.length;
  let total = 0;
  for (let i = 0; i < m; i++) total += Math.abs(z[i]);
  // The second term covers the rounding of 1 - s itself.
  const error = feedbackError * total * (1 + m * EPSILON) + EPSILON;
  let gap = 0;
  for (let i = 0; i < m; i++) {
    const alpha = y[i] * z[i];
    if (!(alpha >= 0 && alpha <= C)) return Infinity;
    const slack = 1 - y[i] * f[i];
    const bound = error + Math.abs(slack) * EPSILON;
    if (slack + bound > 0) gap += (C - alpha) * (slack + bound);
    if (slack - bound < 0) gap += alpha * (bound - slack);
  }
  return gap * (1 + (m + 6) * EPSILON);
}

/** Radius for a test node with kernel diagonal 1; times sqrt(Q_tt) for any other. */
export function unitRadius(gap: number): number {
  return Math.sqrt(2 * gap) * (1 + 4 * EPSILON);
}
