import { describe, expect, test } from 'vitest';
import { karateExperiment, open, places } from '../fixtures/experiment';

const model = (text: string): string => karateExperiment({ models: `{ A: { ${text} } }` });
const certify = (text: string): string => karateExperiment({ rest: `certify: { ${text} }` });
const expectation = (text: string, rest = ''): string =>
  karateExperiment({ rest: `expect:\n  - { ${text} }\n${rest}` });

/** A name, the text, and every diagnostic that it must give. */
type Case = readonly [string, string, readonly string[]];
const at = (line: number, column: number, what: string): string =>
  `x.flipcert.yaml:${line}:${column}: ${what}`;

const YAML: readonly Case[] = [
  ['empty', '', [at(1, 1, 'error empty-file')]],
  ['only a comment', '# nothing\n', [at(1, 1, 'error empty-file')]],
  ['open bracket', 'dataset: { generate: karate\nsplit: 3\n', [at(2, 1, 'error yaml-syntax')]],
  ['tab as indentation', 'dataset:\n\tgenerate: karate\n', [at(2, 1, 'error yaml-syntax')]],
  ['model twice', 'models:\n  A: { C: 1 }\n  A: { C: 2 }\n', [at(3, 3, 'error duplicate-key')]],
  ['alias to nothing', 'dataset: *x\n', [at(1, 10, 'error yaml-syntax')]],
  ['not a mapping', '- a\n', [at(1, 1, 'error wrong-type')]],
  ['alias of itself', 'dataset: &a { graph: *a }\n', [at(1, 22, 'error yaml-syntax')]],
];

const STRUCTURE: readonly Case[] = [
  ['unknown key', karateExperiment({ rest: 'certfy: {}' }), [at(4, 1, 'error unknown-key')]],
  [
    'a key named like a property of every object',
    karateExperiment({ rest: '__proto__: 1' }),
    [at(4, 1, 'error unknown-key')],
  ],
  ['constructor', karateExperiment({ rest: 'constructor: 1' }), [at(4, 1, 'error unknown-key')]],
  ['mistyped architecture is one mistake', model('architectur: gcn, C: 1'), [at(3, 16, 'error unknown-key')]],
  [
    'everything is missing',
    'certify: {}\n',
    ['dataset', 'split', 'models'].map(() => at(1, 1, 'error missing-key')),
  ],
  ['C is missing', model('architecture: gcn'), [at(3, 11, 'error missing-key')]],
  ['architecture is missing', model('C: 1'), [at(3, 11, 'error missing-key')]],
  ['unknown architecture', model('architecture: gnc, C: 1'), [at(3, 30, 'error unknown-value')]],
  ['C is zero', model('architecture: gcn, C: 0'), [at(3, 38, 'error out-of-range')]],
  ['C is negative', model('architecture: gcn, C: -1'), [at(3, 38, 'error out-of-range')]],
  ['C is a text', model('architecture: gcn, C: much'), [at(3, 38, 'error wrong-type')]],
  ['C is infinite', model('architecture: gcn, C: .inf'), [at(3, 38, 'error wrong-type')]],
  ['C is no number', model('architecture: gcn, C: .nan'), [at(3, 38, 'error wrong-type')]],
  ['C has no value', model('architecture: gcn, C: '), [at(3, 35, 'error wrong-type')]],
  ['depth 0', model('architecture: gcn, C: 1, depth: 0'), [at(3, 48, 'error out-of-range')]],
  ['depth 9', model('architecture: gcn, C: 1, depth: 9'), [at(3, 48, 'error out-of-range')]],
  ['depth 1.5', model('architecture: gcn, C: 1, depth: 1.5'), [at(3, 48, 'error wrong-type')]],
  ['no models', karateExperiment({ models: '{}' }), [at(3, 9, 'error empty')]],
  [
    'a model without a name',
    karateExperiment({ models: '{ architecture: gcn }' }),
    [at(3, 25, 'error not-an-include')],
  ],
  ['split without labelled', karateExperiment({ split: '{ test: 3 }' }), [at(2, 1, 'error missing-key')]],
  [
    'per-class 0',
    karateExperiment({ split: '{ labelled: { per-class: 0 } }' }),
    [at(2, 33, 'error out-of-range')],
  ],
  [
    'test is a wrong word',
    karateExperiment({ split: '{ labelled: [1, 33], test: all }' }),
    [at(2, 35, 'error unknown-value')],
  ],
  [
    'an id is negative',
    karateExperiment({ split: '{ labelled: [1, -2] }' }),
    [at(2, 24, 'error out-of-range')],
  ],
  [
    'an id twice',
    karateExperiment({ split: '{ labelled: [1, 2, 1] }' }),
    [at(2, 27, 'error duplicate-item')],
  ],
  [
    'seed is negative',
    karateExperiment({ split: '{ labelled: [1, 33], seed: -1 }' }),
    [at(2, 35, 'error out-of-range')],
  ],
  ['kinds is empty', certify('kinds: []'), [at(4, 19, 'error empty')]],
  ['unknown kind', certify('kinds: [samplewise]'), [at(4, 20, 'error unknown-value')]],
  ['share above 1', certify('budgets: [0.1, 1.5]'), [at(4, 27, 'error out-of-range')]],
  ['share is a text', certify('budgets: [10%]'), [at(4, 22, 'error wrong-type')]],
  ['budgets is a wrong word', certify('budgets: every'), [at(4, 21, 'error unknown-value')]],
  ['flips not whole', certify('budgets: { flips: [1, 2.5] }'), [at(4, 34, 'error wrong-type')]],
  ['unknown method', certify('method: milps'), [at(4, 20, 'error unknown-value')]],
  ['not a time', certify('time-limit: 3 days'), [at(4, 24, 'error wrong-value')]],
  ['no time at all', certify('time-limit: 0'), [at(4, 24, 'error out-of-range')]],
  [
    'unknown key of dataset',
    karateExperiment({ dataset: '{ generate: karate, clases: all }' }),
    [at(1, 30, 'error unknown-key')],
  ],
  [
    'edges without nodes',
    karateExperiment({ dataset: '{ graph: { edges: e.csv } }' }),
    [at(1, 12, 'error missing-key')],
  ],
  [
    'unknown features',
    karateExperiment({ dataset: '{ generate: karate, features: bin }' }),
    [at(1, 40, 'error unknown-value')],
  ],
];

