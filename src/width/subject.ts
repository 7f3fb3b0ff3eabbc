import type { NetworkSpec } from '../config/experiment';
import { decide } from '../core/certify/clean';
import type { Dataset, Split } from '../core/graph/dataset';
import type { KernelBlocks } from '../core/kernel/blocks';
import type { ModelResult } from '../report/result';
import type { Verdicts } from './agreement';
import { flipSets } from './labellings';
import { networkPlan, usedColumns, weightCount } from './plan';
import type { NetworkPlan } from './plan';
import type { NetworkTask } from './task';

/** One model with its certificate, ready to be trained at any width. */
export interface WidthSubject {
  readonly labelled: NetworkPlan;
  readonly test: NetworkPlan;
  readonly C: number;
  readonly kernel: Float64Array;
  readonly labels: readonly Int8Array[];
  readonly verdicts: Verdicts;
  readonly witnesses: { readonly all: number; readonly used: number };
}

/** @param limit flip sets, at most */
export function widthSubject(
  dataset: Dataset,
  split: Split,
  trusted: readonly number[],
  spec: NetworkSpec,
  certified: ModelResult,
  blocks: KernelBlocks,
  limit: number,
): WidthSubject {
  const labelledIds = Array.from(split.labelled, (row) => dataset.ids[row]);
  const { clean, attacks, witnesses } = flipSets(certified, labelledIds, trusted, limit);
  const sets = [clean, ...attacks];
  const y = Int8Array.from(split.labelled, (row) => (dataset.labels[row] === 1 ? 1 : -1));
  const labels = sets.map(({ flips }) => {
    const flipped = y.slice();
    for (const i of flips) flipped[i] = -flipped[i];
    return flipped;
  });
  const problem = {
    m: y.length,
    tests: split.test.length,
    Q: blocks.labelled,
    R: blocks.test,
    testDiagonal: blocks.testDiagonal,
    C: certified.C,
    y,
    flippable: new Int32Array(0),
  };
  const ties = new Set(
    (certified.sampleWise?.nodes ?? []).flatMap(({ tie }, t) => (tie === true ? [t] : [])),
  );
  const outputs = Int32Array.from(new Set([...split.labelled, ...split.test])).sort();
  const columns = usedColumns(dataset, spec, outputs);
  return {
    labelled: networkPlan(dataset, spec, split.labelled, columns),
    test: networkPlan(dataset, spec, split.test, columns),
    C: certified.C,
    kernel: blocks.labelled,
    labels,
    verdicts: { sets, kernel: labels.map((of) => decide(problem, of).values), ties },
    witnesses,
  };
}

/** One network of it. */
export function networkTask(subject: WidthSubject, width: number, seed: number, id: number): NetworkTask {
  const { labelled, test, C, kernel, labels } = subject;
  return { id, labelled, test, width, seed, C, kernel, labels };
}

/** Bytes that training takes at its peak: some ten copies of the weights, and the matrices. */
export function trainingBytes({ labelled, test }: WidthSubject, width: number): number {
  const matrices = [labelled, test].reduce(
    (sum, { input, propagations }) =>
      sum +
      input.values.length +
      input.rows * width * 3 +
      propagations.reduce((part, p) => part + (p === null ? 0 : p.values.length + p.rows * width * 3), 0),
    0,
  );
  return 4 * (10 * weightCount(labelled, width) + 2 * matrices);
}
