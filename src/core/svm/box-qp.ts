import { feedback } from './gap';

/**
 * Trains the SVM for one label vector: minimise 1/2 z'Qz - y'z subject to 0 <= y_i z_i <= C.
 * Coordinate descent finds the neighbourhood, a primal active-set method the exact vertex.
 * Shares nothing with the flip engine: it is the separate solve that every witness must pass.
 *
 * @param Q m x m, row-major, symmetric positive semi-definite up to rounding
 * @param y m labels, -1 or 1
 * @returns z, m values inside the box. How good it is, the duality gap says, never this function.
 */
export function solveBoxQp(Q: Float64Array, y: Int8Array, C: number): Float64Array {
  const m = y.length;
  const z = new Float64Array(m);
  const f = new Float64Array(m);
  descend(Q, y, C, z, f);
  polish(Q, y, C, z, f);
  return z;
}

const SWEEPS = 400;

function descend(Q: Float64Array, y: Int8Array, C: number, z: Float64Array, f: Float64Array): void {
  const m = y.length;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    for (let i = 0; i < m; i++) {
      const alpha = y[i] * z[i];
      const slack = 1 - y[i] * f[i];
      const q = Q[i * m + i];
      const wanted = q > 0 ? alpha + slack / q : slack > 0 ? C : 0;
      const next = Math.min(C, Math.max(0, wanted));
      const step = y[i] * (next - alpha);
      if (step === 0) continue;
      z[i] = y[i] * next;
      for (let j = 0; j < m; j++) f[j] += Q[i * m + j] * step;
      moved = Math.max(moved, Math.abs(step));
    }
    if (moved <= 1e-9 * C) return;
  }
}

/** Active-set iterations from a point near the optimum; every iteration fixes or frees one variable. */
function polish(Q: Float64Array, y: Int8Array, C: number, z: Float64Array, f: Float64Array): void {
  const m = y.length;
  const free = new Uint8Array(m);
  for (let i = 0; i < m; i++) {
    const alpha = y[i] * z[i];
    if (alpha <= 1e-7 * C) z[i] = 0;
    else if (alpha >= C * (1 - 1e-7)) z[i] = y[i] * C;
    else free[i] = 1;
  }
  for (let iteration = 0; iteration < 20 * m + 50; iteration++) {
    feedback(Q, m, z, f);
    const direction = newtonDirection(Q, y, f, free);
    if (direction === null) return;
    const blocking = advance(y, C, z, direction, free);
    if (blocking >= 0) {
      free[blocking] = 0;
      continue;
    }
    // A second step from the new point takes away what the first one's rounding left.
    feedback(Q, m, z, f);
    const refinement = newtonDirection(Q, y, f, free);
    if (refinement !== null) advance(y, C, z, refinement, free);
    feedback(Q, m, z, f);
    const violated = mostViolated(y, z, f, free);
    if (violated < 0) return;
    free[violated] = 1;
  }
}

/** Solves Q_FF d = y_F - f_F by Cholesky; null where Q_FF is singular to working precision. */
function newtonDirection(
  Q: Float64Array,
  y: Int8Array,
  f: Float64Array,
  free: Uint8Array,
): Float64Array | null {
  const m = y.length;
  const F: number[] = [];
  for (let i = 0; i < m; i++) if (free[i] === 1) F.push(i);
  const k = F.length;
  const L = new Float64Array(k * k);
  const d = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = Q[F[a] * m + F[b]];
      for (let c = 0; c < b; c++) sum -= L[a * k + c] * L[b * k + c];
      if (a === b) {
        if (sum <= 1e-13 * Q[F[a] * m + F[a]]) return null;
        L[a * k + a] = Math.sqrt(sum);
      } else L[a * k + b] = sum / L[b * k + b];
    }
    d[a] = y[F[a]] - f[F[a]];
  }
  for (let a = 0; a < k; a++) {
    for (let c = 0; c < a; c++) d[a] -= L[a * k + c] * d[c];
    d[a] /= L[a * k + a];
  }
  for (let a = k - 1; a >= 0; a--) {
    for (let c = a + 1; c < k; c++) d[a] -= L[c * k + a] * d[c];
    d[a] /= L[a * k + a];
  }
  const direction = new Float64Array(m);
  for (let a = 0; a < k; a++) direction[F[a]] = d[a];
  return direction;
}

/** Moves along the direction as far as the box allows. Returns the variable that stopped it, or -1 for a full step. */
function advance(
  y: Int8Array,
  C: number,
  z: Float64Array,
  direction: Float64Array,
  free: Uint8Array,
): number {
  let step = 1;
  let blocking = -1;
  for (let i = 0; i < y.length; i++) {
    if (free[i] === 0) continue;
    const rate = y[i] * direction[i];
    const alpha = y[i] * z[i];
    const limit = rate < 0 ? alpha / -rate : rate > 0 ? (C - alpha) / rate : Infinity;
    if (limit < step) {
      step = limit;
      blocking = i;
    }
  }
  for (let i = 0; i < y.length; i++) {
    if (free[i] === 0) continue;
    const alpha = Math.min(C, Math.max(0, y[i] * (z[i] + step * direction[i])));
    z[i] = y[i] * alpha;
  }
  if (blocking >= 0) z[blocking] = y[blocking] * direction[blocking] < 0 ? 0 : y[blocking] * C;
  return blocking;
}

function mostViolated(y: Int8Array, z: Float64Array, f: Float64Array, free: Uint8Array): number {
  let worst = 1e-13;
  let found = -1;
  for (let i = 0; i < y.length; i++) {
    if (free[i] === 1) continue;
    const slack = 1 - y[i] * f[i];
    const violation = z[i] === 0 ? slack : -slack;
    if (violation > worst) {
      worst = violation;
      found = i;
    }
  }
  return found;
}
