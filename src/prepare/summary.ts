import type { ModelSpec } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import { kernelBytes } from '../core/kernel/size';
import type { ClassLabel, DatasetSummary } from '../report/result';

/** What a result says about its data. Ids and labels as the file has them, labelled nodes in kernel order. */
export function summarize(dataset: Dataset, split: Split): DatasetSummary {
  const ids = (rows: Int32Array): number[] => Array.from(rows, (row) => dataset.ids[row]);
  const labels = (rows: Int32Array): (string | number)[] =>
    Array.from(rows, (row) => dataset.classes[dataset.labels[row]]);
  return {
    name: dataset.name,
    nodes: dataset.ids.length,
    // The adjacency is symmetric without self-loops, so every edge stands in it twice.
    edges: dataset.adjacency.colIdx.length / 2,
    features: dataset.features.cols,
    classes: dataset.classes,
    labelled: ids(split.labelled),
    labels: labels(split.labelled),
    test: ids(split.test),
    testLabels: labels(split.test),
  };
}

/** What a dataset holds, for someone who is about to certify on it. */
export interface DatasetDescription {
  readonly nodes: number;
  readonly edges: number;
  readonly classes: readonly { readonly label: ClassLabel; readonly nodes: number }[];
  /** Nodes without edges. */
  readonly isolated: number;
  readonly labelled: number;
  readonly test: number;
  /** Memory that it takes to form the largest kernel of the models; 0 where the kernel is given. */
  readonly kernelBytes: number;
}

export function describeDataset(
  dataset: Dataset,
  splits: readonly Split[],
  models: readonly ModelSpec[],
): DatasetDescription {
  const { adjacency, labels, ids } = dataset;
  const sizes = new Array<number>(dataset.classes.length).fill(0);
  for (const label of labels) sizes[label]++;
  let isolated = 0;
  for (let i = 0; i < adjacency.rows; i++) if (adjacency.rowPtr[i + 1] === adjacency.rowPtr[i]) isolated++;
  return {
    nodes: ids.length,
    edges: adjacency.colIdx.length / 2,
    classes: dataset.classes.map((label, c) => ({ label, nodes: sizes[c] })),
    isolated,
    labelled: splits[0].labelled.length,
    test: splits[0].test.length,
    kernelBytes: Math.max(0, ...kernels(models).map((model) => kernelBytes(dataset, splits, model))),
  };
}

/** One model of each kernel: a file may hold many that differ in C alone. */
function kernels(models: readonly ModelSpec[]): ModelSpec[] {
  const kernel = (model: ModelSpec): string =>
    model.architecture === 'kernel' ? '' : JSON.stringify([model.architecture, model.keys]);
  return [...new Map(models.map((model) => [kernel(model), model])).values()];
}
