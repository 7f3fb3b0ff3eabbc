import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isMap, isPair, isSeq } from 'yaml';
import type { Insertion } from '../config/insertion';
import { endOfNode, isNothing, pairOf } from '../config/insertion';
import type { KeyPath } from '../core/errors';

/** The edit that removes a key with its value, or an item; null where that cannot be done by leaving text out. */
export function removal(text: string, root: YAMLMap, path: KeyPath): Insertion | null {
  let owner: unknown = root;
  for (const step of path.slice(0, -1)) {
    if (isSeq(owner) && typeof step === 'number') owner = owner.items[step];
    else owner = isMap(owner) ? (pairOf(owner, String(step))?.value ?? null) : null;
  }
  if (!isMap(owner) && !isSeq(owner)) return null;
  const last = path.at(-1);
  const index = isSeq(owner)
    ? Number(last)
    : owner.items.indexOf(pairOf(owner, String(last)) as (typeof owner.items)[number]);
  if (index < 0 || index >= owner.items.length) return null;
  return owner.flow === true ? fromFlow(owner, index) : fromBlock(text, owner, index);
}

function extent(item: unknown): readonly [number, number] | null {
  const first = isPair(item) ? (item.key as Node) : (item as Node | null);
  const start = first?.range?.[0];
  if (start === undefined) return null;
  if (!isPair(item)) return [start, endOfNode(item as Node)];
  const { key, value } = item as Pair<Node, Node | null>;
  const end = value === null || isNothing(value) ? key.range?.[1] : endOfNode(value);
  return end === undefined ? null : [start, Math.max(end, key.range?.[1] ?? 0)];
}

/** With the comma before it, or after it where it is the first. */
function fromFlow(owner: YAMLMap | YAMLSeq, index: number): Insertion | null {
  const here = extent(owner.items[index]);
  const before = index > 0 ? extent(owner.items[index - 1]) : null;
  const after = extent(owner.items[index + 1] ?? null);
  if (here === null) return null;
  const [from, to] = before !== null ? [before[1], here[1]] : [here[0], after?.[0] ?? here[1]];
  return { offset: from, length: to - from, insert: '' };
}

/** With its lines; not where it is the only one, which would leave nothing where something must be. */
function fromBlock(text: string, owner: YAMLMap | YAMLSeq, index: number): Insertion | null {
  const here = extent(owner.items[index]);
  if (here === null || owner.items.length === 1) return null;
  const from = text.lastIndexOf('\n', here[0] - 1) + 1;
  const head = text.slice(from, here[0]);
  // The first key of an item stands behind its dash.
  if (head.trim() !== '' && !(isSeq(owner) && head.trim() === '-')) return null;
  const newline = text.indexOf('\n', here[1]);
  const to = newline < 0 ? text.length : newline + 1;
  return { offset: from, length: to - from, insert: '' };
}
