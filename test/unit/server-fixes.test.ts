import { describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { allowedFlips, shareOf } from '../../src/config/budget';
import { fixesFor } from '../../src/server/fixes';
import { applied } from '../../src/server/format';
import { toLsp } from '../../src/server/publisher';
import { karateExperiment, open } from '../fixtures/experiment';

const FILES = {
  'e.csv': 'source,target\n0,1\n1,2\n2,3\n',
  'n.csv': 'id,label,x\n0,ham,1\n1,ham,2\n2,spam,3\n3,spam,4\n',
};

/** Diagnostics as an editor sends them back. */
async function diagnosed(text: string): Promise<Diagnostic[]> {
  const { diagnostics } = await open(text, FILES);
  return JSON.parse(JSON.stringify(diagnostics.map(toLsp))) as Diagnostic[];
}

/** What each fix of a text is called, and the text that it makes. */
async function fixes(text: string): Promise<{ title: string; after: string; code: string }[]> {
  return fixesFor('file:///x', text, await diagnosed(text)).map(({ title, edit, diagnostics }) => ({
    title,
    after: applied(text, edit?.changes?.['file:///x'] ?? []),
    code: String(diagnostics?.[0].code),
  }));
}

/** The likeliest fix makes the text sound. */
async function fixed(text: string, title: string, part: string): Promise<void> {
  const [first] = await fixes(text);
  expect(first.title).toBe(title);
  expect(first.after).toContain(part);
  expect(await diagnosed(first.after)).toEqual([]);
}

describe('quick fixes', () => {
  test('did you mean: a key, a word, a model, a class', async () => {
    await fixed(
      karateExperiment({ models: '{ GCN: { architectur: gcn, C: 1 } }' }),
      "Change to 'architecture'",
      '{ architecture: gcn, C: 1 }',
    );
    await fixed(
      karateExperiment({ models: '{ GCN: { architecture: gcm, C: 1 } }' }),
      "Change to 'gcn'",
      'architecture: gcn,',
    );
    const expecting = (model: string): string =>
      `expect: [{ model: ${model}, kind: collective, budget: 0.2, certified-ratio: ">= 0" }]`;
    await fixed(karateExperiment({ rest: expecting('"GNC"') }), "Change to 'GCN'", 'model: GCN,');
    await fixed(
      karateExperiment({
        dataset: '{ graph: { edges: e.csv, nodes: n.csv }, classes: [spam, hem] }',
        split: '{ labelled: { per-class: 1 } }',
      }),
      "Change to 'ham'",
      'classes: [spam, ham]',
    );
  });

  test('a missing key, in a line and on lines of its own', async () => {
    await fixed(
      karateExperiment({ models: '{ GCN: { C: 1 } }' }),
      "Add 'architecture'",
      '{ C: 1, architecture: gcn }',
    );
    await fixed(
      karateExperiment({ models: '\n  GCN:\n    architecture: gcn # this\n' }),
      "Add 'C'",
      '    architecture: gcn # this\n    C: 0.1\n',
    );
    await fixed(karateExperiment({ split: '{ seed: 1 }' }), "Add 'labelled'", 'labelled: { per-class: 4 }');
    await fixed(
      'dataset: { generate: karate }\nmodels: { A: { architecture: gcn, C: 1 } }\n',
      "Add 'split'",
      '\nsplit: { labelled: { per-class: 4 } }',
    );
    await fixed(
      karateExperiment({
        rest: 'expect:\n  - model: GCN\n    kind: collective\n    certified-ratio: ">= 0"',
      }),
      "Add 'budget'",
      '\n    budget: 0.1',
    );
  });

  test('a budget that allows nothing is rounded or removed', async () => {
    const text = karateExperiment({ rest: 'certify: { budgets: [0.1, 0.5] }' });
    const [round, remove] = await fixes(text);
    expect([round.title, round.code]).toEqual(['Round to 0.2 (1 of 8 labels)', 'budget-no-flips']);
    expect(round.after).toContain('budgets: [0.2, 0.5]');
    expect(remove.after).toContain('budgets: [0.5]');
    expect(await diagnosed(round.after)).toEqual([]);
    // 0 is meant, and budgets that nobody wrote are nobody's mistake.
    expect(await diagnosed(karateExperiment({ rest: 'certify: { budgets: [0, 0.5] }' }))).toEqual([]);
    expect(await diagnosed(karateExperiment())).toEqual([]);
  });

  test('the shortest share that allows so many flips', () => {
    expect([shareOf(1, 20), shareOf(1, 3), shareOf(2, 3), shareOf(7, 7), shareOf(1, 8)]).toEqual([
      '0.05',
      '0.4',
      '0.7',
      '1.0',
      '0.2',
    ]);
    for (let m = 1; m <= 120; m++)
      for (let flips = 1; flips <= m; flips++) expect(allowedFlips(shareOf(flips, m), m)).toBe(flips);
  });

  test('a budget, or a kind, that is expected and not certified', async () => {
    const expecting = (budget: string, kind = 'collective'): string =>
      `expect: [{ model: GCN, kind: ${kind}, budget: ${budget}, certified-ratio: ">= 0" }]`;
    await fixed(
      karateExperiment({ rest: `certify: { budgets: [0.2] }\n${expecting('0.4')}` }),
      "Add 0.4 to 'certify: budgets'",
      'budgets: [0.2, 0.4]',
    );
    await fixed(
      karateExperiment({ rest: `certify:\n  budgets:\n    - 0.2 # few\n${expecting('0.4')}` }),
      "Add 0.4 to 'certify: budgets'",
      '    - 0.2 # few\n    - 0.4\n',
    );
    await fixed(
      karateExperiment({ rest: `certify: { budgets: { flips: [1] } }\n${expecting('{ flips: 3 }')}` }),
      "Add 3 to 'certify: budgets: flips'",
      'flips: [1, 3]',
    );
    // The budgets that are certified unasked stay. Those that allow no flip of 8 labels are now written, and warned of.
    const [{ title, after }] = await fixes(karateExperiment({ rest: expecting('0.4') }));
    expect(title).toBe("Add 0.4 to 'certify: budgets'");
    expect(after).toContain('certify: { budgets: [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1.0, 0.4] }');
    expect(new Set((await diagnosed(after)).map(({ code }) => code))).toEqual(new Set(['budget-no-flips']));
    await fixed(
      karateExperiment({ rest: `certify: { kinds: [sample-wise] }\n${expecting('0.5')}` }),
      "Add collective to 'certify: kinds'",
      'kinds: [sample-wise, collective]',
    );
  });

  test('a trusted node that is not labelled goes, whichever way it is written', async () => {
    const rest = (trusted: string): string => `certify:\n  trusted: ${trusted}`;
    const split = '{ labelled: [0, 1, 33] }';
    const title = 'Remove this trusted node';
    await fixed(karateExperiment({ split, rest: rest('[5, 1]') }), title, 'trusted: [1]');
    await fixed(karateExperiment({ split, rest: rest('[1, 5]') }), title, 'trusted: [1]');
    await fixed(karateExperiment({ split, rest: rest('[5]') }), title, 'trusted: []');
    await fixed(
      karateExperiment({ split, rest: rest('\n    - 0\n    - 5 # no\n    - 1') }),
      title,
      '    - 0\n    - 1\n',
    );
  });

  test('counts that the data does not have', async () => {
    const [{ title, after }] = await fixes(karateExperiment({ split: '{ labelled: { per-class: 18 } }' }));
    expect([title, after.includes('per-class: 17')]).toEqual(["Change to '17'", true]);
    await fixed(
      karateExperiment({ split: '{ labelled: { per-class: 4 }, test: 90 }' }),
      "Change to '26'",
      'test: 26',
    );
    await fixed(
      karateExperiment({ rest: 'certify: { budgets: { flips: [1, 9] } }' }),
      "Change to '8'",
      'flips: [1, 8]',
    );
  });

  test('no fix where the text cannot be edited, and none made up for other servers', async () => {
    expect(fixesFor('file:///x', 'a: [', [])).toEqual([]);
    const foreign = { ...(await diagnosed('x: 1\n'))[0], data: 'theirs' };
    expect(fixesFor('file:///x', 'x: 1\n', [foreign])).toEqual([]);
  });
});
