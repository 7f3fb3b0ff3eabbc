/** When numbers of two runs may stand beside each other, and how they are put together. Pure. */
import { meansOf } from '../report/means';
import type { Picture } from '../report/picture';
import type { DatasetSummary, ModelResult, Result, SeedResult } from '../report/result';
import type { Certified, FilePrint } from './certified';

/** Both results in one, the newer one's numbers for every model that it has; null where they are of different splits. */
export function mergeResults(older: Result, newer: Result): Result | null {
  if (!sameSplits(older, newer)) return null;
  const models = mergeModels(older.models, newer.models);
  return { ...newer, models, ...mergeSeeds(older, newer) };
}

/**
 * A result of some models added to one of the same text; null where they do not belong together, so that no model's
 * numbers are taken for those of another text or of other files.
 */
export function mergeCertified(older: Certified, newer: Certified): Certified | null {
  if (older.textHash !== newer.textHash || !samePrints(older.files, newer.files)) return null;
  const merged = mergeResults(older.result, newer.result);
  if (merged === null) return null;
  const expectations = mergeExpectations(older.result, newer.result);
  const result = { ...merged, ...(expectations ? { expectations } : {}) };
  const renewed = new Set(newer.result.models.map(({ name }) => name));
  const stages = older.stages.filter(({ model }) => model !== null && !renewed.has(model));
  const paths = new Set(newer.files.map(({ path }) => path));
  const only = older.only && newer.only ? [...new Set([...older.only, ...newer.only])] : null;
  const picture = mergePictures(older.picture, newer.picture, renewed);
  const { textHash, sourceHash, text, at } = newer;
  return {
    textHash,
    ...(sourceHash === undefined ? {} : { sourceHash }),
    ...(text === undefined ? {} : { text }),
    at,
    result,
    ...(picture ? { picture } : {}),
    stages: [...stages, ...newer.stages],
    files: [...newer.files, ...older.files.filter(({ path }) => !paths.has(path))],
    complete: older.complete && newer.complete,
    ...(only ? { only } : {}),
  };
}

/** Of the same files, so of the same graph; what the flip sets of the models that are kept turn is kept with them. */
function mergePictures(
  older: Picture | undefined,
  newer: Picture | undefined,
  renewed: ReadonlySet<string>,
): Picture | undefined {
  if (!older || !newer) return newer;
  return {
    ...newer,
    attacks: [...older.attacks.filter(({ model }) => !renewed.has(model)), ...newer.attacks],
  };
}

function samePrints(older: readonly FilePrint[], newer: readonly FilePrint[]): boolean {
  return newer.every((print) => {
    const before = older.find(({ path }) => path === print.path);
    return !before || (before.size === print.size && before.modified === print.modified);
  });
}

/** In the order of the file within each model; those of a model that the newer result has are its own. */
function mergeExpectations(older: Result, newer: Result): Result['expectations'] {
  if (!older.expectations) return newer.expectations;
  const renewed = new Set((newer.means ?? newer.models).map(({ name }) => name));
  return [...older.expectations.filter(({ model }) => !renewed.has(model)), ...(newer.expectations ?? [])];
}

/** Numbers of two runs stand beside each other only where they are about the same splits. */
function sameSplits(a: Result, b: Result): boolean {
  const one = a.seeds ?? [];
  const other = b.seeds ?? [];
  return (
    sameNodes(a.dataset, b.dataset) &&
    one.length === other.length &&
    one.every(({ seed, dataset }, i) => seed === other[i].seed && sameNodes(dataset, other[i].dataset))
  );
}

function sameNodes(a: DatasetSummary, b: DatasetSummary): boolean {
  const equal = (x: readonly (string | number)[], y: readonly (string | number)[]): boolean =>
    x.length === y.length && x.every((value, i) => value === y[i]);
  return equal(a.labelled, b.labelled) && equal(a.test, b.test) && equal(a.labels, b.labels);
}

function mergeModels(older: readonly ModelResult[], newer: readonly ModelResult[]): ModelResult[] {
  const byName = new Map(newer.map((model) => [model.name, model]));
  const kept = older.map((model) => byName.get(model.name) ?? model);
  const known = new Set(older.map((model) => model.name));
  return [...kept, ...newer.filter((model) => !known.has(model.name))];
}

/** A mean is of one run: of a model that the new run has reached, nothing of the older one is left on any seed. */
function mergeSeeds(older: Result, newer: Result): Pick<Result, 'seeds' | 'means'> {
  if (!older.seeds || !newer.seeds) return {};
  const reached = new Set(newer.seeds.flatMap(({ models }) => models.map(({ name }) => name)));
  const before = older.seeds;
  const seeds = newer.seeds.map((split, i): SeedResult => {
    const there = new Set(split.models.map(({ name }) => name));
    const kept = before[i].models.filter(({ name }) => !reached.has(name) || there.has(name));
    return { ...split, models: mergeModels(kept, split.models) };
  });
  return { seeds, means: meansOf(seeds) };
}
