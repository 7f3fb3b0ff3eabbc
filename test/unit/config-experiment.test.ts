import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import contractual from '../../schemas/result.schema.json';
import { LONGEST_SECONDS } from '../../src/config/convert-certify';
import { formatDiagnostic } from '../../src/config/diagnostic-text';
import type { Experiment } from '../../src/config/experiment';
import { locate } from '../../src/config/experiment';
import type { Schema } from '../../src/config/schema';
import { describe as described, experimentSchema } from '../../src/config/schema';
import { summarize } from '../../src/prepare/summary';
import { karateExperiment, memoryFiles, open, places } from '../fixtures/experiment';
import { openExperiment } from '../../src/prepare/open';

async function experimentOf(text: string): Promise<Experiment> {
  const { experiment, diagnostics } = await open(text);
  if (experiment === null) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return experiment;
}

describe('defaults', () => {
  test('are those of the contract', async () => {
    const { dataset, split, models, certify, expect: expectations } = await experimentOf(karateExperiment());
    expect(dataset).toEqual({
      name: 'karate',
      source: { kind: 'generate', generator: 'karate' },
      features: null,
      classes: 'all',
      nodes: 'all',
    });
    expect(split).toEqual({
      protocol: 'own',
      rule: { labelled: { perClass: 4 }, test: 'rest' },
      seeds: [0],
    });
    expect(models[0]).toMatchObject({
      name: 'GCN',
      architecture: 'gcn',
      keys: {
        depth: 1,
        activation: 'relu',
        normalization: 'row',
        adjacencyWeight: 1,
        skip: 'none',
        skipAlpha: 0.1,
        skipActivation: 'linear',
        teleport: 0.1,
        iterations: 10,
        ntk: 'exact',
      },
      C: 0.1,
    });
    expect(certify).toMatchObject({
      kinds: ['sample-wise', 'collective'],
      method: 'auto',
      trusted: [],
      timeLimitSeconds: 60,
    });
    expect(certify.budgets.kind === 'shares' && certify.budgets.shares.map(({ value }) => value)).toEqual([
      0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1,
    ]);
    expect(expectations).toEqual([]);
  });
  test('an sgc is linear', async () => {
    const { models } = await experimentOf(karateExperiment({ models: '{ S: { architecture: sgc, C: 1 } }' }));
    expect(models[0]).toMatchObject({ keys: { activation: 'linear' } });
  });
  test('what a definition settles is what a model has', async () => {
    const names = ['gin', 'appnp', 'ppnp', 'graphsage', 'mlp'];
    const text = names.map((name) => `${name}: { architecture: ${name}, C: 1 }`).join(', ');
    const { models } = await experimentOf(karateExperiment({ models: `{ ${text} }` }));
    expect(models).toMatchObject([
      { architecture: 'gin', keys: { normalization: 'none', skip: 'none' } },
      { architecture: 'appnp', keys: { normalization: 'symmetric', skip: 'none' } },
      { architecture: 'ppnp', keys: { normalization: 'symmetric', skip: 'none' } },
      { architecture: 'graphsage', keys: { normalization: 'row', skip: 'none' } },
      { architecture: 'mlp', keys: { normalization: 'row', skip: 'none' } },
    ]);
  });
  test('every key of a kernel is read', async () => {
    const { models } = await experimentOf(
      karateExperiment({
        models: [
          '',
          '  A: { architecture: gcn, C: 1, depth: 2, activation: linear, normalization: symmetric,',
          '       adjacency-weight: 0.5, skip: alpha, skip-alpha: 0.3, skip-activation: relu }',
          '  B: { architecture: appnp, C: 1, teleport: 0.2, iterations: 4 }',
        ].join('\n'),
      }),
    );
    expect('keys' in models[0] && models[0].keys).toEqual({
      depth: 2,
      activation: 'linear',
      normalization: 'symmetric',
      adjacencyWeight: 0.5,
      skip: 'alpha',
      skipAlpha: 0.3,
      skipActivation: 'relu',
      teleport: 0.1,
      iterations: 10,
      ntk: 'exact',
    });
    expect(models[1]).toMatchObject({ keys: { normalization: 'symmetric', teleport: 0.2, iterations: 4 } });
  });
});

