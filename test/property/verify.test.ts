import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/core/certify/certificate';
import { karateExperiment } from '../fixtures/experiment';
import { certifiedResult } from '../support/result';
import type { Certifying } from '../support/result';
import { changed, kernelFile, remarks, tableText, verified } from '../support/verified';

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

/** One model, two classes, eight labels, every budget. */
const KARATE = karateExperiment({
  models: '{ GCN: { architecture: gcn, C: 0.5 } }',
  split: '{ labelled: { per-class: 4 }, test: 14 }',
  rest: 'certify: { budgets: all }',
});
const CLASSES = karateExperiment({
  dataset: '{ table: t.csv }',
  split: '{ labelled: { per-class: 3 }, test: 12 }',
  models: '{ MLP: { architecture: mlp, C: 0.4 } }',
  rest: 'certify: { budgets: { flips: [1, 2, 3] } }',
});

type Node = Certificate['sampleWise']['nodes'][number];

/** A certificate that is false of one node, and sound in itself: its curves follow from what it says. */
const withNode =
  (which: (node: Node) => boolean, change: (node: Node) => Node) =>
  (certificate: Certificate): Certificate => {
    const { sampleWise } = certificate;
    const at = sampleWise.nodes.findIndex(which);
    expect(at).toBeGreaterThanOrEqual(0);
    const nodes = sampleWise.nodes.map((node, t) => (t === at ? change(node) : node));
    return { ...certificate, sampleWise: { ...sampleWise, nodes } };
  };

const FALSE: Readonly<Record<string, (certificate: Certificate) => Certificate>> = {
  'a node that no flips change, it is said': withNode(
    ({ breaking }) => breaking === 2,
    (node) => ({ ...node, safe: 8, breaking: null, witness: null }),
  ),
  'a radius one too large, with a witness that does change it': withNode(
    ({ breaking, safe }) => breaking === safe + 1 && breaking < 3,
    (node) => {
      const witness = node.witness ?? [];
      const spare = [0, 1, 2, 3, 4].find((i) => witness.every(({ labelled }) => labelled !== i)) ?? 0;
      const more = [...witness, { labelled: spare, to: spare < 4 ? 1 : 0 }];
      return { ...node, safe: node.safe + 1, breaking: node.safe + 2, witness: more };
    },
  ),
  'a radius one too small': withNode(
    ({ breaking }) => breaking === 2,
    (node) => ({ ...node, safe: 0, breaking: 1, witness: (node.witness ?? []).slice(1) }),
  ),
  'one prediction fewer lost to a common set': (certificate) => {
    const { collective } = certificate;
    const levels = collective.levels.map((level) =>
      level.flips === 2
        ? { ...level, changed: level.changed - 1, changedAtMost: level.changedAtMost - 1 }
        : level,
    );
    return { ...certificate, collective: { ...collective, levels } };
  },
  'a tie where there is none': withNode(
    ({ breaking }) => breaking !== null,
    () => ({ safe: 0, breaking: null, witness: null, tie: true }),
  ),
};

describe('flipcert verify refutes results that are sound in themselves', () => {
  it.each(Object.entries(FALSE))('%s, two classes', async (_, falsify) => {
    expect(verified(await certifiedResult(KARATE, { falsify })).total('refuted')).toBeGreaterThan(0);
  });

  it.each(Object.entries(FALSE))('%s, three classes', async (_, falsify) => {
    const files = { 't.csv': tableText(3, 45) };
    expect(verified(await certifiedResult(CLASSES, { files, falsify })).total('refuted')).toBeGreaterThan(0);
  });

  it.each([
    ['another C', 'architecture: gcn, C: 0.45'],
    ['another normalization', 'architecture: gcn, normalization: symmetric, C: 0.5'],
    ['another depth', 'architecture: gcn, depth: 2, C: 0.5'],
    ['the clipped kernel', 'architecture: gcn, ntk: qpcert, C: 0.5'],
  ])('of a model with %s than the configuration says', async (_, keys) => {
    const other = await certifiedResult(KARATE.replace('architecture: gcn, C: 0.5', keys));
    const { source } = await certifiedResult(KARATE);
    const said = changed({ result: other.result, source }, ({ models: [model] }) => {
      Object.assign(model, { C: 0.5, ntk: 'exact' });
    });
    expect(verified(said).total('refuted')).toBeGreaterThan(0);
  });
});

describe('flipcert verify leaves open, or not', () => {
  it.each([
    ['two classes', KARATE.replace('per-class: 4', 'per-class: 6').replace('C: 0.5', 'C: 5'), {}],
    ['three classes', CLASSES, { 't.csv': tableText(3, 45) }],
  ])('nothing that a bracket proves, %s', async (_, text, files) => {
    const statuses = new Set<string>();
    for (const tasks of [0, 1, 2, 3, 5, 8, 13, 40, 100]) {
      const genuine = await certifiedResult(text, { files, tasks });
      const [{ sampleWise, collective }] = genuine.result.models;
      statuses.add(`${sampleWise?.status} ${collective?.status}`);
      // That the bounds of the certified accuracy did not meet cannot be seen.
      const left = remarks(verified(genuine)).filter((text) => !text.startsWith('open: status'));
      expect(left).toEqual([]);
    }
    expect([...statuses]).toContain('bracket bracket');
    expect([...statuses]).toContain('exact exact');
  });

  it('what takes more sets than it may look at, and says so', async () => {
    const genuine = await certifiedResult(KARATE);
    const claims = verified(genuine, { limit: 10 });
    expect([claims.total('refuted'), claims.total('sampled')]).toEqual([0, 0]);
    expect(claims.total('open')).toBeGreaterThan(0);
    expect(remarks(claims)[0]).toContain('--limit 10');
  });

  it('as sampled what it looked at in part', async () => {
    const genuine = await certifiedResult(KARATE);
    const claims = verified(genuine, { sample: 10 });
    expect([claims.total('refuted'), claims.total('open')]).toEqual([0, 0]);
    expect(claims.total('sampled')).toBeGreaterThan(0);
    const [first] = Object.values(FALSE);
    expect(
      verified(await certifiedResult(KARATE, { falsify: first }), { sample: 10 }).total('refuted'),
    ).toBeGreaterThan(0);
  });
});
