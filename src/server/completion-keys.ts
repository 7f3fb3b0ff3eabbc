import type { CompletionItem } from 'vscode-languageserver/node';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Schema } from '../config/schema';
import { alternatives, explain, schemasAt } from '../config/schema';
import { SUGGEST_AGAIN, snippet } from './completion-item';
import type { Cursor } from './cursor';
import { requiredKey } from './messages';

/** Required by their meaning, which the schema alone cannot say. By the first step of the path. */
const ALSO_REQUIRED: Readonly<Record<string, readonly string[]>> = {
  split: ['labelled'],
  models: ['architecture', 'C'],
};
/** What is written behind a key, to be filled in. */
const VALUES: Readonly<Record<string, string>> = {
  labelled: ' { per-class: ${1:10} }',
  'per-class': ' ${1:10}',
  seeds: ' [${1:0, 1, 2}]',
  kinds: ' [${1:sample-wise, collective}]',
  budgets: ' [${1:0.05, 0.1, 0.2}]',
  flips: ' ${1:1}',
  trusted: ' [$1]',
  'time-limit': ' ${1:60}s',
  'choose-C': ' { values: [${1:0.01, 0.1, 1}] }',
  'certified-ratio': ' ">= ${1:0.5}"',
  'certified-accuracy': ' ">= ${1:0.5}"',
};
/** The same for the sections of a file, where they stand on lines of their own. */
const SECTIONS: Readonly<Record<string, string>> = {
  dataset: '\n  ${1|graph,table,kernel,generate|}: $2',
  split: '\n  labelled: { per-class: ${1:10} }\n  test: ${2:rest}\n  seed: ${3:0}',
  models: '\n  ${1:GCN}:\n    architecture: ${2|gcn,mlp,sgc,graphsage,gin,appnp,ppnp|}\n    C: ${3:0.1}',
  certify: '\n  budgets: [${1:0.05, 0.1, 0.2}]',
  expect:
    '\n  - { model: ${1:GCN}, kind: ${2|sample-wise,collective|}, budget: ${3:0.1}, certified-ratio: ">= ${4:0.5}" }',
};

/** The keys that a mapping may still have, required ones first. */
export function keyItems(cursor: Cursor): CompletionItem[] {
  const schemas = schemasAt(cursor.path);
  const required = new Set([
    ...schemas.flatMap((schema) => schema.required ?? []),
    ...(cursor.path.length <= 2 ? (ALSO_REQUIRED[String(cursor.path[0])] ?? []) : []),
  ]);
  const keys = new Map(schemas.flatMap((schema) => Object.entries(schema.properties ?? {})));
  return [...keys]
    .filter(([key]) => !cursor.siblings.has(key))
    .map(([key, schema], i) => keyItem(cursor, key, schema, required.has(key), i));
}

function keyItem(
  cursor: Cursor,
  key: string,
  schema: Schema,
  isRequired: boolean,
  order: number,
): CompletionItem {
  const section = cursor.path.length === 0 && !cursor.inFlow ? SECTIONS[key] : undefined;
  // `flips` of `certify` is a list, that of an expectation a number.
  const several = key === 'flips' && cursor.path.at(-1) === 'budgets';
  const value = section ?? (several ? ' [${1:1, 2, 3}]' : (VALUES[key] ?? ' '));
  const explained = explain([...cursor.path, key]);
  const chooses =
    value === ' ' && alternatives(schema).some((of) => of.enum !== undefined || of.type === 'string');
  const put = cursor.hasColon ? key : `${key}:${value}`;
  return snippet(cursor, key, CompletionItemKind.Property, put, {
    sortText: `${isRequired ? 0 : 1}${String(order).padStart(2, '0')}`,
    ...(isRequired ? { labelDetails: { description: requiredKey() } } : {}),
    ...(explained === null ? {} : { documentation: { kind: 'markdown', value: explained } }),
    ...(!cursor.hasColon && (chooses || value === ' [$1]') ? { command: SUGGEST_AGAIN } : {}),
  });
}
