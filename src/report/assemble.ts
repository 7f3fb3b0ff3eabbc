import { judge, judgedMean } from './expectations';
import type { StatedExpectation } from './expectations';
import { meansOf } from './means';
import type { ExpectationOutcome, Result, SeedResult } from './result';

/**
 * The result of one run, from what each seed gave.
 * @param seeds at least one; the first is what a reader of a single split sees
 * @param several whether the configuration names several seeds, so that means are stated
 */
export function assembleResult(
  config: string,
  seeds: readonly SeedResult[],
  several: boolean,
  expectations: readonly StatedExpectation[],
): Result {
  const [{ dataset, models }] = seeds;
  const means = several ? meansOf(seeds) : null;
  const judged = means?.map(judgedMean) ?? models;
  const outcomes = expectations
    .map((expectation) => judge(expectation, judged))
    .filter((outcome): outcome is ExpectationOutcome => outcome !== null);
  return {
    flipcert: 1,
    config,
    dataset,
    models,
    ...(means === null ? {} : { seeds, means }),
    ...(expectations.length > 0 ? { expectations: outcomes } : {}),
  };
}