const MEANING: readonly Case[] = [
  ['no source', karateExperiment({ dataset: '{ classes: all }' }), [at(1, 1, 'error dataset-source')]],
  [
    'two sources',
    karateExperiment({ dataset: '{ generate: karate, graph: a.npz }' }),
    [at(1, 30, 'error dataset-source')],
  ],
  ['a data file as dataset', karateExperiment({ dataset: 'a.npz' }), [at(1, 10, 'error not-an-include')]],
  ['a generator as dataset', karateExperiment({ dataset: 'karate' }), [at(1, 10, 'error not-an-include')]],
  [
    'a parameter karate has not',
    karateExperiment({ dataset: '{ generate: { kind: karate, n: 3 } }' }),
    [at(1, 38, 'error unknown-key')],
  ],
  ['deep mlp', model('architecture: mlp, C: 1, depth: 2'), [at(3, 48, 'error mlp-depth')]],
  ['sgc with relu', model('architecture: sgc, C: 1, activation: relu'), [at(3, 53, 'error sgc-activation')]],
  [
    'normalization of an mlp',
    model('architecture: mlp, C: 1, normalization: row'),
    [at(3, 41, 'warning no-effect')],
  ],
  [
    'adjacency-weight of an mlp',
    model('architecture: mlp, C: 1, adjacency-weight: 2'),
    [at(3, 41, 'warning no-effect')],
  ],
  ['teleport of a gcn', model('architecture: gcn, C: 1, teleport: 0.1'), [at(3, 41, 'warning no-effect')]],
  [
    'label without a table',
    karateExperiment({ dataset: '{ generate: karate, label: 3 }' }),
    [at(1, 30, 'warning no-effect')],
  ],
  [
    'unknown model',
    expectation('model: GNC, kind: collective, budget: 0.1, certified-ratio: ">= 0"'),
    [at(5, 14, 'error unknown-model')],
  ],
  [
    'kind not certified',
    expectation(
      'model: GCN, kind: collective, budget: 0.1, certified-ratio: ">= 0"',
      'certify: { kinds: [sample-wise] }',
    ),
    [at(5, 25, 'error expectation-kind')],
  ],
  [
    'expects nothing',
    expectation('model: GCN, kind: collective, budget: 0.1'),
    [at(5, 5, 'error missing-key')],
  ],
  [
    'no condition',
    expectation('model: GCN, kind: collective, budget: 0.1, certified-ratio: "about 1"'),
    [at(5, 67, 'error expectation-condition')],
  ],
  [
    'condition in percent',
    expectation('model: GCN, kind: collective, budget: 0.1, certified-ratio: ">= 60"'),
    [at(5, 67, 'error expectation-condition')],
  ],
  [
    'share not computed',
    expectation('model: GCN, kind: collective, budget: 0.11, certified-ratio: ">= 0"'),
    [at(5, 45, 'error expectation-budget')],
  ],
  [
    'flips not listed',
    expectation(
      'model: GCN, kind: collective, budget: { flips: 2 }, certified-ratio: ">= 0"',
      'certify: { budgets: { flips: [1] } }',
    ),
    [at(5, 45, 'error expectation-budget')],
  ],
  [
    'flips that no share allows',
    expectation('model: GCN, kind: collective, budget: { flips: 7 }, certified-ratio: ">= 0"'),
    [at(5, 45, 'error expectation-budget')],
  ],
];

