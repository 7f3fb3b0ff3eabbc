import type { Dataset, Split } from '../core/graph/dataset';
import type { DatasetSummary } from '../report/result';
import type { Claims } from './claims';

/** Every entry of a dataset summary against the data as it is now. */
export function checkDataset(
  claims: Claims,
  stated: DatasetSummary,
  dataset: Dataset,
  split: Split,
  where: string,
): void {
  const id = (row: number): number => dataset.ids[row];
  const label = (row: number): string | number => dataset.classes[dataset.labels[row]];
  const rows = (of: Int32Array): number[] => Array.from(of);
  const found: DatasetSummary = {
    name: dataset.name,
    nodes: dataset.ids.length,
    edges: edgesOf(dataset),
    features: dataset.features.cols,
    classes: dataset.classes,
    labelled: rows(split.labelled).map(id),
    labels: rows(split.labelled).map(label),
    test: rows(split.test).map(id),
    testLabels: rows(split.test).map(label),
  };
  for (const [key, value] of Object.entries(found))
    claims.equal('dataset', stated[key as keyof DatasetSummary], value, `${where}.${key}`);
}

/** Pairs of nodes with an edge between them. */
function edgesOf({ adjacency }: Dataset): number {
  let edges = 0;
  for (let i = 0; i < adjacency.rows; i++)
    for (let e = adjacency.rowPtr[i]; e < adjacency.rowPtr[i + 1]; e++) if (adjacency.colIdx[e] < i) edges++;
  return edges;
}
