import type { Budget } from '../config/budget';
import type { Kind } from '../config/experiment';
import type { ClassLabel, Flip, ModelResult } from '../report/result';
import type { Claims } from './claims';
import type { Findings } from './findings';
import * as messages from './messages';
import type { LabelChange, Poisoned } from './poisoned';

/** One model on one split: what is stated of it, and what it is checked with. */
export interface Subject {
  readonly stated: ModelResult;
  readonly model: Poisoned;
  readonly findings: Findings;
  readonly claims: Claims;
  /** Names the model, and the seed where there are several. */
  readonly where: string;
  readonly kinds: readonly Kind[];
  readonly budgets: readonly Budget[];
  /** Places in the kernel of the labels that may be flipped. */
  readonly flippable: readonly number[];
  readonly classes: readonly ClassLabel[];
  /** Ids and true labels of the test nodes, ids of the labelled ones. */
  readonly test: readonly number[];
  readonly truth: readonly ClassLabel[];
  readonly labelled: readonly number[];
  readonly limit: number;
  /** By test node: stated as a tie, or one here where nothing is stated. */
  readonly ties: readonly boolean[];
  /** By test node: stated as predicted right. */
  readonly right: readonly boolean[];
}

/** Largest number of flips asked for, and how many of them there are labels for. */
export function largestBudget({ budgets, flippable }: Pick<Subject, 'budgets' | 'flippable'>) {
  const largest = Math.max(...budgets.map(({ flips }) => flips));
  return { largest, cap: Math.min(largest, flippable.length) };
}

/** The label changes that a list of flips stands for; a text where it is none. */
export function changesOf(subject: Subject, flips: readonly Flip[]): readonly LabelChange[] | string {
  const { labelled, flippable, classes, model } = subject;
  const seen = new Set<number>();
  const changes: LabelChange[] = [];
  // The schema says nothing of the entries of a collective witness.
  for (const flip of flips as readonly (Partial<Flip> | null)[]) {
    const { node = NaN, label = '' } = flip ?? {};
    const at = labelled.indexOf(node);
    if (!flippable.includes(at) || seen.has(at)) return messages.badFlip(node);
    seen.add(at);
    const to = classes.indexOf(label);
    if (to < 0 || to === model.labels[at]) return messages.badLabel(node);
    changes.push({ at, to });
  }
  return changes;
}
