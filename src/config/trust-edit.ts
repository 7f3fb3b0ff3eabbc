import { isDeepStrictEqual } from 'node:util';
import type { Document, ParsedNode, YAMLMap } from 'yaml';
import { isAlias, isMap, isSeq } from 'yaml';
import { documentOf } from './yaml-document';
import type { Insertion } from './insertion';
import { appended, fill, isNothing, newKey, pairOf } from './insertion';
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
  const said = plain(document);
  if (said === null) return refused(messages.trustUnreadable());
  const before = Array.isArray(said.certify?.trusted) ? (said.certify.trusted as unknown[]) : [];
  const fresh = [...new Set(ids)].filter((id) => !before.includes(id)).sort((a, b) => a - b);
  if (fresh.length === 0) return { kind: 'nothing' };
  const place = insertion(text, document.contents, fresh);
  if (typeof place === 'string') return refused(place);
  const { offset, length, insert } = place;
  const edited = parse(text.slice(0, offset) + insert + text.slice(offset + length));
  if (edited === null || !addsOnly(said, plain(edited), [...before, ...fresh]))
    return refused(messages.trustByHand(fresh));
  return { kind: 'edit', offset: offset + mark, length, text: insert };
}

type Parsed = Document.Parsed<ParsedNode>;

function parse(text: string): Parsed | null {
  const document = documentOf(text, { version: '1.2' });
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

interface Plain {
  readonly certify?: { readonly trusted?: unknown } | null;
}

/** Null where an alias stands for nothing, or for more than any experiment holds. */
function plain(document: Parsed): Plain | null {
  try {
    return document.toJS({ maxAliasCount: 1000 }) as Plain;
  } catch {
    return null;
  }
}

/** Whether all that differs is the list of trusted labels. */
function addsOnly(before: Plain, after: Plain | null, trusted: readonly unknown[]): boolean {
  return isDeepStrictEqual(after, { ...before, certify: { ...before.certify, trusted } });
}
