import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/config/parse';
import { importedSeml, semlExperiment } from '../fixtures/seml';
import type { SemlParts } from '../fixtures/seml';

const SEEDS = 'seed: { type: range, min: 0, max: 5, step: 1 }';
const grid = (model: string): string =>
  `grid: { data_params: { specification: { ${SEEDS} } }, model_params: { ${model} } }\n`;
const choice = (...options: readonly (string | number)[]): string =>
  `{ type: choice, options: ${JSON.stringify(options)} }`;

const EXPERIMENTS: readonly (readonly [string, SemlParts])[] = [
  ...['cora_ml', 'cora_ml_binary', 'cora', 'citeseer_binary', 'pubmed', 'polblogs', 'karate_club'].map(
    (name) => [name, { data: `dataset: ${name}`, rest: grid('') }] as const,
  ),
  ['one seed and a count', { certificate: 'delta: 0.1, n_test: 50' }],
  ['a relaxation', { executable: 'exp_labelcert_multiclass_onenode_inexact.py', data: 'dataset: citeseer' }],
  [
    'a grid of C',
    { model: 'label: GCN, model: GCN, depth: 1', rest: grid(`regularizer: ${choice(0.1, 1)}`) },
  ],
  [
    'grids of a GCN',
    {
      model: 'model: GCN, skip_connection: skip_alpha_relu',
      rest: grid(
        `depth: ${choice(1, 2)}, skip_alpha: ${choice(0.1, 0.2)}, weigh_adjacency: ${choice(0.5, 1)}`,
      ),
    },
  ],
  [
    'APPNP that never returns, and C chosen',
    {
      executable: 'exp_hyperparam.py',
      model: 'label: A, model: APPNP, iteration: 10',
      rest: grid(`alpha: ${choice(0, 0.2, 1)}, regularizer: ${choice(0.1, 1)}`),
    },
  ],
  ['PPNP', { model: 'model: PPNP, alpha: 0.1, iteration: 10' }],
  ['GIN', { model: 'model: GIN' }],
  ['GraphSAGE', { model: 'model: GCN, normalization: graph_sage_normalization, depth: 2' }],
];

describe('imported configurations', () => {
  test.each(EXPERIMENTS)('%s: free of errors and warnings', async (_, parts) => {
    const { texts } = importedSeml(semlExperiment(parts));
    expect(texts).toHaveLength(1);
    const parsed = await parseExperiment('x.flipcert.yaml', texts[0], () =>
      Promise.reject(new Error('none')),
    );
    expect(parsed.diagnostics).toEqual([]);
  });
});
