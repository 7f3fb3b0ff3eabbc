/** The result of a certification, as `schemas/result.schema.json` describes it. Plain data, every field readonly. */

export type ClassLabel = string | number;
export type Status = 'exact' | 'bracket' | 'cancelled';
export type CertificateKind = 'sample-wise' | 'collective';

/** A labelled node and the label the attacker gives it. */
export interface Flip {
  readonly node: number;
  readonly label: ClassLabel;
}

export interface DatasetSummary {
  readonly name: string;
  /** After `classes` and `nodes` were applied. */
  readonly nodes: number;
  /** Undirected edges, self-loops not counted. */
  readonly edges: number;
  readonly features: number;
  /** Sorted; in the binary certificate a decision >= 0 predicts the second. */
  readonly classes: readonly ClassLabel[];
  /** Node ids, in kernel order. */
  readonly labelled: readonly number[];
  /** Labels of `labelled`, same order. */
  readonly labels: readonly ClassLabel[];
  readonly test: readonly number[];
  /** True labels of `test`, same order. */
  readonly testLabels: readonly ClassLabel[];
}

export interface Prediction {
  readonly node: number;
  readonly class: ClassLabel;
  readonly decision: number;
}

export interface NodeCertificate {
  readonly node: number;
  /** Largest number of flips proven to leave the prediction as it is. */
  readonly safeFlips: number;
  /** Smallest number of flips shown to change it; null where none was found. */
  readonly breakingFlips: number | null;
  readonly witness: readonly Flip[] | null;
  /** True where the clean decision cannot be told from zero: neither safe nor broken. */
  readonly tie?: true;
}

export interface CurvePoint {
  readonly flips: number;
  /** The share the user wrote, where one was. */
  readonly budget?: number;
  /** Certified ratio: share of test nodes proven safe when at most `flips` labels are flipped. */
  readonly certified: number;
  /** The same, were every open question answered in the model's favour. */
  readonly certifiedAtMost: number;
  /** Share proven safe and correctly predicted. */
  readonly certifiedAccuracy: number;
  /** Collective only: the worst flip set found. */
  readonly witness?: readonly Flip[] | null;
}

export interface SampleWiseResult {
  readonly status: Status;
  readonly method: string;
  readonly seconds: number;
  readonly nodes: readonly NodeCertificate[];
  readonly curve: readonly CurvePoint[];
}

export interface CollectiveResult {
  readonly status: Status;
  readonly method: string;
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
}

export interface ModelResult {
  readonly name: string;
  readonly architecture: string;
  readonly C: number;
  /** Share of test nodes predicted as their true label (clean, nothing flipped). */
  readonly accuracy: number;
  readonly predictions: readonly Prediction[];
  readonly sampleWise?: SampleWiseResult;
  readonly collective?: CollectiveResult;
}

export interface ExpectationOutcome {
  readonly model: string;
  readonly kind: CertificateKind;
  /** Budget as written, and the flips it allows. */
  readonly budget: number;
  readonly flips: number;
  /** What was compared: `certified-ratio` or `certified-accuracy`. */
  readonly quantity: string;
  /** As the user wrote it, e.g. `>= 0.6`. */
  readonly condition: string;
  /** Proven value; `atMost` differs from it only where the answer is a bracket. */
  readonly value: number;
  readonly atMost: number;
  readonly outcome: 'held' | 'failed' | 'open';
}

export interface Result {
  readonly flipcert: 1;
  /** Path of the configuration, relative to the working directory. */
  readonly config: string;
  readonly dataset: DatasetSummary;
  readonly models: readonly ModelResult[];
  readonly expectations?: readonly ExpectationOutcome[];
}
