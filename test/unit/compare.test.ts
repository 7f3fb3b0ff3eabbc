import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configurationDifferences } from '../../src/config/differences';
import { changedNodes, compareResults, type Change } from '../../src/report/compare';
import { statusAt } from '../../src/report/node-status';
import type { ModelResult, NodeCertificate, Result } from '../../src/report/result';
import { againstOf } from '../../webview/logic/against';
import { filterRows, rowsOf } from '../../webview/logic/nodes';

/** A node that withstands `safe` flips and is broken by one more, or by none that is known. */
type Radius = { readonly node: number; readonly safe: number; readonly open?: boolean };

function certificate({ node, safe, open = false }: Radius): NodeCertificate {
  return { node, safeFlips: safe, breakingFlips: open ? null : safe + 1, witness: null };
}

/** One model `GCN`, everything predicted right; its curve is counted from the nodes. */
function resultOf(
  nodes: readonly Radius[],
  budgets: readonly number[],
  labelled: readonly number[] = [90, 91],
): Result {
  const certificates = nodes.map(certificate);
  const share = (holds: (c: NodeCertificate) => boolean): number =>
    certificates.filter(holds).length / certificates.length;
  const model: ModelResult = {
    name: 'GCN',
    architecture: 'gcn',
    C: 1,
    accuracy: 1,
    predictions: nodes.map(({ node }) => ({ node, class: 'a', decision: 1 })),
    sampleWise: {
      status: 'exact',
      method: 'test',
      seconds: 0,
      nodes: certificates,
      curve: budgets.map((flips) => ({
        flips,
        certified: share((c) => c.safeFlips >= flips),
        certifiedAtMost: share((c) => c.breakingFlips === null || c.breakingFlips > flips),
        certifiedAccuracy: share((c) => c.safeFlips >= flips),
      })),
    },
  };
  return {
    flipcert: 1,
    config: 'x',
    dataset: {
      name: 'x',
      nodes: 100,
      edges: 3,
      features: 1,
      classes: ['a', 'b'],
      labelled,
      labels: labelled.map(() => 'a'),
      test: nodes.map(({ node }) => node),
      testLabels: nodes.map(() => 'a'),
    },
    models: [model],
  };
}

// By hand. Five nodes; at 1 flip the first result has 1, 2, 3 safe (3 of 5), the second 2, 3, 4, 5 (4 of 5).
const FIRST = resultOf(
  [
    { node: 1, safe: 1 },
    { node: 2, safe: 2 },
    { node: 3, safe: 1 },
    { node: 4, safe: 0 },
    { node: 5, safe: 0, open: true },
  ],
  [0, 1, 2],
);
const SECOND = resultOf(
  [
    { node: 1, safe: 0 },
    { node: 2, safe: 2 },
    { node: 3, safe: 1 },
    { node: 4, safe: 1 },
    { node: 5, safe: 1 },
  ],
  [0, 1, 3],
);

describe('comparing two results', () => {
  test('the example worked by hand', () => {
    const comparison = compareResults(FIRST, SECOND);
    const [model] = comparison.models;
    expect(comparison.budgets).toEqual({ first: 3, second: 3, both: 2 });
    expect(model.curves['sample-wise'].map(({ flips }) => flips)).toEqual([0, 1]);
    const [, one] = model.curves['sample-wise'];
    expect(one.ratio.first).toBeCloseTo(0.6);
    expect(one.ratio.second).toBeCloseTo(0.8);
    expect(one.ratio.difference).toBeCloseTo(0.2);
    // In the first the fifth node is open: it may hold.
    expect(one.ratioAtMost.first).toBeCloseTo(0.8);
    expect(model.nodesChanged).toEqual([
      { flips: 0, changed: 0 },
      { flips: 1, changed: 3 },
    ]);
    expect(changedNodes(FIRST.models[0], SECOND.models[0], 1)).toEqual([
      { node: 1, first: 'safe', second: 'broken' },
      { node: 4, first: 'broken', second: 'safe' },
      { node: 5, first: 'open', second: 'safe' },
    ]);
    expect(comparison.equal).toBe(false);
  });

  test('nodes are compared only where they are test nodes of both', () => {
    const shifted = resultOf(
      [
        { node: 4, safe: 3 },
        { node: 5, safe: 3 },
        { node: 6, safe: 0 },
      ],
      [0, 1, 2],
    );
    const comparison = compareResults(FIRST, shifted);
    expect(comparison.test).toEqual({ first: 5, second: 3, both: 2 });
    expect(changedNodes(FIRST.models[0], shifted.models[0], 1).map(({ node }) => node)).toEqual([4, 5]);
  });

  test('where a node of both has another true label the ids do not mean the same nodes', () => {
    const relabelled = { ...SECOND, dataset: { ...SECOND.dataset, testLabels: ['b', 'a', 'a', 'a', 'a'] } };
    const comparison = compareResults(FIRST, relabelled);
    expect(comparison.sameDataset).toBe(false);
    expect(comparison.models[0].nodesChanged.every(({ changed }) => changed === 0)).toBe(true);
    expect(comparison.equal).toBe(false);
  });

  test('the same numbers over other labelled nodes are not the same answer', () => {
    const nodes = [{ node: 1, safe: 1 }];
    const comparison = compareResults(resultOf(nodes, [0, 1], [90, 91]), resultOf(nodes, [0, 1], [90, 92]));
    expect(comparison.models[0].nodesChanged.every(({ changed }) => changed === 0)).toBe(true);
    expect(comparison.equal).toBe(false);
  });

  test('models of one alone are named', () => {
    const renamed = { ...SECOND, models: [{ ...SECOND.models[0], name: 'SGC' }] };
    const comparison = compareResults(FIRST, renamed);
    expect([comparison.onlyFirst, comparison.onlySecond, comparison.models]).toEqual([['GCN'], ['SGC'], []]);
  });
});

