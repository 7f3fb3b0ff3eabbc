import { drawn, seededRandom } from '../core/graph/random';
import type { ModelResult } from '../report/result';

/** A set of flipped labels that networks are trained on. */
export interface FlipSet {
  /** Places of labelled nodes, ascending; none: the clean labels. */
  readonly flips: readonly number[];
  /** Places of test nodes that the certificate shows broken by this very set. */
  readonly breaks: readonly number[];
  /** Places of test nodes that the certificate proves to withstand so many flips. */
  readonly safe: readonly number[];
}

interface Sets {
  readonly clean: FlipSet;
  readonly attacks: readonly FlipSet[];
  /** Distinct witnesses that there are, and how many of them are among the attacks. */
  readonly witnesses: { readonly all: number; readonly used: number };
}

/**
 * The clean labels, and up to `limit` sets of flips: half of them witnesses of single nodes, those that break most nodes
 * first; the others worst sets of all nodes at once and, where there are none of a size that somebody withstands,
 * random ones of it. Every set counts for all nodes with a verdict on it; ties have none.
 */
export function flipSets(
  model: ModelResult,
  labelled: readonly number[],
  trusted: readonly number[],
  limit: number,
): Sets {
  const place = new Map(labelled.map((node, i) => [node, i]));
  const nodes = model.sampleWise?.nodes ?? [];
  const placed = (flips: readonly { readonly node: number }[]): number[] =>
    flips.flatMap(({ node }) => place.get(node) ?? []).sort((a, b) => a - b);
  const safe = (size: number): number[] =>
    nodes.flatMap(({ tie, safeFlips }, t) => (tie !== true && safeFlips >= size ? [t] : []));
  const broken = new Map<string, number[]>();
  nodes.forEach(({ tie, witness }, t) => {
    if (tie === true || witness === null) return;
    const key = placed(witness).join();
    broken.set(key, [...(broken.get(key) ?? []), t]);
  });
  const setOf = (key: string): FlipSet => {
    const flips = key === '' ? [] : key.split(',').map(Number);
    return { flips, breaks: broken.get(key) ?? [], safe: safe(flips.length) };
  };
  const witnesses = [...broken.keys()]
    .filter((key) => key !== '')
    .sort((a, b) => (broken.get(b)?.length ?? 0) - (broken.get(a)?.length ?? 0));
  const used = witnesses.slice(0, Math.ceil(limit / 2));
  const chosen = new Set(used);
  const free = labelled.flatMap((node, i) => (trusted.includes(node) ? [] : [i]));
  for (const key of worstFirst(model, placed, safe, free)) {
    if (chosen.size >= limit) break;
    if (setOf(key).safe.length > 0) chosen.add(key);
  }
  return {
    clean: { flips: [], breaks: [], safe: [] },
    attacks: [...chosen].map(setOf),
    witnesses: { all: witnesses.length, used: used.length },
  };
}

/** Worst sets of the budgets, then a random set of each size that a node just withstands, the most frequent size first. */
function* worstFirst(
  { sampleWise, collective }: ModelResult,
  placed: (flips: readonly { readonly node: number }[]) => number[],
  safe: (size: number) => number[],
  free: readonly number[],
): Generator<string> {
  for (const { witness } of collective?.curve ?? [])
    if (witness !== null && witness !== undefined && witness.length > 0) yield placed(witness).join();
  const times = new Map<number, number>();
  for (const { safeFlips } of sampleWise?.nodes ?? [])
    times.set(Math.min(safeFlips, free.length), (times.get(Math.min(safeFlips, free.length)) ?? 0) + 1);
  const sizes = [...times].sort((a, b) => b[1] - a[1]).map(([size]) => size);
  const random = seededRandom(0);
  for (let round = 0; round < 4; round++)
    for (const size of sizes) if (size > 0 && safe(size).length > 0) yield drawn(free, size, random).join();
}
