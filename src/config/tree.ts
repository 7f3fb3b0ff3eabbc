import type { KeyPath, SourceRange } from '../core/errors';

/** A place in a file: the path as the user gave it, or joined to the directory of the file that names it. */
export interface Location {
  readonly file: string;
  readonly range: SourceRange;
}

/** A configuration as a tree that remembers where everything stands. Referenced files are grafted into it. */
export type ConfigNode = MappingNode | ListNode | ScalarNode;

export interface MappingNode {
  readonly kind: 'mapping';
  readonly location: Location;
  readonly entries: ReadonlyMap<string, { readonly key: Location; readonly value: ConfigNode }>;
}

export interface ListNode {
  readonly kind: 'list';
  readonly location: Location;
  readonly items: readonly ConfigNode[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly location: Location;
  readonly value: string | number | boolean | null;
  /** As it is written in the file, e.g. `0.050` for a number. */
  readonly text: string;
}

/** The node at a path; null where there is none. */
export function nodeAt(root: ConfigNode, path: KeyPath): ConfigNode | null {
  let node: ConfigNode | null = root;
  for (const step of path) node = node === null ? null : child(node, step);
  return node;
}

function child(node: ConfigNode, step: string | number): ConfigNode | null {
  if (node.kind === 'list') return node.items[Number(step)] ?? null;
  return node.kind === 'mapping' ? (node.entries.get(String(step))?.value ?? null) : null;
}

/** Where the value at a path stands; where there is none, the key of the nearest thing around it that is there. */
export function valueLocation(root: ConfigNode, path: KeyPath): Location {
  const node = nodeAt(root, path);
  if (node !== null) return node.kind === 'scalar' ? node.location : headLocation(root, path);
  for (let length = path.length - 1; length > 0; length--) {
    const around = path.slice(0, length);
    if (nodeAt(root, around) !== null) return ownerLocation(root, around);
  }
  return firstLine(root.location);
}

/** Where the key at a path stands, or the item of a list; the nearest key around it where there is none. */
export function keyLocation(root: ConfigNode, path: KeyPath): Location {
  for (let length = path.length; length > 0; length--) {
    const parent = nodeAt(root, path.slice(0, length - 1));
    const entry = parent?.kind === 'mapping' ? parent.entries.get(String(path[length - 1])) : undefined;
    if (entry !== undefined) return entry.key;
    const item = parent?.kind === 'list' ? nodeAt(root, path.slice(0, length)) : null;
    if (item !== null) return firstLine(item.location);
  }
  return firstLine(root.location);
}

/** The key that owns the mapping or list at a path; its first line where its key stands in another file. */
export function ownerLocation(root: ConfigNode, path: KeyPath): Location {
  const key = keyLocation(root, path);
  const node = nodeAt(root, path);
  return node === null || key.file === node.location.file ? key : firstLine(node.location);
}

/**
 * Where to show what is wrong with a whole mapping or list: on its key, or its first line where it has no key in
 * the same file, rather than under every line of it. Lists that stand on one line are shown whole.
 */
function headLocation(root: ConfigNode, path: KeyPath): Location {
  const node = nodeAt(root, path);
  const oneLine = node !== null && node.location.range.startLine === node.location.range.endLine;
  return oneLine ? node.location : ownerLocation(root, path);
}

function firstLine(location: Location): Location {
  const { startLine, startColumn, endLine } = location.range;
  if (endLine === startLine) return location;
  return { file: location.file, range: { startLine, startColumn, endLine: startLine + 1, endColumn: 0 } };
}

/** Plain data of a tree, for validation. */
export function plain(node: ConfigNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  // No prototype: a key named `__proto__` is a key like any other, and unknown.
  const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, entry] of node.entries) object[key] = plain(entry.value);
  return object;
}
