import { bytes, count } from '../report/format';
import type { DatasetDescription } from './summary';

/** What a dataset holds and what a kernel of it costs, in a few short sentences; the first says the size. */
export function datasetSentences(dataset: DatasetDescription): string[] {
  const { nodes, edges, isolated, labelled, test, kernelBytes } = dataset;
  const classes = dataset.classes.map((of) => `${of.label} (${count(of.nodes)})`).join(', ');
  return [
    `${count(nodes)} nodes, ${count(edges)} edges.`,
    `Classes: ${classes}.`,
    ...(edges > 0 && isolated > 0
      ? [isolated === 1 ? '1 node has no edges.' : `${count(isolated)} nodes have no edges.`]
      : []),
    `${count(labelled)} labelled, ${count(test)} test.`,
    ...(kernelBytes > 0 ? [`A kernel needs about ${bytes(kernelBytes)} of memory.`] : []),
  ];
}
