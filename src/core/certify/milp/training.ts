import type { Problem } from '../problem';
import type { MilpBuilder, Term } from './model';

/** The part of a model that says: these flips were made, and the SVM was trained on what came of them. */
export interface TrainingConstraints {
  /** Binary column of each labelled node: 1 where it is flipped. */
  readonly flips: readonly number[];
  /** s_t f_t / C as a linear expression in the model's columns, `factor` times. */
  readonly decision: (t: number, factor: number) => Term[];
}

/** What the labelled and the test nodes are called in the names of columns and rows: their ids, or their indices. */
export interface NodeNames {
  readonly labelled: (i: number) => number;
  readonly test: (t: number) => number;
}

export const byIndex: NodeNames = { labelled: (i) => i, test: (t) => t };

export type TrainingModel = (
  builder: MilpBuilder,
  problem: Problem,
  names?: NodeNames,
) => TrainingConstraints;

/** Half-width of the range of y_i f_i over the whole box: C sum_j |Q_ij|. */
export function reachOf({ m, Q, C }: Problem, i: number): number {
  let sum = 0;
  for (let j = 0; j < m; j++) sum += Math.abs(Q[i * m + j]);
  return C * sum;
}

function flipColumns(builder: MilpBuilder, { m, flippable }: Problem, names: NodeNames): number[] {
  const open = new Set(flippable);
  return Array.from({ length: m }, (_, i) => {
    const name = `flip_${names.labelled(i)}`;
    return open.has(i) ? builder.binary(name) : builder.column(0, 0, true, name);
  });
}

/**
 * Optimality conditions of the SVM with O(m) variables. In units of C: a_i = y_i z_i / C lies in [0, 1] where
 * the label stands and in [-1, 0] where it is flipped; v_i - w_i = 1 - margin_i; v_i > 0 only at the bound
 * (q_i = 1), w_i > 0 only at zero (p_i = 1). The margin is y_i f_i, or its negative where i is flipped, chosen
 * by two rows with bounds that the other choice makes void. Names: a is `dual`, p `at_zero`, q `at_bound`, v `short`
 * (of the margin 1), w `beyond` (it).
 */
export const compactTraining: TrainingModel = (builder, problem, names = byIndex) => {
  const { m, Q, R, C, y } = problem;
  const x = flipColumns(builder, problem, names);
  const a = x.map((_, i) => builder.column(-1, 1, false, `dual_${names.labelled(i)}`));
  for (let i = 0; i < m; i++) {
    const id = names.labelled(i);
    const reach = reachOf(problem, i);
    const p = reach > 1 ? builder.binary(`at_zero_${id}`) : builder.column(0, 0, true, `at_zero_${id}`);
    const q = builder.binary(`at_bound_${id}`);
    const v = builder.column(0, 1 + reach, false, `short_${id}`);
    const w = builder.column(0, Math.max(0, reach - 1), false, `beyond_${id}`);
    const row = (name: string, lower: number, upper: number, terms: readonly Term[]): void =>
      builder.row(lower, upper, terms, `${name}_${id}`);
    row('dual_high', -Infinity, 1, [
      [a[i], 1],
      [x[i], 1],
    ]);
    row('dual_low', 0, Infinity, [
      [a[i], 1],
      [x[i], 1],
    ]);
    row('beyond_if_zero', -Infinity, 0, [
      [w, 1],
      [p, -Math.max(0, reach - 1)],
    ]);
    row('zero_high', -Infinity, 1, [
      [a[i], 1],
      [p, 1],
    ]);
    row('zero_low', -1, Infinity, [
      [a[i], 1],
      [p, -1],
    ]);
    row('short_if_bound', -Infinity, 0, [
      [v, 1],
      [q, -(1 + reach)],
    ]);
    row('bound_standing', 0, Infinity, [
      [a[i], 1],
      [q, -1],
      [x[i], 2],
    ]);
    row('bound_flipped', -Infinity, 2, [
      [a[i], 1],
      [q, 1],
      [x[i], 2],
    ]);
    const margin: Term[] = a.map((column, j) => [column, C * y[i] * Q[i * m + j] * y[j]]);
    const negated: Term[] = margin.map(([column, coefficient]) => [column, -coefficient]);
    row('margin_high', -Infinity, 1, [...margin, [v, 1], [w, -1], [x[i], -2 * reach]]);
    row('margin_low', 1, Infinity, [...margin, [v, 1], [w, -1], [x[i], 2 * reach]]);
    row('flipped_margin_high', -Infinity, 1 + 2 * reach, [...negated, [v, 1], [w, -1], [x[i], 2 * reach]]);
    row('flipped_margin_low', 1 - 2 * reach, Infinity, [...negated, [v, 1], [w, -1], [x[i], -2 * reach]]);
  }
  return { flips: x, decision: (t, factor) => a.map((column, j) => [column, factor * R[t * m + j] * y[j]]) };
};

