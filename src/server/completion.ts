import type { CompletionItem, Position } from 'vscode-languageserver/node';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Node, Pair } from 'yaml';
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { KeyPath } from '../core/errors';
import type { Schema } from '../config/schema';
import { alternatives, schemasAt } from '../config/schema';

/** Stands where the cursor is while the text is parsed. */
const CURSOR = 'flipcertCursor';

/**
 * Keys and values that the schema allows at a position. The text is parsed with a word put in at the cursor, in
 * place of what has been typed of it, so that unfinished text still has a place in the tree.
 */
export function completionsAt(text: string, position: Position): CompletionItem[] {
  const lines = text.split('\n');
  const line = lines[position.line] ?? '';
  const before = line
    .slice(0, position.character)
    .replace(/[\w-]*$/, (word) => (word.startsWith('-') ? '-' : ''));
  const after = line.slice(position.character).replace(/^[\w-]*:?/, '');
  if (/(^|\s)#/.test(before)) return [];
  // A value follows `key: `; in `[…]` an item stands by itself; anywhere else a key is written.
  const segment = /[^{[,]*$/.exec(before)?.[0] ?? '';
  const isItem = before.lastIndexOf('[') > before.lastIndexOf(']');
  const isValue = isItem || /:\s+$/.test(segment);
  const gap = /[\w:]$/.test(before) || before.endsWith('-') ? ' ' : '';
  lines[position.line] = `${before}${gap}${CURSOR}${isValue ? '' : ': '}${after}`;
  const place = cursorPlace(lines.join('\n'));
  if (place === null) return [];
  const schemas = schemasAt(place.path);
  if (!isValue) {
    const keys = schemas.flatMap((schema) => Object.entries(schema.properties ?? {}));
    const items = keys
      .filter(([key]) => !place.siblings.has(key))
      .map(([key, schema]) => keyItem(key, schema));
    // `- sample-wise`: an item that may be a word is written where a key could stand.
    return items.length > 0 ? items : valueItems(schemas);
  }
  return valueItems(schemas);
}

interface Place {
  /** Of the mapping whose key, or of the value, that the cursor stands for. */
  readonly path: KeyPath;
  readonly siblings: ReadonlySet<string>;
}

function cursorPlace(text: string): Place | null {
  const document = parseDocument(text, { prettyErrors: false });
  let place: Place | null = null;
  visit(document, {
    Scalar(key, node, ancestors) {
      if (typeof node.value !== 'string' || !node.value.includes(CURSOR)) return undefined;
      const path = pathOf(ancestors as readonly (Node | Pair)[], node);
      const map = [...ancestors].reverse().find(isMap);
      const siblings = key === 'key' && map !== undefined ? map.items.map((pair) => pair.key) : [];
      place = { path, siblings: new Set(siblings.map((name) => (isScalar(name) ? String(name.value) : ''))) };
      return visit.BREAK;
    },
  });
  return place;
}

/** Path of a node; for a key, that of the mapping it stands in. */
function pathOf(ancestors: readonly (Node | Pair)[], node: Node): KeyPath {
  const chain = [...ancestors, node];
  const path: (string | number)[] = [];
  chain.forEach((step, i) => {
    const next = chain[i + 1];
    if (isPair(step) && next !== undefined && step.key !== next)
      path.push(isScalar(step.key) ? String(step.key.value) : '');
    if (isSeq(step) && next !== undefined) path.push(step.items.indexOf(next));
  });
  return path;
}

function keyItem(key: string, schema: Schema): CompletionItem {
  const described = alternatives(schema).find(({ description }) => description !== undefined);
  return {
    label: key,
    kind: CompletionItemKind.Property,
    insertText: `${key}: `,
    ...(described?.description === undefined ? {} : { documentation: described.description }),
  };
}

function valueItems(schemas: readonly Schema[]): CompletionItem[] {
  const values = schemas.flatMap((schema) =>
    schema.type === 'boolean' ? ['true', 'false'] : (schema.enum ?? []),
  );
  return [...new Set(values)].map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
}
