/** The result of an audit of labels, as `schemas/audit.schema.json` describes it. Plain data, every field readonly. */
import type { ClassLabel, DatasetSummary, Status } from './result';

/** A certified ratio at one budget. */
export interface RatioPoint {
  readonly flips: number;
  /** The share the user wrote, where one was. */
  readonly budget?: number;
  readonly certified: number;
  /** The same, were every open question answered in the model's favour. */
  readonly certifiedAtMost: number;
}

/** The ratio with one more label trusted, and what that gains. */
export interface GainPoint extends RatioPoint {
  /** Proven: the ratio rises by at least this much. */
  readonly gain: number;
  /** And by no more than this; equal where the gain is exact. */
  readonly gainAtMost: number;
}

/** Worst-case flip sets that a label stands in. */
export interface WorstSets {
  /** Of the test nodes: smallest sets that change one prediction. */
  readonly sampleWise: number;
  /** Of the budgets asked for: sets that change the most predictions at once. */
  readonly collective: number;
}

/** One labelled node: what is gained if its label is known to be right. */
export interface LabelAudit {
  readonly node: number;
  readonly label: ClassLabel;
  readonly worstSets: WorstSets;
  /** Exact where every gain is; `cancelled` where the audit ended before this label's turn. */
  readonly status: Status;
  readonly sampleWise?: readonly GainPoint[];
  readonly collective?: readonly GainPoint[];
}

export interface ModelAudit {
  readonly name: string;
  readonly C: number;
  /** The least certain of the labels'. */
  readonly status: Status;
  readonly seconds: number;
  /** Labels that were certified anew; of the others the worst sets prove that they gain nothing. */
  readonly certifications: number;
  /** Budget that the labels are ranked at. */
  readonly flips: number;
  /** The certified ratios with no further label trusted. */
  readonly without: {
    readonly sampleWise?: readonly RatioPoint[];
    readonly collective?: readonly RatioPoint[];
  };
  /** Labels that are trusted already, and left out. */
  readonly trusted: readonly number[];
  /** Ranked: the largest proven gain first. */
  readonly labels: readonly LabelAudit[];
}

export interface AuditResult {
  readonly flipcertAudit: 1;
  /** Path of the configuration, relative to the working directory. */
  readonly config: string;
  readonly dataset: DatasetSummary;
  /** Where the configuration has several seeds: the first, whose split this is. The others were not audited. */
  readonly seed?: number;
  readonly models: readonly ModelAudit[];
}
