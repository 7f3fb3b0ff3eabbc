import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver/node';
import { parseDocument } from 'yaml';
import { completionsAt } from '../../src/server/completion';
import { listFolder, pathsAt } from '../../src/server/completion-paths';
import { snippetsAt } from '../../src/server/completion-snippets';
import type { Facts } from '../../src/server/facts';
import { applied } from '../../src/server/format';
import { factsOfText } from '../fixtures/facts';
import { marked } from '../fixtures/marked';

const nodes = 'id,label,x\n0,ham,1\n1,ham,2\n2,spam,3\n3,spam,4\n4,spam,5\n5,0x,1\n';
const edges = 'source,target\n0,1\n1,2\n2,3\n3,4\n4,5\n';
const text = `dataset: { graph: { edges: e.csv, nodes: n.csv } }
split: { labelled: [0, 2, 5] }
models: { 'My GCN': { architecture: gcn, C: [0.1, 1] }, MLP: { architecture: mlp, C: 1 } }
certify:
  budgets: [0.4, 0.7]
  trusted: [|]
`;

describe('completion from the text and its data', () => {
  let facts: Facts;
  beforeAll(async () => {
    facts = await factsOfText(text.replace('|', ''), { 'e.csv': edges, 'n.csv': nodes });
  });
  const items = (of: string): CompletionItem[] => {
    const { text: whole, position } = marked(of);
    return completionsAt(whole, position, facts);
  };
  const shown = (of: string): string[] =>
    items(of).map(({ label, labelDetails }) => [label, labelDetails?.description ?? ''].join(' ').trim());
  /** The text once an item was chosen. */
  const chosen = (of: string, label: string): string => {
    const { text: whole } = marked(of);
    const edit = items(of).find((item) => item.label === label)?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error(`No ${label}`);
    return applied(whole, [edit]);
  };

  test('labelled nodes with their class, without those that are trusted already', () => {
    expect(shown(text)).toEqual(['0 label ham', '2 label spam', '5 label 0x']);
    expect(shown(text.replace('[|]', '[2, |]'))).toEqual(['0 label ham', '5 label 0x']);
    expect(shown(text.replace('[|]', '\n    - |'))).toEqual(['0 label ham', '2 label spam', '5 label 0x']);
  });

  test('classes of the file with their nodes', () => {
    expect(shown('dataset: { classes: [|] }')).toEqual(['0x 1 node', 'ham 2 nodes', 'spam 3 nodes']);
    expect(shown('dataset:\n  classes: [ham, s|')).toEqual(['0x 1 node', 'spam 3 nodes']);
    expect(shown('dataset: { classes: | }')).toEqual(['all', 'largest-two']);
  });

  test('models of an expectation, quoted where they must be', () => {
    const of = text.replace('|', '') + 'expect:\n  - { model: |';
    expect(shown(of)).toEqual(['My GCN', 'MLP', 'My GCN C=0.1', 'My GCN C=1']);
    expect(chosen(of, 'My GCN C=1')).toMatch(/model: My GCN C=1$/);
    const quoted = text.replace('|', '') + 'expect:\n  - { model: "My G|" }';
    expect(chosen(quoted, 'My GCN')).toMatch(/model: "My GCN" \}$/);
    expect(chosen('models: { "a: b": { C: 1 } }\nexpect: [{ model: | }]', 'a: b')).toContain(
      'model: "a: b" }',
    );
  });

  test('budgets that are computed, with what they allow', () => {
    const expecting = (of: string): string => `${of.replace('|', '')}expect: [{ budget: | }]`;
    expect(shown(expecting(text))).toEqual(['0.4 1 of 3 labels', '0.7 2 of 3 labels']);
    expect(shown(expecting(text.replace('[0.4, 0.7]', '{ flips: [2] }')))).toEqual([
      '{ flips: 2 } 2 of 3 labels',
    ]);
    expect(shown(expecting('')).slice(0, 2)).toEqual(['0.05 0 of 3 labels', '0.1 0 of 3 labels']);
  });

  test('keys: required ones first, with documentation and what is to be filled in', () => {
    const keys = items('models:\n  GCN:\n    dep|');
    const sorted = [...keys].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
    expect(sorted.slice(0, 3).map(({ label }) => label)).toEqual(['architecture', 'C', 'depth']);
    expect(JSON.stringify(keys[0].documentation)).toContain('appnp');
    expect(chosen('split:\n  lab|\n', 'labelled')).toBe('split:\n  labelled: { per-class: ${1:10} }\n');
    expect(chosen('certify:\n  bud|get: [1]\n', 'budgets')).toBe('certify:\n  budgets: [1]\n');
    expect(items('models: { A: { architecture: g| } }').map(({ textEdit }) => textEdit)[1]).toMatchObject({
      range: { start: { character: 29 }, end: { character: 30 } },
    });
  });

  test('snippets make sound YAML where they stand', () => {
    const filled = (of: string): unknown => {
      const { text: whole, position } = marked(of);
      const [snippet] = snippetsAt(whole, position);
      const edit = snippet.textEdit;
      if (edit === undefined || !('range' in edit)) throw new Error('No edit');
      const column = whole.split('\n')[position.line].search(/\S|$/);
      const put = edit.newText
        .replace(/\$\{\d+\|([^,]+)[^}]*\|\}/g, '$1')
        .replace(/\$\{\d+:([^}]*)\}/g, '$1')
        .replaceAll('\n', `\n${' '.repeat(column)}`);
      const document = parseDocument(applied(whole, [{ range: edit.range, newText: put }]));
      expect(document.errors).toEqual([]);
      return document.toJS();
    };
    expect(Object.keys(filled('|') as object)).toEqual(['dataset', 'split', 'models', 'certify', 'expect']);
    const model = { GCN: { architecture: 'gcn', C: 0.1 } };
    expect(filled('models:\n  |\n')).toEqual({ models: model });
    expect(filled('models: { | }')).toEqual({ models: model });
    const expectation = { model: 'GCN', kind: 'sample-wise', budget: 0.1, 'certified-ratio': '>= 0.5' };
    expect(filled('expect:\n  - |\n')).toEqual({ expect: [expectation] });
    expect(filled('expect:\n  |\n')).toEqual({ expect: [expectation] });
    const none = (of: string): number => snippetsAt(marked(of).text, marked(of).position).length;
    expect([none('split:\n  |'), none('dataset: {}\n|'), none('models:\n  A: |')]).toEqual([0, 0, 0]);
  });

  describe('of files', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'flipcert-paths-'));
      await mkdir(join(folder, 'data', 'deep'), { recursive: true });
      await mkdir(join(folder, '.hidden'));
      for (const name of ['a.npz', 'b.csv', 'data/cora ml.npz', 'data/deep/x.npz', 'g.model.yaml', 'x.yaml'])
        await writeFile(join(folder, name), '');
    });
    afterAll(() => rm(folder, { recursive: true }));
    const looked: string[] = [];
    const paths = async (of: string): Promise<CompletionItem[]> => {
      const { text: whole, position } = marked(of);
      return pathsAt(join(folder, 'x.flipcert.yaml'), whole, position, (path) => {
        looked.push(path);
        return listFolder(path);
      });
    };
    const labels = async (of: string): Promise<string> =>
      (await paths(of)).map(({ label }) => label).join(' ');

    test('as the key takes them, folders to go on with', async () => {
      expect(await labels('dataset: { graph: | }')).toBe('a.npz data/');
      expect(await labels('dataset:\n  graph: { edges: |')).toBe('b.csv data/');
      expect(await labels('dataset:\n  table: "|"')).toBe('b.csv data/');
      expect(await labels('models:\n  A: |')).toBe('g.model.yaml data/');
      expect(await labels('models:\n  A:\n    C: |')).toBe('');
      expect(await labels('dataset: { features: | }')).toBe('');
    });
    test('looks into the folder that is written alone, and replaces what stands behind its slash', async () => {
      looked.length = 0;
      const [file, deeper] = await paths('dataset:\n  graph: data/co|\n');
      expect([file.label, deeper.label]).toEqual(['cora ml.npz', 'deep/']);
      expect(looked).toEqual([join(folder, 'data')]);
      expect(file.textEdit).toMatchObject({ range: { start: { character: 14 }, end: { character: 16 } } });
      expect(deeper.command?.command).toBe('editor.action.triggerSuggest');
      expect(await labels('dataset:\n  graph: no/such/|\n')).toBe('');
    });
  });
});
