import type { Certificate } from '../core/certify/certificate';
import type { CertifyOptions, Runtime } from '../core/certify/certification';
import type { CleanModel } from '../core/certify/clean-model';
import { certifyMulticlass } from '../core/certify/multiclass/certify';
import { prepareMulticlass } from '../core/certify/multiclass/problem';
import { certify, prepareProblem } from '../core/certify/portfolio';
import type { Subject } from '../core/certify/task';
import type { Dataset, Split } from '../core/graph/dataset';
import type { NtkVariant } from '../core/kernel/relu';
import type { KernelBlocks } from '../core/kernel/blocks';
import { alwaysSaturated, squaredReach } from '../core/svm/reach';
import { stationaryMargin, stationaryReach } from '../core/svm/stationary';
import type { StationaryMargin } from '../core/svm/stationary';

/** One model, trained on the clean labels and ready to be certified. */
export interface Certifiable {
  /** For the threads; its large arrays lie in memory that all of them share. */
  readonly subject: Subject;
  readonly clean: CleanModel;
  /** Labels that may be flipped. */
  readonly flippable: number;
  /** Whether training has one answer for every label vector. Where not, it is shown for single ones or they stay open. */
  readonly definite: boolean;
  readonly certify: (options: CertifyOptions, runtime: Runtime) => Promise<Certificate>;
}

/**
 * Two classes make the binary problem, more the multi-class one, which has no mixed-integer programs: an experiment that
 * asks for them does not get here.
 * @param ntk the clipped kernel is not positive semi-definite, so its bounds rest on the labelled block alone
 * @param trusted node ids whose label cannot be flipped
 * @throws CodedError `kernel-not-finite`
 */
export function certifiable(
  blocks: KernelBlocks,
  dataset: Dataset,
  split: Split,
  C: number,
  ntk: NtkVariant,
  trusted: readonly number[],
): Certifiable {
  const fixed = new Set(trusted);
  const flippable = Int32Array.from(
    Array.from(split.labelled.keys()).filter((i) => !fixed.has(dataset.ids[split.labelled[i]])),
  );
  const labels = Int32Array.from(split.labelled, (row) => dataset.labels[row]);
  const truth = Int32Array.from(split.test, (row) => dataset.labels[row]);
  const m = split.labelled.length;
  const { labelled: Q, test: R, testDiagonal } = blocks;
  const { reach, stationary } = ntk === 'exact' ? { reach: testDiagonal } : clippedReach(blocks, m, C);
  const common = {
    m,
    tests: split.test.length,
    Q: shared(Q),
    R: shared(R),
    testDiagonal: shared(reach),
    C,
    flippable,
    ...(stationary === undefined ? {} : { stationary }),
  };
  if (dataset.classes.length === 2) {
    const problem = { ...common, y: Int8Array.from(labels, (label) => (label === 1 ? 1 : -1)) };
    const clean = prepareProblem(problem, truth);
    return {
      subject: { type: 'binary', problem, view: clean.view },
      clean,
      flippable: flippable.length,
      definite: stationary === undefined,
      certify: (options, runtime) => certify(problem, clean, options, runtime),
    };
  }
  const problem = { ...common, labels, classes: dataset.classes.length };
  const clean = prepareMulticlass(problem, truth);
  return {
    subject: { type: 'multiclass', problem, view: clean.view, predicted: clean.predicted },
    clean,
    flippable: flippable.length,
    definite: stationary === undefined,
    certify: (options, runtime) => certifyMulticlass(problem, clean, options, runtime),
  };
}

/** What bounds the decisions of a kernel that may have negative eigenvalues. */
function clippedReach(
  { labelled: Q, test: R, testDiagonal }: KernelBlocks,
  m: number,
  C: number,
): { readonly reach: Float64Array; readonly stationary?: StationaryMargin } {
  const reach = squaredReach(Q, m, R, testDiagonal);
  if (reach !== null) return { reach };
  const stationary = stationaryMargin(Q, m);
  const wide = stationaryReach(R, m, testDiagonal, stationary);
  return alwaysSaturated(Q, m, C) ? { reach: wide } : { reach: wide, stationary };
}

function shared(values: Float64Array): Float64Array {
  const out = new Float64Array(new SharedArrayBuffer(values.byteLength));
  out.set(values);
  return out;
}
