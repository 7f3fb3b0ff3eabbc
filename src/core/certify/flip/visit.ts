/** The sets that a walk goes over. */
export interface WalkShape {
  /** Nodes that can be flipped. */
  readonly positions: number;
  /** New labels for each. */
  readonly options: number;
  /** Largest set. */
  readonly depth: number;
}

/** A share of a walk: the flip set it starts from, and whether the sets below it belong to it. */
export interface WalkTask {
  /**
   * Flips in the walk's order, ascending. A flip is the position of its node in that order times the number of
   * options, plus the option: which of the other labels the node gets.
   */
  readonly prefix: readonly number[];
  /** True: every superset whose further flips lie behind the prefix's last. False: the set alone. */
  readonly below: boolean;
  /** Flip sets in the task. */
  readonly sets: number;
}

export interface Visitor {
  /** Makes the set at `depth + 1`: the one at `depth` with one more flip. */
  readonly descend: (depth: number, flip: number) => void;
  /** Takes in the set at `depth`. */
  readonly record: (depth: number) => void;
}

/** Sets between two looks at whether to stop. */
const TICK = 128;

/**
 * Goes over the flip sets of a task depth first, in the order of their flips.
 * @param tick called now and then with the sets visited since the last call; true stops the walk
 */
export function walkTask(
  task: WalkTask,
  { positions, options, depth }: WalkShape,
  tick: (sets: number) => boolean,
  { descend, record }: Visitor,
): { complete: boolean; sets: number } {
  let sets = 0;
  let told = 0;
  let stopped = false;
  const visit = (at: number): void => {
    record(at);
    sets++;
    if (sets - told < TICK) return;
    stopped = tick(sets - told);
    told = sets;
  };
  const below = (at: number, from: number): void => {
    if (at >= depth) return;
    for (let flip = from * options; flip < positions * options; flip++) {
      descend(at, flip);
      visit(at + 1);
      if (stopped) return;
      below(at + 1, Math.floor(flip / options) + 1);
      if (stopped) return;
    }
  };
  task.prefix.forEach((flip, at) => descend(at, flip));
  visit(task.prefix.length);
  if (task.below && !stopped) below(task.prefix.length, nextPosition(task.prefix, options));
  tick(sets - told);
  return { complete: !stopped, sets };
}

/** The first position behind the last flip of a set. */
export function nextPosition(prefix: readonly number[], options: number): number {
  return prefix.length === 0 ? 0 : Math.floor(prefix[prefix.length - 1] / options) + 1;
}
