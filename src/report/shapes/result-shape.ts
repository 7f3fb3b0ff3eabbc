import type {
  ChosenC,
  ClassLabel,
  CollectiveResult,
  CurvePoint,
  DatasetSummary,
  ExpectationOutcome,
  Flip,
  MeanCertificate,
  MeanPoint,
  ModelMean,
  ModelResult,
  NodeCertificate,
  Plateau,
  Prediction,
  Result,
  SampleWiseResult,
  SeedResult,
  Spread,
  Status,
} from '../result';
import {
  either,
  isFinite,
  isInterval,
  isText,
  listOf,
  objectOf,
  oneOf,
  optional,
  orNull,
  whole,
} from './shape';
import type { Shape } from './shape';

/** Whether a value is a result, all the way down. */

const count = whole(0);
const isLabel: Shape<ClassLabel> = either(isText, isFinite);
const isStatus: Shape<Status> = oneOf<Status>('exact', 'bracket', 'cancelled');
export const isSomeSet = listOf(objectOf<Flip>({ node: count, label: isLabel }));
const isSet = orNull(isSomeSet);

const isDataset = objectOf<DatasetSummary>({
  name: isText,
  nodes: count,
  edges: count,
  features: count,
  classes: listOf(isLabel),
  labelled: listOf(count),
  labels: listOf(isLabel),
  test: listOf(count),
  testLabels: listOf(isLabel),
});

const isPoint = objectOf<CurvePoint>({
  flips: count,
  budget: optional(isFinite),
  certified: isFinite,
  certifiedAtMost: isFinite,
  certifiedAccuracy: isFinite,
  witness: optional(isSet),
});
const told = { status: isStatus, method: isText, seconds: isFinite, curve: listOf(isPoint) };

const isNode = objectOf<NodeCertificate>({
  node: count,
  safeFlips: count,
  breakingFlips: orNull(count),
  witness: isSet,
  tie: optional(oneOf<true>(true)),
  interval: optional(isInterval),
});
const isPlateau = objectOf<Plateau>({ from: count, to: count, certified: isFinite, witness: isSet });

const isModel = objectOf<ModelResult>({
  name: isText,
  architecture: isText,
  ntk: optional(oneOf<'exact' | 'qpcert'>('exact', 'qpcert')),
  C: isFinite,
  chosenC: optional(
    objectOf<ChosenC>({
      folds: count,
      candidates: listOf(objectOf<ChosenC['candidates'][number]>({ C: isFinite, accuracy: isFinite })),
    }),
  ),
  notes: optional(listOf(isText)),
  accuracy: isFinite,
  predictions: listOf(objectOf<Prediction>({ node: count, class: isLabel, decision: isFinite })),
  sampleWise: optional(objectOf<SampleWiseResult>({ ...told, nodes: listOf(isNode) })),
  collective: optional(objectOf<CollectiveResult>({ ...told, plateaus: optional(listOf(isPlateau)) })),
});

const isSpread = objectOf<Spread>({ mean: isFinite, deviation: isFinite });
const isMeanCertificate = objectOf<MeanCertificate>({
  status: isStatus,
  seconds: isFinite,
  curve: listOf(
    objectOf<MeanPoint>({
      flips: count,
      budget: optional(isFinite),
      certified: isSpread,
      certifiedAtMost: isSpread,
      certifiedAccuracy: isSpread,
    }),
  ),
});
const isMean = objectOf<ModelMean>({
  name: isText,
  seeds: count,
  accuracy: isSpread,
  sampleWise: optional(isMeanCertificate),
  collective: optional(isMeanCertificate),
});

export const isResult = objectOf<Result>({
  flipcert: oneOf<1>(1),
  config: isText,
  dataset: isDataset,
  models: listOf(isModel),
  seeds: optional(
    listOf(objectOf<SeedResult>({ seed: isFinite, dataset: isDataset, models: listOf(isModel) })),
  ),
  means: optional(listOf(isMean)),
  expectations: optional(
    listOf(
      objectOf<ExpectationOutcome>({
        model: isText,
        kind: oneOf<'sample-wise' | 'collective'>('sample-wise', 'collective'),
        budget: isFinite,
        flips: count,
        quantity: isText,
        condition: isText,
        value: isFinite,
        atMost: isFinite,
        outcome: oneOf<'held' | 'failed' | 'open'>('held', 'failed', 'open'),
      }),
    ),
  ),
});