const radii = fc
  .uniqueArray(fc.nat(12), { minLength: 1, maxLength: 10 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((node) => fc.record({ node: fc.constant(node), safe: fc.nat(4), open: fc.boolean() })),
    ),
  );
const results = radii.map((nodes) => resultOf(nodes, [0, 1, 2, 3]));

describe('for any two results', () => {
  const every = (of: ReturnType<typeof compareResults>): Change[] =>
    of.models.flatMap(({ accuracy, curves }) => [
      accuracy,
      ...curves['sample-wise'].flatMap(({ ratio, accuracy: right, ratioAtMost }) => [
        ratio,
        right,
        ratioAtMost,
      ]),
    ]);

  test('swapping them changes every sign and nothing else', () => {
    fc.assert(
      fc.property(results, results, (a, b) => {
        const [there, back] = [compareResults(a, b), compareResults(b, a)];
        every(there).forEach((change, i) => {
          const other = every(back)[i];
          expect([other.first, other.second]).toEqual([change.second, change.first]);
          expect(other.difference + change.difference).toBe(0);
        });
        expect(back.models[0].nodesChanged).toEqual(there.models[0].nodesChanged);
        expect([back.equal, back.test.both]).toEqual([there.equal, there.test.both]);
        for (const flips of [0, 1, 2, 3]) {
          const swapped = changedNodes(b.models[0], a.models[0], flips).map(({ node, first, second }) => ({
            node,
            first: second,
            second: first,
          }));
          const byNode = (x: { node: number }, y: { node: number }): number => x.node - y.node;
          expect([...swapped].sort(byNode)).toEqual(
            [...changedNodes(a.models[0], b.models[0], flips)].sort(byNode),
          );
        }
      }),
    );
  });

  test('a result compared with itself has no difference', () => {
    fc.assert(
      fc.property(results, (a) => {
        const comparison = compareResults(a, structuredClone(a));
        expect(comparison.equal).toBe(true);
        expect(every(comparison).every(({ difference }) => difference === 0)).toBe(true);
        expect(comparison.models[0].nodesChanged.every(({ changed }) => changed === 0)).toBe(true);
      }),
    );
  });

  test('the panel lists exactly the nodes of both whose statuses differ', () => {
    fc.assert(
      fc.property(results, results, fc.nat(3), (a, b, flips) => {
        const run = { title: '', short: '', result: a, note: null, differences: null };
        const against = againstOf(run, { whole: b, seed: null, chosen: 'GCN', flips, quantity: 'ratio' });
        const of = (result: Result): Map<number, string> =>
          new Map(result.models[0].sampleWise?.nodes.map((c) => [c.node, statusAt(c, flips)]));
        const wanted = [...of(b)].filter(([node, status]) => of(a).has(node) && of(a).get(node) !== status);
        const rows = filterRows(rowsOf(b, b.models[0]), '', 'changed', flips, (node) =>
          against.changes.has(node),
        );
        expect(rows.map(({ node }) => node)).toEqual(wanted.map(([node]) => node));
      }),
    );
  });
});

describe('what differs between two configurations', () => {
  const TEXT = 'models:\n  GCN: { architecture: gcn, C: 0.5 }\nsplit: { seed: 1, labelled: [1, 2] }\n';

  test('keys with their values, whatever the layout', () => {
    const other =
      '# note\nsplit:\n  labelled: [1, 3]\n  seed: 1\nmodels:\n  GCN:\n    C: 2\n    architecture: gcn\n    depth: 2\n';
    expect(configurationDifferences(TEXT, other)).toEqual([
      { key: 'split.labelled', from: '[1,2]', to: '[1,3]' },
      { key: 'models.GCN.C', from: '0.5', to: '2' },
      { key: 'models.GCN.depth', from: null, to: '2' },
    ]);
    expect(configurationDifferences(TEXT, `# only a comment\n${TEXT}`)).toEqual([]);
  });

  test('a text that is no YAML has no keys', () => {
    expect(configurationDifferences(TEXT, 'a: [')).toBeNull();
  });
});
