import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { applied, formatEdits, formatted } from '../../src/server/format';

const messy = `# head


dataset:   {generate:karate,classes:  all,}
dataset2:  { generate:  karate ,  classes: [ 1,2 ] }   # why
models:
    # of the first
    GCN:
        C :    0.050
        depth:   1   

    'B b':   { C: 1,"depth":2 }
expect:
- model:  GCN
  kind: sample-wise
-    model: 'B b'
     budget:   { flips:  [1,
        2] }
note: |
     kept  
       as it is
`;

describe('formatting', () => {
  test('lays out, and keeps comments, blank lines, numbers as written, quotes and brackets', () => {
    expect(formatted(messy)).toBe(`# head


dataset: { generate:karate, classes: all }
dataset2: { generate: karate, classes: [1, 2] }   # why
models:
  # of the first
  GCN:
    C: 0.050
    depth: 1

  'B b': { C: 1, "depth": 2 }
expect:
  - model: GCN
    kind: sample-wise
  - model: 'B b'
    budget: { flips:  [1,
       2] }
note: |
     kept  
       as it is
`);
  });

  test('the edits give the same as the formatted text; those of a range change no other line', () => {
    expect(applied(messy, formatEdits(messy))).toBe(formatted(messy));
    const start = { line: 4, character: 0 };
    const edits = formatEdits(messy, { start, end: { line: 4, character: 1 } });
    expect(edits.map(({ newText }) => newText)).toEqual([
      'dataset2: { generate: karate, classes: [1, 2] }   # why',
    ]);
  });

  test('a range whose indentation would no longer fit the rest stays', () => {
    const text = 'a:\n    b: 1\n    c: 2\n';
    const at = (line: number): { line: number; character: number } => ({ line, character: 0 });
    expect(formatEdits(text, { start: at(1), end: at(1) })).toEqual([]);
    expect(applied(text, formatEdits(text, { start: at(1), end: at(2) }))).toBe('a:\n  b: 1\n  c: 2\n');
  });

  test.each(['a: [1\n', 'a: 1\na: 2\n', '? a\n:   b\n', ''])('leaves %j alone', (text) => {
    expect(formatted(text)).toBe(text);
  });

  test('line ends stay as they are, and the last line ends', () => {
    expect(formatted('a:   1\r\nb:\r\n    c: 2  \r\n\r\n\r\n')).toBe('a: 1\r\nb:\r\n  c: 2\r\n');
    expect(formatted('a: 1')).toBe('a: 1\n');
  });

  test('the examples are laid out already', () => {
    const files = ['examples', 'examples/paper', 'examples/cora-ml'].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.flipcert.yaml'))
        .map((name) => join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      expect(formatted(text)).toBe(text);
    }
  });

  /** A value as YAML text in a random layout, at some indentation. */
  type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };
  const word = fc.constantFrom('0.050', 'gcn', '"a b"', "'it''s'", '1e-1', 'x y', '~', '"#"', '.5');
  const key = fc.constantFrom('GCN', 'C', 'x y', '"q q"', 'depth', 'b-c');
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      word,
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 3 }),
    ),
  }));
  function render(of: Tree, indent: number, pick: () => number, inFlow: boolean): string {
    const gap = (least = 0): string => ' '.repeat(least + (pick() % 3));
    const comment = (): string => (pick() % 6 === 0 ? `${gap(1)}# c${pick() % 9}` : '');
    if (typeof of === 'string') return of;
    const entries = Array.isArray(of) ? null : Object.entries(of as Readonly<Record<string, Tree>>);
    if (inFlow || pick() % 4 === 0) {
      const parts =
        entries === null
          ? (of as readonly Tree[]).map((item) => gap() + render(item, 0, pick, true) + gap())
          : entries.map(([k, v]) => `${gap()}${k}:${gap(1)}${render(v, 0, pick, true)}${gap()}`);
      return entries === null ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
    }
    const deeper = indent + 1 + (pick() % 4);
    const line = (): string =>
      `${comment()}${gap()}\n${pick() % 5 === 0 ? '\n' : ''}${pick() % 7 === 0 ? `${gap()}# l\n` : ''}`;
    const block = (value: Tree, text: string): string =>
      typeof value === 'string' || /^[[{]/.test(text) ? `${gap(1)}${text}` : `${line()}${text}`;
    const pad = ' '.repeat(indent);
    return entries === null
      ? (of as readonly Tree[])
          .map((item) => `${pad}-${block(item, render(item, deeper, pick, false))}`)
          .join(line())
      : entries
          .map(([k, v]) => `${pad}${k}${gap()}:${block(v, render(v, deeper, pick, false))}`)
          .join(line());
  }

  test('never changes the meaning, and formats once and for all', () => {
    let changed = 0;
    fc.assert(
      fc.property(tree, fc.array(fc.nat(1000), { minLength: 7, maxLength: 40 }), (of, picks) => {
        let next = 0;
        const text = `${render(of, 0, () => picks[next++ % picks.length], false)}\n`;
        const after = formatted(text);
        expect(parse(after)).toEqual(parse(text));
        expect(formatted(after)).toBe(after);
        expect(after.match(/# [cl].*/g)?.map((c) => c.trimEnd())).toEqual(
          text.match(/# [cl].*/g)?.map((c) => c.trimEnd()),
        );
        expect(applied(text, formatEdits(text))).toBe(after);
        if (after !== text) changed++;
      }),
      { numRuns: 400 },
    );
    expect(changed).toBeGreaterThan(200);
  });
});
