/** Where a labelled node's dual variable stands: at 0, strictly inside its box, or at its bound. */
export const ZERO = 0;
export const FREE = 1;
export const BOUND = 2;

/** The trained model of one label vector. */
export interface Solution {
  readonly m: number;
  readonly y: Int8Array;
  /** Signed duals, z_i = y_i α_i. */
  readonly z: Float64Array;
  /** f = Q z. */
  readonly f: Float64Array;
  readonly status: Uint8Array;
}

/**
 * A solution with the tableau that continues it to neighbouring label vectors.
 *
 * `G` is the principal pivot transform of Q on the free set F: with f held on F and z held elsewhere,
 * column j tells how every z of F and every f outside F moves with its own independent variable.
 */
export interface SolverState extends Solution {
  /** m x m, row-major. */
  readonly G: Float64Array;
}

export function emptyState(m: number): SolverState {
  return {
    m,
    y: new Int8Array(m),
    z: new Float64Array(m),
    f: new Float64Array(m),
    status: new Uint8Array(m),
    G: new Float64Array(m * m),
  };
}

/** Copies all but the tableau. */
export function copySolution(from: Solution, to: Solution): void {
  to.y.set(from.y);
  to.z.set(from.z);
  to.f.set(from.f);
  to.status.set(from.status);
}

/** Exchanges f_k and z_k as the independent variable of index k. `G[k, k]` must not be 0. */
export function pivot(G: Float64Array, m: number, k: number): void {
  const rowK = k * m;
  const inverse = 1 / G[rowK + k];
  for (let i = 0; i < m; i++) {
    if (i === k) continue;
    const row = i * m;
    const a = G[row + k] * inverse;
    if (a === 0) continue;
    for (let j = 0; j < m; j++) G[row + j] -= a * G[rowK + j];
    G[row + k] = a;
  }
  for (let j = 0; j < m; j++) G[rowK + j] *= -inverse;
  G[rowK + k] = inverse;
}
