import type { ModelSpec } from '../config/experiment';
import type { Fix } from '../core/errors';
import { datasetSentences } from '../prepare/describe';
import type { DatasetDescription } from '../prepare/summary';
import { count } from '../report/format';

/** What a dataset holds, as Markdown. */
export function holds(dataset: DatasetDescription, features: number | null): string {
  const [size, ...rest] = datasetSentences(dataset);
  const columns = features === null ? [] : [features === 1 ? '1 feature.' : `${count(features)} features.`];
  return [`**${size}**`, ...columns, ...rest].join(' ');
}

export const allows = (allowance: string): string => `**Allows ${allowance}.**`;
export const ofLabels = (labels: number): string => `of ${count(labels)} labels`;
export const labelledNodes = (labelled: number): string => `${count(labelled)} labelled`;
export const testNodes = (test: number): string => `${count(test)} nodes`;
export const nodes = (n: number): string => (n === 1 ? '1 node' : `${count(n)} nodes`);
export const labelOf = (label: string | number): string => `label ${label}`;

/** What a model is, as Markdown. */
export function meaning(name: string, models: readonly ModelSpec[]): string {
  const several = models.length > 1;
  const shown = models
    .slice(0, 6)
    .map((model) => `${several ? '- ' : ''}**${model.name}**: ${network(model)}`);
  const rest = models.length - shown.length;
  return [
    ...(several ? [`\`${name}\` stands for ${models.length} models:`, ''] : []),
    ...shown,
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ].join('\n');
}

function network(model: ModelSpec): string {
  const box = typeof model.C === 'number' ? `C = ${model.C}` : `C chosen from ${model.C.values.join(', ')}`;
  if (model.architecture === 'kernel') return `the kernel that is given, ${box}.`;
  const { depth, activation, normalization, skip, ntk } = model.keys;
  const layers = depth === 1 ? '1 hidden layer' : `${depth} hidden layers`;
  const parts = [
    `\`${model.architecture}\``,
    layers,
    activation,
    ...(model.architecture === 'gcn' || model.architecture === 'sgc'
      ? [`${normalization} normalization`]
      : []),
    ...(skip === 'none' ? [] : [`skip ${skip}`]),
    ntk === 'exact' ? 'exact kernel' : 'clipped kernel of the reference code',
    box,
  ];
  return `${parts.join(', ')}.`;
}

/** Title of a quick fix. */
export function fixTitle(fix: Fix): string {
  switch (fix.kind) {
    case 'replace':
      return `Change to '${fix.text}'`;
    case 'add-key':
      return `Add '${fix.key}'`;
    case 'add-item':
      return `Add ${fix.text} to '${fix.path.join(': ')}'`;
    case 'remove': {
      const last = fix.path.at(-1);
      if (fix.path[1] === 'trusted') return 'Remove this trusted node';
      return typeof last === 'number' ? 'Remove this item' : `Remove '${String(last)}'`;
    }
    case 'round':
      return `Round to ${fix.text} (${count(fix.flips)} of ${count(fix.labelled)} labels)`;
  }
}

// Rename
export const emptyName = (): string => 'A model needs a name.';
export const nameTaken = (name: string): string => `There is a model \`${name}\` already.`;
export const notAModel = (): string => 'Only the name of a model can be renamed.';

// Completion
export const requiredKey = (): string => 'required';
export const newModel = (): string => 'A model';
export const wholeFile = (): string => 'A whole configuration';
export const newExpectation = (): string => 'An expectation';
export const expectationSnippet = (): string => 'What must hold of one model at one budget.';
export const modelSnippet = (): string => 'A wide network and its box constraint.';
export const fileSnippet = (): string => 'Data, a split, a model, what to certify, and what must hold.';
