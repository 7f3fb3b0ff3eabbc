import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Diagnostic, Fix, KeyPath } from '../core/errors';
import { MOST_MESSAGE, shown as cut } from '../core/shown';
import * as messages from './messages';
import { nearest } from './nearest';
import type { Schema } from './schema';
import { describe, experimentSchema, isUnion } from './schema';
import type { ConfigNode, Location } from './tree';
import { keyLocation, nodeAt, ownerLocation, plain, valueLocation } from './tree';

/** Checks the structure of a configuration: keys, types, ranges. */
export type StructureCheck = (root: ConfigNode) => Diagnostic[];

/** Compiles the schema once; the check may be kept. */
export function structureCheck(): StructureCheck {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false, allowUnionTypes: true });
  // What the schema says beyond its descriptions, for those who read it in an editor.
  ajv.addVocabulary(['formula', 'paper']);
  const validate: ValidateFunction = ajv.compile(experimentSchema);
  return (root) => {
    if (validate(plain(root))) return [];
    return distinct(
      (validate.errors ?? []).flatMap((error) => diagnosticsOf(root, error, validate.errors ?? [])),
    );
  };
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ file, range, code, message }) => {
    const key = JSON.stringify([file, range.startLine, range.startColumn, code, message]);
    return !seen.has(key) && seen.add(key);
  });
}

function diagnosticsOf(root: ConfigNode, error: ErrorObject, all: readonly ErrorObject[]): Diagnostic[] {
  const path = pathOf(root, error.instancePath);
  const make = (code: string, message: string, location: Location, ...fixes: Fix[]): Diagnostic[] => [
    {
      code,
      message: cut(message, MOST_MESSAGE),
      severity: 'error',
      ...location,
      ...(fixes.length === 0 ? {} : { fixes }),
    },
  ];
  const value = valueLocation(root, path);
  const name = nameOf(path);
  const node = nodeAt(root, path);
  const shown = node?.kind === 'scalar' ? shortened(String(node.value)) : '';
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const suggestion = suggestedKey(error, key);
      const known = Object.keys((error.parentSchema as Schema | undefined)?.properties ?? {});
      const message = messages.unknownKey(key, suggestion, ownerOf(key, path), known);
      const fix: Fix =
        suggestion === null
          ? { kind: 'remove', path: [...path, key] }
          : { kind: 'replace', text: suggestion };
      return make('unknown-key', message, keyLocation(root, [...path, key]), fix);
    }
    case 'required': {
      const key = String(params['missingProperty']);
      // A mistyped key is one mistake, not an unknown key and a missing one.
      const mistyped = all.some(
        (other) =>
          other.keyword === 'additionalProperties' &&
          other.instancePath === error.instancePath &&
          suggestedKey(
            other,
            String((other.params as Readonly<Record<string, unknown>>)['additionalProperty']),
          ) === key,
      );
      if (mistyped) return [];
      return make(
        'missing-key',
        messages.missingKey(key, path.length === 0 ? null : name),
        ownerLocation(root, path),
        { kind: 'add-key', path, key },
      );
    }
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
      if (node?.kind !== 'scalar')
        return make('wrong-type', messages.wrongType(name, expected(error, path), typeName(node)), value);
      if (node.value === null)
        return make('wrong-type', messages.noValue(name, `one of ${allowed.join(', ')}`), value);
      const suggestion = nearest(shown, allowed);
      const description = isUnion(path) ? describe(path) : null;
      const message =
        description === null
          ? messages.unknownValue(shown, name, allowed, suggestion)
          : messages.notOneOf(shown, name, description, suggestion);
      const fixes: Fix[] = suggestion === null ? [] : [{ kind: 'replace', text: suggestion }];
      return make('unknown-value', message, value, ...fixes);
    }
    case 'type': {
      if (node?.kind === 'scalar' && node.value === null) {
        return make('wrong-type', messages.noValue(name, expected(error, path)), value);
      }
      return make('wrong-type', messages.wrongType(name, expected(error, path), typeName(node)), value);
    }
    case 'minimum':
      return make(
        'out-of-range',
        messages.outOfRange(name, shown, `${String(params['limit'])} or more`),
        value,
      );
    case 'maximum':
      return make(
        'out-of-range',
        messages.outOfRange(name, shown, `${String(params['limit'])} or less`),
        value,
      );
    case 'exclusiveMinimum':
      return make(
        'out-of-range',
        messages.outOfRange(name, shown, `greater than ${String(params['limit'])}`),
        value,
      );
    case 'minItems':
    case 'minProperties':
      return make('empty', messages.empty(name), value);
    case 'minLength':
      return make('empty', messages.emptyText(name), value);
    case 'uniqueItems': {
      const item = [...path, Math.max(Number(params['i']), Number(params['j']))];
      const twin = nodeAt(root, item);
      const text = twin?.kind === 'scalar' ? String(twin.value) : 'This';
      return make('duplicate-item', messages.duplicateItem(text, name), valueLocation(root, item), {
        kind: 'remove',
        path: item,
      });
    }
    case 'pattern':
      return make('wrong-value', messages.notATime(shown), value);
    default:
      // `if` only repeats the error of the branch that it chose.
      return error.keyword === 'if'
        ? []
        : make('wrong-value', `${name}: ${error.message ?? error.keyword}.`, value);
  }
}

/** A JSON pointer as a path; steps into lists are numbers. */
function pathOf(root: ConfigNode, pointer: string): KeyPath {
  const path: (string | number)[] = [];
  for (const word of pointer.split('/').slice(1)) {
    const step = word.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(nodeAt(root, path)?.kind === 'list' ? Number(step) : step);
  }
  return path;
}

function nameOf(path: KeyPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  if (typeof last === 'string') return `\`${last}\``;
  return `Item ${last + 1} of ${nameOf(path.slice(0, -1))}`;
}

function suggestedKey(error: ErrorObject, key: string): string | null {
  const schema = error.parentSchema as Schema | undefined;
  const present = new Set(Object.keys(error.data ?? {}));
  return nearest(
    key,
    Object.keys(schema?.properties ?? {}).filter((candidate) => !present.has(candidate)),
  );
}

/** The part of the file that a misplaced key belongs to. */
function ownerOf(key: string, path: KeyPath): string | null {
  const owners: readonly (readonly [string, string])[] = [
    ['dataset', '`dataset`'],
    ['split', '`split`'],
    ['model', 'a model'],
    ['certify', '`certify`'],
    ['expectation', 'an entry of `expect`'],
  ];
  const found = owners.find(([def]) => Object.hasOwn(experimentSchema.$defs?.[def]?.properties ?? {}, key));
  if (found !== undefined) return found[1];
  return path.length > 0 && Object.hasOwn(experimentSchema.properties ?? {}, key) ? 'the whole file' : null;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function expected(error: ErrorObject, path: KeyPath): string {
  if (error.keyword === 'enum') return 'one of the words it allows';
  const types = [(error.params as { readonly type: string | readonly string[] }).type].flat();
  // NaN and infinities are numbers that JSON Schema does not count as such.
  if (typeof error.data === 'number' && types.includes('number')) return 'a finite number';
  const described = isUnion(path) ? describe(path) : null;
  if (described !== null) return `one of these: ${described.replace(/\.$/, '')}`;
  return types.map((type) => TYPES[type] ?? type).join(' or ');
}

/** A value in a message: a whole file may have been taken for one. */
function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function typeName(node: ConfigNode | null): string {
  if (node === null) return 'missing';
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a mapping';
  if (typeof node.value === 'string') return `the text \`${shortened(node.value)}\``;
  return String(node.value);
}
