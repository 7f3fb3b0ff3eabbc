import { describe, expect, test } from 'vitest';
import { importedSeml, oneConfiguration, semlExperiment } from '../fixtures/seml';

const base = 'label: M, regularizer: 0.5';
const gcn = `${base}, model: GCN, normalization: row_normalization`;
const appnp = `${base}, model: APPNP, normalization: sym_normalization, iteration: 10`;

describe('models', () => {
  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['GCN', gcn, { architecture: 'gcn', depth: 1, normalization: 'row' }],
    [
      'GCN, symmetric',
      `${base}, model: GCN, normalization: sym_normalization`,
      { architecture: 'gcn', depth: 1, normalization: 'symmetric' },
    ],
    [
      'GCN, not normalised',
      `${base}, model: GCN, normalization: none`,
      { architecture: 'gcn', depth: 1, normalization: 'none' },
    ],
    ['GCN, deep', `${gcn}, depth: 4`, { architecture: 'gcn', depth: 4, normalization: 'row' }],
    ['a linear GCN', `${gcn}, activation: linear`, { architecture: 'sgc', depth: 1, normalization: 'row' }],
    [
      'skip to the input',
      `${gcn}, skip_connection: skip_pc_linear`,
      { architecture: 'gcn', depth: 1, normalization: 'row', skip: 'pc' },
    ],
    [
      'a share of the input, with their default',
      `${gcn}, skip_connection: skip_alpha_relu`,
      {
        architecture: 'gcn',
        depth: 1,
        normalization: 'row',
        skip: 'alpha',
        'skip-alpha': 0.2,
        'skip-activation': 'relu',
      },
    ],
    [
      'a share of the input',
      `${gcn}, skip_connection: skip_alpha_linear, skip_alpha: 0.3`,
      { architecture: 'gcn', depth: 1, normalization: 'row', skip: 'alpha', 'skip-alpha': 0.3 },
    ],
    [
      'weighted edges',
      `${gcn}, weigh_adjacency: 0.25`,
      { architecture: 'gcn', depth: 1, normalization: 'row', 'adjacency-weight': 0.25 },
    ],
    [
      'GraphSAGE',
      `${base}, model: GCN, normalization: graph_sage_normalization, depth: 2`,
      { architecture: 'graphsage', depth: 2 },
    ],
    ['APPNP', `${appnp}, alpha: 0.2`, { architecture: 'appnp', teleport: 0.2, iterations: 10 }],
    [
      'APPNP that never returns',
      `${appnp}, alpha: 0`,
      { architecture: 'appnp', teleport: 0, iterations: 10 },
    ],
    ['APPNP that always returns is their MLP', `${appnp}, alpha: 1`, { architecture: 'mlp' }],
    ['PPNP', `${base}, model: PPNP, alpha: 0.1, iteration: 10`, { architecture: 'ppnp', teleport: 0.1 }],
    ['GIN', `${base}, model: GIN, normalization: no_normalization, depth: 1`, { architecture: 'gin' }],
  ])('%s', (_, model, keys) => {
    const { models } = oneConfiguration({ model });
    expect(models).toEqual({ M: { ...keys, C: 0.5, ntk: 'qpcert' } });
  });

  test.each([
    ['bias: True', 'bias term'],
    ['bias: yes', 'bias term'],
    ['pred_method: krr', 'no support vector machine'],
    ['solver: sklearn', 'another SVM'],
    ['solver: MSVM', 'another SVM'],
    ['normalize: False', 'self-loops'],
    ['depth: 16', 'between 1 and 8'],
    ['depth: deep', 'must be a number'],
    ['skip_connection: skip_gate', 'skip_gate'],
    ['activation: tanh', 'tanh'],
    ['weigh_adjacency: -1', 'too small'],
  ])('with `%s` is left out, and the others are not', (key, why) => {
    const rest = `bad: { fixed: { model_params: { label: Bad, ${key} } } }\ngood: { fixed: { seed: 1 } }\n`;
    const { files, notes, errors } = importedSeml(semlExperiment({ model: gcn, rest }));
    expect(errors).toEqual([]);
    expect([...files.values()].map(({ models }) => Object.keys(models))).toEqual([['M']]);
    const column = 'bad: { fixed: { model_params: { label: Bad, '.length + key.indexOf(':') + 3;
    const left = notes.filter((note) => note.includes('model-left-out'));
    expect(left).toEqual([
      expect.stringContaining(
        `exp.yaml:6:${column}: warning model-left-out: not carried over: the model \`Bad\`: `,
      ),
    ]);
    expect(left[0]).toContain(why);
  });

  test.each([
    'model: SoftMedoid, T: 1',
    'model: GCN, normalization: trust_biggest_neighbor',
    'model: GCN, normalization: degree_scaling, gamma: 3, delta: 0',
    'model: GCN, normalization: graph_sage_normalization, skip_connection: skip_pc_linear',
    'model: GIN, normalization: graph_size_normalization',
    'model: APPNP, iteration: 10',
    'model: APPNP, iteration: 1000, alpha: 0.1',
    'model: PPNP, alpha: 0',
    'model: GCN, regularizer: 0',
  ])('nothing is written where the only model is `%s`', (model) => {
    const { files, errors } = importedSeml(semlExperiment({ model: `label: M, ${model}` }));
    expect(files.size).toBe(0);
    expect(errors).toEqual([expect.stringContaining('error no-model')]);
  });

  test('what a network does not read is left away, and said', () => {
    const text = semlExperiment({ model: `${base}, model: GIN, depth: 2, activation: linear` });
    const { files, notes } = importedSeml(text);
    expect(files.get('exp.flipcert.yaml')?.models).toEqual({
      M: { architecture: 'gin', C: 0.5, ntk: 'qpcert' },
    });
    expect(notes.filter((note) => note.includes('no-effect'))).toHaveLength(2);
  });

  test('a grid is one model with lists; what a list cannot say is several models', () => {
    const rest = `grid:
  model_params:
    regularizer: { type: choice, options: [0.1, 1] }
    depth: { type: choice, options: [1, 2] }
    skip_alpha: { type: choice, options: [0.1, 0.2] }
    normalization: { type: choice, options: [row_normalization, sym_normalization] }
`;
    const model = 'label: M, model: GCN, skip_connection: skip_alpha_linear';
    const grid = {
      architecture: 'gcn',
      depth: [1, 2],
      skip: 'alpha',
      'skip-alpha': [0.1, 0.2],
      C: [0.1, 1],
      ntk: 'qpcert',
    };
    expect(oneConfiguration({ model, rest }).models).toEqual({
      M_row: { ...grid, normalization: 'row' },
      M_symmetric: { ...grid, normalization: 'symmetric' },
    });
  });

  test('a grid that is not every combination stays single models', () => {
    const rest = `grid:
  model_params:
    depth: { type: choice, options: [1, 2], zip_id: a }
    weigh_adjacency: { type: choice, options: [0.5, 1], zip_id: a }
`;
    const { models } = oneConfiguration({ model: gcn, rest });
    expect(Object.values(models).map((model) => [model['depth'], model['adjacency-weight']])).toEqual([
      [1, 0.5],
      [2, 1],
    ]);
    expect(Object.keys(models)).toEqual(['M_1', 'M_2']);
  });

  test('their grid of APPNP has an MLP in it', () => {
    const rest = 'grid: { model_params: { alpha: { type: choice, options: [0, 0.5, 1] } } }\n';
    const { models } = oneConfiguration({ model: appnp, rest });
    expect(models).toMatchObject({
      M_appnp: { teleport: [0, 0.5] },
      M_mlp: { architecture: 'mlp' },
    });
  });

  test('one label of two sub-configurations is told apart by their names', () => {
    const rest =
      'a: { fixed: { model_params: { depth: 1 } } }\nb: { fixed: { model_params: { depth: 2 } } }\n';
    expect(Object.keys(oneConfiguration({ model: gcn, rest }).models)).toEqual(['M_a', 'M_b']);
  });

  test('C is chosen where their program chooses it', () => {
    const rest = 'grid: { model_params: { regularizer: { type: choice, options: [0.1, 1] } } }\n';
    const configuration = oneConfiguration({
      executable: 'exp_hyperparam.py',
      data: 'dataset: karate_club, cv_folds: 3',
      specification: 'n_per_class: 2',
      model: 'label: M, model: GCN, normalization: row_normalization',
      rest,
    });
    expect(configuration.models['M']).toEqual({
      ...{ architecture: 'gcn', depth: 1, normalization: 'row' },
      ...{ 'choose-C': { values: [0.1, 1], folds: 3 }, ntk: 'qpcert' },
    });
    expect(configuration.certify).toBe(undefined);
  });
});
