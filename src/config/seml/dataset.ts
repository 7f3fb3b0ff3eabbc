import * as messages from './messages';
import type { Settings } from './settings';
import { lastOf } from './settings';
import { Refusal } from './values';
import type { Yaml } from './yaml-value';
import { mapOf } from './yaml-value';

/** Data and split of an experiment, but for the test nodes. */
export interface Data {
  readonly dataset: Yaml;
  /** Of the labelled nodes. */
  readonly split: ReadonlyMap<string, Yaml>;
  /** Whether the nodes are those that the published code draws. */
  readonly protocol: boolean;
  readonly seeds: readonly number[];
  /** Labelled nodes; null where the file alone does not tell. */
  readonly labelled: number | null;
  /** Test nodes of a generated graph: all that are left. */
  readonly rest: number | null;
}

export const DATASET = 'data_params.dataset';
const SPEC = 'data_params.specification.';
export const DATA_SEED = `${SPEC}seed`;

type Keys = readonly (readonly [string, Yaml])[];
const LARGEST_TWO: Keys = [
  ['classes', 'largest-two'],
  ['nodes', 'no-isolated'],
];
const CONNECTED: Keys = [['nodes', 'largest-component']];
const BINARY: Keys = [['features', 'binary']];

/** Graphs in files, by the name they have in the published code. */
const FILES: ReadonlyMap<string, { readonly file: string; readonly keys: Keys }> = new Map([
  ['cora_ml', { file: 'cora_ml', keys: [...BINARY, ...CONNECTED] }],
  ['cora_ml_binary', { file: 'cora_ml', keys: [...BINARY, ...LARGEST_TWO] }],
  ['cora', { file: 'cora', keys: BINARY }],
  ['cora_binary', { file: 'cora', keys: [...BINARY, ...LARGEST_TWO] }],
  ['citeseer', { file: 'citeseer', keys: [...BINARY, ...CONNECTED] }],
  ['citeseer_binary', { file: 'citeseer', keys: [...BINARY, ...LARGEST_TWO] }],
  // Its features are weights of words, which the published code leaves as they are.
  ['pubmed', { file: 'pubmed', keys: [] }],
  ['pubmed_binary', { file: 'pubmed', keys: LARGEST_TWO }],
  ['polblogs', { file: 'polblogs', keys: [['features', 'identity'], ...CONNECTED] }],
]);
/** Those with two classes. */
const TWO_CLASSES = ['polblogs', 'karate_club'];

const UNREADABLE = /^(?:wikics|us_county|dblp|cora_full|cora_inv|cora_cont|cora_ml_cont)(?:_|$)/;

/** Keys of the specification that one kind of dataset reads. */
const SPLIT_KEYS = ['n_per_class', 'balance_test'];
const GENERATED_KEYS = [
  'classes',
  'n_trn_labeled',
  'n_trn_unlabeled',
  'n_val',
  'n_test',
  'sigma',
  'K',
  'avg_within_class_degree',
  'avg_between_class_degree',
];

/**
 * Data and split of one experiment. What is not set has the default of the published programs.
 * @param folder where data files are, relative to the configuration; with a slash at its end, or empty.
 * @throws Refusal where there is no such data here.
 */
export function readData(settings: Settings, folder: string): Data {
  if (!['transductive', null].includes(settings.word('data_params.learning_setting', null)))
    throw new Refusal('inductive', messages.inductive(), settings.location('data_params.learning_setting'));
  const name = settings.word(DATASET, 'csbm');
  if (!settings.has(DATASET)) settings.note('no-dataset', messages.noDataset(), DATASET);
  if (name === 'csbm' || name === 'cba') return generated(settings, name);
  noteUnread(settings, GENERATED_KEYS.concat('m'), name);
  if (name === 'karate_club') return drawn(settings, name, mapOf([['generate', 'karate']]));
  const file = FILES.get(name);
  if (file === undefined) {
    const known = UNREADABLE.test(name);
    throw new Refusal(
      known ? 'no-such-data' : 'unknown-dataset',
      known ? messages.noSuchData(name) : messages.unknownDataset(name),
      settings.location(DATASET),
    );
  }
  if (name === 'polblogs') settings.note('other-data', messages.polblogs(), DATASET);
  else if (file.file !== 'cora_ml') settings.note('other-data', messages.planetoid(file.file), DATASET);
  return drawn(settings, name, mapOf([['graph', `${folder}${file.file}.npz`], ...file.keys]));
}

