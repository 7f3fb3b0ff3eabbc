import type { CollectiveResult, CurvePoint, ModelResult } from '../report/result';

/** Seconds that a model is tried for before the next one gets its turn. */
const FIRST_TURN_SECONDS = 2;
/** The first turn takes no larger part of the time limit: what it found is found again in the second. */
const FIRST_TURN_SHARE = 0.1;

/**
 * The turns in which the models of a run are certified, each with its limit in seconds. Every model gets a short first
 * turn; those that do not come to their end in it are begun again, with the whole of their time, once all others had
 * theirs. So one that takes until its limit delays the others by its first turn and not by all of its time, and what
 * comes out is what a single turn would give.
 */
export function turnsOf(models: number, limit: number): readonly number[] {
  const first = Math.min(FIRST_TURN_SECONDS, limit * FIRST_TURN_SHARE);
  return models > 1 ? [first, limit] : [limit];
}

/** The one that leaves less open; of equals the second. Both are proven, of the same question. */
export function tighter(first: ModelResult, second: ModelResult): ModelResult {
  return openness(first) < openness(second) ? first : second;
}

function openness({ sampleWise, collective }: ModelResult): number {
  const curve = (of: { readonly curve: CollectiveResult['curve'] } | undefined): readonly CurvePoint[] =>
    of?.curve ?? [];
  return [...curve(sampleWise), ...curve(collective)].reduce(
    (sum, { certified, certifiedAtMost }) => sum + certifiedAtMost - certified,
    0,
  );
}
