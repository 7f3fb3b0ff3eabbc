import type { ModelSpec } from '../config/experiment';
import { distinctLabels } from '../core/graph/select';
import type { Label } from '../core/graph/raw';
import type { OpenedExperiment } from '../prepare/open';
import type { DatasetDescription } from '../prepare/summary';
import { describeDataset } from '../prepare/summary';
import type { Spot } from './spots';
import { plainAt } from './spots';

/** What the data behind a text holds. */
export interface Facts {
  readonly dataset: DatasetDescription | null;
  /** Columns of the features. */
  readonly features: number | null;
  /** Of the file, before any class is dropped, with the nodes of each; empty where it could not be read. */
  readonly fileClasses: readonly { readonly label: Label; readonly nodes: number }[];
  /** Of the first split, in kernel order. */
  readonly labelled: readonly { readonly id: number; readonly label: Label }[];
  /** As they were last understood; kept while the text cannot be. */
  readonly models: readonly ModelSpec[];
}

export const NO_FACTS: Facts = { dataset: null, features: null, fileClasses: [], labelled: [], models: [] };

/** What an experiment says about its data; of its models what was known before, where they are not understood now. */
export function factsOf(opened: OpenedExperiment, models: readonly ModelSpec[]): Facts {
  const { dataset, labels, splits, experiment } = opened;
  const known = experiment?.models ?? models;
  const fileClasses = labels === null ? [] : countedLabels(labels);
  if (dataset === null || splits === null) return { ...NO_FACTS, fileClasses, models: known };
  const drawn = splits.map(({ split }) => split);
  return {
    dataset: describeDataset(dataset, drawn, known),
    features: dataset.kernel === undefined ? dataset.features.cols : null,
    fileClasses,
    labelled: Array.from(drawn[0].labelled, (row) => ({
      id: dataset.ids[row],
      label: dataset.classes[dataset.labels[row]],
    })),
    models: known,
  };
}

function countedLabels(labels: readonly Label[]): { label: Label; nodes: number }[] {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return distinctLabels(labels).map((label) => ({ label, nodes: counts.get(label) ?? 0 }));
}

/** What the data and the split depend on in a text: facts hold as long as it stays the same. */
export function printOf(spots: readonly Spot[]): string {
  return JSON.stringify([plainAt(spots, ['dataset']), plainAt(spots, ['split'])]);
}

/** What the nodes and labels of the file depend on: all of `dataset` but what chooses from them. */
export function sourcePrint(spots: readonly Spot[]): string {
  const dataset = plainAt(spots, ['dataset']);
  return JSON.stringify(
    typeof dataset === 'object' ? { ...dataset, classes: null, nodes: null, features: null } : dataset,
  );
}

/**
 * Sound configurations with the data of a text whose other parts have mistakes, the one that tells most first: what
 * the data holds must be known just while a part that needs it is written.
 */
export function probes(spots: readonly Spot[]): string[] {
  const dataset = plainAt(spots, ['dataset']);
  if (dataset === undefined || dataset === null) return [];
  const split = plainAt(spots, ['split']);
  const given = typeof dataset === 'object' && 'kernel' in dataset;
  const models = { probe: given ? { C: 1 } : { architecture: 'mlp', C: 1 } };
  const least = { labelled: { 'per-class': 1 } };
  const source =
    typeof dataset === 'object' ? { ...dataset, classes: 'all', nodes: 'all', features: undefined } : dataset;
  return [
    JSON.stringify({ dataset, split, models }),
    JSON.stringify({ dataset: source, split: least, models }),
  ];
}
