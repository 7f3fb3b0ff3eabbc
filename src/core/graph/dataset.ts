import type { Csr } from '../linalg/csr';
import type { Square } from '../linalg/dense';

/**
 * A node-classification dataset after `features`, `classes` and `nodes` were applied.
 * Row i of everything belongs to the node whose id in the file is `ids[i]`; ids ascend.
 */
export interface Dataset {
  readonly name: string;
  /** n x n, symmetric, non-negative weights, no self-loops. */
  readonly adjacency: Csr;
  /** n x d. */
  readonly features: Csr;
  /** n class indices into `classes`. */
  readonly labels: Int32Array;
  /** Labels as the file has them, sorted (numbers by value, strings by code unit). */
  readonly classes: readonly (string | number)[];
  /** n node ids: positions in the file as read. */
  readonly ids: Int32Array;
  /** n x n, symmetric, where the user computed the kernel; the features then have no columns. */
  readonly kernel?: Square;
}

/** Which rows of a dataset are labelled (kernel order) and which are tested. Disjoint row indices, not ids. */
export interface Split {
  readonly labelled: Int32Array;
  readonly test: Int32Array;
}
