import { CodedError } from '../errors';
import type { StationaryMargin } from '../svm/stationary';

/**
 * One binary certification problem: m labelled nodes, T test nodes, a kernel and the SVM's C.
 * Plain typed arrays, so that it can be shared between threads as it is.
 */
export interface Problem {
  readonly m: number;
  readonly tests: number;
  /** m x m, row-major, symmetric; positive semi-definite up to rounding, but see `stationary`. */
  readonly Q: Float64Array;
  /** T x m, row-major: test node against labelled node. */
  readonly R: Float64Array;
  /** T values r_t with |R_t d|² <= r_t d'Qd for every d: each test node's kernel with itself, or more (svm/reach). */
  readonly testDiagonal: Float64Array;
  /** m clean labels, -1 or 1. */
  readonly y: Int8Array;
  /** Box constraint of the SVM, > 0. */
  readonly C: number;
  /** Set where Q is not positive semi-definite: a label vector counts where its stationary point is the only one. */
  readonly stationary?: StationaryMargin;
  /** Labelled nodes (0 .. m-1, ascending) whose label the attacker can flip. */
  readonly flippable: Int32Array;
}

/** The clean predictions of the test nodes, as everything that counts changed ones needs them. */
export interface TestView {
  /** T signs: 1 where f >= 0, -1 below; 0 leaves a test node out. */
  readonly sign: Int8Array;
  /** T flags: 1 where the clean prediction is the true label. */
  readonly correct: Uint8Array;
}

/**
 * Two collective questions are asked at once: how many of all test nodes one flip set can change (certified
 * ratio), and how many of the correctly predicted ones (certified accuracy).
 */
export const ALL = 0;
export const CORRECT = 1;
export type Group = typeof ALL | typeof CORRECT;
export const GROUPS: readonly Group[] = [ALL, CORRECT];

/** Throws `kernel-not-finite` where an entry is not a finite number: no bound holds for such a kernel. */
export function checkProblem(p: Pick<Problem, 'Q' | 'R' | 'testDiagonal'>): void {
  for (const block of [p.Q, p.R, p.testDiagonal]) {
    for (let e = 0; e < block.length; e++) {
      if (!Number.isFinite(block[e])) {
        throw new CodedError(
          'kernel-not-finite',
          'The kernel holds a value that is not a finite number. Check the features for very large values.',
        );
      }
    }
  }
}
