import { isDeepStrictEqual } from 'node:util';
import type { Document, Node, Pair, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isCollection, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import * as messages from './messages';

export type TrustEdit =
  /** Puts `text` in place of `length` characters. */
  | { readonly kind: 'edit'; readonly offset: number; readonly length: number; readonly text: string }
  /** All of them are trusted already. */
  | { readonly kind: 'nothing' }
  /** Nothing is edited, and why. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * The edit that adds node ids to `certify: trusted:` of a configuration's text. One insertion, so that comments and
 * layout stay as they are. What it does is checked by reading the text again: nothing but the list may differ.
 */
export function trustEdit(content: string, ids: readonly number[]): TrustEdit {
  // The parser counts no byte order mark.
  const mark = content.startsWith('\ufeff') ? 1 : 0;
  const text = content.slice(mark);
  const document = parse(text);
  if (document === null || !isMap(document.contents)) return refused(messages.trustUnreadable());
  const before = trustedIn(document);
  const fresh = [...new Set(ids)].filter((id) => !before.includes(id)).sort((a, b) => a - b);
  if (fresh.length === 0) return { kind: 'nothing' };
  const place = insertion(text, document.contents, fresh);
  if (typeof place === 'string') return refused(place);
  const { offset, length, insert } = place;
  const edited = parse(text.slice(0, offset) + insert + text.slice(offset + length));
  if (edited === null || !addsOnly(document, edited, [...before, ...fresh]))
    return refused(messages.trustByHand(fresh));
  return { kind: 'edit', offset: offset + mark, length, text: insert };
}

interface Insertion {
  readonly offset: number;
  readonly length: number;
  readonly insert: string;
}

type Parsed = Document.Parsed<ParsedNode>;

function parse(text: string): Parsed | null {
  const document = parseDocument(text, { version: '1.2', prettyErrors: false });
  return document.errors.length === 0 ? document : null;
}

function refused(message: string): TrustEdit {
  return { kind: 'refused', message };
}

/** Where the ids go, or why there is no place for them. */
function insertion(text: string, root: YAMLMap, ids: readonly number[]): Insertion | string {
  const listed = ids.join(', ');
  const certify = pairOf(root, 'certify');
  if (certify === null)
    return newKey(text, root, root, 'certify', (key) => `{ ${key('trusted')}: [${listed}] }`);
  if (isAlias(certify.value)) return messages.trustAlias('certify', ids);
  if (isNothing(certify.value)) return fill(text, certify, `{ trusted: [${listed}] }`);
  if (!isMap(certify.value)) return messages.trustUnreadable();
  const trusted = pairOf(certify.value, 'trusted');
  if (trusted === null) return newKey(text, root, certify.value, 'trusted', () => `[${listed}]`);
  if (isAlias(trusted.value)) return messages.trustAlias('certify: trusted', ids);
  if (isNothing(trusted.value)) return fill(text, trusted, `[${listed}]`);
  if (!isSeq(trusted.value)) return messages.trustUnreadable();
  return appended(text, trusted.value, ids);
}

/** A key and its value at the end of a mapping, written as the mapping is. */
function newKey(
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

function appended(text: string, list: YAMLSeq, ids: readonly number[]): Insertion {
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
function fill(text: string, pair: Pair, written: string): Insertion {
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

function endOfNode(node: Node): number {
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return endOf(node);
  return node.range?.[1] ?? 0;
}

function isNothing(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null);
}

function isNothingWritten(value: Node): boolean {
  return isScalar(value) && value.range?.[0] === value.range?.[1];
}

function pairOf(map: YAMLMap, name: string): Pair | null {
  return map.items.find(({ key }) => isScalar(key) && key.value === name) ?? null;
}

function indentOf(text: string, offset: number): string {
  return ' '.repeat(offset - (text.lastIndexOf('\n', offset - 1) + 1));
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

interface Plain {
  readonly certify?: { readonly trusted?: unknown } | null;
}

function plain(document: Parsed): Plain {
  return document.toJS({ maxAliasCount: -1 }) as Plain;
}

function trustedIn(document: Parsed): unknown[] {
  const trusted = plain(document).certify?.trusted;
  return Array.isArray(trusted) ? trusted : [];
}

/** Whether all that differs is the list of trusted labels. */
function addsOnly(before: Parsed, after: Parsed, trusted: readonly unknown[]): boolean {
  const wanted = plain(before);
  return isDeepStrictEqual(plain(after), { ...wanted, certify: { ...wanted.certify, trusted } });
}
