import type { Csr } from '../linalg/csr';
import type { Square } from '../linalg/dense';
import type { Activation } from './relu';
import type { Normalization } from './propagation';

/** Keys of a model that shape its kernel. */
export interface KernelKeys {
  readonly depth: number;
  readonly activation: Activation;
  readonly normalization: Normalization;
  readonly adjacencyWeight: number;
}

/** What every architecture starts from. */
export interface KernelInput {
  /** n x n, symmetric, no self-loops. */
  readonly adjacency: Csr;
  /** X Xᵀ, n x n; not to be written to. */
  readonly gram: Square;
}

/**
 * A kernel as its last step has it: K = S M Sᵀ, or K = M where `outer` is null.
 * Left unmultiplied, since a certificate needs few entries of K.
 */
export interface FactoredKernel {
  readonly inner: Square;
  readonly outer: Csr | null;
}

export type Architecture = (input: KernelInput, keys: KernelKeys) => FactoredKernel;