describe('sources', () => {
  const sourceOf = async (dataset: string, models?: string) => {
    const { dataset: found } = await experimentOf(
      karateExperiment({ dataset, ...(models === undefined ? {} : { models }) }),
    );
    return [found.name, found.source];
  };
  const csbm = { nodes: 200, p: 0.0317, q: 0.0074, K: 1.5, sigma: 1, seed: 0 };

  test.each(['csbm', '{ csbm: {} }'])('generate: %s has the defaults of the paper', async (text) => {
    const source = { kind: 'generate', generator: 'csbm', parameters: csbm };
    expect(await sourceOf(`{ generate: ${text} }`)).toEqual(['csbm', source]);
  });
  test('parameters that are written take the place of the defaults', async () => {
    expect(await sourceOf('{ generate: { csbm: { nodes: 90, q: 0, seed: 7 } } }')).toEqual([
      'csbm',
      { kind: 'generate', generator: 'csbm', parameters: { ...csbm, nodes: 90, q: 0, seed: 7 } },
    ]);
    expect(await sourceOf('{ generate: { cba: { m: 5, sigma: 2 } } }')).toEqual([
      'cba',
      { kind: 'generate', generator: 'cba', parameters: { ...csbm, m: 5, sigma: 2 } },
    ]);
    expect(await sourceOf('{ generate: { karate: {} } }')).toEqual([
      'karate',
      { kind: 'generate', generator: 'karate' },
    ]);
  });
  test('a table', async () => {
    const mlp = '{ A: { architecture: mlp, C: 1 } }';
    const plain = { kind: 'table', path: 'd/t.csv', label: null, ignore: [], header: null };
    expect(await sourceOf('{ table: d/t.csv }', mlp)).toEqual(['t', plain]);
    const text = '{ table: d/t.csv, label: "3", ignore: [0, id], header: false }';
    expect(await sourceOf(text, mlp)).toEqual([
      't',
      { ...plain, label: '3', ignore: [0, 'id'], header: false },
    ]);
  });
  test('a kernel, whose models have only C', async () => {
    const { dataset, models } = await experimentOf(
      karateExperiment({ dataset: '{ kernel: d/k.npz }', models: '{ A: { C: 2 } }' }),
    );
    expect(dataset).toMatchObject({ name: 'k', source: { kind: 'kernel', path: 'd/k.npz' } });
    expect(models).toMatchObject([{ name: 'A', architecture: 'kernel', C: 2 }]);
  });
});

test.each([
  ['60s', 60],
  ['2m', 120],
  ['1h', 3600],
  ['500ms', 0.5],
  ['90', 90],
  ['0.5', 0.5],
  ['1.5 m', 90],
  ['"7"', 7],
  ['1e300', LONGEST_SECONDS],
  ['600h', LONGEST_SECONDS],
])('time-limit %s', async (text, seconds) => {
  const { certify } = await experimentOf(karateExperiment({ rest: `certify: { time-limit: ${text} }` }));
  expect(certify.timeLimitSeconds).toBeCloseTo(seconds, 12);
});

