import type { ModelSpec, NetworkSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import type { Architecture } from '../core/kernel/architecture';
import { kernelBlocks } from '../core/kernel/blocks';
import type { KernelBlocks } from '../core/kernel/blocks';
import { givenBlocks } from '../core/kernel/given';
import { architectures } from '../core/kernel/registry';
import { kernelBytes, usedRows } from '../core/kernel/size';
import { stripBlocks, stripNodes } from '../core/kernel/strip';
import { csrPrincipal, csrSelectRows } from '../core/linalg/csr';
import { gram } from '../core/linalg/dense';
import type { KernelRequest } from '../protocol/worker';
import { kernelsAtOnce } from './memory';

/** What a worker needs to form the kernel of one model. */
export function kernelRequest(dataset: Dataset, splits: readonly Split[], model: NetworkSpec): KernelRequest {
  const { architecture, keys } = model;
  const { adjacency, features } = dataset;
  if (architecture !== 'mlp') return { adjacency, features, architecture, keys, splits };
  // An mlp does not see the graph, so that other rows than these make no difference.
  const rows = Array.from(usedRows(splits));
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

/** Forms a kernel once and reads off what a certificate of each split needs. It is synchronous and may take long. */
export function formKernel({
  adjacency,
  features,
  architecture,
  keys,
  splits,
}: KernelRequest): KernelBlocks[] {
  const { kernel: whole, strip: partial }: Architecture = architectures[architecture];
  const strip = partial?.({ adjacency, features, ...stripNodes(splits) }, keys) ?? null;
  if (strip !== null) return splits.map((split) => stripBlocks(strip, split));
  const kernel = whole({ adjacency, gram: gram(features) }, keys);
  return splits.map(({ labelled, test }) => kernelBlocks(kernel, labelled, test));
}

/** The kernel of one model for each split, formed in this thread. @throws CodedError `kernel-too-large` */
export function modelKernels(dataset: Dataset, splits: readonly Split[], model: ModelSpec): KernelBlocks[] {
  if (model.architecture === 'kernel') return splits.map((split) => givenBlocks(dataset.kernel, split));
  kernelsAtOnce(kernelBytes(dataset, splits, model));
  return formKernel(kernelRequest(dataset, splits, model));
}
