import type { Csr } from '../linalg/csr';
import type { Square } from '../linalg/dense';
import type { Filter } from './filter';
import type { Activation, NtkVariant } from './relu';
import type { Normalization } from './propagation';

export type Skip = 'none' | 'pc' | 'alpha';

/** Keys of a model that shape its kernel. */
export interface KernelKeys {
  /** Hidden layers. */
  readonly depth: number;
  readonly activation: Activation;
  readonly normalization: Normalization;
  readonly adjacencyWeight: number;
  readonly skip: Skip;
  /** Share of the input in every layer with `skip: alpha`, 0 to 1. */
  readonly skipAlpha: number;
  readonly skipActivation: Activation;
  /** Probability of a return to the node itself, above 0 and up to 1. */
  readonly teleport: number;
  /** Propagation steps. */
  readonly iterations: number;
  readonly ntk: NtkVariant;
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
  /** M, symmetric up to rounding. */
  readonly inner: Square;
  /** S, sparse or too dense to be written out. */
  readonly outer: Csr | Filter | null;
}
