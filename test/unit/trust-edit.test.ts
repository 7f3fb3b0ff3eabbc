import { describe, expect, it } from 'vitest';
import { trustEdit } from '../../src/config/trust-edit';

function edited(text: string, ids: readonly number[]): string {
  const edit = trustEdit(text, ids);
  if (edit.kind !== 'edit') throw new Error(edit.kind === 'refused' ? edit.message : edit.kind);
  return text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
}

const HEAD = `# An experiment.
dataset: { generate: karate } # built in
models:
  GCN: { architecture: gcn, C: 0.1 }
`;

describe('adding trusted labels to a configuration', () => {
  it.each([
    [
      'a flow list',
      `certify:\n  trusted: [3, 1] # checked\n  budgets: all\n`,
      `certify:\n  trusted: [3, 1, 5, 8] # checked\n  budgets: all\n`,
    ],
    ['an empty list', `certify: { trusted: [] }\n`, `certify: { trusted: [5, 8] }\n`],
    ['a list with a comma at its end', `certify: { trusted: [1,] }\n`, `certify: { trusted: [1, 5, 8,] }\n`],
    [
      'a flow list on several lines',
      `certify:\n  trusted: [\n    1, # one\n    2 # two\n  ]\n`,
      `certify:\n  trusted: [\n    1, # one\n    2, 5, 8 # two\n  ]\n`,
    ],
    [
      'a block list',
      `certify:\n  trusted:\n    # asked twice\n    - 1\n    - 2 # sure\n  # next\n  budgets: all\n`,
      `certify:\n  trusted:\n    # asked twice\n    - 1\n    - 2 # sure\n    - 5\n    - 8\n  # next\n  budgets: all\n`,
    ],
    [
      'a block list that is not indented, and no line end',
      `certify:\n  trusted:\n  - 1`,
      `certify:\n  trusted:\n  - 1\n  - 5\n  - 8`,
    ],
    [
      'no list after the key',
      `certify:\n  trusted: # none yet\n  budgets: all\n`,
      `certify:\n  trusted: [5, 8] # none yet\n  budgets: all\n`,
    ],
    ['null', `certify: { trusted: null, budgets: all }\n`, `certify: { trusted: [5, 8], budgets: all }\n`],
    [
      'a block mapping without the key',
      `certify:\n    budgets: all # every one\n\n# the end\n`,
      `certify:\n    budgets: all # every one\n    trusted: [5, 8]\n\n# the end\n`,
    ],
    [
      'a block mapping that ends in a block list',
      `certify:\n  budgets:\n    flips:\n      - 1\n      - 2\nexpect: []\n`,
      `certify:\n  budgets:\n    flips:\n      - 1\n      - 2\n  trusted: [5, 8]\nexpect: []\n`,
    ],
    [
      'a flow mapping without the key',
      `certify: { budgets: all } # that is it\n`,
      `certify: { budgets: all, trusted: [5, 8] } # that is it\n`,
    ],
    ['an empty mapping', `certify: {}\n`, `certify: { trusted: [5, 8] }\n`],
    ['nothing after certify', `certify:\nexpect: []\n`, `certify: { trusted: [5, 8] }\nexpect: []\n`],
    ['no certify', `# the end\n`, null],
    [
      'lines that end as on Windows',
      `certify:\r\n  trusted:\r\n    - 1\r\n`,
      `certify:\r\n  trusted:\r\n    - 1\r\n    - 5\r\n    - 8\r\n`,
    ],
    [
      'a list that is anchored',
      `certify: { trusted: &sure [1] }\n`,
      `certify: { trusted: &sure [1, 5, 8] }\n`,
    ],
  ])('%s', (_name, before, after) => {
    const wanted = after ?? `certify: { trusted: [5, 8] }\n# the end\n`;
    expect(edited(HEAD + before, [8, 5])).toBe(HEAD + wanted);
  });

  it('JSON stays JSON', () => {
    const text = `{\n  "dataset": { "generate": "karate" },\n  "certify": {}\n}\n`;
    expect(JSON.parse(edited(text, [5]))).toEqual({
      dataset: { generate: 'karate' },
      certify: { trusted: [5] },
    });
    expect(JSON.parse(edited(`{ "dataset": 1 }`, [5]))).toEqual({ dataset: 1, certify: { trusted: [5] } });
  });

  it('a byte order mark is no part of the places', () => {
    expect(edited('\ufeffcertify: { trusted: [1] }\n', [2])).toBe('\ufeffcertify: { trusted: [1, 2] }\n');
  });

  it('each label once, and none that is there', () => {
    const text = `certify: { trusted: [1, 2] }\n`;
    expect(edited(text, [2, 7, 7])).toBe(`certify: { trusted: [1, 2, 7] }\n`);
    expect(trustEdit(text, [2, 1])).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['certify is an alias', `base: &b { budgets: all }\ncertify: *b\n`, 'alias'],
    ['trusted is an alias', `split: { labelled: &l [1, 2] }\ncertify: { trusted: *l }\n`, 'alias'],
    ['the list is shared', `certify: { trusted: &l [1] }\nsplit: { labelled: *l }\n`, 'by hand'],
    ['certify is a path', `certify: certify.yaml\n`, 'mistake'],
    ['trusted is a number', `certify: { trusted: 4 }\n`, 'mistake'],
    ['it is no YAML', `certify: [\n`, 'mistake'],
    ['it is empty', ``, 'mistake'],
    ['an alias comes before its anchor', `certify: {}\nsp: {: [1, *a], t 3 }\nb: &a 1\n`, 'mistake'],
    [
      'aliases stand for aliases without end',
      `${Array.from({ length: 20 }, (_, i) => `k${i}: &k${i} [${`*k${i - 1}, `.repeat(i === 0 ? 0 : 9)}1]`).join('\n')}\ncertify: {}\n`,
      'mistake',
    ],
    ['there are two documents', `certify: {}\n---\ncertify: {}\n`, 'mistake'],
  ])('refuses where %s, and says so', (_name, text, word) => {
    const edit = trustEdit(text, [5]);
    expect(edit.kind).toBe('refused');
    expect(edit.kind === 'refused' ? edit.message : '').toContain(word);
  });
});
