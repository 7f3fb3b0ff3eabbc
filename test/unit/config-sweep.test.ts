import { describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/config/experiment';
import { karateExperiment, open, places } from '../fixtures/experiment';

const at = (line: number, column: number, what: string): string =>
  `x.flipcert.yaml:${line}:${column}: ${what}`;

async function experimentOf(text: string): Promise<Experiment> {
  const { experiment, diagnostics } = await open(text);
  if (experiment === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return experiment;
}

const models = (text: string): string => karateExperiment({ models: text });
const split = (text: string): string => karateExperiment({ split: text });

describe('lists of values', () => {
  test('make a model of each combination, the last list varying fastest', async () => {
    const { models: all } = await experimentOf(
      models(
        '{ A: { architecture: gcn, depth: [1, 4], C: [0.5, 1e-3] }, B: { architecture: appnp, C: 1, teleport: [0.2] } }',
      ),
    );
    expect(all.map(({ name }) => name)).toEqual([
      'A depth=1 C=0.5',
      'A depth=1 C=0.001',
      'A depth=4 C=0.5',
      'A depth=4 C=0.001',
      'B',
    ]);
    expect(all.map(({ family }) => family)).toEqual(['A', 'A', 'A', 'A', 'B']);
    expect(all.map((m) => [m.architecture === 'kernel' ? 0 : m.keys.depth, m.C])).toEqual([
      [1, 0.5],
      [1, 0.001],
      [4, 0.5],
      [4, 0.001],
      [1, 1],
    ]);
    expect(all[4].architecture === 'kernel' ? 0 : all[4].keys.teleport).toBe(0.2);
  });
  test('an expectation of the entry is one of each of its models; of one model, of that', async () => {
    const text = (name: string): string =>
      karateExperiment({
        models: '{ A: { architecture: gcn, C: [1, 2] } }',
        rest: `expect: [{ model: ${name}, kind: collective, budget: 0.1, certified-ratio: ">= 0" }]`,
      });
    const of = async (name: string): Promise<string[]> =>
      (await experimentOf(text(name))).expect.map(({ model }) => model);
    expect(await of('A')).toEqual(['A C=1', 'A C=2']);
    expect(await of('A C=2')).toEqual(['A C=2']);
    expect(await places(text('A C=3'))).toEqual([at(4, 19, 'error unknown-model')]);
  });
  test('C from cross-validation', async () => {
    const { models: all } = await experimentOf(
      models(
        '{ A: { architecture: gcn, choose-C: { values: [0.1, 1] } }, B: { architecture: sgc, choose-C: { values: [2], folds: 3 } } }',
      ),
    );
    expect(all.map(({ C }) => C)).toEqual([
      { values: [0.1, 1], folds: 4 },
      { values: [2], folds: 3 },
    ]);
  });
  test('a remark on a model of many is made once', async () => {
    const text = models('{ A: { architecture: gcn, C: [1, 2, 3], teleport: 0.5 } }');
    expect(await places(text)).toEqual([at(3, 49, 'warning no-effect')]);
  });
  test.each([
    ['an empty list', '{ A: { architecture: gcn, C: [] } }', at(3, 38, 'error empty')],
    ['a value twice', '{ A: { architecture: gcn, C: [1, 1] } }', at(3, 42, 'error duplicate-item')],
    [
      'a value out of range',
      '{ A: { architecture: gcn, C: 1, depth: [1, 9] } }',
      at(3, 52, 'error out-of-range'),
    ],
    ['a word', '{ A: { architecture: gcn, C: [a] } }', at(3, 39, 'error wrong-type')],
    ['a list where none may be', '{ A: { architecture: [gcn, sgc], C: 1 } }', at(3, 30, 'error wrong-type')],
    [
      'a name twice',
      '{ A: { architecture: gcn, C: [1, 2] }, A C=1: { architecture: gcn, C: 1 } }',
      at(3, 11, 'error duplicate-model'),
    ],
    ['neither C nor choose-C', '{ A: { architecture: gcn } }', at(3, 11, 'error missing-key')],
    [
      'both',
      '{ A: { architecture: gcn, C: 1, choose-C: { values: [1] } } }',
      at(3, 41, 'error C-and-choose-C'),
    ],
    [
      'nothing to choose from',
      '{ A: { architecture: gcn, choose-C: { values: [] } } }',
      at(3, 55, 'error empty'),
    ],
    [
      'one fold',
      '{ A: { architecture: gcn, choose-C: { values: [1], folds: 1 } } }',
      at(3, 67, 'error out-of-range'),
    ],
    [
      'more folds than nodes',
      '{ A: { architecture: gcn, choose-C: { values: [1], folds: 9 } } }',
      at(3, 67, 'error too-many-folds'),
    ],
    [
      'a ppnp that never returns',
      '{ A: { architecture: ppnp, C: 1, teleport: 0 } }',
      at(3, 52, 'error out-of-range'),
    ],
  ])('%s', async (_, text, expected) => {
    const found = await places(models(text));
    expect(found).toEqual([expected]);
  });
  test('more models than anybody means', async () => {
    const list = (n: number): string => `[${Array.from({ length: n }, (_, i) => i + 1).join(', ')}]`;
    const text = models(`{ A: { architecture: gcn, C: ${list(200)}, depth: ${list(8)} } }`);
    expect(await places(text)).toEqual([at(3, 11, 'error too-many-models')]);
  });
  test('an appnp may propagate without return', async () => {
    expect(await places(models('{ A: { architecture: appnp, C: 1, teleport: 0 } }'))).toEqual([]);
  });
});

describe('seeds and protocols', () => {
  test('are read', async () => {
    expect((await experimentOf(split('{ labelled: { per-class: 2 }, seeds: [4, 0] }'))).split.seeds).toEqual([
      4, 0,
    ]);
    expect((await experimentOf(split('{ protocol: qpcert, per-class: 3, seed: 2, test: 9 }'))).split).toEqual(
      {
        protocol: 'qpcert',
        rule: { perClass: 3, test: 9 },
        seeds: [2],
      },
    );
  });
  test.each([
    ['seed and seeds', '{ labelled: [0, 33], seed: 1, seeds: [2] }', at(2, 29, 'error seed-and-seeds')],
    ['no seeds', '{ labelled: [0, 33], seeds: [] }', at(2, 36, 'error empty')],
    ['a seed twice', '{ labelled: [0, 33], seeds: [1, 1] }', at(2, 40, 'error duplicate-item')],
    ['nothing labelled', '{ seed: 1 }', at(2, 1, 'error missing-key')],
    ['per-class without protocol', '{ per-class: 2 }', at(2, 10, 'error per-class-alone')],
    [
      'labelled beside the protocol',
      '{ protocol: qpcert, labelled: [0] }',
      at(2, 28, 'error protocol-labelled'),
    ],
    ['no per-class', '{ protocol: qpcert }', at(2, 1, 'error missing-key')],
    ['listed test nodes', '{ protocol: qpcert, per-class: 2, test: [1] }', at(2, 48, 'error protocol-test')],
    ['an unknown protocol', '{ protocol: numpy, per-class: 2 }', at(2, 20, 'error unknown-value')],
    ['a class too small', '{ protocol: qpcert, per-class: 9 }', at(2, 39, 'error class-too-small')],
  ])('%s', async (_, text, expected) => {
    expect(await places(split(text))).toEqual([expected]);
  });
});
