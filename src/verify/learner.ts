import { isOnlyStationary } from './ball';
import type { Ball } from './ball';
import type { Blocks } from './blocks';
import { factor, solveFactored } from './cholesky';

/** One support vector machine in training: a label vector, a point of its box, and what that point proves. */
export interface Head {
  readonly y: Int8Array;
  readonly z: Float64Array;
  /** Q z. */
  readonly f: Float64Array;
  /** Decisions of the test nodes at z. */
  readonly values: Float64Array;
  /** The trained decision of node t is within radius * reach_t + slack * largest entry of R_t of `values`. */
  radius: number;
  slack: number;
  /** Sum of |z_j| sqrt(Q_jj): the decision of a node is at most this times the root of its own kernel entry. */
  load: number;
}

export function newHead({ m, tests }: Blocks): Head {
  return {
    y: new Int8Array(m),
    z: new Float64Array(m),
    f: new Float64Array(m),
    values: new Float64Array(tests),
    radius: Infinity,
    slack: 0,
    load: 0,
  };
}

export function copyHead(from: Head, to: Head): void {
  to.y.set(from.y);
  to.z.set(from.z);
  to.f.set(from.f);
}

/** Twice the rounding of one operation. */
const EPSILON = 2 ** -52;
const SWEEPS = 3;

/**
 * Minimises 1/2 z'Qz - y'z over 0 <= y_i z_i <= C by coordinate ascent of the dual, with Newton steps on the labels
 * inside of the box. Starts where the head stands. Nothing rests on how it gets there: the gap is computed of the end.
 */
export class Learner {
  /** Every slack is positive on the whole box, so that training ends in its corner z = C y whatever the eigenvalues are. */
  readonly saturated: boolean;
  private readonly largestQ: number;
  private readonly root: Float64Array;
  private readonly block: Float64Array;
  private readonly lower: Float64Array;
  private readonly step: Float64Array;
  private readonly free: Int32Array;

  constructor(
    readonly blocks: Blocks,
    readonly C: number,
    readonly ball: Ball,
  ) {
    const { m, Q } = blocks;
    this.largestQ = Q.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    this.saturated = alwaysSaturated(blocks, C);
    this.root = Float64Array.from({ length: m }, (_, i) => Math.sqrt(Math.max(0, Q[i * m + i])));
    this.block = new Float64Array(m * m);
    this.lower = new Float64Array(m * m);
    this.step = new Float64Array(m);
    this.free = new Int32Array(m);
  }

  /** A head at the origin of another label vector. */
  start(head: Head, y: ArrayLike<number>): void {
    head.y.set(y);
    head.z.fill(0);
    head.f.fill(0);
  }

  /** Turns one label round. */
  flip(head: Head, i: number): void {
    const { m, Q } = this.blocks;
    head.y[i] = -head.y[i];
    const z = head.z[i];
    if (z === 0) return;
    head.z[i] = 0;
    for (let j = 0; j < m; j++) head.f[j] -= Q[i * m + j] * z;
  }

  /** One round of training, then the gap and the decisions. */
  advance(head: Head): void {
    if (this.saturated) {
      for (let i = 0; i < head.z.length; i++) head.z[i] = head.y[i] * this.C;
      this.judge(head);
      return;
    }
    for (let sweep = 0; sweep < SWEEPS; sweep++) this.sweep(head);
    this.newton(head);
    this.judge(head);
  }

  private sweep({ y, z, f }: Head): void {
    const { m, Q } = this.blocks;
    const { C } = this;
    for (let i = 0; i < m; i++) {
      const q = Q[i * m + i];
      const slack = 1 - y[i] * f[i];
      const alpha = y[i] * z[i];
      let next = q > 0 ? alpha + slack / q : slack > 0 ? C : 0;
      if (next < 0) next = 0;
      else if (next > C) next = C;
      if (next === alpha) continue;
      const by = y[i] * (next - alpha);
      z[i] = y[i] * next;
      const row = i * m;
      for (let j = 0; j < m; j++) f[j] += Q[row + j] * by;
    }
  }

