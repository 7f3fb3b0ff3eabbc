import type { Problem } from '../problem';
import type { MilpBuilder, Term } from './model';

/** The part of a model that says: these flips were made, and the SVM was trained on what came of them. */
export interface TrainingConstraints {
  /** Binary column of each labelled node: 1 where it is flipped. */
  readonly flips: readonly number[];
  /** s_t f_t / C as a linear expression in the model's columns, `factor` times. */
  readonly decision: (t: number, factor: number) => Term[];
}

export type TrainingModel = (builder: MilpBuilder, problem: Problem) => TrainingConstraints;

/** Half-width of the range of y_i f_i over the whole box: C sum_j |Q_ij|. */
export function reachOf({ m, Q, C }: Problem, i: number): number {
  let sum = 0;
  for (let j = 0; j < m; j++) sum += Math.abs(Q[i * m + j]);
  return C * sum;
}

function flipColumns(builder: MilpBuilder, { m, flippable }: Problem): number[] {
  const open = new Set(flippable);
  return Array.from({ length: m }, (_, i) => (open.has(i) ? builder.binary() : builder.column(0, 0, true)));
}

/**
 * Optimality conditions of the SVM with O(m) variables. In units of C: a_i = y_i z_i / C lies in [0, 1] where
 * the label stands and in [-1, 0] where it is flipped; v_i - w_i = 1 - margin_i; v_i > 0 only at the bound
 * (q_i = 1), w_i > 0 only at zero (p_i = 1). The margin is y_i f_i, or its negative where i is flipped, chosen
 * by two rows with bounds that the other choice makes void.
 */
export const compactTraining: TrainingModel = (builder, problem) => {
  const { m, Q, R, C, y } = problem;
  const x = flipColumns(builder, problem);
  const a = x.map(() => builder.column(-1, 1));
  for (let i = 0; i < m; i++) {
    const reach = reachOf(problem, i);
    const p = reach > 1 ? builder.binary() : builder.column(0, 0, true);
    const q = builder.binary();
    const v = builder.column(0, 1 + reach);
    const w = builder.column(0, Math.max(0, reach - 1));
    builder.row(-Infinity, 1, [
      [a[i], 1],
      [x[i], 1],
    ]);
    builder.row(0, Infinity, [
      [a[i], 1],
      [x[i], 1],
    ]);
    builder.row(-Infinity, 0, [
      [w, 1],
      [p, -Math.max(0, reach - 1)],
    ]);
    builder.row(-Infinity, 1, [
      [a[i], 1],
      [p, 1],
    ]);
    builder.row(-1, Infinity, [
      [a[i], 1],
      [p, -1],
    ]);
    builder.row(-Infinity, 0, [
      [v, 1],
      [q, -(1 + reach)],
    ]);
    builder.row(0, Infinity, [
      [a[i], 1],
      [q, -1],
      [x[i], 2],
    ]);
    builder.row(-Infinity, 2, [
      [a[i], 1],
      [q, 1],
      [x[i], 2],
    ]);
    const margin: Term[] = a.map((column, j) => [column, C * y[i] * Q[i * m + j] * y[j]]);
    const negated: Term[] = margin.map(([column, coefficient]) => [column, -coefficient]);
    builder.row(-Infinity, 1, [...margin, [v, 1], [w, -1], [x[i], -2 * reach]]);
    builder.row(1, Infinity, [...margin, [v, 1], [w, -1], [x[i], 2 * reach]]);
    builder.row(-Infinity, 1 + 2 * reach, [...negated, [v, 1], [w, -1], [x[i], 2 * reach]]);
    builder.row(1 - 2 * reach, Infinity, [...negated, [v, 1], [w, -1], [x[i], -2 * reach]]);
  }
  return { flips: x, decision: (t, factor) => a.map((column, j) => [column, factor * R[t * m + j] * y[j]]) };
};

/**
 * The paper's own single-level model (arXiv 2412.00537, section 3): labels ỹ_i = y_i (1 - 2 x_i), duals α_i in
 * [0, 1] (units of C), z_i = α_i ỹ_i, and the m² products r_ij = ỹ_i z_j, every product linearised; the
 * complementarity u_i α_i = 0 and v_i (1 - α_i) = 0 by binaries.
 */
export const paperTraining: TrainingModel = (builder, problem) => {
  const { m, Q, R, C, y } = problem;
  const x = flipColumns(builder, problem);
  const alpha = x.map(() => builder.column(0, 1));
  const z = x.map(() => builder.column(-1, 1));
  /** ỹ_i as terms, with its constant apart. */
  const label = (i: number, factor: number): { terms: Term[]; constant: number } => ({
    terms: [[x[i], -2 * y[i] * factor]],
    constant: y[i] * factor,
  });
  for (let j = 0; j < m; j++) {
    builder.row(-Infinity, 0, [
      [z[j], 1],
      [alpha[j], -1],
    ]);
    builder.row(0, Infinity, [
      [z[j], 1],
      [alpha[j], 1],
    ]);
    const up = label(j, -1);
    builder.row(-Infinity, 1 - up.constant, [[z[j], 1], [alpha[j], 1], ...up.terms]);
    builder.row(-1 - up.constant, Infinity, [[z[j], 1], [alpha[j], -1], ...up.terms]);
  }
  for (let i = 0; i < m; i++) {
    const reach = reachOf(problem, i);
    const minus = label(i, -1);
    const plus = label(i, 1);
    const r: number[] = [];
    for (let j = 0; j < m; j++) {
      const rij = builder.column(-1, 1);
      r.push(rij);
      // r + z within ±(1 + ỹ), r - z within ±(1 - ỹ)
      builder.row(-Infinity, 1 - minus.constant, [[rij, 1], [z[j], 1], ...minus.terms]);
      builder.row(-1 - plus.constant, Infinity, [[rij, 1], [z[j], 1], ...plus.terms]);
      builder.row(-Infinity, 1 - plus.constant, [[rij, 1], [z[j], -1], ...plus.terms]);
      builder.row(-1 - minus.constant, Infinity, [[rij, 1], [z[j], -1], ...minus.terms]);
    }
    const u = builder.column(0, Math.max(0, reach - 1));
    const v = builder.column(0, 1 + reach);
    const s = builder.binary();
    const b = builder.binary();
    builder.row(1, 1, [...r.map((column, j): Term => [column, C * Q[i * m + j]]), [u, -1], [v, 1]]);
    builder.row(-Infinity, 0, [
      [u, 1],
      [s, -Math.max(0, reach - 1)],
    ]);
    builder.row(-Infinity, 1, [
      [alpha[i], 1],
      [s, 1],
    ]);
    builder.row(-Infinity, 0, [
      [v, 1],
      [b, -(1 + reach)],
    ]);
    builder.row(0, Infinity, [
      [alpha[i], 1],
      [b, -1],
    ]);
  }
  return { flips: x, decision: (t, factor) => z.map((column, j) => [column, factor * R[t * m + j]]) };
};

/** Training of a saturated model: z = C ỹ, whatever the flips. */
export const saturatedTraining: TrainingModel = (builder, problem) => {
  const { m, R, y } = problem;
  const x = flipColumns(builder, problem);
  const one = builder.column(1, 1);
  return {
    flips: x,
    decision: (t, factor) => [
      [one, factor * Array.from(y).reduce((sum, yj, j) => sum + R[t * m + j] * yj, 0)],
      ...x.map((column, j): Term => [column, -2 * factor * R[t * m + j] * y[j]]),
    ],
  };
};
