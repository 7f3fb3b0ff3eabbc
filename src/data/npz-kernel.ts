import type { RawGraph } from '../core/graph/raw';
import { symmetrize } from '../core/kernel/given';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS } from '../core/limits';
import { csrFromTriplets } from '../core/linalg/csr';
import { DataError } from './errors';
import { missing, openArrays, pickledNames, readLabels } from './npz-arrays';
import type { NpzGraph } from './npz-graph';
import { shown } from '../core/shown';

/**
 * Reads a kernel from `.npz`: `K` (n x n, symmetric up to rounding) and `labels`. It stands in a graph without
 * edges or features.
 * @throws DataError, CodedError `kernel-not-finite`, `kernel-not-symmetric`.
 */
export function readNpzKernel(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): NpzGraph {
  const arrays = openArrays(bytes, limits);
  if (!arrays.has('K')) throw missing(arrays, 'kernel', '`K`');
  const { shape } = arrays.header('K');
  if (shape.length !== 2 || shape[0] !== shape[1] || shape[0] === 0) {
    throw new DataError('graph-shape', `\`K\` has the shape (${shown(shape.join(', '))}); it must be n x n.`);
  }
  const n = shape[0];
  const labels = readLabels(arrays, n);
  const kernel = { n, values: arrays.numbers('K') };
  symmetrize(kernel);
  const graph: RawGraph = {
    adjacency: csrFromTriplets(n, n, [], [], [], 'max'),
    features: null,
    labels,
    kernel,
  };
  return { graph, pickled: pickledNames(arrays) };
}
