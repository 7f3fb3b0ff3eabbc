/**
 * The models as the chart, the read-out and the list show them. Of several seeds these speak of the mean; the table
 * and the attack speak of one split.
 */
import { combined, modelNames, onSeeds } from '../../src/report/over-seeds';
import type { CertificateKind, ModelResult, Result, Spread } from '../../src/report/result';
import { shape, shapeOfMean, type Point, type Quantity } from './curves';

/** Of how many seeds a number is the mean, and how many there will be. */
export interface SeedCount {
  readonly done: number;
  readonly all: number;
}

export interface Overview {
  readonly name: string;
  /** On the first seed that has it: what does not depend on the seed, such as its kernel. */
  readonly model: ModelResult;
  readonly accuracy: Spread;
  /** Null where there is a single split. */
  readonly seeds: SeedCount | null;
  readonly curves: Readonly<Record<CertificateKind, readonly Point[] | null>>;
}

/** Every model that some seed has, in the order of the file. */
export function overviewsOf(result: Result, quantity: Quantity): readonly Overview[] {
  return modelNames(result).flatMap((name) => {
    const [first] = onSeeds(result, name);
    return first ? [overviewOf(result, first.model, quantity)] : [];
  });
}

function overviewOf(result: Result, model: ModelResult, quantity: Quantity): Overview {
  const { name } = model;
  const mean = result.means?.find((candidate) => candidate.name === name);
  if (!mean || !result.seeds) {
    return {
      name,
      model,
      accuracy: { mean: model.accuracy, deviation: 0 },
      seeds: null,
      curves: {
        'sample-wise': shape(model, 'sample-wise', quantity),
        collective: shape(model, 'collective', quantity),
      },
    };
  }
  // A model at work may have one kind of certificate on more seeds than the other.
  const curve = (kind: CertificateKind): readonly Point[] | null =>
    shapeOfMean(mean, kind, quantity, combined(result, name, kind)?.seeds ?? 0);
  return {
    name,
    model,
    accuracy: mean.accuracy,
    seeds: { done: mean.seeds, all: result.seeds.length },
    curves: { 'sample-wise': curve('sample-wise'), collective: curve('collective') },
  };
}
