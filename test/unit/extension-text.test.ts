import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/config/parse';
import { importSeml } from '../../src/config/seml/import';
import { costOf } from '../../src/extension/cost';
import { culprits, expectationPlaces, outcomesOf } from '../../src/extension/expectationText';
import { importDetails } from '../../src/extension/importSemlText';
import { NEW_MODELS, newConfigurationText } from '../../src/extension/newConfigurationText';
import { panelFile, panelHtml } from '../../src/extension/panelHtml';
import { readFromPanel } from '../../src/extension/panelMessages';
import type { ExpectationOutcome, ModelResult, Result } from '../../src/report/result';
import { semlExperiment } from '../fixtures/seml';

describe('a new configuration', () => {
  test.each([
    [{ kind: 'karate' as const }],
    [{ kind: 'npz' as const, path: 'data/my graph: "x".npz' }],
    [{ kind: 'npz' as const, path: '12' }],
    [{ kind: 'csv' as const, edges: 'e.csv', nodes: '../n{1}.csv' }],
  ])('is free of errors: %j', async (dataset) => {
    const text = newConfigurationText(dataset, NEW_MODELS);
    const parsed = await parseExperiment('x.flipcert.yaml', text, () => Promise.reject(new Error('none')));
    expect(parsed.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const source = parsed.experiment?.dataset.source;
    if (dataset.kind === 'npz') expect(source).toMatchObject({ kind: 'npz', path: dataset.path });
    if (dataset.kind === 'csv') expect(source).toMatchObject({ edges: dataset.edges, nodes: dataset.nodes });
  });
});

test('what an import leaves away is a page of its own', () => {
  const text = semlExperiment();
  expect(importDetails('exp.yaml', importSeml('exp.yaml', text))).toMatch(
    /^exp\.yaml -> exp\.flipcert\.yaml\n\nexp\.yaml:4:48: note time-limit: /,
  );
  expect(importDetails('x.yaml', importSeml('x.yaml', ''))).toMatch(
    /^x\.yaml -> nothing\n\nx\.yaml:1:1: error/,
  );
});

const EXPECTING = `dataset: { generate: karate }
expect:
  - { model: A, kind: sample-wise, budget: 0.1, certified-ratio: ">= 0.5" }
  - model: B
    kind: collective
    budget: 0.1
    certified-accuracy: ">=0.5"
  - { model: A, kind: collective, budget: 0.1, certified-ratio: "< 1" }
`;

function outcome(model: string, kind: ExpectationOutcome['kind'], condition: string): ExpectationOutcome {
  return {
    model,
    kind,
    budget: 0.1,
    flips: 1,
    quantity: 'q',
    condition,
    value: 0,
    atMost: 0,
    outcome: 'failed',
  };
}

describe('expectations', () => {
  test('stand where the text has them', () => {
    const places = expectationPlaces(EXPECTING);
    expect(places.map(({ range }) => [range.startLine, range.startColumn])).toEqual([
      [2, 4],
      [3, 4],
      [7, 4],
    ]);
  });

  test('are found by what they say, where some have no outcome', () => {
    const a = outcome('A', 'sample-wise', '>= 0.5');
    const c = outcome('A', 'collective', '< 1');
    expect(outcomesOf(expectationPlaces(EXPECTING), [a, c])).toEqual([a, undefined, c]);
  });

  test.each(['', 'a: [', 'expect: 3', 'expect: [1, x]', '- 1'])('a text without any has none: %j', (text) => {
    expect(expectationPlaces(text)).toEqual([]);
  });

  test('name the weakest nodes', () => {
    const nodes = [3, 1, 2, 1].map((breakingFlips, node) => ({
      node,
      safeFlips: breakingFlips - 1,
      breakingFlips,
      witness: null,
    }));
    const model = { name: 'A', sampleWise: { status: 'exact', method: '', seconds: 0, nodes, curve: [] } };
    const result = { models: [model as unknown as ModelResult] } as unknown as Result;
    const failed = { ...outcome('A', 'sample-wise', '>= 1'), flips: 2 };
    expect(culprits(result, failed)).toEqual({ nodes: [1, 3], flips: 1, set: [], seed: null });
    expect(culprits(result, { ...failed, flips: 0 })).toBeNull();
    expect(culprits(result, { ...failed, model: 'Z' })).toBeNull();
  });
});

describe('what a run will cost', () => {
  test.each([
    [
      'models: { A: {}, B: {} }\nsplit: { labelled: [1, 2, 3], test: 50 }',
      { models: 2, labelled: 3, test: 50 },
    ],
    [
      'models: { A: {} }\nsplit: { labelled: { per-class: 4 }, test: rest }',
      { models: 1, labelled: null, test: null },
    ],
    ['models: [', { models: 0, labelled: null, test: null }],
    ['', { models: 0, labelled: null, test: null }],
    [
      'models: { A: { C: [1, 2], depth: [1, 2, 4] }, B: { C: 1 } }',
      { models: 7, labelled: null, test: null },
    ],
  ])('%j', (text, cost) => expect(costOf(text)).toEqual(cost));
});

describe('the page of the panel', () => {
  const page = {
    script: 'https://x/panel.js',
    style: 'https://x/panel.css',
    cspSource: 'https://x',
    nonce: 'N',
    title: '<b>"a"</b>',
    file: 'file:///a</script><script>alert(1)</script>.yaml',
  };

  test('loads its own bundle and nothing else', () => {
    const html = panelHtml(page);
    expect(html).toContain("default-src 'none'; script-src 'nonce-N'; style-src https://x;");
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<script nonce="N"/g)).toHaveLength(2);
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('unsafe');
  });

  test('remembers its file', () => {
    expect(panelFile({ file: 'file:///a', view: null })).toBe('file:///a');
    for (const memory of [null, undefined, 3, 'x', {}, { file: 3 }]) expect(panelFile(memory)).toBeNull();
  });
});

describe('messages of the panel', () => {
  test.each([
    [{ type: 'ready' }, { type: 'ready' }],
    [
      { type: 'openFile', line: 3, file: null },
      { type: 'openFile', line: 3, file: null },
    ],
    [
      { type: 'copy', text: 'x' },
      { type: 'copy', text: 'x' },
    ],
  ])('%j is understood', (message, read) => expect(readFromPanel(message)).toEqual(read));

  test.each([
    [null],
    ['ready'],
    [{}],
    [{ type: 'run', command: 'x' }],
    [{ type: 'copy' }],
    [{ type: 'openFile', line: 0, file: null }],
    [{ type: 'openFile', line: 1.5, file: null }],
    [{ type: 'openFile', line: null, file: 3 }],
  ])('%j is not', (message) => expect(readFromPanel(message)).toBeNull());
});
