import { describe, expect, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver/node';
import { foldsOf } from '../../src/server/folding';
import { applied } from '../../src/server/format';
import { hoverAt } from '../../src/server/hover';
import { hintsIn } from '../../src/server/inlay';
import { fileAt, linksOf } from '../../src/server/links';
import { highlightsAt, renamed, sameModel } from '../../src/server/names';
import { plainAt, spotsOf } from '../../src/server/spots';
import { symbolsOf } from '../../src/server/symbols';
import { factsOfText } from '../fixtures/facts';
import { karateExperiment } from '../fixtures/experiment';
import { marked } from '../fixtures/marked';

const ALL = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const text = `# Two lines
# of comment
dataset:
  generate: karate
  classes: all
split:
  labelled: { per-class: 4 }
  test: rest
models:
  GCN:
    architecture: gcn
    C: [0.1, 1]
  'My net': {
    architecture: mlp,
    C: 0.5
  }
certify:
  budgets: [0.2, .125, 1]
expect:
  - { model: "GCN", kind: sample-wise, budget: 0.2, certified-ratio: ">= 0.5" }
  - model: GCN C=0.1
    kind: collective
    budget: 0.125
    certified-accuracy: "> 0"
  - { model: My net, kind: collective, budget: 0, certified-ratio: "<= 1" }
`;

describe('reading a configuration', () => {
  test('hints: what budgets, counts and words come to on the data', async () => {
    const facts = await factsOfText(text);
    const hints = hintsIn(text, ALL, facts).map(
      ({ position, label }) =>
        `${text.split('\n')[position.line].slice(0, position.character).split(/[\s[]/).at(-1)} -> ${JSON.stringify(label).slice(1, -1)}`,
    );
    expect(hints).toEqual([
      '0.2 -> 1 of 8 labels',
      '.125 -> 1 of 8 labels',
      '1 -> 8 of 8 labels',
      '0.2 -> 1 of 8 labels',
      '0.125 -> 1 of 8 labels',
      '0 -> 0 of 8 labels',
      '4 -> 8 labelled',
      'rest -> 26 nodes',
      'all -> 0, 1',
    ]);
    expect(hintsIn(text, { ...ALL, end: { line: 7, character: 0 } }, facts).length).toBe(3);
    const flips = 'certify: { budgets: { flips: [2] } }\n';
    expect(hintsIn(flips, ALL, facts).map(({ label }) => label)).toEqual(['of 8 labels']);
    expect(hintsIn(text, ALL, { ...facts, dataset: null })).toEqual([]);
  });

  test('hover: formula and paper of a key, labels of a budget, meaning of a model, what the data holds', async () => {
    const facts = await factsOfText(text);
    const at = (of: string): string => {
      const { text: whole, position } = marked(of);
      return JSON.stringify(hoverAt(whole, position, facts)?.contents ?? '');
    };
    expect(at(text.replace('    C:', '    |C:'))).toMatch(/Box constraint.*0 ≤ y_i z_i ≤ C.*2412\.00537/);
    expect(at(text.replace('.125', '.1|25'))).toContain('Allows 1 of 8 labels');
    expect(at(text.replace('budget: 0.2', 'budget: 0.|2'))).toContain('Allows 1 of 8 labels');
    expect(at(text.replace('"GCN"', '"G|CN"'))).toContain('`GCN` stands for 2 models');
    expect(at(text.replace('GCN C=0.1', 'G|CN C=0.1'))).toContain(
      '**GCN C=0.1**: `gcn`, 1 hidden layer, relu, row normalization, exact kernel, C = 0.1.',
    );
    expect(at(text.replace("'My net'", "'My| net'"))).toContain('**My net**: `mlp`');
    expect(at(text.replace('karate', 'ka|rate'))).toMatch(
      /34 nodes, 78 edges.*34 features.*0 \(17\), 1 \(17\)/,
    );
    expect(at(text.replace('# of', '# |of'))).toBe('""');
  });

  test('outline', () => {
    const shown = (symbols: readonly DocumentSymbol[], depth = 0): string[] =>
      symbols.flatMap(({ name, detail, children }) => [
        `${' '.repeat(depth)}${name} ${detail ?? ''}`.trimEnd(),
        ...shown(children ?? [], depth + 1),
      ]);
    expect(shown(symbolsOf(text))).toEqual([
      'dataset karate',
      'split',
      'models',
      ' GCN gcn',
      ' My net mlp',
      'certify',
      'expect',
      ' GCN sample-wise 0.2 certified-ratio >= 0.5',
      ' GCN C=0.1 collective 0.125 certified-accuracy > 0',
      ' My net collective 0 certified-ratio <= 1',
    ]);
    const within = (symbols: readonly DocumentSymbol[]): boolean =>
      symbols.every(
        ({ range, selectionRange, children }) =>
          range.start.line <= selectionRange.start.line &&
          range.end.line >= selectionRange.end.line &&
          within(children ?? []),
      );
    expect(within(symbolsOf(text))).toBe(true);
    // An outline stays while the text cannot be read.
    expect(shown(symbolsOf(text.replace('[0.2', '[[0.2'))).slice(0, 4)).toEqual(
      shown(symbolsOf(text)).slice(0, 4),
    );
  });

  test('folds', () => {
    expect(foldsOf(text).map(({ startLine, endLine }) => `${startLine}-${endLine}`)).toEqual([
      '0-1',
      '2-4',
      '5-7',
      '8-14',
      '9-11',
      '12-14',
      '16-17',
      '18-24',
      '20-23',
    ]);
  });

  test('a model: every mention, also quoted and with the values of its lists', () => {
    const at = marked(text.replace('  GCN:', '  G|CN:')).position;
    expect(highlightsAt(text, at).map(({ range }) => range.start.line)).toEqual([9, 19, 20]);
    const edits = renamed(text, at, 'Graph: net');
    if (typeof edits === 'string') throw new Error(edits);
    const after = applied(text, edits);
    expect(after).toContain('\n  "Graph: net":\n');
    expect(after).toContain('{ model: "Graph: net", kind');
    expect(after).toContain('- model: "Graph: net C=0.1"\n');
    const quoted = marked(text.replace("'My net'", "'My| net'")).position;
    const other = renamed(text, quoted, "It's");
    if (typeof other === 'string') throw new Error(other);
    expect(applied(text, other)).toContain("  'It''s': {");
    expect(applied(text, other)).toContain("model: It's, kind");
    expect(renamed(text, at, 'My net')).toBe('There is a model `My net` already.');
    expect(renamed(text, at, ' ')).toBe('A model needs a name.');
    expect(renamed(text, { line: 0, character: 3 }, 'x')).toBe('Only the name of a model can be renamed.');
    expect(sameModel(text, { line: 3, character: 3 })).toEqual([]);
  });

  test('links and definitions of files that exist', async () => {
    const paths = karateExperiment({
      dataset: '{ graph: { edges: e.csv, nodes: no.csv } }',
      models: '{ A: "m/a.model.yaml", B: { architecture: gcn, C: 1 } }',
    });
    const exists = (path: string): Promise<boolean> => Promise.resolve(!path.endsWith('no.csv'));
    const links = await linksOf('/w/x.flipcert.yaml', paths, exists);
    expect(links.map(({ target }) => target)).toEqual(['file:///w/e.csv', 'file:///w/m/a.model.yaml']);
    expect(await fileAt('/w/x.flipcert.yaml', paths, { line: 0, character: 30 }, exists)).toBe('/w/e.csv');
    expect(await fileAt('/w/x.flipcert.yaml', paths, { line: 0, character: 44 }, exists)).toBeNull();
  });

  test('keys that are written twice at every depth take no longer, and the first of them counts', () => {
    const nested = (depth: number): string => (depth === 0 ? '1' : `{ a: {}, a: ${nested(depth - 1)} }`);
    const spots = spotsOf(`dataset: ${nested(60)}`);
    let plain = plainAt(spots, ['dataset']);
    for (let depth = 0; depth < 60; depth++) {
      expect(Object.keys(plain as object)).toEqual(['a']);
      plain = (plain as { readonly a: unknown }).a;
    }
    expect(plain).toEqual({});
    expect(plainAt(spotsOf('a: [1, 2]\na: [3]'), ['a'])).toEqual([1, 2]);
  });
});
