import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver/node';
import { InsertTextFormat } from 'vscode-languageserver/node';
import type { Cursor } from './cursor';

/** Asks for the next suggestion, as soon as this one is written. */
export const SUGGEST_AGAIN = { title: '', command: 'editor.action.triggerSuggest' };

/** An item that takes the place of what is written at the cursor. */
export function item(
  { range }: Cursor,
  label: string,
  kind: CompletionItemKind,
  more: Omit<CompletionItem, 'label' | 'kind' | 'textEdit'> & { readonly newText?: string } = {},
): CompletionItem {
  const { newText = label, ...rest } = more;
  return { label, kind, filterText: label, textEdit: { range, newText }, ...rest };
}

/** The same with stops to fill in. */
export function snippet(
  cursor: Cursor,
  label: string,
  kind: CompletionItemKind,
  newText: string,
  more: Omit<CompletionItem, 'label' | 'kind' | 'textEdit'> = {},
): CompletionItem {
  return item(cursor, label, kind, { ...more, newText, insertTextFormat: InsertTextFormat.Snippet });
}
