/** Rows of the tab with the labels to verify: worst sets from the result itself, gains from an audit. */
import { gainAt, openQuestions, rankLabels, worstSetsOf } from '../../src/report/audit';
import type { GainPoint, LabelAudit, ModelAudit } from '../../src/report/audit-result';
import type { ClassLabel, DatasetSummary, ModelResult } from '../../src/report/result';

export type GainSign = 'gains' | 'none' | 'open';

export interface LabelRow {
  readonly node: number;
  readonly label: ClassLabel;
  readonly sets: number;
  readonly sampleWise: GainPoint | null;
  readonly collective: GainPoint | null;
  /** Null without an audit. */
  readonly sign: GainSign | null;
}

export interface LabelRows {
  readonly rows: readonly LabelRow[];
  /** Labels that gain nothing at this budget and stand in no worst set. */
  readonly rest: number;
}

/** What an audit found, the largest gain at this budget first. */
export function auditRows(audit: ModelAudit, flips: number): LabelRows {
  const all = rankLabels(audit.labels, flips).map((label) => auditRow(label, flips));
  const rows = all.filter(({ sets, sign }) => sets > 0 || sign !== 'none');
  return { rows, rest: all.length - rows.length };
}

function auditRow(of: LabelAudit, flips: number): LabelRow {
  const sampleWise = gainAt(of.sampleWise, flips);
  const collective = gainAt(of.collective, flips);
  const known = [sampleWise, collective].filter((point) => point !== null);
  const sign = known.some(({ gain }) => gain > 0)
    ? 'gains'
    : known.some(({ gainAtMost }) => gainAtMost > 0)
      ? 'open'
      : 'none';
  const sets = of.worstSets.sampleWise + of.worstSets.collective;
  return { node: of.node, label: of.label, sets, sampleWise, collective, sign };
}

/** Labels by the worst sets they stand in, which need no audit. */
export function setRows(model: ModelResult, { labelled, labels }: DatasetSummary): LabelRows {
  const all = labelled.map((node, i) => {
    const { sampleWise, collective } = worstSetsOf(model, node);
    const sets = sampleWise + collective;
    return { node, label: labels[i], sets, sampleWise: null, collective: null, sign: null };
  });
  const rows = all.filter(({ sets }) => sets > 0).sort((a, b) => b.sets - a.sets);
  return { rows, rest: all.length - rows.length };
}

/** How often the model would have to be certified anew, and the seconds that each may take. */
export function auditCost(
  model: ModelResult,
  { labelled }: DatasetSummary,
): { readonly certifications: number; readonly seconds: number } {
  const certifications = labelled.filter((node) => openQuestions(model, node) !== null).length;
  // Both are counted from the same start.
  return {
    certifications,
    seconds: Math.max(model.sampleWise?.seconds ?? 0, model.collective?.seconds ?? 0),
  };
}
