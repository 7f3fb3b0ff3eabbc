/** The one number that stands for a whole result in the status bar. Pure. */
import type { CertificateKind, CurvePoint, Result } from '../report/result';

export interface Summary {
  readonly model: string;
  readonly kind: CertificateKind;
  readonly flips: number;
  readonly certified: number;
  readonly certifiedAtMost: number;
}

/**
 * The best model's certified ratio at a tenth of the labels, or the smallest budget above zero: where the panel
 * starts too. Null where no model has a curve.
 */
export function summarize(result: Result): Summary | null {
  const wanted = Math.max(1, Math.floor(result.dataset.labelled.length / 10));
  let best: Summary | null = null;
  for (const model of result.models) {
    const kind = model.sampleWise ? 'sample-wise' : 'collective';
    const point = startingPoint((model.sampleWise ?? model.collective)?.curve ?? [], wanted);
    if (point && (best === null || point.certified > best.certified)) {
      const { flips, certified, certifiedAtMost } = point;
      best = { model: model.name, kind, flips, certified, certifiedAtMost };
    }
  }
  return best;
}

function startingPoint(curve: readonly CurvePoint[], wanted: number): CurvePoint | undefined {
  const within = curve.filter((point) => point.flips > 0 && point.flips <= wanted);
  return within.at(-1) ?? curve.find((point) => point.flips > 0);
}
