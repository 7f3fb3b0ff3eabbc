import { decide, decisionInterval } from '../clean';
import type { Decisions } from '../clean';
import { exactDecisions, signBeyond } from '../exact';
import type { ExactDecisions } from '../exact';
import type { CleanModel } from '../clean-model';
import type { Oracle, Verdict } from '../oracle';
import { checkProblem } from '../problem';
import type { Problem } from '../problem';
import type { StationaryMargin } from '../../svm/stationary';

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
  readonly stationary?: StationaryMargin;
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

/** Trained models of single classes that are kept: few label changes leave most classes as they are. */
const MODELS_KEPT = 64;

/** Trains one class's SVM after the other by the separate solver, each label vector from scratch and once. */
class ClassModels {
  private readonly known = new Map<string, Decisions>();

  constructor(private readonly problem: MulticlassProblem) {}

  of(labels: Int32Array, p: number): Decisions {
    const y = oneAgainstAll(labels, p);
    const key = y.join();
    let model = this.known.get(key);
    if (model === undefined) {
      const binary: Omit<Problem, 'y'> = this.problem;
      model = decide({ ...binary, y }, y);
      if (this.known.size >= MODELS_KEPT) this.known.clear();
      this.known.set(key, model);
    }
    return model;
  }
}

/** Compares the classes' decisions, each trained by the separate solver. */
function margins(problem: MulticlassProblem, models: ClassModels, labels: Int32Array): Margins {
  const trained = Array.from({ length: problem.classes }, (_, p) => models.of(labels, p));
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
 * Trains on the clean labels and tells which test nodes take part: all whose winner can be told from the others, by
 * exact arithmetic where floating point cannot.
 * @param truth T true classes
 * @throws CodedError `kernel-not-finite`
 */
export function prepareMulticlass(problem: MulticlassProblem, truth: Int32Array): CleanModel {
  checkProblem(problem);
  const { winner, margin, radius, values } = margins(problem, new ClassModels(problem), problem.labels);
  const intervals = Array.from(margin, (v, t) => decisionInterval(problem, t, v, radius[t], 2));
  const tie = Uint8Array.from(margin, (v, t) => (v > radius[t] ? 0 : 1));
  const doubtful = Array.from(tie.keys()).filter((t) => tie[t] === 1 && !isUntouched(problem, t));
  exactWinners(problem, doubtful).forEach((own, k) => {
    if (own === null) return;
    const t = doubtful[k];
    tie[t] = 0;
    winner[t] = own;
    // As near to what floating point finds as a winner can be.
    const ahead = values.map((of, p) => (p === own ? Infinity : values[own][t] - of[t]));
    margin[t] = Math.max(0, Math.min(...ahead));
  });
  return {
    predicted: winner,
    decisions: margin,
    tie,
    intervals,
    constant: new Uint8Array(problem.tests),
    view: {
      sign: Int8Array.from(tie, (t) => (t === 1 ? 0 : 1)),
      correct: Uint8Array.from(winner, (p, t) => (p === truth[t] && tie[t] === 0 ? 1 : 0)),
    },
  };
}

/** No labelled node has a kernel with it: all classes are level. */
function isUntouched({ m, R }: MulticlassProblem, t: number): boolean {
  return R.subarray(t * m, t * m + m).every((value) => value === 0);
}

/** For each test node the class that is certainly ahead of all others; null where none is. */
function exactWinners(problem: MulticlassProblem, tests: readonly number[]): (number | null)[] {
  if (tests.length === 0) return [];
  const decisions: ExactDecisions[] = [];
  for (let p = 0; p < problem.classes; p++) {
    const of = exactDecisions(problem, oneAgainstAll(problem.labels, p), tests);
    if (of === null) return tests.map(() => null);
    decisions.push(of);
  }
  return tests.map((_, k) => {
    const own = decisions.findIndex((of) =>
      decisions.every((other) => other === of || aheadOf(of, other, k) === -1),
    );
    return own < 0 ? null : own;
  });
}

/** Oracle of a multi-class problem: settles by comparing the classes' decisions as exact fractions. */
export function multiclassOracle(problem: MulticlassProblem, clean: CleanModel): Oracle {
  const models = new ClassModels(problem);
  const flipped = (flips: readonly number[]): Int32Array => {
    const labels = problem.labels.slice();
    for (const code of flips) {
      const { labelled, to } = flipOf(problem.classes, code);
      labels[labelled] = to;
    }
    return labels;
  };
  return {
    retrain: (flips) => {
      const { values, radius } = margins(problem, models, flipped(flips));
      return Int8Array.from(clean.predicted, (own, t) => {
        if (clean.tie[t] === 1) return 0;
        let margin = Infinity;
        values.forEach((v, p) => {
          if (p !== own) margin = Math.min(margin, values[own][t] - v[t]);
        });
        return Math.abs(margin) <= radius[t] ? 0 : margin < 0 ? 1 : -1;
      });
    },
    settle: (flips, tests) => {
      const labels = flipped(flips);
      const decisions = Array.from({ length: problem.classes }, (_, p) =>
        exactDecisions(problem, oneAgainstAll(labels, p), tests),
      );
      return tests.map((t, k) => {
        const own = decisions[clean.predicted[t]];
        if (own === null || clean.tie[t] === 1) return 0;
        // One class that is certainly ahead settles it; to hold, every class must certainly be behind.
        let verdict: Verdict = -1;
        for (const [p, other] of decisions.entries()) {
          if (p === clean.predicted[t]) continue;
          const ahead = other === null ? 0 : aheadOf(own, other, k);
          if (ahead === 1) return 1;
          if (ahead === 0) verdict = 0;
        }
        return verdict;
      });
    },
  };
}

/** 1 where `other` is certainly above `own` on the k-th test node, -1 where it is certainly below, else 0. */
function aheadOf(own: ExactDecisions, other: ExactDecisions, k: number): Verdict {
  const difference = other.numerators[k] * own.denominator - own.numerators[k] * other.denominator;
  return signBeyond(difference, own.denominator * other.denominator, own.noise[k] + other.noise[k]);
}
