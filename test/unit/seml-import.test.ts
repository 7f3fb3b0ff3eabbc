import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/config/parse';
import { importedSeml, oneConfiguration, semlExperiment } from '../fixtures/seml';

const two = { features: 'binary', classes: 'largest-two', nodes: 'no-isolated' };
const SEEDS = `grid:
  data_params: { specification: { seed: { type: range, min: 0, max: 3, step: 1, zip_id: s } } }
  seed: { type: range, min: 0, max: 3, step: 1, zip_id: s }
`;
const RANDOM_GRAPH = 'classes: 2, n_trn_labeled: 20, n_trn_unlabeled: 0, n_val: 20, n_test: 160, sigma: 1';
const notesOf = (text: string, code: string): string[] =>
  importedSeml(text).notes.filter((note) => note.includes(` ${code}: `));

describe('datasets', () => {
  test.each([
    ['cora_ml_binary', { graph: 'data/cora_ml.npz', ...two }],
    ['cora_ml', { graph: 'data/cora_ml.npz', features: 'binary', nodes: 'largest-component' }],
    ['citeseer_binary', { graph: 'data/citeseer.npz', ...two }],
    ['citeseer', { graph: 'data/citeseer.npz', features: 'binary', nodes: 'largest-component' }],
    ['cora', { graph: 'data/cora.npz', features: 'binary' }],
    ['pubmed_binary', { graph: 'data/pubmed.npz', classes: 'largest-two', nodes: 'no-isolated' }],
    ['polblogs', { graph: 'data/polblogs.npz', features: 'identity', nodes: 'largest-component' }],
    ['karate_club', { generate: 'karate' }],
  ])('%s', (name, dataset) => {
    const configuration = oneConfiguration({ data: `dataset: ${name}` });
    expect(configuration.dataset).toEqual(dataset);
    expect(configuration.split).toEqual({ protocol: 'qpcert', 'per-class': 5, test: 'rest', seed: 0 });
  });

  test.each(['citeseer_binary', 'cora', 'polblogs'])('%s comes with a note on its snapshot', (name) => {
    expect(notesOf(semlExperiment({ data: `dataset: ${name}` }), 'other-data')).toEqual([
      expect.stringContaining('exp.yaml:3:27: note other-data'),
    ]);
  });

  test.each([
    ['wikics_binary', 'no-such-data'],
    ['cora_ml_cont', 'no-such-data'],
    ['cora_ml_cont_binary', 'no-such-data'],
    ['us_county', 'no-such-data'],
    ['dblp', 'no-such-data'],
    ['cora_inv', 'no-such-data'],
    ['corra', 'unknown-dataset'],
  ])('%s is refused, and nothing is written', (name, code) => {
    const { files, errors } = importedSeml(semlExperiment({ data: `dataset: ${name}` }));
    expect(files.size).toBe(0);
    expect(errors).toEqual([expect.stringContaining(`exp.yaml:3:27: error ${code}`)]);
  });

  test.each([
    ['data', 'data/cora_ml.npz'],
    ['.', 'cora_ml.npz'],
    ['', 'cora_ml.npz'],
    ['../my data/', '../my data/cora_ml.npz'],
    ['C:\\graphs', 'C:/graphs/cora_ml.npz'],
    ['/', '/cora_ml.npz'],
    [': [ x ] #', ': [ x ] #/cora_ml.npz'],
  ])('data files may be in the folder `%s`', (folder, graph) => {
    expect(oneConfiguration({}, folder).dataset['graph']).toBe(graph);
  });

  test('a block model has the probabilities that make its mean degrees', () => {
    const { dataset, split } = oneConfiguration({
      data: 'dataset: csbm',
      specification: `${RANDOM_GRAPH}, avg_within_class_degree: 1.99, avg_between_class_degree: 0.995, K: 2, seed: 4`,
    });
    expect(dataset).toEqual({
      generate: { csbm: { nodes: 200, p: 0.02, q: 0.01, K: 2, sigma: 1, seed: 4 } },
    });
    expect(split).toEqual({ labelled: { 'per-class': 20 }, test: 160, seed: 4 });
  });

  test('the other generator has the degrees themselves, and edges for each node', () => {
    const { dataset } = oneConfiguration({ data: 'dataset: cba', specification: `${RANDOM_GRAPH}, m: 4` });
    expect(dataset).toEqual({
      generate: { cba: { nodes: 200, m: 4, p: 3.16, q: 0.74, K: 1.5, sigma: 1, seed: 0 } },
    });
  });

  test('without a dataset it is the one that their programs take, and that is said', () => {
    const text = semlExperiment({ data: 'cv_folds: 4', specification: `${RANDOM_GRAPH}, m: 2` });
    const { files, notes } = importedSeml(text);
    expect(Object.keys(files.get('exp.flipcert.yaml')?.dataset['generate'] as object)).toEqual(['csbm']);
    expect(notes).toContainEqual(expect.stringContaining('no-dataset'));
    expect(notes).toContainEqual(expect.stringMatching(/not-read: not carried over: `m`, .*`csbm`/));
    expect(notes).toContainEqual(expect.stringMatching(/not-read: not carried over: `cv_folds`/));
  });

  test.each([
    ['n_trn_unlabeled: 5', 'unlabelled'],
    ['classes: 3', 'two-classes'],
    ['n_val: 3', 'uneven'],
    ['n_test: 0', 'out-of-range'],
    ['n_test: 30000', 'out-of-range'],
    ['avg_within_class_degree: 1000000', 'out-of-range'],
    ['sigma: 0', 'out-of-range'],
    ['seed: -1', 'out-of-range'],
    ['seed: x', 'wrong-type'],
    ['seed: [1]', 'wrong-type'],
  ])('a random graph with `%s` is refused', (key, code) => {
    const { errors } = importedSeml(semlExperiment({ data: 'dataset: csbm', specification: key }));
    expect(errors).toEqual([expect.stringContaining(`error ${code}`)]);
  });

  test('their inductive setting is refused', () => {
    const text = semlExperiment().replace('transductive', 'inductive');
    expect(importedSeml(text).errors).toEqual([expect.stringContaining('error inductive')]);
  });
});

