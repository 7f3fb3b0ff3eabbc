import type { CompletionItem, Position } from 'vscode-languageserver/node';
import { schemasAt } from '../config/schema';
import { cursorAt } from './cursor';
import { dataItems } from './completion-data';
import { keyItems } from './completion-keys';
import { item } from './completion-item';
import type { Facts } from './facts';
import { NO_FACTS } from './facts';
import { CompletionItemKind } from 'vscode-languageserver/node';

/** Keys and values that may stand at a position: those of the schema, and those that the text and its data have. */
export function completionsAt(text: string, position: Position, facts: Facts = NO_FACTS): CompletionItem[] {
  const cursor = cursorAt(text, position);
  if (cursor === null) return [];
  if (!cursor.isValue) {
    const keys = keyItems(cursor);
    if (keys.length > 0) return keys;
  }
  // `- sample-wise`: an item that may be a word is written where a key could stand.
  const words = schemasAt(cursor.path).flatMap((schema) =>
    schema.type === 'boolean' ? ['true', 'false'] : (schema.enum ?? []),
  );
  return [
    ...[...new Set(words)].map((word) => item(cursor, word, CompletionItemKind.EnumMember)),
    ...dataItems(cursor, text, facts),
  ];
}
