import type { LabelFlip } from '../../src/core/certify/certificate';
import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
import type { Problem } from '../../src/core/certify/problem';
import type { Dataset } from '../../src/core/graph/dataset';
import { csrFromDense } from '../../src/core/linalg/csr';
import { certifiable } from '../../src/jobs/certifiable';
import type { Certifiable } from '../../src/jobs/certifiable';
import type { Blocks } from '../../src/verify/blocks';

/** A certification problem as plain data: what is drawn, compared, made smaller and printed. */
export interface SoakCase {
  /** Features. The kernel of nodes a and b is the sum of signs[k] * a[k] * b[k]. */
  readonly labelled: readonly (readonly number[])[];
  readonly tests: readonly (readonly number[])[];
  /** All 1, unless the kernel is to have negative eigenvalues. */
  readonly signs: readonly number[];
  readonly classes: number;
  readonly labels: readonly number[];
  /** True classes of the test nodes. */
  readonly truth: readonly number[];
  readonly C: number;
  /** Places of labelled nodes whose label cannot be flipped. */
  readonly trusted: readonly number[];
}

/** A case as the project sees it, and as its verifier does. */
export interface Built {
  readonly from: SoakCase;
  readonly certifiable: Certifiable;
  readonly problem:
    | { readonly type: 'binary'; readonly binary: Problem }
    | { readonly type: 'multiclass'; readonly multiclass: MulticlassProblem };
  readonly truth: Int32Array;
  readonly flippable: readonly number[];
  readonly blocks: Blocks;
  readonly labels: Int32Array;
  /** No negative eigenvalues but for rounding. */
  readonly semidefinite: boolean;
  /** All features are small multiples of 1/16, so that every kernel entry is what it says, and exact ties are. */
  readonly whole: boolean;
}

export function build(from: SoakCase): Built {
  const { labelled, tests, signs, classes, labels, truth, C, trusted } = from;
  const m = labelled.length;
  const kernel = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, v, k) => sum + signs[k] * (v * b[k]), 0);
  const Q = Float64Array.from(labelled.flatMap((a) => labelled.map((b) => kernel(a, b))));
  const R = Float64Array.from(tests.flatMap((a) => labelled.map((b) => kernel(a, b))));
  const diagonal = Float64Array.from(tests, (a) => kernel(a, a));
  const semidefinite = signs.every((sign) => sign === 1);
  const n = m + tests.length;
  const none = csrFromDense(0, 0, []);
  const dataset: Dataset = {
    name: 'soak',
    adjacency: none,
    features: none,
    labels: Int32Array.from([...labels, ...truth]),
    classes: Array.from({ length: classes }, (_, p) => p),
    ids: Int32Array.from({ length: n }, (_, i) => i),
  };
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const model = certifiable(
    { labelled: Q, test: R, testDiagonal: diagonal },
    dataset,
    { labelled: all.slice(0, m), test: all.slice(m) },
    C,
    semidefinite ? 'exact' : 'qpcert',
    trusted,
  );
  const { subject } = model;
  return {
    from,
    certifiable: model,
    problem:
      subject.type === 'binary'
        ? { type: 'binary', binary: subject.problem }
        : { type: 'multiclass', multiclass: subject.problem },
    truth: Int32Array.from(truth),
    flippable: Array.from(subject.problem.flippable),
    blocks: { m, tests: tests.length, Q, R, diagonal },
    labels: Int32Array.from(labels),
    semidefinite,
    whole: [...labelled, ...tests].flat().every((v) => Number.isInteger(16 * v) && Math.abs(v) <= 64),
  };
}

/** The case can be had: of kernels with negative eigenvalues those alone that are like the ones of the clipped NTK. */
export function isSound({ labelled, tests, signs, C }: SoakCase): boolean {
  if (labelled.length === 0 || tests.length === 0 || !(C > 0)) return false;
  if (signs.every((sign) => sign === 1)) return true;
  return [...labelled, ...tests].every((a) => a.reduce((sum, v, k) => sum + signs[k] * v * v, 0) > 0);
}

/** Labels after some were flipped; null where the flips are none that can be made. */
export function relabelled({ labels, from }: Built, flips: readonly LabelFlip[]): Int32Array | null {
  const out = labels.slice();
  for (const { labelled, to } of flips) {
    const free = labelled >= 0 && labelled < out.length && out[labelled] === labels[labelled];
    if (!free || from.trusted.includes(labelled) || to === labels[labelled]) return null;
    if (!(to >= 0 && to < from.classes)) return null;
    out[labelled] = to;
  }
  return out;
}
