import { describe, expect, it } from 'vitest';
import { karateExperiment } from '../fixtures/experiment';
import { certifiedResult } from '../support/result';
import type { Certifying } from '../support/result';
import { kernelFile, remarks, tableText, verified } from '../support/verified';

const models = (text: string): string => karateExperiment({ models: text });

const GENUINE: readonly [name: string, text: string, certifying?: Certifying][] = [
  ['karate, all budgets', karateExperiment({ rest: 'certify: { budgets: all }' })],
  [
    'shares, expectations, one kind',
    karateExperiment({
      models: '{ GCN: { architecture: gcn, C: 0.5 } }',
      rest: [
        'certify: { kinds: [collective], budgets: [0.1, 0.2, 0.25, 0.5] }',
        'expect:',
        '  - { model: GCN, kind: collective, budget: 0.25, certified-ratio: ">= 0.2" }',
        '  - { model: GCN, kind: collective, budget: 0.5, certified-accuracy: "< 0.1" }',
      ].join('\n'),
    }),
  ],
  [
    'every architecture',
    karateExperiment({
      dataset: '{ generate: { csbm: { nodes: 40, seed: 1 } } }',
      split: '{ labelled: { per-class: 4 }, test: 12 }',
      models: [
        '',
        '  GCN: { architecture: gcn, depth: 2, C: 0.5 }',
        '  symmetric: { architecture: gcn, normalization: symmetric, adjacency-weight: 0.5, C: 0.5 }',
        '  pc: { architecture: gcn, depth: 2, skip: pc, skip-activation: relu, C: 0.1 }',
        '  alpha: { architecture: gcn, depth: 3, skip: alpha, skip-alpha: 0.3, skip-activation: relu, C: 0.5 }',
        '  linear alpha: { architecture: sgc, depth: 2, skip: alpha, C: 0.5 }',
        '  SAGE: { architecture: graphsage, depth: 2, C: 0.5 }',
        '  GIN: { architecture: gin, C: 0.05 }',
        '  APPNP: { architecture: appnp, teleport: 0.2, C: 0.5 }',
        '  PPNP: { architecture: ppnp, teleport: 0.2, C: 0.5 }',
        '  MLP: { architecture: mlp, C: 0.5 }',
      ].join('\n'),
      rest: 'certify: { budgets: all }',
    }),
  ],
  [
    'the clipped kernel of the published code',
    models(
      [
        '',
        '  one: { architecture: gcn, ntk: qpcert, C: 0.1 }',
        '  two: { architecture: gcn, depth: 2, skip: pc, ntk: qpcert, C: 0.05 }',
        '  three: { architecture: appnp, ntk: qpcert, C: 0.2 }',
      ].join('\n'),
    ),
  ],
  [
    'a table, trusted labels',
    karateExperiment({
      dataset: '{ table: t.csv }',
      split: '{ labelled: [0, 1, 2, 3, 4, 5, 6, 7], test: 10 }',
      models: '{ MLP: { architecture: mlp, C: 0.4 } }',
      rest: 'certify: { budgets: all, trusted: [1, 2] }',
    }),
    { files: { 't.csv': tableText(2, 40) } },
  ],
  [
    'three classes',
    karateExperiment({
      dataset: '{ table: t.csv }',
      split: '{ labelled: { per-class: 3 }, test: 12 }',
      models: '{ MLP: { architecture: mlp, C: 0.4 } }',
      rest: 'certify: { budgets: { flips: [1, 2, 3] } }',
    }),
    { files: { 't.csv': tableText(3, 45) } },
  ],
  [
    'a given kernel, C chosen',
    karateExperiment({
      dataset: '{ kernel: k.npz }',
      split: '{ labelled: { per-class: 4 }, test: 10 }',
      models: '{ Own: { choose-C: { values: [0.05, 0.5, 2], folds: 3 } } }',
      rest: 'certify: { budgets: all }',
    }),
    { files: { 'k.npz': kernelFile(30) } },
  ],
  [
    'several seeds and a sweep',
    karateExperiment({
      split: '{ labelled: { per-class: 3 }, seeds: [0, 1, 4], test: 12 }',
      models:
        '{ GCN: { architecture: gcn, depth: [1, 2], C: [0.1, 1] }, SGC: { architecture: sgc, choose-C: { values: [0.1, 1], folds: 2 } } }',
      rest: [
        'certify: { budgets: { flips: [1, 2, 6] } }',
        'expect: [{ model: "GCN depth=1 C=0.1", kind: sample-wise, budget: { flips: 2 }, certified-ratio: ">= 0.1" }]',
      ].join('\n'),
    }),
  ],
];

describe('flipcert verify', () => {
  it.each(GENUINE.map(([name, text, certifying = {}]) => ({ name, text, certifying })))(
    'accepts $name',
    async ({ text, certifying }) => {
      const genuine = await certifiedResult(text, certifying);
      const claims = verified(genuine);
      expect(remarks(claims)).toEqual([]);
      expect(claims.total('checked')).toBeGreaterThan(50);
    },
  );
});
