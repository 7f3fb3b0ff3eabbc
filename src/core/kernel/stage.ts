/**
 * A step of the way to a kernel: units that can be carried out in any order, by any thread and in parts, each once.
 * What a unit writes does not depend on the part that it is in. A stage begins when the one before it is done.
 */
export interface Stage {
  readonly units: number;
  /** About how many multiplications a unit takes. */
  readonly cost: () => number;
  /** Carries out the units from .. to - 1. */
  readonly run: (from: number, to: number) => void;
}

/** Multiplications that one expectation of a pair counts for. */
export const PAIR_COST = 40;
