import type { Range } from 'vscode-languageserver/node';
import type { Node } from 'yaml';
import { LineCounter, isAlias, isMap, isScalar, isSeq } from 'yaml';
import { documentOf } from '../config/yaml-document';
import type { KeyPath } from '../core/errors';

/** A key with its value, or an item of a list: where the text has it. */
export interface Spot {
  readonly path: KeyPath;
  /** Of the key; null for an item. */
  readonly key: Range | null;
  /** Of the value as it is written, without the comments after it; null where none is written. */
  readonly value: Range | null;
  readonly kind: 'mapping' | 'list' | 'scalar' | 'alias';
  /** Of a scalar. */
  readonly scalar: string | number | boolean | null;
  /** Of a scalar, as it is written but for its quotes. */
  readonly text: string;
  readonly flow: boolean;
}

/**
 * Every key and item of a text, from top to bottom. A text with mistakes has those that can still be told, so that an
 * outline does not vanish while one types.
 */
export function spotsOf(content: string): Spot[] {
  const text = content.replace(/^\ufeff/, '');
  const lines = new LineCounter();
  const document = documentOf(text, { lineCounter: lines, version: '1.2' });
  const spots: Spot[] = [];
  const at = (offset: number): Range['start'] => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(0, line - 1), character: Math.max(0, col - 1) };
  };
  const rangeOf = (node: Node): Range | null =>
    node.range === null || node.range === undefined || node.range[0] === node.range[1]
      ? null
      : { start: at(node.range[0]), end: at(endOf(node)) };
  const add = (path: KeyPath, key: Range | null, value: unknown): void => {
    const node = isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null;
    const scalar = isScalar(node) ? node.value : null;
    const plain = typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean';
    spots.push({
      path,
      key,
      value: node === null ? null : rangeOf(node),
      kind: isMap(node) ? 'mapping' : isSeq(node) ? 'list' : isAlias(node) ? 'alias' : 'scalar',
      scalar: plain ? scalar : null,
      text: isScalar(node) ? (node.source ?? '') : '',
      flow: (isMap(node) || isSeq(node)) && node.flow === true,
    });
    walk(path, node);
  };
  const walk = (path: KeyPath, node: unknown): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (isScalar(key)) add([...path, String(key.value)], rangeOf(key), value);
      }
    } else if (isSeq(node)) node.items.forEach((item, i) => add([...path, i], null, item));
  };
  walk([], document.contents);
  return spots;
}

/** The end of the last thing in a node: a block collection's own range reaches over what follows it. */
function endOf(node: Node): number {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    const value = last?.value as Node | null | undefined;
    const end = value === null || value === undefined ? 0 : endOf(value);
    return Math.max(end, (last?.key as Node | undefined)?.range?.[1] ?? 0);
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1) as Node | null | undefined;
    return last === null || last === undefined ? (node.range?.[1] ?? 0) : endOf(last);
  }
  return node.range?.[1] ?? 0;
}

export function spotAt(spots: readonly Spot[], path: KeyPath): Spot | null {
  return spots.find((spot) => samePath(spot.path, path)) ?? null;
}

export function childrenOf(spots: readonly Spot[], path: KeyPath): Spot[] {
  return spots.filter(
    (spot) => spot.path.length === path.length + 1 && samePath(spot.path.slice(0, -1), path),
  );
}

export function samePath(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

export function contains({ start, end }: Range, { line, character }: Range['start']): boolean {
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  const beforeEnd = line < end.line || (line === end.line && character <= end.character);
  return afterStart && beforeEnd;
}

/** The key or the scalar at a position, and which of the two it is. */
export function spotUnder(
  spots: readonly Spot[],
  position: Range['start'],
): { readonly spot: Spot; readonly range: Range; readonly isKey: boolean } | null {
  for (const spot of spots) {
    if (spot.key !== null && contains(spot.key, position)) return { spot, range: spot.key, isKey: true };
    if (spot.kind === 'scalar' && spot.value !== null && contains(spot.value, position))
      return { spot, range: spot.value, isKey: false };
  }
  return null;
}

/** Plain data of the value at a path, as far as it can be told. */
export function plainAt(spots: readonly Spot[], path: KeyPath): unknown {
  const spot = spotAt(spots, path);
  return spot === null ? undefined : plainOf(spots, spot);
}

function plainOf(spots: readonly Spot[], spot: Spot): unknown {
  if (spot.kind === 'scalar' || spot.kind === 'alias') return spot.scalar;
  // A key that is written twice has the parts of both: looking at each of them twice would double at every depth.
  const children = new Map<string | number, Spot>();
  for (const child of childrenOf(spots, spot.path)) {
    const step = child.path[child.path.length - 1];
    if (!children.has(step)) children.set(step, child);
  }
  const plain = [...children].map(([step, child]) => [String(step), plainOf(spots, child)] as const);
  return spot.kind === 'list' ? plain.map(([, value]) => value) : Object.fromEntries(plain);
}
