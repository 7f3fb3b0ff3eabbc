import type { CompletionItem } from 'vscode-languageserver/node';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { DEFAULT_SHARES } from '../config/convert-certify';
import { asYaml } from '../config/written';
import type { Label } from '../core/graph/raw';
import { allowance } from './budget-text';
import { item } from './completion-item';
import type { Cursor } from './cursor';
import type { Facts } from './facts';
import * as messages from './messages';
import type { Spot } from './spots';
import { childrenOf, plainAt, spotAt, spotsOf } from './spots';

/** An expectation on `all` budgets is mostly on few flips. */
const FIRST_FLIPS = [1, 2, 3, 4, 5];

/** Values that a text and its data have: labels of classes, names of models, computed budgets, labelled nodes. */
export function dataItems(cursor: Cursor, text: string, facts: Facts): CompletionItem[] {
  const [first, second, third, ...rest] = cursor.path;
  if (rest.length > 0) return [];
  if (first === 'dataset' && second === 'classes' && typeof third === 'number')
    return classItems(cursor, text, facts);
  if (first === 'certify' && second === 'trusted' && typeof third === 'number')
    return trustedItems(cursor, text, facts);
  if (first !== 'expect') return [];
  if (third === 'model') return modelItems(cursor, text, facts);
  return third === 'budget' ? budgetItems(cursor, text, facts) : [];
}

function classItems(cursor: Cursor, text: string, { fileClasses }: Facts): CompletionItem[] {
  const chosen = written(text, ['dataset', 'classes']);
  return fileClasses
    .filter(({ label }) => !chosen.has(String(label)))
    .map(({ label, nodes }, i) =>
      item(cursor, String(label), CompletionItemKind.EnumMember, {
        labelDetails: { description: messages.nodes(nodes) },
        sortText: ordered(i),
        newText: labelText(cursor, label),
      }),
    );
}

function trustedItems(cursor: Cursor, text: string, { labelled }: Facts): CompletionItem[] {
  const trusted = written(text, ['certify', 'trusted']);
  return [...labelled]
    .filter(({ id }) => !trusted.has(String(id)))
    .sort((a, b) => a.id - b.id)
    .map(({ id, label }, i) =>
      item(cursor, String(id), CompletionItemKind.Value, {
        labelDetails: { description: messages.labelOf(label) },
        sortText: ordered(i),
      }),
    );
}

function modelItems(cursor: Cursor, text: string, facts: Facts): CompletionItem[] {
  const families = childrenOf(spotsOf(text), ['models']).map(({ path }) => String(path[1]));
  // Of a model with lists each one has a name of its own, as long as its family is still there.
  const variants = facts.models.filter(({ family }) => families.includes(family)).map(({ name }) => name);
  return [...new Set([...families, ...variants])].map((name, i) =>
    item(cursor, name, CompletionItemKind.Reference, {
      sortText: ordered(i),
      newText: cursor.quote === '' ? asYaml(name) : name,
    }),
  );
}

function budgetItems(cursor: Cursor, text: string, { dataset }: Facts): CompletionItem[] {
  const spots = spotsOf(text);
  const allowed = (budget: string, kind: 'share' | 'flips'): string | null =>
    dataset === null ? null : allowance(budget, kind, dataset.labelled);
  const budgets = spotAt(spots, ['certify', 'budgets']);
  const flips = childrenOf(spots, ['certify', 'budgets', 'flips']);
  const choices: (readonly [string, string | null])[] =
    flips.length > 0 || budgets?.scalar === 'all'
      ? (flips.length > 0 ? flips.map(numberText) : FIRST_FLIPS.map(String)).map((n) => [
          `{ flips: ${n} }`,
          allowed(n, 'flips'),
        ])
      : (budgets?.kind === 'list' ? childrenOf(spots, budgets.path).map(numberText) : DEFAULT_SHARES).map(
          (share) => [share, allowed(share, 'share')],
        );
  return [...new Map(choices)].map(([label, description], i) =>
    item(cursor, label, CompletionItemKind.Value, {
      sortText: ordered(i),
      ...(description === null ? {} : { labelDetails: { description } }),
    }),
  );
}

function numberText({ text }: Spot): string {
  return text;
}

/** What a list holds already. */
function written(text: string, path: readonly string[]): Set<string> {
  const list = plainAt(spotsOf(text), path);
  return new Set(Array.isArray(list) ? list.map(String) : []);
}

function labelText({ quote }: Cursor, label: Label): string {
  return typeof label === 'number' || quote !== '' ? String(label) : asYaml(label);
}

function ordered(i: number): string {
  return String(i).padStart(5, '0');
}
