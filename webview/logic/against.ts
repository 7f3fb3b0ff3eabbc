/** Another run beside the one shown: its curves, and which nodes are not what they are there. Pure. */
import {
  budgetsOf,
  changedNodes,
  overlap,
  pairSplits,
  sameNodes,
  type NodeChange,
  type Overlap,
} from '../../src/report/compare';
import type { CertificateKind, ModelResult, Result } from '../../src/report/result';
import type { OtherRun } from '../../src/protocol/panel';
import { pointAt, type Point, type Quantity } from './curves';
import { overviewsOf, type Overview } from './overview';

/** Why nodes are not compared one by one at this budget; null where they are. */
export type NodesApart = 'dataset' | 'seed' | 'certificate' | 'budget' | null;

export interface Against {
  readonly run: OtherRun;
  /** Every model of the other run. */
  readonly overviews: readonly Overview[];
  /** The chosen model there, where it has one of this name. */
  readonly model: Overview | null;
  /** First: the other run; second: the one shown. */
  readonly test: Overlap;
  readonly labelled: Overlap;
  readonly budgets: Overlap;
  /** Largest budget that the other run was asked for. */
  readonly largest: number;
  readonly apart: NodesApart;
  /** Nodes of both, by the certificates of the chosen model. */
  readonly nodes: number;
  /** By node; first: its status in the other run. Empty where nodes are not compared. */
  readonly changes: ReadonlyMap<number, NodeChange>;
}

export interface AgainstInput {
  readonly whole: Result;
  /** Null where the result has a single split. */
  readonly seed: number | null;
  /** Name of the chosen model. */
  readonly chosen: string;
  readonly flips: number;
  readonly quantity: Quantity;
}

export function againstOf(run: OtherRun, input: AgainstInput): Against {
  const { whole, seed, chosen, flips, quantity } = input;
  const overviews = overviewsOf(run.result, quantity);
  const pair = pairSplits(run.result, whole).find((one) => one.seed === seed);
  const first = pair?.first.models.find(({ name }) => name === chosen);
  const second = pair?.second.models.find(({ name }) => name === chosen);
  const there = budgetsOf(run.result.models);
  const largest = there[there.length - 1] ?? 0;
  const apart = whyApart({
    paired: pair !== undefined,
    same: pair !== undefined && sameNodes(pair.first.dataset, pair.second.dataset),
    certified: first?.sampleWise !== undefined && second?.sampleWise !== undefined,
    within: flips <= largest,
  });
  const changes = apart === null ? changedNodes(first, second, flips) : [];
  return {
    run,
    overviews,
    model: overviews.find(({ name }) => name === chosen) ?? null,
    test: overlap(datasetOf(pair?.first, run.result).test, datasetOf(pair?.second, whole).test),
    labelled: overlap(datasetOf(pair?.first, run.result).labelled, datasetOf(pair?.second, whole).labelled),
    budgets: overlap(there, budgetsOf(whole.models)),
    largest,
    apart,
    nodes: nodesOfBoth(first, second),
    changes: new Map(changes.map((change) => [change.node, change])),
  };
}

/** A model's value in the other run at a budget; null where it has none. */
export function otherPoint(
  against: Against,
  name: string,
  kind: CertificateKind,
  flips: number,
): Point | null {
  return pointAt(against.overviews.find((model) => model.name === name)?.curves[kind] ?? null, flips);
}

export function differs({ first, second, both }: Overlap): boolean {
  return both !== first || both !== second;
}

function whyApart(what: {
  readonly paired: boolean;
  readonly same: boolean;
  readonly certified: boolean;
  readonly within: boolean;
}): NodesApart {
  if (!what.paired) return 'seed';
  if (!what.same) return 'dataset';
  if (!what.certified) return 'certificate';
  return what.within ? null : 'budget';
}

function datasetOf(
  split: { readonly dataset: Result['dataset'] } | undefined,
  whole: Result,
): Result['dataset'] {
  return (split ?? whole).dataset;
}

function nodesOfBoth(first: ModelResult | undefined, second: ModelResult | undefined): number {
  const ids = (model: ModelResult | undefined): number[] =>
    model?.sampleWise?.nodes.map(({ node }) => node) ?? [];
  return overlap(ids(first), ids(second)).both;
}