describe('splits and certificates', () => {
  test('seeds and budgets are lists', () => {
    const rest = `${SEEDS}  certificate_params: { delta: { type: choice, options: [0.05, 0.1, 1] } }\n`;
    const { split, certify } = oneConfiguration({ certificate: 'n_test: 50, TimeLimit: 86400', rest });
    expect(split).toEqual({ protocol: 'qpcert', 'per-class': 5, test: 50, seeds: [0, 1, 2] });
    expect(certify).toEqual({ kinds: ['collective'], budgets: [0.05, 0.1, 1], 'time-limit': '86400s' });
  });

  test('a random graph has one seed; the others are named', () => {
    const text = semlExperiment({ data: 'dataset: csbm', specification: RANDOM_GRAPH, rest: SEEDS });
    const { files, notes } = importedSeml(text);
    expect(files.get('exp.flipcert.yaml')?.split['seed']).toBe(0);
    expect(notes).toContainEqual(expect.stringMatching(/:7:35: note seeds: .*seed 0; for `1`, `2`/));
  });

  test.each([
    ['exp_labelcert_collective.py', { kinds: ['collective'] }, 'rest'],
    ['exp_labelcert.py', { kinds: ['sample-wise'] }, 'rest'],
    ['../exp_labelcert_binaryclass.py', { kinds: ['sample-wise'] }, 'rest'],
    ['exp_labelcert_binaryclass_onenode.py', { kinds: ['sample-wise'] }, 12],
    ['exp_labelcert_multiclass_onenode.py', { kinds: ['sample-wise'] }, 12],
    ['exp_labelcert_multiclass_onenode_inexact.py', { kinds: ['sample-wise'], method: 'relaxed' }, 12],
  ])('%s', (executable, certify, nodes) => {
    const rest = 'grid: { certificate_params: { target_idx: { type: range, min: 0, max: 12, step: 1 } } }\n';
    const text = semlExperiment({ executable, rest });
    const [configuration] = importedSeml(text).files.values();
    expect(configuration.certify).toEqual({ budgets: [0.1], 'time-limit': '600s', ...certify });
    expect(configuration.split['test']).toBe(nodes);
    expect(notesOf(text, nodes === 12 ? 'test-nodes' : 'not-read')).toHaveLength(1);
  });

  test('what makes other test nodes is said', () => {
    const draw = 'delta: 0.1, n_test: 20';
    const seed = 'n_per_class: 5, seed: 1';
    expect(notesOf(semlExperiment({ certificate: draw }), 'test-nodes')).toEqual([]);
    expect(notesOf(semlExperiment({ certificate: draw, specification: seed }), 'test-nodes')).toHaveLength(1);
    const unbalanced = 'n_per_class: 5, balance_test: False';
    expect(
      notesOf(semlExperiment({ certificate: draw, specification: unbalanced }), 'test-nodes'),
    ).toHaveLength(1);
  });

  test('budgets that are no shares are left out; rounding that differs is said', () => {
    const delta = 'grid: { certificate_params: { delta: { type: choice, options: [0.29, 2] } } }\n';
    const text = semlExperiment({
      certificate: 'TimeLimit: 60',
      specification: 'n_per_class: 25',
      rest: delta,
    });
    const { files, notes } = importedSeml(text);
    expect(files.get('exp.flipcert.yaml')?.certify?.['budgets']).toEqual([0.29]);
    expect(notes).toContainEqual(
      expect.stringContaining('warning not-carried-over: not carried over: `delta: 2`'),
    );
    expect(notes).toContainEqual(
      expect.stringContaining('0.29 of 100 labels are 28 flips in the published code'),
    );
  });

  test('without a delta or a time limit it says what holds', () => {
    const text = semlExperiment({ certificate: 'n_test: 5' });
    expect(oneConfiguration({ certificate: 'n_test: 5' }).certify).toEqual({
      kinds: ['collective'],
      budgets: [0.01],
    });
    expect(notesOf(text, 'no-delta')).toHaveLength(1);
    expect(notesOf(text, 'time-limit')).toEqual([expect.stringContaining('no `TimeLimit`')]);
  });

  test.each([
    ['exp_qpcert.py', 'perturbed features'],
    ['exp_qpcert_multiclass.py', 'perturbed features'],
    ['exp_qpcert_backdoor.py', 'backdoor attacks'],
    ['exp_attack.py', 'attacks on features'],
  ])('%s is no label certificate', (executable, what) => {
    const { files, errors } = importedSeml(semlExperiment({ executable }));
    expect(files.size).toBe(0);
    expect(errors).toEqual([expect.stringMatching(/^exp\.yaml:1:21: error not-a-label-certificate: /)]);
    expect(errors[0]).toContain(what);
  });
});

