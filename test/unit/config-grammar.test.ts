import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/config/schema';
import { experimentSchema } from '../../src/config/schema';

interface Rule {
  readonly match: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}
const grammar = JSON.parse(readFileSync('syntaxes/flipcert.tmLanguage.json', 'utf8')) as {
  readonly scopeName: string;
  readonly repository: Readonly<
    Record<'section' | 'key' | 'value' | 'time' | 'number' | 'name' | 'condition', Rule>
  >;
};
const rule = (name: keyof typeof grammar.repository): RegExp => new RegExp(grammar.repository[name].match);

/** Every key and every word of the schema. */
function words(schema: Schema, keys: Set<string>, values: Set<string>): void {
  for (const value of schema.enum ?? []) values.add(value);
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    keys.add(key);
    words(property, keys, values);
  }
  const { then, else: otherwise, items, additionalProperties: more } = schema;
  for (const part of [then, otherwise, items, more, ...Object.values(schema.$defs ?? {})]) {
    if (typeof part === 'object') words(part, keys, values);
  }
}

describe('the grammar', () => {
  const keys = new Set<string>();
  const values = new Set<string>();
  words(experimentSchema, keys, values);

  test('knows every key and every word of the schema', () => {
    expect(keys.size).toBeGreaterThan(30);
    for (const key of keys) {
      expect(rule('key').exec(`  ${key}: 1`)?.[2]).toBe(key);
      expect(rule('key').exec(`{ ${key}: 1 }`)?.[2]).toBe(key);
    }
    expect(values.size).toBeGreaterThan(20);
    for (const value of values) expect(rule('value').exec(`a: ${value} # why`)?.[1]).toBe(value);
    for (const value of values) expect(rule('value').exec(`a: [x, ${value}]`)?.[1]).toBe(value);
  });
  test('does not take the name of a model for a key', () => {
    expect(rule('key').test('  GCN:')).toBe(false);
    expect(rule('key').test('  my-seed:')).toBe(false);
    expect(rule('name').exec('  GCN:')?.[1]).toBe('GCN');
  });
  test('between brackets a key is found where any other key would be, and so comes first', () => {
    for (const line of ['{ model: GCN }', '[{model: GCN}]', '{ "a": 1,  model: GCN }']) {
      const key = rule('key').exec(line);
      expect(key?.[2]).toBe('model');
      const rest = new RegExp(rule('name').source, 'g');
      const names = [...line.matchAll(rest)].filter(({ index }) => index < (key?.index ?? 0));
      expect(names.map((name) => name[1])).toEqual(line.includes('"a"') ? ['"a"'] : []);
    }
  });
  test('a part of the file is one at the start of a line alone', () => {
    expect(rule('section').exec('models:')?.[2]).toBe('models');
    expect(rule('section').exec('"split": {}')?.[2]).toBe('split');
    expect(rule('section').test('  split:')).toBe(false);
    expect(rule('section').test('seed: 1')).toBe(false);
  });
  test('parts, keys, names and words have scopes that every default theme colours differently', () => {
    // The innermost scope decides: in the default dark, light and high-contrast themes these four differ.
    const last = (name: keyof typeof grammar.repository, group: string): string | undefined =>
      grammar.repository[name].captures?.[group].name.split(' ').at(-1);
    expect([last('section', '2'), last('key', '2'), last('name', '1'), last('value', '1')]).toEqual([
      'keyword.control.section.flipcert',
      'variable.other.property.flipcert',
      'entity.name.type.flipcert',
      'constant.language.flipcert',
    ]);
  });
  test('times, numbers and conditions', () => {
    expect(rule('time').exec('time-limit: 60s')?.slice(1)).toEqual(['60', 's']);
    expect(rule('number').exec('C: 0.075')?.[0]).toBe('0.075');
    expect(rule('number').test('data: v0.1')).toBe(false);
    expect(rule('condition').exec('certified-ratio: ">= 0.6"')?.slice(2, 4)).toEqual(['>=', '0.6']);
  });
});
