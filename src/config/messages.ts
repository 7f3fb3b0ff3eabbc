import { howToRaise } from '../core/limits';
import { shareOf } from './budget';

/** Every text that a wrong configuration can cause. Short, plain, and saying what to do. */

const quoted = (values: readonly (string | number)[]): string =>
  values.map((value) => `\`${value}\``).join(', ');
const listed = (values: readonly string[]): string =>
  [quoted(values.slice(0, -1)), quoted(values.slice(-1))].filter((part) => part !== '').join(' and ');
const meant = (suggestion: string | null): string =>
  suggestion === null ? '' : ` Did you mean \`${suggestion}\`?`;

// YAML
export const yamlSyntax = (message: string): string =>
  `This is not valid YAML: ${message.replace(/\.?$/, '.')}`;
export const duplicateKey = (key: string): string =>
  key === '' ? 'This key stands twice; keep one.' : `\`${key}\` stands twice in this mapping; keep one.`;
export const severalDocuments = (): string =>
  'A second document begins here; a configuration is one experiment, so write it to a file of its own.';
export const tooLarge = (most: number): string =>
  `The file is larger than ${most} kB, which is too large for a configuration. ${howToRaise('configurationSize')}`;
export const tooDeep = (most: number): string =>
  `More than ${most} mappings and lists stand inside each other here. ${howToRaise('configurationDepth')}`;
export const tooManyKeys = (most: number): string =>
  `This mapping has more than ${most} keys. ${howToRaise('configurationKeys')}`;
export const tooManyValues = (most: number): string =>
  `The configuration has more than ${most} values, those of aliases counted wherever they are used. ${howToRaise('configurationValues')}`;
export const keyNotPlain = (): string => 'A key must be a plain word.';
export const valueNotPlain = (): string => 'This value is no text, number, list or mapping.';
export const aliasWithoutEnd = (): string => 'This alias refers to nothing, or to itself.';
export const emptyFile = (): string => 'The file is empty; it needs `dataset`, `split` and `models`.';
export const emptyInclude = (what: string): string =>
  `The file is empty; it must hold the mapping of a ${what}.`;

// Structure
export const unknownKey = (
  key: string,
  suggestion: string | null,
  owner: string | null,
  known: readonly string[],
): string => {
  if (suggestion !== null) return `\`${key}\` is not a key here.${meant(suggestion)}`;
  if (owner !== null) return `\`${key}\` does not belong here; it is a key of ${owner}.`;
  const those = known.length === 0 || known.length > 9 ? '' : `; the keys are ${listed(known)}`;
  return `\`${key}\` is not a key here${those}. Remove it.`;
};
export const missingKey = (key: string, owner: string | null): string =>
  owner === null
    ? `\`${key}\` is missing; every experiment needs it.`
    : `\`${key}\` is missing; ${owner} needs it.`;
export const unknownValue = (
  value: string,
  key: string,
  allowed: readonly string[],
  suggestion: string | null,
): string => `\`${value}\` is not a value of ${key}; it is one of ${quoted(allowed)}.${meant(suggestion)}`;
export const notOneOf = (
  value: string,
  key: string,
  description: string,
  suggestion: string | null,
): string => `\`${value}\` is not a value of ${key}.${meant(suggestion)} ${description}`;
export const noValue = (key: string, expected: string): string =>
  `${key} has no value; it must be ${expected}.`;
export const wrongType = (key: string, expected: string, found: string): string =>
  `${key} must be ${expected}, and is ${found}.`;
export const outOfRange = (key: string, value: string, bound: string): string =>
  `${key} is ${value}; it must be ${bound}.`;
export const empty = (key: string): string => `${key} is empty; give at least one.`;
export const emptyText = (key: string): string => `${key} is an empty text.`;
export const duplicateItem = (value: string, key: string): string =>
  `${value} stands twice in ${key}; keep one.`;
export const notATime = (value: string): string =>
  `\`${value}\` is not a time; write for example 60s, 2m or 1h.`;

// Files that hold a dataset or a model
export const notAnInclude = (value: string, what: string): string =>
  `\`${value}\` is not the path of a ${what} file, which ends in .yaml.`;
export const dataFileAsDataset = (value: string, key: string): string =>
  `A data file goes under \`${key}\`; write \`dataset: { ${key}: ${value} }\`.`;
export const generatorAsDataset = (value: string): string => `Write \`dataset: { generate: ${value} }\`.`;
export const modelWithoutName = (key: string): string =>
  `\`${key}\` is a key of a model; give the model a name first, as in \`models: { GCN: { ${key}: … } }\`.`;
