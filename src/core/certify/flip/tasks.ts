/** A share of a walk: the flip set it starts from, and whether the sets below it belong to it. */
export interface WalkTask {
  /** Positions in the walk's order of nodes, ascending. */
  readonly prefix: readonly number[];
  /** True: every superset whose further positions lie behind the prefix's last. False: the set alone. */
  readonly below: boolean;
  /** Flip sets in the task. */
  readonly sets: number;
}

/** Number of subsets of `n` things with at most `k` members, as a double (exact below 2^53). */
export function subsetsUpTo(n: number, k: number): number {
  let term = 1;
  let sum = 1;
  for (let j = 1; j <= Math.min(n, k); j++) {
    term = (term * (n - j + 1)) / j;
    sum += Math.round(term);
  }
  return sum;
}

/**
 * Splits the walk over all sets of at most `depth` of `n` positions into tasks of about equal size, in the
 * order a single walk visits them. The split depends on nothing else, so answers are the same on any machine.
 */
export function splitWalk(n: number, depth: number, wanted = 96): WalkTask[] {
  const largest = Math.max(256, Math.ceil(subsetsUpTo(n, depth) / wanted));
  const tasks: WalkTask[] = [];
  const visit = (prefix: readonly number[]): void => {
    const next = prefix.length === 0 ? 0 : prefix[prefix.length - 1] + 1;
    const sets = subsetsUpTo(n - next, depth - prefix.length);
    if (sets <= largest) {
      tasks.push({ prefix, below: true, sets });
      return;
    }
    tasks.push({ prefix, below: false, sets: 1 });
    for (let p = next; p < n; p++) visit([...prefix, p]);
  };
  visit([]);
  return tasks;
}