describe('expectations', () => {
  const expectation = (text: string): string =>
    karateExperiment({ rest: `expect: [{ model: GCN, kind: collective, ${text} }]` });
  test.each([
    ['">= 0.6"', '>=', 0.6],
    ['">0.6"', '>', 0.6],
    ['"<= .5"', '<=', 0.5],
    ['"< 1e-1"', '<', 0.1],
    ['"== 1"', '==', 1],
    ['"= 1"', '==', 1],
  ])('%s', async (condition, operator, value) => {
    const { expect: found } = await experimentOf(expectation(`budget: 0.1, certified-ratio: ${condition}`));
    expect(found).toMatchObject([
      { operator, value, quantity: 'certified-ratio', model: 'GCN', kind: 'collective' },
    ]);
  });
  test('one for each quantity', async () => {
    const found = await experimentOf(
      expectation('budget: 0, certified-ratio: ">= 0.1", certified-accuracy: ">= 0.2"'),
    );
    expect(found.expect.map(({ quantity, value }) => [quantity, value])).toEqual([
      ['certified-ratio', 0.1],
      ['certified-accuracy', 0.2],
    ]);
  });
  test('a budget keeps the text of its share', async () => {
    const found = await experimentOf(expectation('budget: 0.050, certified-ratio: ">= 0"'));
    expect(found.expect[0].budget).toEqual({ kind: 'share', text: '0.050', value: 0.05 });
  });
});

describe('positions', () => {
  test('of keys and values', async () => {
    const experiment = await experimentOf(
      'dataset:\n  generate: karate\nsplit:\n  labelled: [0, 33]\nmodels:\n  A:\n    architecture: gcn\n    C: 0.5\n',
    );
    const start = (path: (string | number)[], part?: 'key'): number[] => {
      const { startLine, startColumn } = locate(experiment, path, part).range;
      return [startLine, startColumn];
    };
    expect(start(['models', 'A', 'C'])).toEqual([7, 7]);
    expect(start(['models', 'A', 'C'], 'key')).toEqual([7, 4]);
    expect(start(['models', 'A', 'depth'])).toEqual([5, 2]);
    expect(start(['split', 'labelled', 1])).toEqual([3, 16]);
    expect(start(['split', 'test'])).toEqual([2, 0]);
    expect(experiment.models[0].location.range).toEqual({
      startLine: 5,
      startColumn: 2,
      endLine: 5,
      endColumn: 3,
    });
    expect(experiment.models[0].locations['architecture'].range.startColumn).toBe(18);
  });
  test('JSON is YAML', async () => {
    const text =
      '{\n  "dataset": {"generate": "karate"},\n  "split": {"labelled": {"per-class": 3}},\n  "models": {"A": {"architecture": "gcn", "C": -1}}\n}';
    expect(await places(text)).toEqual(['x.flipcert.yaml:4:48: error out-of-range']);
  });
  test('an alias is wrong where its value is written', async () => {
    const text = karateExperiment({ models: '\n  A: &a { architecture: gcn, C: -1 }\n  B: *a' });
    expect(await places(text)).toEqual(['x.flipcert.yaml:4:33: error out-of-range']);
  });
});