export const fileNotFound = (path: string): string => `The file \`${path}\` does not exist.`;
export const fileNotReadable = (path: string, why: string): string =>
  `The file \`${path}\` cannot be read: ${why.replace(/\.?$/, '.')}`;
export const fileTooLarge = (most: string, hint: string): string => `it is larger than ${most}. ${hint}`;
export const noRegularFile = (): string => 'it is no regular file';
export const changedMeanwhile = (): string =>
  'it was changed while it was read; try again when nothing writes to it';

export const restricted = (path: string): string =>
  `\`${path}\` is not read: this workspace is not trusted (Restricted Mode).`;

// Meaning
export const datasetSource = (): string =>
  'This says nowhere where the data comes from; give one of `graph`, `table`, `kernel` and `generate`.';
export const severalSources = (first: string, second: string): string =>
  `\`${second}\` and \`${first}\` exclude each other; the data comes from one place.`;
export const nodesWithoutGraph = (source: string): string =>
  `A ${source} has no graph, so its nodes cannot be chosen by it; remove \`nodes\`.`;
export const tableArchitecture = (architecture: string): string =>
  `A table has no graph, and \`${architecture}\` needs one; write \`architecture: mlp\`.`;
export const kernelGiven = (key: string): string =>
  `The kernel is given by \`dataset\`, so a model of it has only \`C\`; remove \`${key}\`.`;
export const noEffect = (key: string, why: string): string => `\`${key}\` has no effect: ${why}.`;
export const settledKey = (architecture: string, key: string, value: string, given: string): string =>
  `\`${architecture}\` has \`${key}: ${value}\` by its definition; \`${key}: ${given}\` is not possible.`;
export const keyOf = (owners: readonly string[]): string => `it is a key of ${listed(owners)}`;
export const skipAlphaWithout = (): string => keyOf(['skip: alpha']);
export const noSkip = (): string => 'there is no skip connection';
export const weightCancels = (): string => 'the mean over the neighbours stays as it is';
export const seedAndSeeds = (): string => '`seed` and `seeds` exclude each other; keep one.';
export const perClassAlone = (): string =>
  '`per-class` belongs to `protocol: qpcert`; without it write `labelled: { per-class: … }`.';
export const protocolLabelled = (): string =>
  '`protocol: qpcert` draws the labelled nodes itself; write `per-class: …` in place of `labelled`.';
export const protocolTest = (): string =>
  '`protocol: qpcert` draws the test nodes itself; give their number, or `rest`.';
export const fixedAndChosen = (): string => '`C` and `choose-C` exclude each other; keep one.';
export const tooManyFolds = (folds: number, m: number): string =>
  `${folds} folds are more than the ${m} labelled nodes.`;
export const duplicateModel = (name: string): string =>
  `Its lists make a model \`${name}\`, and there is one of that name; rename one of the two.`;
export const tooManyModels = (most: number): string =>
  `The lists up to here make more than ${most} models; split the file.`;
export const unknownModel = (name: string, suggestion: string | null): string =>
  `There is no model \`${name}\`.${meant(suggestion)}`;
export const expectationQuantity = (): string =>
  'This expects nothing; add `certified-ratio` or `certified-accuracy`, as in `certified-ratio: ">= 0.6"`.';
export const expectationCondition = (text: string): string =>
  `\`${text}\` is not a condition; write a comparison with a number, such as ">= 0.6".`;
export const expectationValue = (value: number): string =>
  `${value} is not between 0 and 1, as every ratio and accuracy is; for 60 % write 0.6.`;
export const expectationKind = (kind: string): string =>
  `\`${kind}\` is not certified here; add it to \`kinds\` of \`certify\`.`;
export const expectationBudget = (budget: string): string =>
  `${budget} is not among the budgets of \`certify\`; add it there, or choose one of them.`;
export const budgetNoFlips = (share: string, m: number): string =>
  `${share} of ${m} labelled nodes is less than one label, so this budget allows no flip; ${shareOf(1, m)} allows one.`;
export const budgetTooLarge = (flips: number, m: number): string =>
  `${flips} flips are more than the ${m} labelled nodes.`;

// Adding trusted labels
const list = (ids: readonly number[]): string => `[${ids.join(', ')}]`;
export const trustUnreadable = (): string =>
  'The labels were not added: the configuration has a mistake. Correct it first.';
export const trustAlias = (key: string, ids: readonly number[]): string =>
  `The labels were not added: \`${key}\` is an alias of another place in the file. Add ${list(ids)} there by hand.`;
export const trustByHand = (ids: readonly number[]): string =>
  `The labels were not added: this file is written in a way that cannot be edited safely. Add \`trusted: ${list(ids)}\` under \`certify\` by hand.`;
