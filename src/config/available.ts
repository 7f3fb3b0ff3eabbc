import type { Diagnostic, KeyPath } from '../core/errors';
import * as messages from './messages';
import type { ConfigNode } from './tree';
import { keyLocation, nodeAt, valueLocation } from './tree';

interface Later {
  /** `*` stands for any key. */
  readonly path: readonly string[];
  /** Values that are not available yet; without them the key itself is not. */
  readonly values?: readonly string[];
  readonly instead: string;
}

/** What the file format has and this version has not. Whoever builds one of these takes its line out. */
const LATER: readonly Later[] = [
  { path: ['models', '*', 'ntk'], values: ['qpcert'], instead: 'use `exact`' },
];

/** Whether this version has a key (at `path`), or a value of it. */
export function isAvailable(path: KeyPath, value: string | null): boolean {
  return LATER.every(({ path: pattern, values }) => {
    if (pattern.length !== path.length || !pattern.every((step, i) => step === '*' || step === path[i]))
      return true;
    return values === undefined ? value !== null : value === null || !values.includes(value);
  });
}

/** An error `not-available` for everything in a configuration that this version cannot do. */
export function unavailable(root: ConfigNode): Diagnostic[] {
  return LATER.flatMap(({ path, values, instead }) =>
    matching(root, path).flatMap((found) => {
      const node = nodeAt(root, found);
      if (node === null) return [];
      if (values === undefined)
        return [later(`\`${String(found.at(-1))}\``, instead, keyLocation(root, found))];
      if (node.kind !== 'scalar' || !values.includes(String(node.value))) return [];
      return [
        later(`\`${String(found.at(-1))}: ${String(node.value)}\``, instead, valueLocation(root, found)),
      ];
    }),
  );
}

function later(what: string, instead: string, location: ReturnType<typeof keyLocation>): Diagnostic {
  return {
    code: 'not-available',
    message: messages.notAvailable(what, instead),
    severity: 'error',
    ...location,
  };
}

/** Paths in the tree that a path with wildcards stands for. */
function matching(root: ConfigNode, path: readonly string[]): KeyPath[] {
  let found: KeyPath[] = [[]];
  for (const step of path) {
    found = found.flatMap((at) => {
      const node = nodeAt(root, at);
      if (node?.kind !== 'mapping') return [];
      if (step === '*') return [...node.entries.keys()].map((key) => [...at, key]);
      return node.entries.has(step) ? [[...at, step]] : [];
    });
  }
  return found;
}
