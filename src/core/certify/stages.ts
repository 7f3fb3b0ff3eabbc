import type { WalkPlan } from './flip/walk';
import { splitWalk, flipSetsUpTo } from './flip/tasks';
import type { WalkTask } from './flip/visit';
import type { Problem } from './problem';

/** One pass of the enumeration: all sets up to a size. */
export interface Stage {
  readonly plan: WalkPlan;
  /** Once it is complete, every set of at most this many flips has been looked at. */
  readonly closes: number;
  readonly sets: number;
  readonly parts: () => WalkTask[];
}

/** A pass is worth its time for the early bounds it gives while it costs no more than this share of the last. */
const EARLY_SHARE = 1 / 8;

/**
 * Passes over growing sizes, so that an interrupted run has proven something; the last covers every size
 * asked for. Where all labels may be flipped and it is the smaller walk, the last pass fixes one label and
 * takes each set together with its complement, since the labels -y give the decisions -f.
 */
export function enumerationStages(
  { m, flippable }: Pick<Problem, 'm' | 'flippable'>,
  levels: number,
): Stage[] {
  const n = flippable.length;
  const plain = flipSetsUpTo(n, levels);
  const half = 2 ** (m - 1);
  const mirrored = n === m && half < plain;
  const last = mirrored ? half : plain;
  const stages: Stage[] = [];
  for (let k = 1; k < levels; k++) {
    const sets = flipSetsUpTo(n, k);
    if (sets > last * EARLY_SHARE) break;
    stages.push(stage(flippable, k, k, levels, false, sets));
  }
  if (levels > 0) {
    const order = mirrored ? flippable.subarray(0, m - 1) : flippable;
    stages.push(stage(order, mirrored ? m - 1 : levels, levels, levels, mirrored, last));
  }
  return stages;
}

function stage(
  order: Int32Array,
  depth: number,
  closes: number,
  levels: number,
  mirrored: boolean,
  sets: number,
): Stage {
  return {
    plan: { order: order.slice(), depth, levels, mirrored },
    closes,
    sets,
    parts: () => splitWalk(order.length, depth),
  };
}
