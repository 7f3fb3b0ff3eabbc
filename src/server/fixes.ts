import type { CodeAction, Diagnostic, TextEdit } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParsedNode, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { documentOf } from '../config/yaml-document';
import { DEFAULT_SHARES } from '../config/convert-certify';
import type { Insertion } from '../config/insertion';
import { appended, fill, isNothing, newKey, pairOf } from '../config/insertion';
import { asYaml } from '../config/written';
import type { Fix, KeyPath } from '../core/errors';
import { fixTitle } from './messages';
import { removal } from './removal';
import { childrenOf, plainAt, spotsOf } from './spots';

/** What is written for a key that was missing. */
const VALUES: Readonly<Record<string, string>> = {
  dataset: '{ generate: karate }',
  split: '{ labelled: { per-class: 4 } }',
  models: '{ GCN: { architecture: gcn, C: 0.1 } }',
  architecture: 'gcn',
  C: '0.1',
  labelled: '{ per-class: 4 }',
  'per-class': '4',
  kind: 'sample-wise',
  'certified-ratio': '">= 0.5"',
  values: '[0.01, 0.1, 1]',
  edges: 'edges.csv',
  nodes: 'nodes.csv',
};
/** Quick fixes of diagnostics that stand in a text. */
export function fixesFor(uri: string, text: string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) =>
    fixesIn(diagnostic.data).flatMap((fix, i): CodeAction[] => {
      const edit = editOf(text, diagnostic, fix);
      if (edit === null) return [];
      return [
        {
          title: fixTitle(fix),
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          isPreferred: i === 0,
          edit: { changes: { [uri]: [edit] } },
        },
      ];
    }),
  );
}

/** As the publisher put them there; a client sends them back unread. */
function fixesIn(data: unknown): readonly Fix[] {
  if (typeof data !== 'object' || data === null || !('fixes' in data) || !Array.isArray(data.fixes))
    return [];
  return data.fixes as readonly Fix[];
}

function editOf(text: string, { range }: Diagnostic, fix: Fix): TextEdit | null {
  if (fix.kind === 'replace' || fix.kind === 'round') return { range, newText: fix.text };
  const insertion = insertionOf(text, fix);
  if (insertion === null) return null;
  const { offset, length, insert } = insertion;
  const after = text.slice(0, offset) + insert + text.slice(offset + length);
  if (documentOf(after).errors.length > 0) return null;
  const document = TextDocument.create('', '', 0, text);
  return {
    range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
    newText: insert,
  };
}

function insertionOf(text: string, fix: Exclude<Fix, { kind: 'replace' | 'round' }>): Insertion | null {
  const document = documentOf(text, { version: '1.2' });
  const root = document.contents;
  if (!isMap(root)) return null;
  switch (fix.kind) {
    case 'add-key':
      return addedKey(text, root, fix.path, fix.key, valueFor(text, fix.path, fix.key));
    case 'add-item': {
      const list = nodeIn(root, fix.path);
      if (isSeq(list)) return appended(text, list, [fix.text]);
      if (list !== null) return null;
      const key = String(fix.path.at(-1));
      // The budgets that are certified where none is written must not be lost when one is added.
      const items = key === 'budgets' ? [...DEFAULT_SHARES, fix.text] : [fix.text];
      return addedKey(text, root, fix.path.slice(0, -1), key, `[${items.join(', ')}]`);
    }
    case 'remove':
      return removal(text, root, fix.path);
  }
}

function addedKey(text: string, root: YAMLMap, path: KeyPath, key: string, value: string): Insertion | null {
  const map = path.length === 0 ? root : nodeIn(root, path);
  if (isMap(map) && map.items.length > 0) return newKey(text, root, map, key, () => value);
  if (isMap(map)) return null;
  const owner = path.length === 1 ? pairOf(root, String(path[0])) : null;
  if (owner !== null) return isNothing(owner.value) ? fill(text, owner, `{ ${key}: ${value} }`) : null;
  return path.length === 1 && map === null
    ? newKey(text, root, root, String(path[0]), () => `{ ${key}: ${value} }`)
    : null;
}

function nodeIn(root: YAMLMap, path: KeyPath): unknown {
  let node: unknown = root;
  for (const step of path) {
    if (isSeq(node) && typeof step === 'number') node = node.items[step];
    else node = isMap(node) ? (pairOf(node, String(step))?.value ?? null) : null;
  }
  return isScalar(node) && (node as ParsedNode & { value: unknown }).value === null ? null : node;
}

function valueFor(text: string, path: KeyPath, key: string): string {
  const spots = spotsOf(text);
  if (key === 'model') return asYaml(String(childrenOf(spots, ['models'])[0]?.path[1] ?? 'GCN'));
  if (key === 'flips') return path.at(-1) === 'budgets' ? '[1, 2, 3]' : '1';
  if (key !== 'budget') return VALUES[key] ?? '';
  const budgets = plainAt(spots, ['certify', 'budgets']);
  if (Array.isArray(budgets)) return String(budgets[0]);
  const flips: unknown =
    typeof budgets === 'object' && budgets !== null && 'flips' in budgets ? budgets.flips : null;
  return Array.isArray(flips) ? `{ flips: ${String(flips[0])} }` : '0.1';
}
