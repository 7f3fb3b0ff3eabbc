import type { KeyPath } from '../core/errors';
import type { Selection } from '../core/graph/select';
import type { PublishedRule } from '../core/graph/published-split';
import type { SplitRule } from '../core/graph/split';
import type { KernelKeys } from '../core/kernel/definition';
import type { ArchitectureName } from '../core/kernel/registry';
import type { BudgetChoice, BudgetSpec } from './budget';
import type { DataSource } from './data-source';
import type { ConfigNode, Location } from './tree';
import { keyLocation, valueLocation } from './tree';

export type { DataSource } from './data-source';
export type { Location } from './tree';

export type Kind = 'sample-wise' | 'collective';
export type Method = 'auto' | 'enumerate' | 'milp' | 'milp-paper' | 'relaxed';
export type Quantity = 'certified-ratio' | 'certified-accuracy';
export type Operator = '>=' | '>' | '<=' | '<' | '==';

export interface DatasetSpec extends Selection {
  /** File name without its extension, or the generator's name. */
  readonly name: string;
  readonly source: DataSource;
}

/** How nodes are drawn, once for each seed. */
export type SplitSpec = (
  | { readonly protocol: 'own'; readonly rule: Omit<SplitRule, 'seed'> }
  | { readonly protocol: 'qpcert'; readonly rule: Omit<PublishedRule, 'seed'> }
) & {
  /** At least one, all different. */
  readonly seeds: readonly number[];
};

export type ModelSpec = NetworkSpec | KernelModelSpec;

export interface NetworkSpec extends ModelBase {
  readonly architecture: ArchitectureName;
  /** What is not written has its default, also where the architecture does not read it. */
  readonly keys: KernelKeys;
}

/** A model on the kernel that the dataset holds. */
export interface KernelModelSpec extends ModelBase {
  readonly architecture: 'kernel';
}

/** C as written, or the values that cross-validation chooses from. */
export type BoxConstraint = number | CrossValidation;

export interface CrossValidation {
  readonly values: readonly number[];
  readonly folds: number;
}

interface ModelBase {
  /** Unique; of a model with lists of values, its name in the file and the values: `GCN C=0.1 depth=2`. */
  readonly name: string;
  /** Its name in the file. */
  readonly family: string;
  readonly C: BoxConstraint;
  /** Of the model's name in the experiment. */
  readonly location: Location;
  /** Of each key that is written, by the key as it is written (`adjacency-weight`). */
  readonly locations: Readonly<Record<string, Location>>;
}

export interface CertifySpec {
  readonly kinds: readonly Kind[];
  readonly budgets: BudgetSpec;
  readonly method: Method;
  /** Node ids. */
  readonly trusted: readonly number[];
  /** For each model. */
  readonly timeLimitSeconds: number;
}

export interface ExpectationSpec {
  readonly model: string;
  readonly kind: Kind;
  readonly budget: BudgetChoice;
  readonly quantity: Quantity;
  readonly operator: Operator;
  readonly value: number;
  /** As written, e.g. `>= 0.6`. */
  readonly condition: string;
  /** Of the condition. */
  readonly location: Location;
  readonly budgetLocation: Location;
}

/** An experiment that is free of errors as far as its text alone can tell. */
export interface Experiment {
  /** Path as the user gave it. */
  readonly file: string;
  readonly dataset: DatasetSpec;
  readonly split: SplitSpec;
  /** In the order of the file. */
  readonly models: readonly ModelSpec[];
  readonly certify: CertifySpec;
  readonly expect: readonly ExpectationSpec[];
  /** The text as a tree with positions. */
  readonly source: ConfigNode;
}

/** Where a key or its value stands, e.g. `['models', 'GCN', 'C']`; the nearest thing around it where it is not written. */
export function locate(experiment: Experiment, path: KeyPath, part: 'key' | 'value' = 'value'): Location {
  return part === 'key' ? keyLocation(experiment.source, path) : valueLocation(experiment.source, path);
}
