import type { CurvePoint, Plateau } from './result';

/**
 * Budgets over which a collective ratio does not fall: maximal runs of at least two asked budgets with the same exact
 * value. Between two of them it cannot fall either, since a curve never rises.
 */
export function plateausOf(curve: readonly CurvePoint[]): Plateau[] {
  const out: Plateau[] = [];
  let start: CurvePoint | null = null;
  let end: CurvePoint | null = null;
  const close = (): void => {
    if (start !== null && end !== null && end.flips > start.flips) {
      const { flips, certified, witness } = start;
      out.push({ from: flips, to: end.flips, certified, witness: witness ?? null });
    }
  };
  for (const point of curve) {
    const exact = point.certified === point.certifiedAtMost;
    if (!exact || point.certified !== start?.certified) {
      close();
      start = exact ? point : null;
    }
    end = point;
  }
  close();
  return out;
}
