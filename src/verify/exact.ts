import { isOnlyStationary } from './ball';
import type { Head, Learner } from './learner';
import { solveWhole, toDouble, wholeNumbers } from './rational';

/** A share of C within which a value is taken to stand at an end of its box. */
const AT_END = 1e-9;

/**
 * Decisions of the trained model in exact arithmetic, correct but for the last rounding to a double. Which labels stand at
 * an end of their box is guessed from the head; the optimality conditions then hold exactly, or the answer is null.
 */
export function exactDecisions(learner: Learner, head: Head, tests: readonly number[]): number[] | null {
  const { C } = learner;
  const snapped = head.z.map((value, i) => {
    const alpha = head.y[i] * value;
    return alpha < AT_END * C ? 0 : alpha > (1 - AT_END) * C ? head.y[i] * C : value;
  });
  return solved(learner, head.y, snapped, tests) ?? solved(learner, head.y, head.z, tests);
}

function solved(
  { blocks: { m, Q, R }, C, ball, saturated }: Learner,
  y: Int8Array,
  z: Float64Array,
  tests: readonly number[],
): number[] | null {
  const kernel = wholeNumbers(Q);
  const cross = wholeNumbers(tests.flatMap((t) => Array.from(R.subarray(t * m, t * m + m))));
  const points = wholeNumbers([C, ...z]);
  if (kernel === null || cross === null || points === null) return null;
  const [box, ...start] = points.whole;
  const one = 1n << BigInt(kernel.shift + points.shift);
  const image = (i: number, x: readonly bigint[]): bigint =>
    x.reduce((sum, value, j) => (value === 0n ? sum : sum + kernel.whole[i * m + j] * value), 0n);
  const free = Array.from(z.keys()).filter((i) => z[i] !== 0 && Math.abs(z[i]) !== C);
  const solution = solveWhole(
    free.map((i) => [...free.map((j) => kernel.whole[i * m + j]), BigInt(y[i]) * one - image(i, start)]),
  );
  if (solution === null) return null;
  const { numerators, denominator } = solution;
  const x = start.map((value) => value * denominator);
  free.forEach((i, k) => (x[i] += numerators[k]));
  const top = box * denominator;
  const unit = one * denominator;
  for (let i = 0; i < m; i++) {
    const sign = BigInt(y[i]);
    const alpha = sign * x[i];
    const margin = sign * image(i, x) - unit;
    if (alpha < 0n || alpha > top) return null;
    if ((alpha > 0n && margin > 0n) || (alpha < top && margin < 0n)) return null;
  }
  if (ball.least !== null && !saturated) {
    const rounded = Float64Array.from(x, (value, i) =>
      value === 0n ? 0 : y[i] * Number(value) > 0 && abs(value) === top ? y[i] * C : C * toDouble(value, top),
    );
    const f = Float64Array.from({ length: m }, (_, i) => toDouble(image(i, x), unit));
    const error = f.reduce((most, v) => Math.max(most, Math.abs(v)), 1) * 2 ** -50;
    if (!isOnlyStationary(Q, m, C, ball.least, y, rounded, f, error)) return null;
  }
  const scale = (1n << BigInt(cross.shift + points.shift)) * denominator;
  return tests.map((_, k) => {
    let sum = 0n;
    for (let j = 0; j < m; j++) sum += cross.whole[k * m + j] * x[j];
    return toDouble(sum, scale);
  });
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
