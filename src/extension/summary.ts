/** The one number that stands for a whole result in the status bar. Pure. */
import { judgedMean } from '../report/expectations';
import { combined, lacksSeeds, modelNames } from '../report/over-seeds';
import type { CertificateKind, CurvePoint, Result } from '../report/result';

export interface Summary {
  readonly model: string;
  readonly kind: CertificateKind;
  readonly flips: number;
  readonly certified: number;
  readonly certifiedAtMost: number;
  /** Where the number is a mean: over how many of how many seeds. */
  readonly seeds: { readonly done: number; readonly all: number } | null;
}

type Point = Pick<CurvePoint, 'flips' | 'certified' | 'certifiedAtMost'>;

/**
 * The best model's certified ratio at a tenth of the labels, or the smallest budget above zero: where the panel
 * starts too. Of several seeds the mean. Null where no model has a curve.
 */
export function summarize(result: Result): Summary | null {
  const wanted = wantedFlips(result);
  let best: Summary | null = null;
  for (const model of result.means?.map(judgedMean) ?? result.models) {
    const kind = model.sampleWise ? 'sample-wise' : 'collective';
    const point = startingPoint((model.sampleWise ?? model.collective)?.curve ?? [], wanted);
    if (point && (best === null || point.certified > best.certified)) {
      const { flips, certified, certifiedAtMost } = point;
      const seeds = seedsOf(result, model.name);
      best = { model: model.name, kind, flips, certified, certifiedAtMost, seeds };
    }
  }
  return best;
}

function seedsOf(result: Result, name: string): Summary['seeds'] {
  if (!result.seeds || !result.means) return null;
  const mean = result.means.find((candidate) => candidate.name === name);
  return { done: mean?.seeds ?? 0, all: result.seeds.length };
}

/** True where every answer is exact, for every model on every seed. */
export function isSettled(result: Result): boolean {
  const kinds = ['sample-wise', 'collective'] as const;
  return (
    !lacksSeeds(result) &&
    modelNames(result).every((name) =>
      kinds.every((kind) => (combined(result, name, kind)?.status ?? 'exact') === 'exact'),
    )
  );
}

/** A tenth of the labels. */
export function wantedFlips({ dataset }: Result): number {
  return Math.max(1, Math.floor(dataset.labelled.length / 10));
}

/** The point of a curve that views start at. */
export function startingPoint<P extends Pick<Point, 'flips'>>(
  curve: readonly P[],
  wanted: number,
): P | undefined {
  const within = curve.filter((point) => point.flips > 0 && point.flips <= wanted);
  return within.at(-1) ?? curve.find((point) => point.flips > 0);
}
