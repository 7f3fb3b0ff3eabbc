import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/config/diagnostic-text';
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
  ['1 and "1" are one name', 'models:\n  1: { C: 1 }\n  "1": { C: 2 }\n', [at(3, 3, 'error duplicate-key')]],
  ['two documents', 'dataset: { generate: karate }\n---\nsplit: 3\n', [at(2, 1, 'error yaml-syntax')]],
  ['after a byte order mark', '\ufeff- a\n', [at(1, 1, 'error wrong-type')]],
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
  ['no time at all, with a unit', certify('time-limit: 0s'), [at(4, 24, 'error out-of-range')]],
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

/** Every key of an architecture: its range, what a definition settles, and what does nothing. */
const ARCHITECTURES: readonly Case[] = [
  ['teleport 0', model('architecture: ppnp, C: 1, teleport: 0'), [at(3, 52, 'error out-of-range')]],
  ['teleport above 1', model('architecture: ppnp, C: 1, teleport: 1.5'), [at(3, 52, 'error out-of-range')]],
  ['no iterations', model('architecture: appnp, C: 1, iterations: 0'), [at(3, 55, 'error out-of-range')]],
  [
    'too many iterations',
    model('architecture: appnp, C: 1, iterations: 101'),
    [at(3, 55, 'error out-of-range')],
  ],
  ['half an iteration', model('architecture: appnp, C: 1, iterations: 2.5'), [at(3, 55, 'error wrong-type')]],
  [
    'skip-alpha above 1',
    model('architecture: gcn, C: 1, skip: alpha, skip-alpha: 1.1'),
    [at(3, 66, 'error out-of-range')],
  ],
  [
    'skip-alpha below 0',
    model('architecture: gcn, C: 1, skip: alpha, skip-alpha: -1'),
    [at(3, 66, 'error out-of-range')],
  ],
  ['unknown skip', model('architecture: gcn, C: 1, skip: pca'), [at(3, 47, 'error unknown-value')]],
  [
    'unknown skip-activation',
    model('architecture: gcn, C: 1, skip: pc, skip-activation: tanh'),
    [at(3, 68, 'error unknown-value')],
  ],
  [
    'adjacency-weight below 0',
    model('architecture: gin, C: 1, adjacency-weight: -1'),
    [at(3, 59, 'error out-of-range')],
  ],
  ...['gin', 'ppnp'].map((name): Case => [
    `deep ${name}`,
    model(`C: 1, depth: 3, architecture: ${name}`),
    [at(3, 29, `error ${name}-depth`)],
  ]),
  [
    'gin with row normalization',
    model('C: 1, normalization: row, architecture: gin'),
    [at(3, 37, 'error gin-normalization')],
  ],
  [
    'appnp without normalization',
    model('C: 1, normalization: none, architecture: appnp'),
    [at(3, 37, 'error appnp-normalization')],
  ],
  ...['mlp', 'graphsage', 'gin', 'appnp', 'ppnp'].map((name): Case => [
    `skip connection of ${name}`,
    model(`C: 1, skip: pc, architecture: ${name}`),
    [at(3, 28, `error ${name}-skip`)],
  ]),
  [
    'what a definition settles may be said',
    karateExperiment({
      models: [
        '',
        '  A: { architecture: gin, C: 1, depth: 1, normalization: none, skip: none }',
        '  B: { architecture: appnp, C: 1, depth: 1, normalization: symmetric }',
        '  C: { architecture: sgc, C: 1, activation: linear, skip: pc, skip-activation: relu }',
        '  D: { architecture: ppnp, C: 1, activation: linear, adjacency-weight: 2, teleport: 1 }',
        '  E: { architecture: graphsage, C: 1, depth: 3, activation: linear, adjacency-weight: 0 }',
        '  F: { architecture: gcn, C: 1, depth: 2, skip: alpha }',
        '  G: { architecture: appnp, C: 1 }',
      ].join('\n'),
    }),
    [],
  ],
  [
    'iterations of a ppnp',
    model('architecture: ppnp, C: 1, iterations: 10'),
    [at(3, 42, 'warning no-effect')],
  ],
  ['teleport of a gin', model('architecture: gin, C: 1, teleport: 0.1'), [at(3, 41, 'warning no-effect')]],
  [
    'normalization of a graphsage',
    model('C: 1, normalization: symmetric, architecture: graphsage'),
    [at(3, 22, 'warning no-effect')],
  ],
  [
    'adjacency-weight of a graphsage',
    model('C: 1, adjacency-weight: 2, architecture: graphsage'),
    [at(3, 22, 'warning no-effect')],
  ],
  [
    'skip keys of an appnp',
    model('C: 1, skip-alpha: 0.2, skip-activation: relu, architecture: appnp'),
    [at(3, 22, 'warning no-effect'), at(3, 39, 'warning no-effect')],
  ],
  [
    'skip keys without a skip connection',
    model('C: 1, skip-alpha: 0.2, skip-activation: relu, architecture: gcn'),
    [at(3, 22, 'warning no-effect'), at(3, 39, 'warning no-effect')],
  ],
  [
    'skip-alpha of skip pc',
    model('C: 1, skip-alpha: 0.2, skip: pc, architecture: gcn'),
    [at(3, 22, 'warning no-effect')],
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
    karateExperiment({ dataset: '{ generate: { karate: { n: 3 } } }' }),
    [at(1, 34, 'error unknown-key')],
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

const generated = (text: string): string => karateExperiment({ dataset: `{ generate: ${text} }` });
const ofTable = (text: string, architecture = 'mlp'): string =>
  karateExperiment({
    dataset: `{ table: a.csv${text} }`,
    models: `{ A: { architecture: ${architecture}, C: 1 } }`,
  });
const ofKernel = (text: string, keys: string): string =>
  karateExperiment({ dataset: `{ kernel: a.npz${text} }`, models: `{ A: { ${keys} } }` });

const SOURCES: readonly Case[] = [
  ['an unknown generator', generated('csmb'), [at(1, 22, 'error unknown-value')]],
  ['no generator', generated('{}'), [at(1, 22, 'error empty')]],
  [
    'an unknown generator with parameters',
    generated('{ csmb: { nodes: 9 } }'),
    [at(1, 24, 'error unknown-key')],
  ],
  ['two generators', generated('{ csbm: {}, cba: {} }'), [at(1, 34, 'error dataset-source')]],
  ['parameters without a value', generated('{ csbm: }'), [at(1, 24, 'error wrong-type')]],
  ['an unknown parameter', generated('{ csbm: { node: 9 } }'), [at(1, 32, 'error unknown-key')]],
  ['a parameter of the other generator', generated('{ csbm: { m: 2 } }'), [at(1, 32, 'error unknown-key')]],
  ['one node', generated('{ csbm: { nodes: 1 } }'), [at(1, 39, 'error out-of-range')]],
  ['half a node', generated('{ cba: { nodes: 99.5 } }'), [at(1, 38, 'error wrong-type')]],
  ['a probability above 1', generated('{ csbm: { p: 3.17 } }'), [at(1, 35, 'error out-of-range')]],
  ['sigma 0', generated('{ cba: { sigma: 0 } }'), [at(1, 38, 'error out-of-range')]],
  ['no edges', generated('{ cba: { m: 0 } }'), [at(1, 34, 'error out-of-range')]],
  ['a negative seed', generated('{ cba: { seed: -1 } }'), [at(1, 37, 'error out-of-range')]],
  ['an infinite affinity', generated('{ cba: { p: .inf } }'), [at(1, 34, 'error wrong-type')]],
  ...['gcn', 'sgc', 'appnp', 'gin'].map((name): Case => [
    `${name} on a table`,
    ofTable('', name),
    [at(3, 30, 'error no-graph')],
  ]),
  ['nodes of a table by its graph', ofTable(', nodes: no-isolated'), [at(1, 33, 'error no-graph')]],
  ['a label position below 0', ofTable(', label: -1'), [at(1, 33, 'error out-of-range')]],
  ['a label that is no column', ofTable(', label: 1.5'), [at(1, 33, 'error wrong-type')]],
  ['ignore is no list', ofTable(', ignore: id'), [at(1, 34, 'error wrong-type')]],
  ['header is a word', ofTable(', header: no'), [at(1, 34, 'error wrong-type')]],
  ['no table', ofTable(''), [at(1, 19, 'error file-not-found')]],
  ['an architecture on a kernel', ofKernel('', 'architecture: mlp, C: 1'), [at(3, 16, 'error kernel-given')]],
  [
    'keys of a network on a kernel',
    ofKernel('', 'C: 1, depth: 2, ntk: exact'),
    [at(3, 22, 'error kernel-given'), at(3, 32, 'error kernel-given')],
  ],
  [
    'no C on a kernel',
    ofKernel('', 'architecture: gcn'),
    [at(3, 11, 'error missing-key'), at(3, 16, 'error kernel-given')],
  ],
  [
    'nodes of a kernel by its graph',
    ofKernel(', nodes: largest-component', 'C: 1'),
    [at(1, 34, 'error no-graph')],
  ],
  [
    'features of a kernel',
    ofKernel(', features: binary', 'C: 1'),
    [at(1, 20, 'error file-not-found'), at(1, 27, 'warning no-effect')],
  ],
];

describe.each([
  ['YAML', YAML],
  ['structure', STRUCTURE],
  ['architectures', ARCHITECTURES],
  ['meaning', MEANING],
  ['sources of data', SOURCES],
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
    [generated('{ csbm: { node: 9 } }'), 'Did you mean `nodes`?'],
    [generated('{ cba: { sgima: 1 } }'), 'Did you mean `sigma`?'],
    [generated('{ csbm: { n: 9 } }'), 'the keys are `nodes`, `p`, `q`, `K`, `sigma` and `seed`'],
    [ofTable('', 'gcn'), 'write `architecture: mlp`'],
    [ofKernel('', 'architecture: mlp, C: 1'), 'a model of it has only `C`; remove `architecture`'],
    [karateExperiment({ dataset: 'a.npz' }), 'write `dataset: { graph: a.npz }`'],
    [karateExperiment({ models: '{ architecture: gcn }' }), 'give the model a name first'],
    [
      expectation('model: gnc, kind: collective, budget: 0.1, certified-ratio: ">= 0"'),
      'Did you mean `GCN`?',
    ],
    [certify('time-limit: 3 days'), '60s, 2m or 1h'],
    [
      model('architecture: gin, C: 1, depth: 2'),
      '`gin` has `depth: 1` by its definition; `depth: 2` is not possible.',
    ],
    [
      model('architecture: gin, C: 1, teleport: 0.2'),
      '`teleport` has no effect: it is a key of `appnp` and `ppnp`.',
    ],
    [
      model('architecture: appnp, C: 1, skip-alpha: 0.2'),
      '`skip-alpha` has no effect: it is a key of `gcn` and `sgc`.',
    ],
    [model('architecture: ppnp, C: 1, iterations: 2'), '`iterations` has no effect: it is a key of `appnp`.'],
  ])('%#', async (text, expected) => {
    const { diagnostics } = await open(text);
    expect(diagnostics.map(({ message }) => message).join('\n')).toContain(expected);
  });
});

test('a diagnostic is one printable line, however the file is written', async () => {
  const { diagnostics } = await open(`dataset: "a\\nb\\e[31m${'x'.repeat(200)}"\n`);
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const line of diagnostics.map(formatDiagnostic)) expect(line).toMatch(/^\P{Cc}+$/u);
  const [whole] = (await open('y'.repeat(1000))).diagnostics;
  expect(whole.message).toBe(`The file must be a mapping, and is the text \`${'y'.repeat(60)}…\`.`);
});
