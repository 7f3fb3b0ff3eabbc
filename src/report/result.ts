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
  /** Of a tie: the trained model's decision lies between these two, and 0 does. */
  readonly interval?: readonly [number, number];
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

/** Budgets from one number of flips to another over which the collective ratio does not fall. */
export interface Plateau {
  readonly from: number;
  readonly to: number;
  readonly certified: number;
  /** The worst flip set, of `from` flips or fewer: more flips do no more harm. */
  readonly witness: readonly Flip[] | null;
}

export interface CollectiveResult {
  readonly status: Status;
  readonly method: string;
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
  readonly plateaus?: readonly Plateau[];
}

export interface ModelResult {
  readonly name: string;
  readonly architecture: string;
  /** `qpcert`: the clipped kernel of the published code, which is not the network's NTK. Absent for a given kernel. */
  readonly ntk?: 'exact' | 'qpcert';
  readonly C: number;
  /** How C was chosen, where the configuration leaves it to cross-validation. */
  readonly chosenC?: ChosenC;
  /** What a reader of the numbers must know, e.g. why nothing could be certified. */
  readonly notes?: readonly string[];
  /** Share of test nodes predicted as their true label (clean, nothing flipped). */
  readonly accuracy: number;
  readonly predictions: readonly Prediction[];
  readonly sampleWise?: SampleWiseResult;
  readonly collective?: CollectiveResult;
}

/** The values of C that were tried; the one used predicts best, and of equally good ones it is the smallest. */
export interface ChosenC {
  readonly folds: number;
  /** Mean validation accuracy over folds and seeds. */
  readonly candidates: readonly { readonly C: number; readonly accuracy: number }[];
}

/** Mean and sample standard deviation (n - 1; 0 for one) over seeds. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

export interface MeanPoint {
  readonly flips: number;
  readonly budget?: number;
  readonly certified: Spread;
  readonly certifiedAtMost: Spread;
  readonly certifiedAccuracy: Spread;
}

export interface MeanCertificate {
  /** The least certain one of the seeds. */
  readonly status: Status;
  /** Of all seeds together. */
  readonly seconds: number;
  readonly curve: readonly MeanPoint[];
}

/** One model over several seeds. */
export interface ModelMean {
  readonly name: string;
  /** Number of seeds that it is the mean of. */
  readonly seeds: number;
  readonly accuracy: Spread;
  readonly sampleWise?: MeanCertificate;
  readonly collective?: MeanCertificate;
}

/** What one of several seeds gave. */
export interface SeedResult {
  readonly seed: number;
  readonly dataset: DatasetSummary;
  readonly models: readonly ModelResult[];
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
  /** Where the configuration has `seeds`: each of them; `dataset` and `models` above are those of the first. */
  readonly seeds?: readonly SeedResult[];
  readonly means?: readonly ModelMean[];
  /** Of several seeds, of the mean. */
  readonly expectations?: readonly ExpectationOutcome[];
}
