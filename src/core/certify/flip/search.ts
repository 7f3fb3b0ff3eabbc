import type { Problem } from '../problem';
import { flipSetsUpTo } from './tasks';

/** A pass of the pruned search: sets of exactly so many flips, for the rows that are not settled at that size. */
export interface SearchPlan {
  readonly size: number;
}

/** A share of a search: the sets that begin with one of these prefixes. */
export interface SearchTask {
  /** Ascending positions in the search's order (`searchOrder`). */
  readonly prefixes: readonly (readonly number[])[];
  /** Flip sets in the task. */
  readonly sets: number;
}

/**
 * Flippable labels in the order the search takes them, the strongest first: what is left to the bounds then are sets
 * of weak ones.
 */
export function searchOrder({ m, Q, flippable }: Pick<Problem, 'm' | 'Q' | 'flippable'>): Int32Array {
  return flippable.slice().sort((a, b) => Q[b * m + b] - Q[a * m + a] || a - b);
}

/**
 * Most further flips at which the bounds are tried. One more widens what a bound may leave out and makes it weaker;
 * it pays where there are very many sets.
 */
export function probeFrom(size: number): number {
  return size >= 8 ? 5 : 4;
}

/** Number of sets of exactly `size` of n flips, as a double. */
export function setsOfSize(n: number, size: number): number {
  return size > n ? 0 : flipSetsUpTo(n, size) - flipSetsUpTo(n, size - 1);
}

/** Splits the sets of exactly `size` of n flips into about `wanted` tasks, by nothing but these numbers. */
export function splitSearch(n: number, size: number, wanted = 96): SearchTask[] {
  const length = Math.min(size - 1, Math.max(1, Math.min(2, size - probeFrom(size))));
  const left = size - length;
  const prefixes: number[][] = [];
  for (let first = 0; first <= n - size; first++) {
    if (length < 2) prefixes.push(length === 0 ? [] : [first]);
    else for (let second = first + 1; second < n - left; second++) prefixes.push([first, second]);
    if (length === 0) break;
  }
  const behind = (prefix: readonly number[]): number => n - 1 - (prefix.at(-1) ?? -1);
  // Tables are formed per state, so that a range's cost grows with its nodes rather than with its sets.
  const cost = (prefix: readonly number[]): number => behind(prefix) ** Math.min(3, left);
  const share = prefixes.reduce((sum, prefix) => sum + cost(prefix), 0) / wanted;
  const tasks: SearchTask[] = [];
  let open: number[][] = [];
  let spent = 0;
  prefixes.forEach((prefix, at) => {
    open.push(prefix);
    spent += cost(prefix);
    if (spent < share && at + 1 < prefixes.length) return;
    tasks.push({ prefixes: open, sets: open.reduce((sum, of) => sum + setsOfSize(behind(of), left), 0) });
    open = [];
    spent = 0;
  });
  return tasks;
}