describe('several configurations', () => {
  test('are named by their sub-configuration', () => {
    const rest =
      'sparse: { fixed: { data_params: { specification: { m: 1 } } } }\ndense: { fixed: { data_params: { specification: { m: 4 } } } }\n';
    const { files } = importedSeml(
      semlExperiment({ data: 'dataset: cba', specification: RANDOM_GRAPH, rest }),
    );
    expect([...files.keys()]).toEqual(['exp-sparse.flipcert.yaml', 'exp-dense.flipcert.yaml']);
  });

  test('are named by what differs where a grid makes them', () => {
    const rest =
      'grid: { data_params: { specification: { n_per_class: { type: choice, options: [5, 10] } } } }\n';
    const { files } = importedSeml(semlExperiment({ specification: 'balance_test: True', rest }));
    expect([...files.keys()]).toEqual(['exp-per-class5.flipcert.yaml', 'exp-per-class10.flipcert.yaml']);
  });

  test('have names that stay in their folder and are never one', () => {
    const sub = (name: string, m: number): string =>
      `${JSON.stringify(name)}: { fixed: { data_params: { specification: { m: ${m} } } } }\n`;
    const rest = sub('../x', 1) + sub('..\\X', 2) + sub('\u0000', 3);
    const { files } = importedSeml(
      semlExperiment({ data: 'dataset: cba', specification: RANDOM_GRAPH, rest }),
    );
    const names = ['exp-x.flipcert.yaml', 'exp-X-2.flipcert.yaml', 'exp.flipcert.yaml'];
    expect([...files.keys()]).toEqual(names);
  });

  test('where one cannot be carried over, the others are', () => {
    const rest = 'grid: { data_params: { dataset: { type: choice, options: [cora_ml, wikics] } } }\n';
    const { files, errors } = importedSeml(semlExperiment({ data: 'cv_folds: 4', rest }));
    expect([...files.keys()]).toEqual(['exp.flipcert.yaml']);
    expect(errors).toHaveLength(1);
  });

  test('models of different seeds or budgets are in different ones, none is invented', () => {
    const rest = `grid:
  certificate_params: { delta: { type: choice, options: [0.1, 0.2], zip_id: z } }
  data_params: { specification: { seed: { type: choice, options: [3, 4], zip_id: z } } }
`;
    const { files } = importedSeml(semlExperiment({ certificate: 'TimeLimit: 60', rest }));
    expect([...files.values()].map(({ split, certify }) => [split['seed'], certify?.['budgets']])).toEqual([
      [3, [0.1]],
      [4, [0.2]],
    ]);
  });
});

