import type { Problem } from '../core/certify/problem';
import type { Dataset, Split } from '../core/graph/dataset';
import type { KernelBlocks } from '../core/kernel/blocks';

/** The binary problem of one model, its arrays in memory that all threads share. */
export function sharedProblem(
  blocks: KernelBlocks,
  dataset: Dataset,
  split: Split,
  C: number,
  trusted: readonly number[],
): { problem: Problem; truth: Int8Array } {
  const sign = (row: number): number => (dataset.labels[row] === 1 ? 1 : -1);
  const fixed = new Set(trusted);
  const flippable = Array.from(split.labelled.keys()).filter(
    (i) => !fixed.has(dataset.ids[split.labelled[i]]),
  );
  return {
    problem: {
      m: split.labelled.length,
      tests: split.test.length,
      Q: shared(blocks.labelled),
      R: shared(blocks.test),
      testDiagonal: shared(blocks.testDiagonal),
      y: Int8Array.from(split.labelled, sign),
      C,
      flippable: Int32Array.from(flippable),
    },
    truth: Int8Array.from(split.test, sign),
  };
}

function shared(values: Float64Array): Float64Array {
  const out = new Float64Array(new SharedArrayBuffer(values.byteLength));
  out.set(values);
  return out;
}
