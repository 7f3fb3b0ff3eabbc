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
  descendBox(Q, y, C, z, f, SWEEPS);
  polish(Q, y, C, z, f);
  return z;
}

const SWEEPS = 400;

/**
 * Coordinate descent on 1/2 z'Qz + (offset - y)'z over the box 0 <= y_i z_i <= C, from where z stands, until a sweep
 * moves no coordinate by more than 1e-9 C.
 *
 * @param f m decisions Q z + offset at the start, kept up with z
 * @param sweeps at most
 */
export function descendBox(
  Q: Float64Array,
  y: ArrayLike<number>,
  C: number,
  z: Float64Array,
  f: Float64Array,
  sweeps: number,
): void {
  const m = y.length;
  for (let sweep = 0; sweep < sweeps; sweep++) {
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
  for (let iteration = 0; iteration < 40 * m + 50; iteration++) {
    feedback(Q, m, z, f);
    const { direction, flat } = descentDirection(Q, y, f, free);
    const blocking = advance(y, C, z, direction, free, flat ? Infinity : 1);
    if (blocking >= 0) {
      free[blocking] = 0;
      continue;
    }
    // A second step from the new point takes away what the first one's rounding left.
    feedback(Q, m, z, f);
    const refinement = descentDirection(Q, y, f, free);
    if (!refinement.flat) advance(y, C, z, refinement.direction, free, 1);
    feedback(Q, m, z, f);
    const violated = mostViolated(y, z, f, free);
    if (violated < 0) return;
    free[violated] = 1;
  }
}

/** What counts as a dependent row of Q_FF, as a share of its diagonal entry. */
const DEPENDENT = 1e-12;

/**
 * The step to the minimum over the free variables, Q_FF d = y_F - f_F, by Cholesky. Where Q_FF is singular to working
 * precision, a direction along which the objective is flat or falls linearly instead (`flat`): followed to the end of
 * the box it takes one variable out.
 */
function descentDirection(
  Q: Float64Array,
  y: Int8Array,
  f: Float64Array,
  free: Uint8Array,
): { direction: Float64Array; flat: boolean } {
  const m = y.length;
  const F: number[] = [];
  for (let i = 0; i < m; i++) if (free[i] === 1) F.push(i);
  const k = F.length;
  const L = new Float64Array(k * k);
  const d = Float64Array.from(F, (i) => y[i] - f[i]);
  const direction = new Float64Array(m);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = Q[F[a] * m + F[b]];
      for (let c = 0; c < b; c++) sum -= L[a * k + c] * L[b * k + c];
      if (a !== b) L[a * k + b] = sum / L[b * k + b];
      else if (sum > DEPENDENT * Q[F[a] * m + F[a]]) L[a * k + a] = Math.sqrt(sum);
      else return { direction: nullDirection(F, L, k, a, d, direction), flat: true };
    }
  }
  forward(L, k, k, d);
  backward(L, k, k, d);
  for (let a = 0; a < k; a++) direction[F[a]] = d[a];
  return { direction, flat: false };
}

/** With row a dependent on those before it: Q n = 0 for n = e_a - Q_BB^-1 Q_Ba. Its sign is the one that descends. */
function nullDirection(
  F: readonly number[],
  L: Float64Array,
  k: number,
  a: number,
  residual: Float64Array,
  out: Float64Array,
): Float64Array {
  // Row a of L holds L_BB^-1 Q_Ba already.
  const v = L.slice(a * k, a * k + a);
  backward(L, k, a, v);
  let slope = residual[a];
  for (let b = 0; b < a; b++) slope -= v[b] * residual[b];
  const sign = slope >= 0 ? 1 : -1;
  out[F[a]] = sign;
  for (let b = 0; b < a; b++) out[F[b]] = -sign * v[b];
  return out;
}

function forward(L: Float64Array, k: number, size: number, d: Float64Array): void {
  for (let a = 0; a < size; a++) {
    for (let c = 0; c < a; c++) d[a] -= L[a * k + c] * d[c];
    d[a] /= L[a * k + a];
  }
}

function backward(L: Float64Array, k: number, size: number, d: Float64Array): void {
  for (let a = size - 1; a >= 0; a--) {
    for (let c = a + 1; c < size; c++) d[a] -= L[c * k + a] * d[c];
    d[a] /= L[a * k + a];
  }
}

/** Moves along the direction as far as the box allows. Returns the variable that stopped it, or -1 for a full step. */
function advance(
  y: Int8Array,
  C: number,
  z: Float64Array,
  direction: Float64Array,
  free: Uint8Array,
  longest: number,
): number {
  let step = longest;
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
