import type { TestView } from './problem';

/** The model trained on the clean labels, whatever the number of classes. */
export interface CleanModel {
  readonly predicted: Int32Array;
  readonly decisions: Float64Array;
  /** 1 where the clean decision cannot be told from a tie. */
  readonly tie: Uint8Array;
  /** By test node, what the trained model's decision lies between. */
  readonly intervals: readonly (readonly [number, number])[];
  /** 1 where no labels can change the prediction, since nothing labelled touches the test node. */
  readonly constant: Uint8Array;
  /** The test nodes that take part: all others. */
  readonly view: TestView;
}