describe('files that hold a dataset or a model', () => {
  const text =
    'dataset: data/k.dataset.yaml\nsplit: { labelled: { per-class: 2 } }\nmodels: { A: m.model.yaml }\n';
  const files = {
    'in/data/k.dataset.yaml': 'generate: karate\nclasses: all\n',
    'in/m.model.yaml': 'architecture: gcn\nC: 0.1\n',
  };
  const run = async (changed: Record<string, string>): Promise<string[]> => {
    const { diagnostics } = await openExperiment(
      'in/x.flipcert.yaml',
      text,
      memoryFiles({ ...files, ...changed }),
    );
    return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic).split(': ').slice(0, 2).join(': '));
  };

  test('are read', async () => {
    const opened = await openExperiment('in/x.flipcert.yaml', text, memoryFiles(files));
    expect(opened.diagnostics).toEqual([]);
    expect(opened.experiment?.models[0].C).toBe(0.1);
    expect(opened.files.map((path) => path.replace(/^.*[\\/]in[\\/]/, '').replace(/\\/g, '/'))).toEqual([
      'x.flipcert.yaml',
      'data/k.dataset.yaml',
      'm.model.yaml',
    ]);
  });
  test.each([
    ['in/m.model.yaml', 'architecture: gcn\nC: 0\n', 'in/m.model.yaml:2:4: error out-of-range'],
    ['in/m.model.yaml', 'architecture: gcn\n', 'in/m.model.yaml:1:1: error missing-key'],
    ['in/m.model.yaml', 'architecture: mlp\nC: 1\ndepth: 2\n', 'in/m.model.yaml:3:8: error mlp-depth'],
    ['in/m.model.yaml', 'a: [\n', 'in/m.model.yaml:2:1: error yaml-syntax'],
    ['in/m.model.yaml', '', 'in/m.model.yaml:1:1: error empty-file'],
    [
      'in/data/k.dataset.yaml',
      'generate: karate\nclasses: [0, 7]\n',
      'in/data/k.dataset.yaml:2:14: error unknown-class',
    ],
    ['in/data/k.dataset.yaml', 'classes: all\n', 'in/data/k.dataset.yaml:1:1: error dataset-source'],
    ['in/data/k.dataset.yaml', 'graph: a.npz\n', 'in/data/k.dataset.yaml:1:8: error file-not-found'],
  ])('%s wrong: %j', async (path, content, expected) => {
    expect(await run({ [path]: content })).toEqual([expected]);
  });
  test('paths in them are relative to them', async () => {
    const graph = { 'in/data/k.dataset.yaml': 'graph: a.npz\n' };
    const opened = await openExperiment('in/x.flipcert.yaml', text, memoryFiles({ ...files, ...graph }));
    expect(opened.diagnostics[0].message).toContain('in/data/a.npz');
  });
  test('missing', async () => {
    const rest = { 'in/data/k.dataset.yaml': files['in/data/k.dataset.yaml'] };
    const opened = await openExperiment('in/x.flipcert.yaml', text, memoryFiles(rest));
    expect(opened.diagnostics.map(formatDiagnostic)).toEqual([
      'in/x.flipcert.yaml:3:14: error file-not-found: The file `in/m.model.yaml` does not exist.',
    ]);
  });
});

describe('schemas', () => {
  test('every key of the configuration is described', () => {
    const undescribed: string[] = [];
    const walk = (schema: Schema, path: string): void => {
      for (const [key, property] of Object.entries(schema.properties ?? {})) {
        const target =
          property.$ref === undefined ? property : experimentSchema.$defs?.[property.$ref.slice(8)];
        if ((target?.description ?? '') === '') undescribed.push(`${path}.${key}`);
        walk(property, `${path}.${key}`);
      }
      for (const branch of [schema.then, schema.else, schema.items])
        if (branch !== undefined) walk(branch, path);
      for (const [name, def] of Object.entries(schema.$defs ?? {})) walk(def, name);
    };
    walk(experimentSchema, '');
    expect(undescribed).toEqual([]);
    expect(described(['models', 'any', 'C'])).toContain('Box constraint');
    expect(described(['expect', 0, 'budget', 'flips'])).toBe('Number of flips.');
    expect(described(['nothing'])).toBeNull();
  });

  test('the result schema accepts a result and refuses a broken one', async () => {
    const { dataset, splits } = await open(karateExperiment());
    const split = splits?.[0].split ?? null;
    if (dataset === null || split === null) throw new Error('the karate experiment must open');
    const curve = [{ flips: 0, certified: 1, certifiedAtMost: 1, certifiedAccuracy: 1 }];
    const result = {
      flipcert: 1,
      config: 'x.flipcert.yaml',
      dataset: summarize(dataset, split),
      models: [
        {
          name: 'A',
          architecture: 'gcn',
          C: 1,
          accuracy: 1,
          predictions: [],
          collective: { status: 'exact', method: 'enumerate', seconds: 0, curve },
        },
      ],
    };
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(contractual);
    expect(validate(result)).toBe(true);
    expect(validate({ ...result, flipcert: 2 })).toBe(false);
    expect(validate({ ...result, dataset: { ...result.dataset, testLabels: 3 } })).toBe(false);
  });
});
