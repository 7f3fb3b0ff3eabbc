import { flipsOf } from '../config/budget';
import type { Experiment, ExpectationSpec, Operator } from '../config/experiment';
import type {
  ExpectationOutcome,
  ModelMean,
  ModelResult,
  Result,
  SeedResult,
  Spread,
} from '../report/result';
import type { Claims } from './claims';

/** Means over seeds, computed from the seeds' own numbers. */
export function checkMeans(claims: Claims, result: Result, seeds: readonly SeedResult[]): void {
  const names = [...new Set(seeds.flatMap(({ models }) => models.map(({ name }) => name)))];
  claims.equal(
    'means',
    result.means?.map(({ name }) => name),
    names,
    'means: names',
  );
  for (const mean of result.means ?? []) {
    const models = seeds.flatMap((of) => of.models.filter(({ name }) => name === mean.name));
    if (models.length === 0) continue;
    const place = `means, ${mean.name}`;
    claims.equal('means', mean.seeds, models.length, `${place}: seeds`);
    claims.equal(
      'means',
      mean.accuracy,
      spreadOf(models.map(({ accuracy }) => accuracy)),
      `${place}: accuracy`,
    );
    for (const kind of ['sampleWise', 'collective'] as const)
      checkMeanCurve(claims, mean, models, kind, place);
  }
}

function checkMeanCurve(
  claims: Claims,
  mean: ModelMean,
  models: readonly ModelResult[],
  kind: 'sampleWise' | 'collective',
  where: string,
): void {
  const of = models.flatMap((model) => model[kind] ?? []);
  const stated = mean[kind];
  const place = `${where}, ${kind}`;
  claims.equal('means', stated !== undefined, of.length > 0, place);
  if (stated === undefined || of.length === 0) return;
  const statuses = of.map(({ status }) => status);
  const status = statuses.includes('cancelled')
    ? 'cancelled'
    : statuses.includes('bracket')
      ? 'bracket'
      : 'exact';
  claims.equal('means', stated.status, status, `${place}: status`);
  claims.equal('means', stated.curve.length, of[0].curve.length, `${place}: budgets`);
  stated.curve.forEach((point, k) => {
    const first = of[0].curve.at(k);
    const named = `${place}, ${point.flips} flips`;
    claims.equal('means', [point.flips, point.budget ?? null], [first?.flips, first?.budget ?? null], named);
    for (const key of ['certified', 'certifiedAtMost', 'certifiedAccuracy'] as const)
      claims.equal(
        'means',
        point[key],
        spreadOf(of.map(({ curve }) => curve.at(k)?.[key] ?? NaN)),
        `${named}: ${key}`,
      );
  });
}

function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  if (n === 1) return { mean, deviation: 0 };
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / (n - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

/** Expectations against the configuration, and their values and outcomes against the curves. */
export function checkExpectations(
  claims: Claims,
  result: Result,
  { expect }: Experiment,
  labelled: number,
): void {
  const found = expect.flatMap((expectation) => judged(expectation, result, labelled) ?? []);
  const stated = result.expectations ?? [];
  if (stated.length + found.length > 0)
    claims.equal('expectations', stated.length, found.length, 'expectations');
  stated.forEach((outcome, k) => {
    const of: Partial<ExpectationOutcome> = found[k] ?? {};
    for (const key of Object.keys(outcome) as (keyof ExpectationOutcome)[])
      claims.equal('expectations', outcome[key], of[key], `expectations[${k}].${key}`);
  });
}

const ROUNDING = 1e-12;

function judged(
  { model, kind, budget, quantity, operator, value: wanted, condition }: ExpectationSpec,
  result: Result,
  labelled: number,
): ExpectationOutcome | null {
  const key = kind === 'sample-wise' ? 'sampleWise' : 'collective';
  const flips = flipsOf(budget, labelled);
  const values =
    result.means === undefined ? single(result, model, key, flips) : averaged(result, model, key, flips);
  if (values === null) return null;
  const { certified, certifiedAtMost, certifiedAccuracy, accuracy } = values;
  const value = quantity === 'certified-ratio' ? certified : certifiedAccuracy;
  // Nothing that is wrong at the start can be certified to be right.
  const atMost =
    quantity === 'certified-ratio'
      ? certifiedAtMost
      : certified === certifiedAtMost
        ? value
        : Math.min(accuracy, certifiedAtMost);
  return {
    model,
    kind,
    budget: budget.kind === 'share' ? budget.value : flips,
    flips,
    quantity,
    condition,
    value,
    atMost,
    outcome: outcomeOf(operator, wanted, value, atMost),
  };
}

interface Values {
  readonly certified: number;
  readonly certifiedAtMost: number;
  readonly certifiedAccuracy: number;
  readonly accuracy: number;
}

function single(
  result: Result,
  name: string,
  key: 'sampleWise' | 'collective',
  flips: number,
): Values | null {
  const model = result.models.find((of) => of.name === name);
  const point = model?.[key]?.curve.find((of) => of.flips === flips);
  return model === undefined || point === undefined ? null : { ...point, accuracy: model.accuracy };
}

function averaged(
  result: Result,
  name: string,
  key: 'sampleWise' | 'collective',
  flips: number,
): Values | null {
  const model = result.means?.find((of) => of.name === name);
  const point = model?.[key]?.curve.find((of) => of.flips === flips);
  if (model === undefined || point === undefined) return null;
  return {
    certified: point.certified.mean,
    certifiedAtMost: point.certifiedAtMost.mean,
    certifiedAccuracy: point.certifiedAccuracy.mean,
    accuracy: model.accuracy.mean,
  };
}

/** Held or failed where it is so of every value between the two; open otherwise. */
function outcomeOf(
  operator: Operator,
  wanted: number,
  value: number,
  atMost: number,
): ExpectationOutcome['outcome'] {
  const holds = (x: number): boolean => {
    if (Math.abs(x - wanted) <= ROUNDING) return operator === '>=' || operator === '<=' || operator === '==';
    return operator === '>=' || operator === '>' ? x > wanted : operator === '==' ? false : x < wanted;
  };
  const ends = [holds(value), holds(atMost)];
  if (ends[0] !== ends[1]) return 'open';
  const inside = value + ROUNDING < wanted && wanted < atMost - ROUNDING;
  return operator === '==' && inside ? 'open' : ends[0] ? 'held' : 'failed';
}
