import type { Dataset, Split } from '../graph/dataset';
import type { Architecture, KernelKeys } from './architecture';
import { plusIdentity } from './propagation';
import { architectures } from './registry';
import type { ArchitectureName } from './registry';
import { stripExtent } from './receptive';
import { stripNodes } from './strip';

/** Dense n x n matrices of doubles that a whole kernel holds at its widest. */
const MATRICES = 8;

/** What shapes the size of a kernel; `kernel` is one that is given. */
export type SizedModel =
  | { readonly architecture: ArchitectureName; readonly keys: KernelKeys }
  | { readonly architecture: 'kernel' };

/** Bytes of memory that it takes to form the kernel of a model for some splits; 0 for a given one. */
export function kernelBytes(dataset: Dataset, splits: readonly Split[], model: SizedModel): number {
  if (model.architecture === 'kernel') return 0;
  if (model.architecture === 'mlp') return wholeBytes(usedRows(splits).length);
  const { strip }: Architecture = architectures[model.architecture];
  const { depth, skip, skipActivation } = model.keys;
  if (strip !== undefined && (skip === 'none' || skipActivation === 'linear')) {
    const { rows, columns } = stripNodes(splits);
    const extent = stripExtent(plusIdentity(dataset.adjacency), rows, columns, depth);
    if (extent !== null) return extent.bytes + featureBytes(dataset, extent.innermost);
  }
  return wholeBytes(dataset.ids.length);
}

function wholeBytes(rows: number): number {
  return MATRICES * 8 * rows * rows;
}

/** Rows of features and of their propagated sums, at their mean size; a sum has hardly more entries than a few of them. */
function featureBytes({ features, ids }: Dataset, nodes: number): number {
  const mean = features.values.length / Math.max(1, ids.length);
  return 2 * 12 * nodes * Math.min(features.cols, 4 * mean);
}

/** Rows that are labelled or tested in some split, ascending. */
export function usedRows(splits: readonly Split[]): Int32Array {
  return stripNodes(splits).columns;
}
