import type { Dataset, Split } from '../graph/dataset';
import { csrSelectRows } from '../linalg/csr';
import { csrBytes } from '../linalg/shared';
import type { KernelKeys } from './definition';
import { blockRows } from './convolution-strip';
import { LANES } from './filter';
import { BATCH, productBytes } from './products';
import { plusIdentity } from './propagation';
import { stripExtent } from './receptive';
import type { StripExtent } from './receptive';
import type { ArchitectureName } from './registry';
import { stripNodes } from './strip';

/** Dense n x n matrices of doubles that a whole kernel holds at its widest. */
const MATRICES = 8;
/** What the threads' own memory grows by while they form a large kernel; with a small one, by as much as twice its own. */
const THREADS = 2 ** 25;
const USUAL_THREADS = 2;

/** What shapes the size of a kernel; `kernel` is one that is given. */
export type SizedModel =
  | { readonly architecture: ArchitectureName; readonly keys: KernelKeys }
  | { readonly architecture: 'kernel' };

/** Bytes of memory that it takes to form the kernel of a model for some splits, about at most; 0 for a given one. */
export function kernelBytes(dataset: Dataset, splits: readonly Split[], model: SizedModel): number {
  if (model.architecture === 'kernel') return 0;
  const own = ownBytes(dataset, splits, model);
  return own + Math.min(2 * own, THREADS);
}

/** Of the data that a kernel is formed from and through. */
function ownBytes(
  dataset: Dataset,
  splits: readonly Split[],
  model: Exclude<SizedModel, { architecture: 'kernel' }>,
): number {
  const { rows, columns } = stripNodes(splits);
  const { adjacency, features } = dataset;
  // The graph and the features are copied into shared memory; a propagation matrix is made in a few steps.
  const data = csrBytes(features) + 4 * csrBytes(adjacency);
  const values = 8 * rows.length * columns.length;
  const held = 2 * values;
  switch (model.architecture) {
    case 'mlp':
      return held + csrBytes(features) + productBytes(columns, features) + scratch(columns.length);
    case 'gin':
      return held + data + sumBytes(dataset, columns) + scratch(columns.length);
    case 'appnp':
    case 'ppnp': {
      const nodes = dataset.ids.length;
      const all = Int32Array.from({ length: nodes }, (_, i) => i);
      const blocks = 2 * 8 * nodes * (rows.length + 2 * LANES);
      return held + data + productBytes(all, features) + blocks + scratch(nodes);
    }
    case 'gcn':
    case 'sgc':
    case 'graphsage': {
      const { depth, skip, skipActivation } = model.keys;
      const pattern = plusIdentity(adjacency);
      const extent =
        skip === 'none' || skipActivation === 'linear' ? stripExtent(pattern, rows, columns, depth) : null;
      return extent === null
        ? data + wholeBytes(dataset.ids.length)
        : held + data + stripBytes(dataset, extent);
    }
  }
}

/** Of the layers between rows and columns, the rows that are held of them at a time, and the sums of features. */
function stripBytes(dataset: Dataset, { rowHops, columnHops }: StripExtent): number {
  let layers = 0;
  let half = 0;
  columnHops.forEach(({ S }, l) => {
    layers += 16 * rowHops[l].S.rows * S.rows + csrBytes(S) + csrBytes(rowHops[l].S);
    half = Math.max(half, 16 * blockRows(rowHops[l].S.cols, S.rows) * S.rows);
  });
  const innermost = columnHops[0].nodes;
  return layers + half + sumBytes(dataset, innermost) + scratch(innermost.length);
}

/** Of the sums of features that some nodes see. */
function sumBytes({ adjacency, features }: Dataset, nodes: Int32Array): number {
  return productBytes(csrSelectRows(plusIdentity(adjacency), nodes), features);
}

/** What threads write rows of so many columns into. */
function scratch(columns: number): number {
  return USUAL_THREADS * 2 * 8 * BATCH * columns;
}

function wholeBytes(rows: number): number {
  return MATRICES * 8 * rows * rows;
}

/** Rows that are labelled or tested in some split, ascending. */
export function usedRows(splits: readonly Split[]): Int32Array {
  return stripNodes(splits).columns;
}
