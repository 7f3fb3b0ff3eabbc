/**
 * Label audit: by how much certified ratios rise if the label of one node is known to be right. Pure functions from
 * the result without and the results with that label trusted.
 */
import type { GainPoint, LabelAudit, ModelAudit, RatioPoint, WorstSets } from './audit-result';
import type { CertificateKind, CurvePoint, DatasetSummary, Flip, ModelResult, Status } from './result';

/** What is proven of a ratio, in test nodes. */
interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Of each kind that was certified: bounds by budget. */
interface KindBounds {
  readonly sampleWise: readonly Bounds[] | null;
  readonly collective: readonly Bounds[] | null;
}

/** In how many of the result's worst flip sets a labelled node stands. */
export function worstSetsOf({ sampleWise, collective }: ModelResult, node: number): WorstSets {
  return {
    sampleWise: (sampleWise?.nodes ?? []).filter(({ witness }) => has(witness, node)).length,
    collective: (collective?.curve ?? []).filter(({ witness }) => has(witness, node)).length,
  };
}

/**
 * What the result without the label trusted proves of the ratios with it trusted.
 *
 * Let A(k) be the flip sets of at most k labels, and B(k) those of them without the label of `node`: what an attacker
 * may do once it is trusted. B(k) is a part of A(k), and training on a flipped label vector does not know which labels
 * could have been flipped. Hence
 * - nothing that no set of A(k) changes is changed by a set of B(k): no ratio falls below what is certified without;
 * - a set of A(j), j <= k, that does not hold the label is in B(k): the test node that such a witness changes stays
 *   broken, and of the common worst set of budget j as many predictions stay changed.
 * Where the two meet the ratio is known, and where that is so at every budget, certifying anew cannot change anything:
 * where answers are exact, a label that stands in no witness is settled at every budget.
 */
function provenWithout(base: ModelResult, node: number): KindBounds {
  const total = base.predictions.length;
  const { sampleWise, collective } = base;
  let standing = total;
  return {
    sampleWise:
      sampleWise?.curve.map((point) => ({
        low: nodesOf(point.certified, total),
        high:
          total -
          sampleWise.nodes.filter(
            ({ breakingFlips, witness }) =>
              breakingFlips !== null &&
              breakingFlips <= point.flips &&
              witness !== null &&
              !has(witness, node),
          ).length,
      })) ?? null,
    collective:
      collective?.curve.map((point) => {
        if (!has(point.witness, node)) standing = Math.min(standing, nodesOf(point.certifiedAtMost, total));
        return { low: nodesOf(point.certified, total), high: standing };
      }) ?? null,
  };
}

/** What must be certified anew with a label trusted: only there can an answer differ. */
export interface OpenQuestions {
  readonly kinds: readonly CertificateKind[];
  /** Budgets, ascending. */
  readonly flips: readonly number[];
}

/** Null where the result proves by itself what every ratio would be with this label trusted. */
export function openQuestions(base: ModelResult, node: number): OpenQuestions | null {
  const { sampleWise, collective } = provenWithout(base, node);
  const openOf = (bounds: readonly Bounds[] | null, curve: readonly CurvePoint[] = []): number[] =>
    (bounds ?? []).flatMap(({ low, high }, k) => (low < high ? [curve[k].flips] : []));
  const open = {
    'sample-wise': openOf(sampleWise, base.sampleWise?.curve),
    collective: openOf(collective, base.collective?.curve),
  };
  const kinds = (['sample-wise', 'collective'] as const).filter((kind) => open[kind].length > 0);
  const flips = [...new Set([...open['sample-wise'], ...open.collective])].sort((a, b) => a - b);
  return kinds.length === 0 ? null : { kinds, flips };
}

/** @param trusted ids that are trusted already: they are left out */
export function auditedNodes({ labelled }: DatasetSummary, trusted: readonly number[]): number[] {
  const fixed = new Set(trusted);
  return labelled.filter((node) => !fixed.has(node));
}

/** What an audit knows of a model when it ends. */
export interface AuditFindings {
  readonly dataset: DatasetSummary;
  readonly base: ModelResult;
  readonly trusted: readonly number[];
  /** Results with one label trusted, by its node: of what was open. */
  readonly again: ReadonlyMap<number, ModelResult>;
  /** Ended before every label had its turn. */
  readonly cancelled: boolean;
  /** Budget to rank at. */
  readonly flips: number;
  readonly seconds: number;
}