/** Nodes drawn as the published code does; its labelled nodes are its training and validation nodes. */
function drawn(settings: Settings, name: string, dataset: Yaml): Data {
  const path = `${SPEC}n_per_class`;
  if (!settings.has(path)) throw new Refusal('missing-key', messages.noPerClass(), settings.around);
  const perClass = settings.integer(path, 1, 1);
  const two = name.endsWith('_binary') || TWO_CLASSES.includes(name);
  return {
    dataset,
    split: mapOf([
      ['protocol', 'qpcert'],
      ['per-class', perClass],
    ]),
    protocol: true,
    seeds: settings.integers(DATA_SEED, 0),
    labelled: two ? 4 * perClass : null,
    rest: null,
  };
}

function generated(settings: Settings, name: 'csbm' | 'cba'): Data {
  noteUnread(settings, name === 'csbm' ? [...SPLIT_KEYS, 'm'] : SPLIT_KEYS, name);
  const count = (key: string, otherwise: number): number => settings.integer(SPEC + key, otherwise);
  const [labelled, unlabelled] = [count('n_trn_labeled', 600), count('n_trn_unlabeled', 0)];
  const [validation, test] = [count('n_val', 200), count('n_test', 200)];
  if (unlabelled !== 0)
    throw new Refusal('unlabelled', messages.unlabelled(), settings.location(`${SPEC}n_trn_unlabeled`));
  if (count('classes', 2) !== 2)
    throw new Refusal('two-classes', messages.twoClasses(), settings.location(`${SPEC}classes`));
  if (labelled % 2 !== 0 || validation % 2 !== 0 || labelled + validation === 0)
    throw new Refusal('uneven', messages.unevenClasses(), settings.location(`${SPEC}n_trn_labeled`));
  const nodes = labelled + validation + test;
  if (test === 0 || nodes > 20_000)
    throw new Refusal(
      'out-of-range',
      messages.outside('n_test', test, 1, 20_000 - labelled - validation),
      settings.location(`${SPEC}n_test`),
    );
  const seeds = settings.integers(DATA_SEED, 0);
  settings.note('other-graph', messages.otherGenerator(name), DATASET);
  const rough = nodes / Math.log(nodes) ** 2;
  if (Math.round(rough) !== Math.floor(rough)) {
    const text = messages.featureCount(nodes, Math.round(rough), Math.floor(rough));
    settings.note('other-graph', text, `${SPEC}n_test`);
  }
  if (seeds.length > 1) settings.note('seeds', messages.furtherSeeds(seeds[0], seeds.slice(1)), DATA_SEED);
  const parameters: (readonly [string, Yaml])[] = [
    ['nodes', nodes],
    ...(name === 'cba' ? [['m', bounded(settings, 'm', 2, 1, 1000)] as const] : []),
    ['p', degree(settings, 'avg_within_class_degree', 3.16, name, nodes)],
    ['q', degree(settings, 'avg_between_class_degree', 0.74, name, nodes)],
    ['K', bounded(settings, 'K', 1.5, 0, 1e6)],
    ['sigma', bounded(settings, 'sigma', 1, 1e-6, 1e6)],
    ['seed', seeds[0]],
  ];
  return {
    dataset: mapOf([['generate', mapOf([[name, mapOf(parameters)]])]]),
    split: mapOf([['labelled', mapOf([['per-class', (labelled + validation) / 2]])]]),
    protocol: false,
    seeds: seeds.slice(0, 1),
    labelled: labelled + validation,
    rest: test,
  };
}

/** @throws Refusal where the number is not between the bounds. */
function bounded(settings: Settings, key: string, otherwise: number, from: number, to: number): number {
  const path = SPEC + key;
  const value = key === 'm' ? settings.integer(path, otherwise) : settings.number(path, otherwise);
  if (value >= from && value <= to) return value;
  throw new Refusal('out-of-range', messages.outside(key, value, from, to), settings.location(path));
}

/** The block model has probabilities, chosen for the mean degree; the other has the degrees for its affinities. */
function degree(settings: Settings, key: string, otherwise: number, name: string, nodes: number): number {
  const value = settings.number(SPEC + key, otherwise);
  const p = name === 'cba' ? value : Number(((2 * value) / (nodes - 1)).toPrecision(15));
  if (p >= 0 && (name === 'cba' || p <= 1)) return p;
  throw new Refusal('out-of-range', messages.edgeProbability(key, p), settings.location(SPEC + key));
}

function noteUnread(settings: Settings, keys: readonly string[], name: string): void {
  for (const key of keys) {
    const path = SPEC + key;
    if (settings.has(path)) settings.note('not-read', messages.notRead(lastOf(path), name), path);
  }
}
