import { drawn } from '../graph/random';
import type { Random } from '../graph/random';
import { solveBoxQp } from './box-qp';

/** The labelled nodes of one split: what cross-validation may see. */
export interface LabelledKernel {
  /** m x m, row-major. */
  readonly Q: Float64Array;
  /** m classes, 0 .. classes - 1. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/**
 * Deals the nodes into folds, each class in random order one after the other, so that every fold holds about the same
 * share of each class.
 * @returns m fold numbers
 */
export function stratifiedFolds(
  labels: Int32Array,
  classes: number,
  folds: number,
  random: Random,
): Int32Array {
  const fold = new Int32Array(labels.length);
  let next = 0;
  for (let c = 0; c < classes; c++) {
    let left = Array.from(labels.keys()).filter((i) => labels[i] === c);
    while (left.length > 0) {
      const [i] = drawn(left, 1, random);
      left = left.filter((j) => j !== i);
      fold[i] = next++ % folds;
    }
  }
  return fold;
}

/**
 * Mean over the folds of the share of a fold's nodes that the SVM trained on all other folds predicts right. As the
 * paper chooses C (arXiv 2412.00537, appendix). More than two classes: one SVM each, the largest decision wins.
 */
export function validationAccuracy(
  { Q, labels, classes }: LabelledKernel,
  fold: Int32Array,
  C: number,
): number {
  const folds = new Set(fold);
  let sum = 0;
  for (const held of folds) {
    const trained = Array.from(labels.keys()).filter((i) => fold[i] !== held);
    const tested = Array.from(labels.keys()).filter((i) => fold[i] === held);
    const predict = predictor(Q, labels, classes, trained, C);
    sum += tested.filter((t) => predict(t) === labels[t]).length / tested.length;
  }
  return sum / folds.size;
}

function predictor(
  Q: Float64Array,
  labels: Int32Array,
  classes: number,
  trained: readonly number[],
  C: number,
): (t: number) => number {
  const m = labels.length;
  const k = trained.length;
  const block = new Float64Array(k * k);
  trained.forEach((i, a) => trained.forEach((j, b) => (block[a * k + b] = Q[i * m + j])));
  const svm = (p: number): ((t: number) => number) => {
    const z = solveBoxQp(
      block,
      Int8Array.from(trained, (i) => (labels[i] === p ? 1 : -1)),
      C,
    );
    return (t) => trained.reduce((f, j, b) => f + Q[t * m + j] * z[b], 0);
  };
  if (classes === 2) {
    const f = svm(1);
    return (t) => (f(t) >= 0 ? 1 : 0);
  }
  const all = Array.from({ length: classes }, (_, p) => svm(p));
  return (t) => {
    const values = all.map((f) => f(t));
    return values.indexOf(Math.max(...values));
  };
}