const NOT_AVAILABLE: readonly Case[] = [
  ...['graphsage', 'gin', 'appnp', 'ppnp'].map((name): Case => [
    name,
    model(`architecture: ${name}, C: 1`),
    [at(3, 30, 'error not-available')],
  ]),
  ...['pc', 'alpha'].map((skip): Case => [
    `skip ${skip}`,
    model(`architecture: gcn, C: 1, skip: ${skip}`),
    [at(3, 47, 'error not-available')],
  ]),
  [
    'appnp with its own keys',
    model('architecture: appnp, teleport: 0.1, iterations: 5, C: 1'),
    [at(3, 30, 'error not-available')],
  ],
  ['the clipped kernel', model('architecture: gcn, C: 1, ntk: qpcert'), [at(3, 46, 'error not-available')]],
  ['csbm', karateExperiment({ dataset: '{ generate: csbm }' }), [at(1, 22, 'error not-available')]],
  [
    'cba with parameters',
    karateExperiment({ dataset: '{ generate: { kind: cba, n: 3 } }' }),
    [at(1, 30, 'error not-available')],
  ],
  ['table', karateExperiment({ dataset: '{ table: a.csv, label: 0 }' }), [at(1, 12, 'error not-available')]],
  [
    'kernel',
    karateExperiment({ dataset: '{ kernel: a.npz }', models: '{ A: { C: 1 } }' }),
    [at(1, 12, 'error not-available')],
  ],
];

describe.each([
  ['YAML', YAML],
  ['structure', STRUCTURE],
  ['meaning', MEANING],
  ['not available in this version', NOT_AVAILABLE],
])('%s', (_, cases) => {
  test.each(cases)('%s', async (_name, text, expected) => {
    expect(await places(text)).toEqual(expected);
  });
});

describe('messages say what to do', () => {
  test.each([
    [model('architectur: gcn, C: 1'), 'Did you mean `architecture`?'],
    [model('architecture: gnc, C: 1'), 'Did you mean `gcn`?'],
    [karateExperiment({ rest: 'seed: 1' }), 'it is a key of `split`'],
    [karateExperiment({ dataset: 'a.npz' }), 'write `dataset: { graph: a.npz }`'],
    [karateExperiment({ models: '{ architecture: gcn }' }), 'give the model a name first'],
    [
      expectation('model: gnc, kind: collective, budget: 0.1, certified-ratio: ">= 0"'),
      'Did you mean `GCN`?',
    ],
    [certify('time-limit: 3 days'), '60s, 2m or 1h'],
  ])('%#', async (text, expected) => {
    const { diagnostics } = await open(text);
    expect(diagnostics.map(({ message }) => message).join('\n')).toContain(expected);
  });
});
