/** Where things stand in a configuration's text. Pure: no editor in here. */
import { isMap, isScalar, LineCounter, type Pair, type YAMLMap } from 'yaml';
import { documentOf } from '../config/yaml-document';
import type { SourceRange } from '../core/errors';

/** An entry of `models:`. */
export interface ModelPlace {
  /** As the file names it; lists of values make several models of it. */
  readonly family: string;
  readonly range: SourceRange;
  /** Value of its `ntk` key, where it has one. */
  readonly ntk: { readonly value: string; readonly range: SourceRange } | null;
}

export interface Places {
  readonly models: readonly ModelPlace[];
  /** The key `expect`. */
  readonly expect: SourceRange | null;
}

/** Never throws: of a text in the middle of being typed it says what it can. */
export function placesOf(text: string): Places {
  const lines = new LineCounter();
  const { contents } = documentOf(text, { lineCounter: lines });
  if (!isMap(contents)) return { models: [], expect: null };
  const range = (node: unknown): SourceRange | null => rangeOf(node, lines);
  const models = contents.get('models', true);
  const expect = pairOf(contents, 'expect');
  return {
    models: isMap(models)
      ? models.items.flatMap((pair) => {
          const at = range(pair.key);
          if (!isScalar(pair.key) || !at) return [];
          const ntk = isMap(pair.value) ? pair.value.get('ntk', true) : undefined;
          const ntkAt = range(ntk);
          const said = isScalar(ntk) && ntkAt ? { value: String(ntk.value), range: ntkAt } : null;
          return [{ family: String(pair.key.value), range: at, ntk: said }];
        })
      : [],
    expect: expect ? range(expect.key) : null,
  };
}

/** Whether a model of a result is one of those that an entry of `models:` stands for. */
export function isOfFamily(name: string, family: string): boolean {
  if (name === family) return true;
  return name.startsWith(`${family} `) && /^(\S+=\S+ ?)+$/.test(name.slice(family.length + 1));
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function rangeOf(node: unknown, lines: LineCounter): SourceRange | null {
  if (!isScalar(node) || !node.range) return null;
  const from = lines.linePos(node.range[0]);
  const to = lines.linePos(node.range[1]);
  return { startLine: from.line - 1, startColumn: from.col - 1, endLine: to.line - 1, endColumn: to.col - 1 };
}
