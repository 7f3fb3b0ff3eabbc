import { decide, flipped } from './clean';
import { exactSigns } from './exact';
import type { Problem, TestView } from './problem';

/** What a flip set does to one prediction: 1 changes it, -1 leaves it, 0 cannot be told. */
export type Verdict = -1 | 0 | 1;

/**
 * Says what single flip sets do, by training from scratch: the separate opinion that every witness must pass, and
 * the last resort for what a walk could not decide.
 */
export interface Oracle {
  /** T verdicts by the separate solver, each decision compared with its radius. */
  readonly retrain: (flips: readonly number[]) => Int8Array;
  /** Verdicts on some test nodes by the strongest means there are. */
  readonly settle: (flips: readonly number[], tests: readonly number[]) => readonly Verdict[];
}

/** Oracle of a binary problem: settles in exact arithmetic. Test nodes of sign 0 get verdict 0. */
export function binaryOracle(problem: Problem, { sign }: TestView): Oracle {
  return {
    retrain: (flips) => {
      const { values, radii } = decide(problem, flipped(problem.y, flips));
      return Int8Array.from(values, (v, t) =>
        sign[t] === 0 || Math.abs(v) <= radii[t] ? 0 : v * sign[t] < 0 ? 1 : -1,
      );
    },
    settle: (flips, tests) => {
      const signs = exactSigns(problem, flipped(problem.y, flips), tests);
      return tests.map((t, k) => {
        const s = signs?.[k] ?? 0;
        return s === 0 || sign[t] === 0 ? 0 : s === sign[t] ? -1 : 1;
      });
    },
  };
}
