import type { DatasetDescription } from '../prepare/summary';
import { count } from '../report/format';

/** What a dataset holds, in a few short sentences. */
export function holds(dataset: DatasetDescription): string {
  const { nodes, edges, isolated, labelled, test, kernelBytes } = dataset;
  const classes = dataset.classes.map((of) => `${of.label} (${count(of.nodes)})`).join(', ');
  return [
    `**${count(nodes)} nodes, ${count(edges)} edges.** Classes: ${classes}.`,
    ...(edges > 0 && isolated > 0 ? [`${count(isolated)} nodes have no edges.`] : []),
    `${count(labelled)} labelled, ${count(test)} test.`,
    ...(kernelBytes > 0 ? [`A kernel needs about ${bytes(kernelBytes)} of memory.`] : []),
  ].join(' ');
}

function bytes(value: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = value / 1024;
  let unit = 0;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${scaled < 10 && unit > 0 ? scaled.toFixed(1) : Math.ceil(scaled)} ${units[unit]}`;
}
