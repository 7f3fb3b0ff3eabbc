/** The one split that the table and the attack are of, where the result has several. */
import type { Result } from '../../src/report/result';

export interface Split {
  /** Null where there is a single one. */
  readonly seed: number | null;
  /** The result as though there were no other: its dataset and models are those of the seed. */
  readonly result: Result;
  /** What it was taken from. */
  readonly whole: Result;
}

/**
 * The seed asked for, or else the first; of those alone that have the chosen model, so that what is shown is never of
 * a model that was not certified there. `before` is given back where nothing changed: the views compare by identity.
 */
export function splitOf(
  whole: Result,
  wanted: number | null,
  chosen: string | null,
  before: Split | null,
): Split {
  const seeds = seedsWith(whole, chosen);
  const split = seeds.find(({ seed }) => seed === wanted) ?? seeds[0];
  const seed = split?.seed ?? null;
  if (before?.whole === whole && before.seed === seed) return before;
  return {
    seed,
    whole,
    result: split ? { ...whole, dataset: split.dataset, models: split.models } : whole,
  };
}

/** Seeds on which the model was certified. */
export function seedsWith(whole: Result, model: string | null): NonNullable<Result['seeds']> {
  return (whole.seeds ?? []).filter(({ models }) => models.some(({ name }) => name === model));
}
