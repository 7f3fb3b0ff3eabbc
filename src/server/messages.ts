import { datasetSentences } from '../prepare/describe';
import type { DatasetDescription } from '../prepare/summary';

/** What a dataset holds, as Markdown. */
export function holds(dataset: DatasetDescription): string {
  const [size, ...rest] = datasetSentences(dataset);
  return [`**${size}**`, ...rest].join(' ');
}