  /** Steps to the minimum over the labels inside of their box, each to where the first of them meets an end. */
  private newton({ y, z, f }: Head): void {
    const { m, Q } = this.blocks;
    const { C, block, lower, step, free } = this;
    for (let tries = 0; tries <= m; tries++) {
      let k = 0;
      for (let i = 0; i < m; i++) if (z[i] !== 0 && z[i] !== y[i] * C) free[k++] = i;
      if (k === 0) return;
      let largest = 0;
      for (let a = 0; a < k; a++) {
        const row = free[a] * m;
        for (let b = 0; b <= a; b++) block[a * k + b] = Q[row + free[b]];
        largest = Math.max(largest, Q[row + free[a]]);
        step[a] = y[free[a]] - f[free[a]];
      }
      // Dependent rows need a little on the diagonal; the sweeps take the rest.
      if (!factor(block, k, 0, lower) && !factor(block, k, -1e-10 * largest, lower)) return;
      solveFactored(lower, k, step);
      let length = 1;
      let blocking = -1;
      for (let a = 0; a < k; a++) {
        const i = free[a];
        const toward = y[i] * step[a];
        const room = toward > 0 ? C - y[i] * z[i] : y[i] * z[i];
        if (room < Math.abs(toward) * length) {
          length = room / Math.abs(toward);
          blocking = a;
        }
      }
      for (let a = 0; a < k; a++) {
        const i = free[a];
        const end = y[i] * step[a] > 0 ? C : 0;
        const alpha = a === blocking ? end : Math.min(C, Math.max(0, y[i] * z[i] + y[i] * length * step[a]));
        const by = y[i] * alpha - z[i];
        z[i] = alpha === 0 ? 0 : y[i] * alpha;
        for (let j = 0; j < m; j++) f[j] += Q[i * m + j] * by;
      }
      if (blocking < 0) return;
    }
  }

  /** Computes f, the gap and the decisions of z anew, with all that rounding may have done to them. */
  private judge(head: Head): void {
    const { m, Q, R, tests } = this.blocks;
    const { C, ball, root } = this;
    const { y, z, f, values } = head;
    f.fill(0);
    let length = 0;
    let load = 0;
    for (let j = 0; j < m; j++) {
      const zj = z[j];
      if (zj === 0) continue;
      length += Math.abs(zj);
      load += Math.abs(zj) * root[j];
      const row = j * m;
      for (let i = 0; i < m; i++) f[i] += Q[row + i] * zj;
    }
    const error = (m + 3) * EPSILON * this.largestQ * length * 1.001 + EPSILON;
    // z'Qz + C sum hinge - y'z, label by label: (C - α)(1 - s) where s < 1, α (s - 1) where s > 1.
    let gap = 0;
    let inside = true;
    for (let i = 0; i < m; i++) {
      const alpha = y[i] * z[i];
      inside &&= alpha >= 0 && alpha <= C;
      const below = 1 - y[i] * f[i];
      const bound = error + Math.abs(below) * EPSILON;
      if (below + bound > 0) gap += (C - alpha) * (below + bound);
      if (bound - below > 0) gap += alpha * (bound - below);
    }
    gap *= 1 + (m + 8) * EPSILON;
    if (!inside) head.radius = Infinity;
    else if (this.saturated) head.radius = 0;
    else if (ball.least === null) head.radius = Math.sqrt(2 * gap) * (1 + 8 * EPSILON);
    else
      head.radius = isOnlyStationary(Q, m, C, ball.least, y, z, f, error)
        ? Math.sqrt(gap / ball.least) * (1 + 8 * EPSILON)
        : Infinity;
    head.load = load;
    head.slack = (m + 3) * EPSILON * length * 1.001;
    for (let t = 0; t < tests; t++) {
      const row = t * m;
      let sum = 0;
      for (let j = 0; j < m; j++) sum += R[row + j] * z[j];
      values[t] = sum;
    }
  }
}

/** Whether C sum_j |Q_ij| is below 1 in every row, rounding included. */
function alwaysSaturated({ m, Q }: Blocks, C: number): boolean {
  for (let i = 0; i < m; i++) {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += Math.abs(Q[i * m + j]);
    if (!(C * sum * (1 + (m + 4) * EPSILON) < 1)) return false;
  }
  return true;
}
