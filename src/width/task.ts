/** Messages between the command and the threads that train. */
import type { NetworkOutcome } from './agreement';
import type { NetworkPlan } from './plan';

/** One network, trained on every label vector. */
export interface NetworkTask {
  readonly id: number;
  readonly labelled: NetworkPlan;
  readonly test: NetworkPlan;
  readonly width: number;
  readonly seed: number;
  readonly C: number;
  /** The infinite network's kernel between labelled nodes. */
  readonly kernel: Float64Array;
  /** -1 or 1 for each labelled node. */
  readonly labels: readonly Int8Array[];
}

export type FromTrainer =
  | { readonly type: 'trained'; readonly id: number; readonly set: number }
  | { readonly type: 'done'; readonly id: number; readonly outcome: NetworkOutcome }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

export interface TrainerSetup {
  /** Path of tfjs-backend-wasm-simd.wasm. */
  readonly wasm: string;
}
