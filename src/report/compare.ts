/**
 * What differs between two results. Pure: the panel and the command line say the same. Differences are always the
 * second less the first, so that swapping the two changes every sign and nothing else.
 */
import { judgedMean, type JudgedModel } from './expectations';
import { statusAt, type NodeStatus } from './node-status';
import type { CertificateKind, CurvePoint, DatasetSummary, ModelResult, Result } from './result';

/** Shares are counts over test nodes: what lies within rounding of each other is equal. */
const SAME = 1e-12;

/** How many of something the first has, the second has, and both have. */
export interface Overlap {
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

export interface Change {
  readonly first: number;
  readonly second: number;
  /** Second less first; exactly 0 where they are equal. */
  readonly difference: number;
}

/** One budget that both results have. */
export interface ComparedPoint {
  readonly flips: number;
  /** Certified ratio. */
  readonly ratio: Change;
  /** Certified accuracy. */
  readonly accuracy: Change;
  /** What the ratio is at most: differs from `ratio` only where an answer is a bracket. */
  readonly ratioAtMost: Change;
}

/** A node whose status is not the same in both results. */
export interface NodeChange {
  readonly node: number;
  readonly first: NodeStatus;
  readonly second: NodeStatus;
}

export interface ComparedModel {
  readonly name: string;
  /** Share predicted as their true label, nothing flipped. */
  readonly accuracy: Change;
  readonly curves: Readonly<Record<CertificateKind, readonly ComparedPoint[]>>;
  /** For each budget of both: how many nodes of both changed their status, over all seeds of both. */
  readonly nodesChanged: readonly { readonly flips: number; readonly changed: number }[];
  /** Test nodes of both that are predicted as another class. */
  readonly predictionsChanged: number;
}

export interface Comparison {
  readonly test: Overlap;
  readonly labelled: Overlap;
  readonly budgets: Overlap;
  /** False where node ids do not mean the same nodes, so that none are compared. */
  readonly sameDataset: boolean;
  readonly models: readonly ComparedModel[];
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  /** True where no number, no node and no prediction differs, and both are about the same things. */
  readonly equal: boolean;
}

/** A split of one result beside the same split of the other; `seed` is null where there is a single one. */
export interface SplitPair {
  readonly seed: number | null;
  readonly first: Split;
  readonly second: Split;
}

interface Split {
  readonly dataset: DatasetSummary;
  readonly models: readonly ModelResult[];
}

export function compareResults(first: Result, second: Result): Comparison {
  const pairs = pairSplits(first, second);
  const before = judged(first);
  const after = judged(second);
  const sameDataset =
    pairs.length > 0 && pairs.every((pair) => sameNodes(pair.first.dataset, pair.second.dataset));
  const models = after.flatMap((model) => {
    const old = before.find(({ name }) => name === model.name);
    return old ? [compareModel(old, model, sameDataset ? pairs : [])] : [];
  });
  const names = (of: readonly JudgedModel[], without: readonly JudgedModel[]): string[] =>
    of.map(({ name }) => name).filter((name) => !without.some((other) => other.name === name));
  const parts = {
    test: overlap(first.dataset.test, second.dataset.test),
    labelled: overlap(first.dataset.labelled, second.dataset.labelled),
    budgets: overlap(budgetsOf(before), budgetsOf(after)),
    sameDataset,
    models,
    onlyFirst: names(before, after),
    onlySecond: names(after, before),
  };
  return { ...parts, equal: isEqual(parts, first, second, pairs.length) };
}

/** Splits that both have: the single one of each, or those of the seeds that both have. */
export function pairSplits(first: Result, second: Result): SplitPair[] {
  if (!first.seeds && !second.seeds) return [{ seed: null, first, second }];
  return (second.seeds ?? []).flatMap((split) => {
    const other = first.seeds?.find(({ seed }) => seed === split.seed);
    return other ? [{ seed: split.seed, first: other, second: split }] : [];
  });
}

/** Whether node ids mean the same nodes: of the same dataset, and no node of both has another true label. */
export function sameNodes(first: DatasetSummary, second: DatasetSummary): boolean {
  if (first.name !== second.name) return false;
  const truth = new Map(first.test.map((node, i) => [node, first.testLabels[i]]));
  return second.test.every((node, i) => !truth.has(node) || truth.get(node) === second.testLabels[i]);
}

/** Nodes certified in both whose status at this budget is not the same, in the order of the second. */
export function changedNodes(
  first: ModelResult | undefined,
  second: ModelResult | undefined,
  flips: number,
): readonly NodeChange[] {
  const old = new Map(first?.sampleWise?.nodes.map((certificate) => [certificate.node, certificate]) ?? []);
  return (second?.sampleWise?.nodes ?? []).flatMap((certificate) => {
    const other = old.get(certificate.node);
    if (!other) return [];
    const change = {
      node: certificate.node,
      first: statusAt(other, flips),
      second: statusAt(certificate, flips),
    };
    return change.first === change.second ? [] : [change];
  });
}

export function overlap(first: readonly number[], second: readonly number[]): Overlap {
  const known = new Set(first);
  return {
    first: first.length,
    second: second.length,
    both: second.filter((item) => known.has(item)).length,
  };
}

/** Every number of flips that some curve has a value for. */
export function budgetsOf(models: readonly JudgedModel[]): number[] {
  const flips = models.flatMap(({ sampleWise, collective }) =>
    [...(sampleWise?.curve ?? []), ...(collective?.curve ?? [])].map((point) => point.flips),
  );
  return [...new Set(flips)].sort((a, b) => a - b);
}

/** Models as their curves are compared: of several seeds the mean. */
function judged(result: Result): readonly JudgedModel[] {
  return result.means?.map(judgedMean) ?? result.models;
}

function compareModel(first: JudgedModel, second: JudgedModel, pairs: readonly SplitPair[]): ComparedModel {
  const { name } = second;
  const curves = {
    'sample-wise': compareCurves(first.sampleWise?.curve ?? [], second.sampleWise?.curve ?? []),
    collective: compareCurves(first.collective?.curve ?? [], second.collective?.curve ?? []),
  };
  const modelsOf = pairs.map((pair) => ({
    first: pair.first.models.find((model) => model.name === name),
    second: pair.second.models.find((model) => model.name === name),
  }));
  return {
    name,
    accuracy: changeOf(first.accuracy, second.accuracy),
    curves,
    nodesChanged: curves['sample-wise'].map(({ flips }) => ({
      flips,
      changed: modelsOf.reduce((sum, pair) => sum + changedNodes(pair.first, pair.second, flips).length, 0),
    })),
    predictionsChanged: modelsOf.reduce((sum, pair) => sum + otherClasses(pair.first, pair.second), 0),
  };
}

function compareCurves(first: readonly CurveValue[], second: readonly CurveValue[]): ComparedPoint[] {
  return second.flatMap((point) => {
    const old = first.find(({ flips }) => flips === point.flips);
    if (!old) return [];
    return [
      {
        flips: point.flips,
        ratio: changeOf(old.certified, point.certified),
        accuracy: changeOf(old.certifiedAccuracy, point.certifiedAccuracy),
        ratioAtMost: changeOf(old.certifiedAtMost, point.certifiedAtMost),
      },
    ];
  });
}

type CurveValue = Pick<CurvePoint, 'flips' | 'certified' | 'certifiedAtMost' | 'certifiedAccuracy'>;

function changeOf(first: number, second: number): Change {
  const difference = second - first;
  return { first, second, difference: Math.abs(difference) <= SAME ? 0 : difference };
}

function otherClasses(first: ModelResult | undefined, second: ModelResult | undefined): number {
  const old = new Map(first?.predictions.map((prediction) => [prediction.node, prediction.class]) ?? []);
  return (second?.predictions ?? []).filter((p) => old.has(p.node) && old.get(p.node) !== p.class).length;
}

function isEqual(parts: Omit<Comparison, 'equal'>, first: Result, second: Result, pairs: number): boolean {
  const { test, labelled, budgets, sameDataset, models, onlyFirst, onlySecond } = parts;
  const whole = (of: Overlap): boolean => of.both === of.first && of.both === of.second;
  const sameSplits = pairs === (first.seeds?.length ?? 1) && pairs === (second.seeds?.length ?? 1);
  return (
    sameDataset &&
    sameSplits &&
    [test, labelled, budgets].every(whole) &&
    onlyFirst.length + onlySecond.length === 0 &&
    models.every(isUnchanged)
  );
}

/** True where no number of the model, no node and no prediction differs. */
export function isUnchanged(model: ComparedModel): boolean {
  const points = [...model.curves['sample-wise'], ...model.curves.collective];
  return (
    model.accuracy.difference === 0 &&
    model.predictionsChanged === 0 &&
    model.nodesChanged.every(({ changed }) => changed === 0) &&
    points.every(
      ({ ratio, accuracy, ratioAtMost }) =>
        ratio.difference === 0 && accuracy.difference === 0 && ratioAtMost.difference === 0,
    )
  );
}
