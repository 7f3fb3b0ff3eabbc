import type {
  CurvePoint,
  MeanCertificate,
  MeanPoint,
  ModelMean,
  ModelResult,
  SeedResult,
  Spread,
  Status,
} from './result';

/** Every model over the seeds that have it, in the order of the first. */
export function meansOf(seeds: readonly SeedResult[]): ModelMean[] {
  const names = new Set(seeds.flatMap(({ models }) => models.map(({ name }) => name)));
  return [...names].map((name) =>
    meanOf(
      name,
      seeds.flatMap(({ models }) => models.filter((model) => model.name === name)),
    ),
  );
}

function meanOf(name: string, models: readonly ModelResult[]): ModelMean {
  const sampleWise = models.flatMap(({ sampleWise: certificate }) => certificate ?? []);
  const collective = models.flatMap(({ collective: certificate }) => certificate ?? []);
  return {
    name,
    seeds: models.length,
    accuracy: spread(models.map(({ accuracy }) => accuracy)),
    ...(sampleWise.length > 0 ? { sampleWise: meanCertificate(sampleWise) } : {}),
    ...(collective.length > 0 ? { collective: meanCertificate(collective) } : {}),
  };
}

interface Certified {
  readonly status: Status;
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
}

function meanCertificate(certificates: readonly Certified[]): MeanCertificate {
  const statuses = new Set(certificates.map(({ status }) => status));
  return {
    status: statuses.has('cancelled') ? 'cancelled' : statuses.has('bracket') ? 'bracket' : 'exact',
    seconds: certificates.reduce((sum, { seconds }) => sum + seconds, 0),
    // The seeds label equally many nodes, so that their budgets are the same.
    curve: certificates[0].curve.map((point, k): MeanPoint => {
      const of = (value: (p: CurvePoint) => number): Spread =>
        spread(certificates.map(({ curve }) => value(curve[k])));
      return {
        flips: point.flips,
        ...(point.budget === undefined ? {} : { budget: point.budget }),
        certified: of((p) => p.certified),
        certifiedAtMost: of((p) => p.certifiedAtMost),
        certifiedAccuracy: of((p) => p.certifiedAccuracy),
      };
    }),
  };
}

/** Mean and sample standard deviation. */
export function spread(values: readonly number[]): Spread {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  if (n < 2) return { mean, deviation: 0 };
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (n - 1)) };
}