describe('what is not carried over', () => {
  test('is said with its place, and stands at the top of the file', () => {
    const rest = 'sub:\n  fixed:\n    model_params:\n      dropout: 0.5\n      alpha_tol: 1e-4\n  stray: 1\n';
    const { notes, texts } = importedSeml(semlExperiment({ rest: `slurm: {}\n${rest}` }));
    expect(notes).toEqual([
      'exp.yaml:4:48: note time-limit: `TimeLimit: 600` is for one program there (one budget, and where nodes are certified one by one, one node); `time-limit` is for a model here.',
      'exp.yaml:6:1: note no-matter: not carried over, since it has no part in the result here: `slurm`, `alpha_tol`.',
      'exp.yaml:10:7: warning not-carried-over: not carried over: `model_params.dropout`.',
      'exp.yaml:12:3: warning not-carried-over: not carried over: `sub.stray`.',
    ]);
    expect(texts[0]).toMatch(
      /^# Imported from exp\.yaml, .*\n# .*\n# - 4: .*\n# - 6: .*\n# - 10: .*\n# - 12: /,
    );
  });

  test('values that only SEML can spread leave the model out, and the file where it is about the data', () => {
    const grid = (path: string): string =>
      `grid: { ${path}: { type: loguniform, min: 1e-3, max: 1, num: 3 } }\n`;
    const model = importedSeml(semlExperiment({ rest: grid('model_params.regularizer'), model: 'label: M' }));
    expect(model.notes).toContainEqual(
      expect.stringMatching(
        /6:9: warning model-left-out: .*`M`: `model_params.regularizer` is spread by `loguniform`/,
      ),
    );
    const data = importedSeml(semlExperiment({ rest: grid('data_params.specification.seed') }));
    expect(data.errors).toEqual([expect.stringContaining('is spread by `loguniform`')]);
    const random =
      'random: { samples: 3, seed: 1, model_params: { depth: { type: randint, min: 1, max: 3 } } }\n';
    const drawn = importedSeml(semlExperiment({ model: 'label: M', rest: random }));
    expect(drawn.notes).toContainEqual(expect.stringContaining('`model_params.depth` is drawn at random'));
  });
});