/**
 * The paper's own single-level model (arXiv 2412.00537, section 3): labels ỹ_i = y_i (1 - 2 x_i), duals α_i in
 * [0, 1] (units of C), z_i = α_i ỹ_i, and the m² products r_ij = ỹ_i z_j, every product linearised; the
 * complementarity u_i α_i = 0 and v_i (1 - α_i) = 0 by binaries.
 */
export const paperTraining: TrainingModel = (builder, problem, names = byIndex) => {
  const { m, Q, R, C, y } = problem;
  const x = flipColumns(builder, problem, names);
  const alpha = x.map((_, i) => builder.column(0, 1, false, `alpha_${names.labelled(i)}`));
  const z = x.map((_, i) => builder.column(-1, 1, false, `z_${names.labelled(i)}`));
  /** ỹ_i as terms, with its constant apart. */
  const label = (i: number, factor: number): { terms: Term[]; constant: number } => ({
    terms: [[x[i], -2 * y[i] * factor]],
    constant: y[i] * factor,
  });
  for (let j = 0; j < m; j++) {
    const id = names.labelled(j);
    const row = (name: string, lower: number, upper: number, terms: readonly Term[]): void =>
      builder.row(lower, upper, [[z[j], 1], ...terms], `${name}_${id}`);
    const up = label(j, -1);
    row('z_1', -Infinity, 0, [[alpha[j], -1]]);
    row('z_2', 0, Infinity, [[alpha[j], 1]]);
    row('z_3', -Infinity, 1 - up.constant, [[alpha[j], 1], ...up.terms]);
    row('z_4', -1 - up.constant, Infinity, [[alpha[j], -1], ...up.terms]);
  }
  for (let i = 0; i < m; i++) {
    const id = names.labelled(i);
    const reach = reachOf(problem, i);
    const minus = label(i, -1);
    const plus = label(i, 1);
    const r: number[] = [];
    for (let j = 0; j < m; j++) {
      const pair = `${id}_${names.labelled(j)}`;
      const rij = builder.column(-1, 1, false, `r_${pair}`);
      r.push(rij);
      // r + z within ±(1 + ỹ), r - z within ±(1 - ỹ)
      const row = (name: string, lower: number, upper: number, terms: readonly Term[]): void =>
        builder.row(lower, upper, [[rij, 1], ...terms], `${name}_${pair}`);
      row('r_1', -Infinity, 1 - minus.constant, [[z[j], 1], ...minus.terms]);
      row('r_2', -1 - plus.constant, Infinity, [[z[j], 1], ...plus.terms]);
      row('r_3', -Infinity, 1 - plus.constant, [[z[j], -1], ...plus.terms]);
      row('r_4', -1 - minus.constant, Infinity, [[z[j], -1], ...minus.terms]);
    }
    const u = builder.column(0, Math.max(0, reach - 1), false, `u_${id}`);
    const v = builder.column(0, 1 + reach, false, `v_${id}`);
    const s = builder.binary(`s_${id}`);
    const b = builder.binary(`t_${id}`);
    const row = (name: string, lower: number, upper: number, terms: readonly Term[]): void =>
      builder.row(lower, upper, terms, `${name}_${id}`);
    row('margin', 1, 1, [...r.map((column, j): Term => [column, C * Q[i * m + j]]), [u, -1], [v, 1]]);
    row('u_if_s', -Infinity, 0, [
      [u, 1],
      [s, -Math.max(0, reach - 1)],
    ]);
    row('alpha_if_s', -Infinity, 1, [
      [alpha[i], 1],
      [s, 1],
    ]);
    row('v_if_t', -Infinity, 0, [
      [v, 1],
      [b, -(1 + reach)],
    ]);
    row('alpha_if_t', 0, Infinity, [
      [alpha[i], 1],
      [b, -1],
    ]);
  }
  return { flips: x, decision: (t, factor) => z.map((column, j) => [column, factor * R[t * m + j]]) };
};

/** Training of a saturated model: z = C ỹ, whatever the flips. */
export const saturatedTraining: TrainingModel = (builder, problem, names = byIndex) => {
  const { m, R, y } = problem;
  const x = flipColumns(builder, problem, names);
  const one = builder.column(1, 1, false, 'one');
  return {
    flips: x,
    decision: (t, factor) => [
      [one, factor * Array.from(y).reduce((sum, yj, j) => sum + R[t * m + j] * yj, 0)],
      ...x.map((column, j): Term => [column, -2 * factor * R[t * m + j] * y[j]]),
    ],
  };
};
