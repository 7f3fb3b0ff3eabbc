import type { ModelSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import { networkKernel } from './ntk';
import type { Matrix } from './matrix';

/** What training and prediction read of a kernel. */
export interface Blocks {
  readonly m: number;
  readonly tests: number;
  /** m x m, exactly symmetric. */
  readonly Q: Float64Array;
  /** tests x m. */
  readonly R: Float64Array;
  /** Each test node with itself. */
  readonly diagonal: Float64Array;
}

/** The kernel of a model over all nodes, formed anew, or as the file has it. */
export function wholeKernel(dataset: Dataset, model: ModelSpec): Matrix {
  if (model.architecture !== 'kernel') return networkKernel(dataset, model);
  if (dataset.kernel === undefined) throw new Error('The dataset has no kernel.');
  return { n: dataset.kernel.n, at: dataset.kernel.values };
}

export function blocksOf({ n, at }: Matrix, { labelled, test }: Split): Blocks {
  const [m, tests] = [labelled.length, test.length];
  const Q = new Float64Array(m * m);
  const R = new Float64Array(tests * m);
  labelled.forEach((row, i) => {
    labelled.forEach((column, j) => (Q[i * m + j] = at[row * n + column] / 2 + at[column * n + row] / 2));
    test.forEach((other, t) => (R[t * m + i] = at[row * n + other]));
  });
  return { m, tests, Q, R, diagonal: Float64Array.from(test, (row) => at[row * n + row]) };
}