describe('what is no experiment', () => {
  const bomb = [
    'a0: &a0 [1]',
    ...Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
  ];
  test.each([
    ['nothing', '', 'empty-file'],
    ['a list', '- a', 'not-seml'],
    ['no seml', 'fixed: { a: 1 }', 'not-seml'],
    ['no executable', 'seml: { name: x }', 'not-seml'],
    ['a configuration of ours', 'models: {}\nsplit: {}', 'not-seml'],
    ['nothing set', 'seml: { executable: exp_labelcert.py }', 'not-seml'],
    ['another program', semlExperiment({ executable: 'train.py' }), 'unknown-executable'],
    ['no labelled nodes', semlExperiment({ specification: 'seed: 1' }), 'missing-key'],
    ['bad YAML', 'seml: {', 'yaml-syntax'],
    ['an alias of itself', 'seml: &a { executable: *a }', 'yaml-syntax'],
    ['aliases of aliases', bomb.join('\n'), 'too-large'],
    ['aliases without number', `a: &a 1\nb: [${'*a, '.repeat(50_000)}]`, 'too-large'],
    ['a deep nest', '['.repeat(50_000), 'too-large'],
    ['a huge file', ' '.repeat(2_000_001), 'too-large'],
    ['too many sub-configurations', manySubs(1001), 'too-large'],
    [
      'too many models',
      manySubs(
        300,
        ', depth: 1',
        'grid: { model_params: { depth: { type: range, min: 1, max: 9, step: 1 } } }\n',
      ),
      'too-large',
    ],
  ])('%s', (_, text, code) => {
    const start = performance.now();
    const { files, errors } = importedSeml(text);
    expect(files.size).toBe(0);
    expect(errors[0]).toContain(`error ${code}: `);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('names of every object are names like any other', () => {
    const rest = `__proto__: { fixed: { model_params: { label: __proto__ } } }
constructor: { fixed: { model_params: { label: "a: [ 1 ] # {" }, __proto__: { x: 1 } } }
`;
    const { texts, notes } = importedSeml(semlExperiment({ rest }));
    expect(texts[0]).toContain('\n  __proto__:\n    architecture: gcn\n');
    expect(texts[0]).toContain(`\n  'a: [ 1 ] # {':\n`);
    expect(notes).toContainEqual(expect.stringContaining('not carried over: `__proto__.x`'));
    expect(Object.prototype).not.toHaveProperty('x');
  });

  test('texts of the file cannot leave their comment', () => {
    const rest = 'sub: { fixed: { "k\\ndataset: evil\\u0007": 1 } }\n';
    const { texts } = importedSeml(semlExperiment({ rest }));
    expect(texts[0].split('\n').filter((line) => line.startsWith('dataset'))).toEqual(['dataset:']);
    expect(texts[0]).not.toContain('\u0007');
  });
});

function manySubs(count: number, model = '', rest = ''): string {
  const subs = Array.from(
    { length: count },
    (_, i) => `s${i}: { fixed: { model_params: { label: L${i} } } }`,
  );
  return semlExperiment({ model: `model: GCN${model && ''}`, rest: rest + subs.join('\n') });
}

describe('configurations that an import writes', () => {
  test.each([
    ['a random graph', { data: 'dataset: csbm', specification: RANDOM_GRAPH }],
    ['the other one', { data: 'dataset: cba', specification: `${RANDOM_GRAPH}, m: 3` }],
    [
      'every key of a model',
      {
        data: 'dataset: csbm',
        specification: RANDOM_GRAPH,
        model:
          'label: "1", model: GCN, depth: 2, normalization: none, skip_connection: skip_alpha_relu, weigh_adjacency: 0.5',
      },
    ],
  ])('%s is free of errors', async (_, parts) => {
    const [text] = importedSeml(semlExperiment(parts)).texts;
    const parsed = await parseExperiment('x.flipcert.yaml', text, () => Promise.reject(new Error('none')));
    const errors = parsed.diagnostics.filter(({ severity }) => severity === 'error');
    // A version that has not the kernel of the published code says so of every import.
    expect(errors.filter(({ code }) => code !== 'not-available')).toEqual([]);
  });
});
