import type { BoxConstraint, CrossValidation } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import { seededRandom } from '../core/graph/random';
import type { KernelBlocks } from '../core/kernel/blocks';
import { stratifiedFolds, validationAccuracy } from '../core/svm/cross-validation';
import type { ChosenC } from '../report/result';

/** What cross-validation reads of one seed. */
export interface ValidationSplit {
  readonly seed: number;
  readonly split: Split;
  readonly blocks: KernelBlocks;
}

/** Differences of mean accuracies below this are rounding. */
const SAME = 1e-12;

/** The C of a model: as it is written, or chosen. */
export function settleC(
  dataset: Dataset,
  C: BoxConstraint,
  splits: readonly ValidationSplit[],
): { readonly C: number; readonly chosenC: ChosenC | null } {
  return typeof C === 'number' ? { C, chosenC: null } : chooseC(dataset, C, splits);
}

/** One C for all seeds: the best mean validation accuracy over them, and of equally good values the smallest. */
function chooseC(
  dataset: Dataset,
  { values, folds }: CrossValidation,
  splits: readonly ValidationSplit[],
): { readonly C: number; readonly chosenC: ChosenC } {
  const classes = dataset.classes.length;
  const prepared = splits.map(({ seed, split, blocks }) => {
    const labels = Int32Array.from(split.labelled, (row) => dataset.labels[row]);
    const fold = stratifiedFolds(labels, classes, folds, seededRandom(seed));
    return { kernel: { Q: blocks.labelled, labels, classes }, fold };
  });
  const candidates = [...values]
    .sort((a, b) => a - b)
    .map((C) => ({
      C,
      accuracy:
        prepared.reduce((sum, { kernel, fold }) => sum + validationAccuracy(kernel, fold, C), 0) /
        prepared.length,
    }));
  const best = candidates.reduce((top, next) => (next.accuracy > top.accuracy + SAME ? next : top));
  return { C: best.C, chosenC: { folds, candidates } };
}
