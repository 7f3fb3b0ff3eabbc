import type { NetworkSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import { csrPrincipal, csrSelectRows } from '../core/linalg/csr';
import type { KernelRequest } from '../protocol/worker';

/** What a worker needs to form the kernel of one model. */
export function kernelRequest(dataset: Dataset, split: Split, model: NetworkSpec): KernelRequest {
  const { architecture, keys } = model;
  const { adjacency, features } = dataset;
  if (architecture !== 'mlp') return { adjacency, features, architecture, keys, ...split };
  // An mlp does not see the graph, so that other rows than these make no difference.
  const rows = [...split.labelled, ...split.test].sort((a, b) => a - b);
  const place = new Map(rows.map((row, i) => [row, i]));
  const placed = (of: Int32Array): Int32Array => Int32Array.from(of, (row) => place.get(row) ?? NaN);
  return {
    adjacency: csrPrincipal(adjacency, rows),
    features: csrSelectRows(features, rows),
    architecture,
    keys,
    labelled: placed(split.labelled),
    test: placed(split.test),
  };
}
