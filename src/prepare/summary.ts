import type { Dataset, Split } from '../core/graph/dataset';
import type { DatasetSummary } from '../report/result';

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