/** Every label that is not trusted, the one that gains most first. */
export function modelAudit(findings: AuditFindings): ModelAudit {
  const { base, dataset, trusted, again, flips, seconds } = findings;
  const labels = auditedNodes(dataset, trusted).map((node) => labelAudit(findings, node));
  const statuses = new Set(labels.map(({ status }) => status));
  const points = (curve: readonly CurvePoint[]): RatioPoint[] =>
    curve.map((point) => ({ ...budgetOf(point), ...ratioOf(point) }));
  return {
    name: base.name,
    C: base.C,
    status: statuses.has('cancelled') ? 'cancelled' : statuses.has('bracket') ? 'bracket' : 'exact',
    seconds,
    certifications: again.size,
    flips,
    without: {
      ...(base.sampleWise === undefined ? {} : { sampleWise: points(base.sampleWise.curve) }),
      ...(base.collective === undefined ? {} : { collective: points(base.collective.curve) }),
    },
    trusted,
    labels: rankLabels(labels, flips),
  };
}

function labelAudit({ base, dataset, again, cancelled }: AuditFindings, node: number): LabelAudit {
  const total = base.predictions.length;
  const proven = provenWithout(base, node);
  const anew = again.get(node);
  const sampleWise = gains(base.sampleWise?.curve, proven.sampleWise, anew?.sampleWise?.curve, total);
  const collective = gains(base.collective?.curve, proven.collective, anew?.collective?.curve, total);
  const exact = [...(sampleWise ?? []), ...(collective ?? [])].every((p) => p.gain === p.gainAtMost);
  const unfinished: Status =
    cancelled && (anew === undefined || wasCancelled(anew)) ? 'cancelled' : 'bracket';
  return {
    node,
    label: dataset.labels[dataset.labelled.indexOf(node)],
    worstSets: worstSetsOf(base, node),
    status: exact ? 'exact' : unfinished,
    ...(sampleWise === null ? {} : { sampleWise }),
    ...(collective === null ? {} : { collective }),
  };
}

/**
 * `anew` may lack budgets that were settled without it. A gain is the difference of two ratios that may each be a bracket: proven is what
 * is left where the one with the label trusted is at its lowest and the one without at its highest; and never less
 * than nothing, since trusting takes from the attacker.
 */
function gains(
  base: readonly CurvePoint[] | undefined,
  proven: readonly Bounds[] | null,
  anew: readonly CurvePoint[] | undefined,
  total: number,
): GainPoint[] | null {
  if (base === undefined || proven === null) return null;
  return base.map((point, k) => {
    const again = anew?.find(({ flips }) => flips === point.flips);
    const low = Math.max(proven[k].low, nodesOf(again?.certified ?? 0, total));
    const high = Math.min(proven[k].high, nodesOf(again?.certifiedAtMost ?? 1, total));
    return {
      ...budgetOf(point),
      certified: low / total,
      certifiedAtMost: high / total,
      gain: Math.max(0, low - nodesOf(point.certifiedAtMost, total)) / total,
      gainAtMost: (high - nodesOf(point.certified, total)) / total,
    };
  });
}

/** Largest proven gain first: one node at a time, then all at once; then the most worst sets; then the file's order. */
export function rankLabels(labels: readonly LabelAudit[], flips: number): LabelAudit[] {
  const keyed = labels.map((label) => ({ label, keys: rankKeys(label, flips) }));
  keyed.sort((a, b) => {
    const first = a.keys.findIndex((key, i) => key !== b.keys[i]);
    return first < 0 ? 0 : b.keys[first] - a.keys[first];
  });
  return keyed.map(({ label }) => label);
}

function rankKeys({ sampleWise, collective, worstSets }: LabelAudit, flips: number): number[] {
  return [
    gainAt(sampleWise, flips)?.gain ?? 0,
    gainAt(collective, flips)?.gain ?? 0,
    worstSets.sampleWise + worstSets.collective,
  ];
}

/** The gain at a budget; null where that was not asked for. */
export function gainAt(points: readonly GainPoint[] | undefined, flips: number): GainPoint | null {
  return points?.find((point) => point.flips === flips) ?? null;
}

/** Of the budgets asked for, the one nearest to a tenth of the labels, and of two equally near the smaller; not 0. */
export function rankingBudget(budgets: readonly number[], labelled: number): number {
  const tenth = labelled / 10;
  const choices = budgets.filter((flips) => flips > 0).sort((a, b) => a - b);
  return choices.reduce(
    (best, flips) => (Math.abs(flips - tenth) < Math.abs(best - tenth) ? flips : best),
    choices[0] ?? 0,
  );
}

function has(witness: readonly Flip[] | null | undefined, node: number): boolean {
  return witness?.some((flip) => flip.node === node) ?? false;
}

/** Ratios are counts over the number of test nodes. */
function nodesOf(ratio: number, total: number): number {
  return Math.round(ratio * total);
}

function budgetOf({ flips, budget }: CurvePoint): { flips: number; budget?: number } {
  return budget === undefined ? { flips } : { flips, budget };
}

function ratioOf({ certified, certifiedAtMost }: CurvePoint): { certified: number; certifiedAtMost: number } {
  return { certified, certifiedAtMost };
}

function wasCancelled({ sampleWise, collective }: ModelResult): boolean {
  return [sampleWise?.status, collective?.status].includes('cancelled');
}
