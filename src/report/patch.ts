import type { ModelResult, Result } from './result';

/** A result as what is new in it since another: results of many nodes are large, and mostly as they were. */
export interface ResultPatch {
  /** With the changed models alone. */
  readonly result: Result;
  /** Names of all models, in order; null where `result` is whole. */
  readonly order: readonly string[] | null;
}

/** What is new since `before`: models that are another object. Results of several seeds are sent whole. */
export function patchOf(before: Result | null, now: Result): ResultPatch {
  if (before === null || before.seeds || now.seeds) return { result: now, order: null };
  const known = new Set<ModelResult>(before.models);
  const models = now.models.filter((model) => !known.has(model));
  return { result: { ...now, models }, order: now.models.map(({ name }) => name) };
}

/** The result that `patchOf` was given, where `before` is the one it was given; null where it cannot be. */
export function patched(before: Result | null, { result, order }: ResultPatch): Result | null {
  if (order === null) return result;
  const models: ModelResult[] = [];
  for (const name of order) {
    const found =
      result.models.find((model) => model.name === name) ??
      before?.models.find((model) => model.name === name);
    if (!found) return null;
    models.push(found);
  }
  return { ...result, models };
}
