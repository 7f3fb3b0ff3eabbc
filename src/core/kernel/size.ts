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
  splits: readonly Split[],
  architecture: ArchitectureName | 'kernel',
): number {
  if (architecture === 'kernel') return 0;
  return architecture === 'mlp' ? usedRows(splits).length : ids.length;
}

/** Rows that are labelled or tested in some split, ascending. */
export function usedRows(splits: readonly Split[]): number[] {
  const rows = new Set(splits.flatMap(({ labelled, test }) => [...labelled, ...test]));
  return [...rows].sort((a, b) => a - b);
}
