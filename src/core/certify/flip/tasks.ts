import type { WalkTask } from './visit';
import { nextPosition } from './visit';

/** Number of flip sets of at most `k` of `n` nodes with so many options each, as a double (exact below 2^53). */
export function flipSetsUpTo(n: number, k: number, options = 1): number {
  let term = 1;
  let sum = 1;
  for (let j = 1; j <= Math.min(n, k); j++) {
    term = (term * (n - j + 1) * options) / j;
    sum += Math.round(term);
  }
  return sum;
}

/**
 * Splits the walk over all sets of at most `depth` of `n` nodes into tasks of about equal size, in the order a
 * single walk visits them. The split depends on nothing else, so answers are the same on any machine.
 */
export function splitWalk(n: number, depth: number, options = 1, wanted = 96): WalkTask[] {
  const largest = Math.max(256, Math.ceil(flipSetsUpTo(n, depth, options) / wanted));
  const tasks: WalkTask[] = [];
  const visit = (prefix: readonly number[]): void => {
    const next = nextPosition(prefix, options);
    const sets = flipSetsUpTo(n - next, depth - prefix.length, options);
    if (sets <= largest) {
      tasks.push({ prefix, below: true, sets });
      return;
    }
    tasks.push({ prefix, below: false, sets: 1 });
    for (let flip = next * options; flip < n * options; flip++) visit([...prefix, flip]);
  };
  visit([]);
  return tasks;
}
