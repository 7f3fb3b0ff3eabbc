import type { Dataset, Split } from '../graph/dataset';
import type { ArchitectureName } from './registry';

/** Dense n x n matrices of doubles that a kernel holds at its widest. */
const MATRICES = 8;

/** Bytes of memory that it takes to form a kernel of n rows. */
export function kernelBytes(rows: number): number {
  return MATRICES * 8 * rows * rows;
}

/** Rows of the kernel that is formed: only what propagates along a graph needs more than labelled and test nodes. */
export function kernelRows(
  { ids }: Dataset,
  { labelled, test }: Split,
  architecture: ArchitectureName | 'kernel',
): number {
  if (architecture === 'kernel') return 0;
  return architecture === 'mlp' ? labelled.length + test.length : ids.length;
}
