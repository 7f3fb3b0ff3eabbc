import * as messages from './messages';
import type { Settings } from './settings';
import { Refusal } from './values';
import type { Yaml } from './yaml-value';

/** A model of one experiment. */
export interface Model {
  readonly label: string;
  /** Its keys but for C, in the order they are written. */
  readonly keys: ReadonlyMap<string, Yaml>;
  /** One, or those of a grid. */
  readonly C: readonly number[];
}

export const REGULARIZER = 'model_params.regularizer';
const MAX_DEPTH = 8;
const MAX_ITERATIONS = 100;

const at = (key: string): string => `model_params.${key}`;

/** The label of a model, which may be no text. */
export function labelOf(settings: Settings): string {
  try {
    return settings.word(at('label'), 'GCN') || 'model';
  } catch {
    return 'model';
  }
}

/**
 * The model of one experiment. What is not set has the default of the published programs.
 * @throws Refusal where there is no such model here.
 */
export function readModel(settings: Settings): Model {
  checkSvm(settings);
  const name = settings.word(at('model'), 'GCN');
  const keys = kernelKeys(settings, name);
  const weight = settings.number(at('weigh_adjacency'), 1);
  const architecture = keys.get('architecture');
  if (weight < 0) fail(settings, 'weigh_adjacency', messages.below('weigh_adjacency', weight));
  // All edges at one weight make no difference to a mean over neighbours, and none to a network without a graph.
  const counts = architecture !== 'mlp' && (architecture !== 'graphsage' || weight === 0);
  // Written for a weight of 1 too: it may be one of a grid.
  if (settings.has(at('weigh_adjacency')) && counts) keys.set('adjacency-weight', weight);
  if (weight !== 1 && !counts) ignored(settings, 'weigh_adjacency', name);
  keys.set('ntk', 'qpcert');
  const C = settings.numbers(REGULARIZER, 0.1);
  const bad = C.find((value) => !(value > 0));
  if (bad !== undefined) fail(settings, 'regularizer', messages.below('regularizer', bad));
  if (!settings.has(REGULARIZER)) settings.note('no-regularizer', messages.noRegularizer(), settings.around);
  return { label: labelOf(settings), keys, C: [...new Set(C)] };
}

/** Only support vector machines without a bias term can be certified. */
function checkSvm(settings: Settings): void {
  const method = settings.word(at('pred_method'), 'svm');
  if (method !== 'svm') fail(settings, 'pred_method', messages.regression(method));
  if (settings.truth(at('bias'), false)) fail(settings, 'bias', messages.hasBias());
  const solver = settings.word(at('solver'), 'qplayer');
  if (!['qplayer', 'qplayer_one_vs_all', 'cvxopt'].includes(solver))
    fail(settings, 'solver', messages.otherSolver(solver));
  if (!settings.truth(at('normalize'), true)) fail(settings, 'normalize', messages.notNormalized());
}

function kernelKeys(settings: Settings, name: string): Map<string, Yaml> {
  switch (name) {
    case 'GCN':
      return convolution(settings);
    case 'GIN': {
      oneLayer(settings, name);
      const normalization = settings.word(at('normalization'), 'none');
      if (normalization === 'graph_size_normalization')
        fail(settings, 'normalization', messages.unknownNormalization(normalization));
      if (!['none', 'no_normalization'].includes(normalization)) ignored(settings, 'normalization', name);
      return new Map([['architecture', 'gin']]);
    }
    case 'APPNP':
    case 'PPNP':
      return pageRank(settings, name);
    default:
      return fail(settings, 'model', messages.unknownModel(name));
  }
}

function convolution(settings: Settings): Map<string, Yaml> {
  const activation = settings.word(at('activation'), 'relu');
  if (activation !== 'relu' && activation !== 'linear')
    fail(settings, 'activation', messages.unknownActivation(activation));
  const normalization = settings.word(at('normalization'), 'row_normalization');
  const skip = settings.word(at('skip_connection'), null);
  const depth = settings.integer(at('depth'), 1, 1);
  if (depth > MAX_DEPTH) fail(settings, 'depth', messages.outside('depth', depth, 1, MAX_DEPTH));
  const keys = new Map<string, Yaml>();
  if (normalization === 'graph_sage_normalization') {
    if (skip !== null) fail(settings, 'skip_connection', messages.unknownSkip(skip));
    keys.set('architecture', 'graphsage').set('depth', depth);
    if (activation === 'linear') keys.set('activation', 'linear');
    return keys;
  }
  const ours = { row_normalization: 'row', sym_normalization: 'symmetric', none: 'none' }[normalization];
  if (ours === undefined) fail(settings, 'normalization', messages.unknownNormalization(normalization));
  keys.set('architecture', activation === 'linear' ? 'sgc' : 'gcn').set('depth', depth);
  keys.set('normalization', ours ?? '');
  if (skip !== null) setSkip(settings, skip, keys);
  return keys;
}

function setSkip(settings: Settings, skip: string, keys: Map<string, Yaml>): void {
  const match = /^skip_(pc|alpha)_(linear|relu)$/.exec(skip);
  if (match === null) return fail(settings, 'skip_connection', messages.unknownSkip(skip));
  keys.set('skip', match[1]);
  if (match[1] === 'alpha') {
    const alpha = settings.number(at('skip_alpha'), 0.2);
    if (!(alpha >= 0 && alpha <= 1))
      fail(settings, 'skip_alpha', messages.outside('skip_alpha', alpha, 0, 1));
    keys.set('skip-alpha', alpha);
  }
  if (match[2] === 'relu') keys.set('skip-activation', 'relu');
}

/** One hidden layer, and then a random walk: without steps, or where each returns, it is a plain wide network. */
function pageRank(settings: Settings, name: 'APPNP' | 'PPNP'): Map<string, Yaml> {
  oneLayer(settings, name);
  if (settings.word(at('normalization'), 'sym_normalization') !== 'sym_normalization')
    ignored(settings, 'normalization', name);
  if (!settings.has(at('alpha'))) fail(settings, 'model', messages.missing('alpha'));
  const alpha = settings.number(at('alpha'), 1);
  const least = name === 'PPNP' ? 0.0001 : 0;
  if (!(alpha >= least && alpha <= 1)) fail(settings, 'alpha', messages.outside('alpha', alpha, least, 1));
  if (alpha === 1) return new Map([['architecture', 'mlp']]);
  const keys = new Map<string, Yaml>([
    ['architecture', name.toLowerCase()],
    ['teleport', alpha],
  ]);
  if (name === 'PPNP') return keys;
  const iterations = settings.integer(at('iteration'), 10);
  if (iterations === 0) return new Map([['architecture', 'mlp']]);
  if (iterations > MAX_ITERATIONS)
    fail(settings, 'iteration', messages.outside('iteration', iterations, 0, MAX_ITERATIONS));
  return keys.set('iterations', iterations);
}

/** What these networks have by their definition, whatever an experiment says. */
function oneLayer(settings: Settings, name: string): void {
  if (settings.word(at('depth'), '1') !== '1') ignored(settings, 'depth', name);
  if (settings.word(at('activation'), 'relu') !== 'relu') ignored(settings, 'activation', name);
  if (settings.word(at('skip_connection'), null) !== null) ignored(settings, 'skip_connection', name);
}

function ignored(settings: Settings, key: string, model: string): void {
  const value = settings.word(at(key), '');
  settings.note('no-effect', messages.ignoredByModel(model, key, value), at(key));
}

function fail(settings: Settings, key: string, why: string): never {
  throw new Refusal('model-left-out', why, settings.location(at(key)));
}
