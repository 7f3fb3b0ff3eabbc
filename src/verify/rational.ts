/** Exact arithmetic on doubles: each is a whole number over a power of two, and BigInt knows no rounding. */

/** Doubles as whole numbers times 2^-shift; null where their sizes lie too far apart to be worth it. */
export function wholeNumbers(
  values: ArrayLike<number>,
): { readonly whole: bigint[]; readonly shift: number } | null {
  const parts = Array.from(values, decompose);
  if (parts.some((part) => part === null)) return null;
  let shift = 0;
  for (const part of parts)
    if (part !== null && part.mantissa !== 0n) shift = Math.max(shift, -part.exponent);
  if (shift > 1200) return null;
  return {
    whole: parts.map((part) =>
      part === null || part.mantissa === 0n ? 0n : part.mantissa << BigInt(part.exponent + shift),
    ),
    shift,
  };
}

/** mantissa * 2^exponent; null for what is no number. */
function decompose(value: number): { readonly mantissa: bigint; readonly exponent: number } | null {
  if (!Number.isFinite(value)) return null;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  let mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  let exponent = (biased === 0 ? 1 : biased) - 1075;
  while (mantissa !== 0n && (mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent };
}

/** A fraction as the nearest doubles have it. `denominator` is positive. */
export function toDouble(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const size = numerator < 0n ? -numerator : numerator;
  const shift = denominator.toString(2).length - size.toString(2).length + 64;
  const quotient =
    shift >= 0 ? (size << BigInt(shift)) / denominator : size / (denominator << BigInt(-shift));
  // In two steps, since 2^-shift alone may be no double.
  const half = Math.trunc(shift / 2);
  const value = Number(quotient) * 2 ** -half * 2 ** -(shift - half);
  return numerator < 0n ? -value : value;
}

/**
 * Solves a square system of whole numbers without fractions on the way. Columns that depend on those before them are
 * left out: their unknowns are 0.
 * @param system k rows of k coefficients and the right side
 * @returns numerators over one positive denominator; null where there is no solution
 */
export function solveWhole(
  system: readonly (readonly bigint[])[],
): { readonly numerators: bigint[]; readonly denominator: bigint } | null {
  const k = system.length;
  const rows = system.map((row) => [...row]);
  const pivots: number[] = [];
  let previous = 1n;
  for (let column = 0; column < k; column++) {
    const rank = pivots.length;
    const found = rows.findIndex((row, r) => r >= rank && row[column] !== 0n);
    if (found < 0) continue;
    [rows[rank], rows[found]] = [rows[found], rows[rank]];
    const pivot = rows[rank][column];
    // Of every other row, above too: what is left at the end is diagonal in the pivot columns.
    rows.forEach((row, r) => {
      if (r === rank) return;
      const lead = row[column];
      rows[r] = row.map((value, c) => (pivot * value - lead * rows[rank][c]) / previous);
    });
    previous = pivot;
    pivots.push(column);
  }
  for (let r = pivots.length; r < k; r++) if (rows[r][k] !== 0n) return null;
  const numerators = new Array<bigint>(k).fill(0n);
  pivots.forEach((column, r) => (numerators[column] = rows[r][k]));
  // All pivots have become the same number.
  return previous < 0n
    ? { numerators: numerators.map((v) => -v), denominator: -previous }
    : { numerators, denominator: previous };
}
