import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isCollection, isMap, isScalar } from 'yaml';

/** Puts `insert` in place of `length` characters. */
export interface Insertion {
  readonly offset: number;
  readonly length: number;
  readonly insert: string;
}

/** A key and its value at the end of a mapping, written as the mapping is. */
export function newKey(
  text: string,
  root: YAMLMap,
  map: YAMLMap,
  name: string,
  value: (key: (name: string) => string) => string,
): Insertion {
  const quoted = [map, root].some((of) => {
    const key: unknown = of.items[0]?.key;
    return of.flow === true && isScalar(key) && key.type === 'QUOTE_DOUBLE';
  });
  const key = (word: string): string => (quoted ? `"${word}"` : word);
  const written = `${key(name)}: ${value(key)}`;
  if (map.flow === true) return inFlow(map, written);
  const first = map.items[0]?.key as Node | undefined;
  return newLine(text, map, `${indentOf(text, first?.range?.[0] ?? 0)}${written}`);
}

export function appended(text: string, list: YAMLSeq, ids: readonly (string | number)[]): Insertion {
  if (list.flow === true) return inFlow(list, ids.join(', '));
  const start = list.range?.[0] ?? 0;
  const indent = indentOf(text, start);
  const lines = ids.map((id) => `${indent}- ${id}`);
  return newLine(text, list, lines.join(newlineOf(text)));
}

/** After the last item of a flow collection, and before a comma or a comment that follows it. */
function inFlow(collection: YAMLMap | YAMLSeq, written: string): Insertion {
  if (collection.items.length > 0) return { offset: endOf(collection), length: 0, insert: `, ${written}` };
  const offset = (collection.range?.[0] ?? 0) + 1;
  return { offset, length: 0, insert: isMap(collection) ? ` ${written} ` : written };
}

/** On a line of its own after the last line of a block collection. */
function newLine(text: string, collection: YAMLMap | YAMLSeq, line: string): Insertion {
  const end = endOf(collection);
  const newline = newlineOf(text);
  // A block text ends after its line, everything else on it.
  if (text[end - 1] === '\n') return { offset: end, length: 0, insert: `${line}${newline}` };
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  return { offset: end + rest.length, length: 0, insert: `${newline}${line}` };
}

/** The value of a key that has none. */
export function fill(text: string, pair: Pair, written: string): Insertion {
  const value = pair.value as Node | null;
  const [start, end] = value?.range ?? [0, 0];
  // As in `trusted: null`.
  if (end > start) return { offset: start, length: end - start, insert: written };
  const colon = text.indexOf(':', (pair.key as Node).range?.[1] ?? 0) + 1;
  return { offset: colon, length: 0, insert: ` ${written}` };
}

/** Where the last thing in a collection ends, comments and line ends not counted. */
function endOf(collection: YAMLMap | YAMLSeq): number {
  const last: unknown = collection.items[collection.items.length - 1];
  if (isMap(collection)) {
    const { key, value } = last as Pair<Node, Node | null>;
    return value === null || isNothingWritten(value) ? (key.range?.[1] ?? 0) : endOfNode(value);
  }
  return endOfNode(last as Node);
}

export function endOfNode(node: Node): number {
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return endOf(node);
  return node.range?.[1] ?? 0;
}

export function isNothing(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null);
}

function isNothingWritten(value: Node): boolean {
  return isScalar(value) && value.range?.[0] === value.range?.[1];
}

export function pairOf(map: YAMLMap, name: string): Pair | null {
  return map.items.find(({ key }) => isScalar(key) && key.value === name) ?? null;
}

export function indentOf(text: string, offset: number): string {
  return ' '.repeat(offset - (text.lastIndexOf('\n', offset - 1) + 1));
}

export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
