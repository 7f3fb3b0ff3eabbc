import type { ModelSpec, NetworkSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import type { Architecture } from '../core/kernel/architecture';
import { kernelBlocks } from '../core/kernel/blocks';
import type { KernelBlocks } from '../core/kernel/blocks';
import { givenBlocks } from '../core/kernel/given';
import { stageParts } from '../core/kernel/parts';
import type { StagePart } from '../core/kernel/parts';
import { architectures } from '../core/kernel/registry';
import { kernelBytes, usedRows } from '../core/kernel/size';
import { stripBlocks, stripNodes } from '../core/kernel/strip';
import { stripResult, stripStages } from '../core/kernel/strip-work';
import type { StripWork } from '../core/kernel/strip-work';
import { csrPrincipal, csrSelectRows } from '../core/linalg/csr';
import { gram } from '../core/linalg/dense';
import { shareCsr } from '../core/linalg/shared';
import type { KernelRequest, KernelWork } from '../protocol/worker';
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

/** The graph and the features of a dataset in memory that all threads see, so that no request copies them. */
export function sharedData(dataset: Dataset): Dataset {
  return { ...dataset, adjacency: shareCsr(dataset.adjacency), features: shareCsr(dataset.features) };
}

/** How a kernel comes about, and in which parts; by stage, for so many threads. */
export interface KernelPlan {
  readonly work: KernelWork;
  readonly parts: StagePart[][];
}

/** Sees how the kernel is formed. It is synchronous, and with a large graph it takes a while. */
export function planKernel(request: KernelRequest, threads: number): KernelPlan {
  const { adjacency, architecture, keys, splits } = request;
  const { strip: partial }: Architecture = architectures[architecture];
  const features = shareCsr(request.features);
  const strip = partial({ adjacency, features, ...stripNodes(splits) }, keys);
  if (strip === null) return { work: { type: 'whole', request }, parts: [] };
  return { work: { type: 'strip', strip, splits }, parts: stageParts(stripStages(strip), threads) };
}

/** Does one part of a kernel. */
export function runPart(strip: StripWork, { stage, from, to }: StagePart): void {
  stripStages(strip)[stage].run(from, to);
}

/** What a certificate of each split needs of a kernel whose parts are done. One without parts is formed here. */
export function kernelOf(work: KernelWork): KernelBlocks[] {
  if (work.type === 'strip') {
    const strip = stripResult(work.strip);
    return work.splits.map((split) => stripBlocks(strip, split));
  }
  const { adjacency, features, architecture, keys, splits } = work.request;
  const kernel = architectures[architecture].kernel({ adjacency, gram: gram(features) }, keys);
  return splits.map(({ labelled, test }) => kernelBlocks(kernel, labelled, test));
}

/** Forms a kernel once and reads off what a certificate of each split needs. It is synchronous and may take long. */
export function formKernel(request: KernelRequest): KernelBlocks[] {
  const { work, parts } = planKernel(request, 1);
  if (work.type === 'strip') for (const part of parts.flat()) runPart(work.strip, part);
  return kernelOf(work);
}

/** The kernel of one model for each split, formed in this thread. @throws CodedError `kernel-too-large` */
export function modelKernels(dataset: Dataset, splits: readonly Split[], model: ModelSpec): KernelBlocks[] {
  if (model.architecture === 'kernel') return splits.map((split) => givenBlocks(dataset.kernel, split));
  kernelsAtOnce(kernelBytes(dataset, splits, model));
  return formKernel(kernelRequest(dataset, splits, model));
}
