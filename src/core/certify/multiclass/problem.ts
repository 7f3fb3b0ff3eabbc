import { decide } from '../clean';
import type { CleanModel } from '../certification';
import type { Oracle } from '../oracle';
import { checkProblem } from '../problem';
import type { Problem } from '../problem';

/**
 * A certification problem with more than two classes: one SVM for each class against the others, all on the same
 * labels. The prediction is the class of the largest decision; a flip gives a node any other class.
 */
export interface MulticlassProblem {
  readonly m: number;
  readonly tests: number;
  readonly classes: number;
  /** As in the binary problem. */
  readonly Q: Float64Array;
  readonly R: Float64Array;
  readonly testDiagonal: Float64Array;
  /** m clean classes, 0 .. classes - 1. */
  readonly labels: Int32Array;
  readonly C: number;
  readonly flippable: Int32Array;
}

/** A flip as one number: the labelled node times the number of classes, plus the class it gets. */
export function flipCode(classes: number, labelled: number, to: number): number {
  return labelled * classes + to;
}

export function flipOf(classes: number, code: number): { labelled: number; to: number } {
  return { labelled: Math.floor(code / classes), to: code % classes };
}

/** Labels of the SVM of one class: 1 for its members, -1 for all others. */
export function oneAgainstAll(labels: Int32Array, p: number): Int8Array {
  return Int8Array.from(labels, (label) => (label === p ? 1 : -1));
}

interface Margins {
  readonly winner: Int32Array;
  /** Winner minus runner-up. */
  readonly margin: Float64Array;
  readonly values: readonly Float64Array[];
  /** A difference of two decisions within this of zero is not decided. */
  readonly radius: Float64Array;
}

/** Trains every class's SVM from scratch by the separate solver. */
function margins(problem: MulticlassProblem, labels: Int32Array): Margins {
  const binary: Omit<Problem, 'y'> = problem;
  const trained = Array.from({ length: problem.classes }, (_, p) => {
    const y = oneAgainstAll(labels, p);
    return decide({ ...binary, y }, y);
  });
  const winner = new Int32Array(problem.tests);
  const margin = new Float64Array(problem.tests);
  const radius = new Float64Array(problem.tests);
  for (let t = 0; t < problem.tests; t++) {
    let best = 0;
    trained.forEach(({ values, radii }, p) => {
      if (values[t] > trained[best].values[t]) best = p;
      radius[t] = Math.max(radius[t], 2 * radii[t]);
    });
    winner[t] = best;
    margin[t] = Infinity;
    trained.forEach(({ values }, p) => {
      if (p !== best) margin[t] = Math.min(margin[t], trained[best].values[t] - values[t]);
    });
  }
  return { winner, margin, values: trained.map(({ values }) => values), radius };
}

/**
 * Trains on the clean labels and tells which test nodes take part: all whose winner can be told from the others.
 * @param truth T true classes
 * @throws CodedError `kernel-not-finite`
 */
export function prepareMulticlass(problem: MulticlassProblem, truth: Int32Array): CleanModel {
  checkProblem(problem);
  const { winner, margin, radius } = margins(problem, problem.labels);
  const tie = Uint8Array.from(margin, (v, t) => (v > radius[t] ? 0 : 1));
  return {
    predicted: winner,
    decisions: margin,
    tie,
    constant: new Uint8Array(problem.tests),
    view: {
      sign: Int8Array.from(tie, (t) => (t === 1 ? 0 : 1)),
      correct: Uint8Array.from(winner, (p, t) => (p === truth[t] && tie[t] === 0 ? 1 : 0)),
    },
  };
}

/** Oracle of a multi-class problem. What the radii leave open stays open. */
export function multiclassOracle(problem: MulticlassProblem, clean: CleanModel): Oracle {
  const retrain = (flips: readonly number[]): Int8Array => {
    const labels = problem.labels.slice();
    for (const code of flips) {
      const { labelled, to } = flipOf(problem.classes, code);
      labels[labelled] = to;
    }
    const { values, radius } = margins(problem, labels);
    return Int8Array.from(clean.predicted, (own, t) => {
      if (clean.tie[t] === 1) return 0;
      let margin = Infinity;
      values.forEach((v, p) => {
        if (p !== own) margin = Math.min(margin, values[own][t] - v[t]);
      });
      return Math.abs(margin) <= radius[t] ? 0 : margin < 0 ? 1 : -1;
    });
  };
  return {
    retrain,
    settle: (flips, tests) => {
      const verdict = retrain(flips);
      return tests.map((t) => (verdict[t] === 1 ? 1 : verdict[t] === -1 ? -1 : 0));
    },
  };
}
