import { describe, expect, test } from 'vitest';
import { leavesOf, pointsOf } from '../../src/config/seml/expand';
import { literal } from '../../src/config/seml/values';
import { parseYaml } from '../../src/config/yaml';

/** The experiments of a text, each as `sub-configuration: path=value ...`; a grid that is left whole is a list. */
function expanded(text: string, whole: readonly string[] = []): string[] {
  const { root, diagnostics } = parseYaml('exp.yaml', text);
  if (root?.kind !== 'mapping') throw new Error(JSON.stringify(diagnostics));
  return leavesOf(root).leaves.flatMap((leaf) =>
    pointsOf(leaf, (paths) => paths.every((path) => whole.includes(path))).map(({ values, lists }) => {
      const single = [...values].map(([path, { value }]) => `${path}=${String(value)}`);
      const many = [...lists].map(
        ([path, list]) => `${path}=[${list.map(({ value }) => String(value)).join()}]`,
      );
      return `${leaf.name}: ${[...single, ...many].sort().join(' ')}`;
    }),
  );
}

const choice = (...options: readonly unknown[]): string =>
  `{ type: choice, options: ${JSON.stringify(options)} }`;
const zipped = (zip: string, ...options: readonly unknown[]): string =>
  `{ type: choice, options: ${JSON.stringify(options)}, zip_id: ${zip} }`;

describe('the experiments that a file stands for', () => {
  test.each<[string, string, readonly string[]]>([
    ['fixed values are one', 'fixed: { a: { b: 1, c: x } }', [': a.b=1 a.c=x']],
    [
      'grids are crossed',
      `grid: { a: ${choice(1, 2)}, b: { c: ${choice('x', 'y')} } }`,
      [': a=1 b.c=x', ': a=1 b.c=y', ': a=2 b.c=x', ': a=2 b.c=y'],
    ],
    [
      'grids of one zip_id advance together',
      `grid: { a: ${zipped('z', 1, 2)}, b: ${zipped('z', 'x', 'y')}, c: ${choice(7, 8)} }`,
      [': a=1 b=x c=7', ': a=1 b=x c=8', ': a=2 b=y c=7', ': a=2 b=y c=8'],
    ],
    [
      'a range has no end',
      'grid: { a: { type: range, min: 0, max: 3, step: 1 } }',
      [': a=0', ': a=1', ': a=2'],
    ],
    [
      'a range of fractions, with its end where rounding puts it',
      'grid: { a: { type: range, min: 0.1, max: 0.35, step: 0.1 } }',
      [': a=0.1', ': a=0.2', ': a=0.3'],
    ],
    ['a range downwards', 'grid: { a: { type: range, min: 2, max: 0, step: -1 } }', [': a=2', ': a=1']],
    ['names in dots', 'fixed: { a.b: 1 }\ngrid: { a.c: { type: choice, options: [2] } }', [': a.b=1 a.c=2']],
    [
      'a collection of parameters',
      `grid: { a: { type: parameter_collection, params: { b: ${choice(1)}, c: ${choice(2)} } } }`,
      [': a.b=1 a.c=2'],
    ],
    [
      'sub-configurations add to what is above them, at any depth, and only the innermost count',
      'fixed: { a: 1 }\nx: { fixed: { b: 2 }, p: { fixed: { c: 3 } }, q: { fixed: { c: 4 } } }\ny: { fixed: { b: 5 } }',
      ['x.p: a=1 b=2 c=3', 'x.q: a=1 b=2 c=4', 'y: a=1 b=5'],
    ],
    [
      'sub-configurations replace what is above them, a grid by a value and a value by a grid',
      `fixed: { a: { b: 1, c: 2 } }\ngrid: { d: ${choice(1, 2)} }\nx: { fixed: { d: 3 }, grid: { a: { b: ${choice(8, 9)} } } }`,
      ['x: a.b=8 a.c=2 d=3', 'x: a.b=9 a.c=2 d=3'],
    ],
    [
      'mappings merged by YAML 1.1',
      'fixed:\n  a: &a { b: 1, c: 2 }\n  d: { <<: *a, c: 3 }',
      [': a.b=1 a.c=2 d.b=1 d.c=3'],
    ],
    [
      'names of every object are names',
      'fixed: { __proto__: 1, constructor: { toString: 2 } }',
      [': __proto__=1 constructor.toString=2'],
    ],
  ])('%s', (_, text, points) => {
    expect(expanded(text)).toEqual(points);
  });

  test('grids that are left whole are not crossed', () => {
    const text = `grid: { a: ${zipped('s', 0, 1)}, b: ${zipped('s', 5, 6)}, c: ${choice(1, 2)}, d: ${choice(3, 4)} }`;
    expect(expanded(text, ['a', 'b', 'd'])).toEqual([
      ': a=[0,1] b=[5,6] c=1 d=[3,4]',
      ': a=[0,1] b=[5,6] c=2 d=[3,4]',
    ]);
    // Zipped with something else, it cannot be.
    expect(expanded(text, ['a', 'd'])).toContain(': a=1 b=6 c=2 d=[3,4]');
  });

  test.each([
    [
      'zipped grids of two lengths',
      `grid: { a: ${zipped('z', 1, 2)}, b: ${zipped('z', 1)} }`,
      'advance together',
    ],
    ['two sections', `fixed: { a: 1 }\ngrid: { a: ${choice(1)} }`, 'two sections'],
    ['a section that is a list', 'fixed: [1]', 'must be a mapping'],
    ['no grid', 'grid: { a: 1 }', 'type: choice'],
    ['an unknown type', 'grid: { a: { type: chioce, options: [1] } }', '`chioce` is not a type'],
    ['no options', 'grid: { a: { type: choice, options: [] } }', 'no options'],
    ['step 0', 'grid: { a: { type: range, min: 0, max: 1, step: 0 } }', 'must not be 0'],
    ['an empty range', 'grid: { a: { type: range, min: 1, max: 1, step: 1 } }', 'is empty'],
    ['a range the wrong way', 'grid: { a: { type: range, min: 1, max: 0, step: 1 } }', 'is empty'],
    ['a range without end', 'grid: { a: { type: range, min: 0, max: .inf, step: 1 } }', 'finite numbers'],
    [
      'a range that is too long',
      'grid: { a: { type: range, min: 0, max: 1e9, step: 1 } }',
      'more than 10000',
    ],
    [
      'too many combinations',
      `grid: { ${'abcdefghijkl'
        .split('')
        .map((key) => `${key}: ${choice(1, 2)}`)
        .join(', ')} }`,
      'more than 2000 combinations',
    ],
  ])('%s is refused', (_, text, message) => {
    expect(() => expanded(text)).toThrow(message);
  });

  test('texts are Python literals where they can be', () => {
    const read = ['1e-4', '1_000', '.5', '-3', 'True', 'False', 'None', 'x', '1e', 'e5', '1-2', ''].map(
      literal,
    );
    expect(read).toEqual([0.0001, 1000, 0.5, -3, true, false, null, 'x', '1e', 'e5', '1-2', '']);
  });
});
