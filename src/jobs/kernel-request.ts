import type { NetworkSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import { csrPrincipal, csrSelectRows } from '../core/linalg/csr';
import { usedRows } from '../core/kernel/size';
import type { KernelRequest } from '../protocol/worker';

/** What a worker needs to form the kernel of one model. */
export function kernelRequest(dataset: Dataset, splits: readonly Split[], model: NetworkSpec): KernelRequest {
  const { architecture, keys } = model;
  const { adjacency, features } = dataset;
  if (architecture !== 'mlp') return { adjacency, features, architecture, keys, splits };
  // An mlp does not see the graph, so that other rows than these make no difference.
  const rows = usedRows(splits);
  const place = new Map(rows.map((row, i) => [row, i]));
  const placed = (of: Int32Array): Int32Array => Int32Array.from(of, (row) => place.get(row) ?? NaN);
  return {
    adjacency: csrPrincipal(adjacency, rows),
    features: csrSelectRows(features, rows),
    architecture,
    keys,
    splits: splits.map(({ labelled, test }) => ({ labelled: placed(labelled), test: placed(test) })),
  };
}
