import type { CertificateKind, ModelResult, Result, Status } from './result';

/** A model on one of the splits; `seed` is null where the configuration has a single one. */
export interface OnSeed {
  readonly seed: number | null;
  readonly model: ModelResult;
}

/** What each seed gave for the model of this name, in the order of the file. */
export function onSeeds(result: Result, name: string): OnSeed[] {
  const splits = result.seeds ?? [{ seed: null, models: result.models }];
  return splits.flatMap(({ seed, models }) =>
    models.filter((model) => model.name === name).map((model) => ({ seed, model })),
  );
}

/** Names of all models, in the order of the file. A seed that a run has not reached lacks some. */
export function modelNames(result: Result): string[] {
  const everywhere = [result.models, ...(result.seeds ?? []).map(({ models }) => models)];
  return [...new Set(everywhere.flatMap((models) => models.map(({ name }) => name)))];
}

/** What the results say of themselves, each note once; where it is not of every seed, with those that it is of. */
export function notesOf(result: Result, name: string): string[] {
  const results = onSeeds(result, name);
  const seedsOf = new Map<string, (number | null)[]>();
  for (const { seed, model } of results) {
    for (const note of new Set(model.notes)) seedsOf.set(note, [...(seedsOf.get(note) ?? []), seed]);
  }
  return [...seedsOf].map(([note, seeds]) =>
    seeds.length === results.length
      ? note
      : `${seeds.length === 1 ? 'Seed' : 'Seeds'} ${seeds.join(', ')}: ${note}`,
  );
}

/** One kind of certificate of a model, on all seeds together. */
export interface Combined {
  /** The least certain one. */
  readonly status: Status;
  /** Each once. */
  readonly methods: readonly string[];
  readonly seconds: number;
  /** On how many seeds there is one. */
  readonly seeds: number;
}

/** Null where no seed has a certificate of this kind. */
export function combined(result: Result, name: string, kind: CertificateKind): Combined | null {
  const certificates = onSeeds(result, name).flatMap(({ model }) => {
    const of = kind === 'sample-wise' ? model.sampleWise : model.collective;
    return of === undefined ? [] : [of];
  });
  if (certificates.length === 0) return null;
  const statuses = certificates.map(({ status }) => status);
  return {
    status: (['cancelled', 'bracket'] as const).find((one) => statuses.includes(one)) ?? 'exact',
    methods: [...new Set(certificates.map(({ method }) => method))],
    seconds: certificates.reduce((sum, { seconds }) => sum + seconds, 0),
    seeds: certificates.length,
  };
}

/** Whether some model lacks some seed: the run was stopped on its way. */
export function lacksSeeds(result: Result): boolean {
  const names = modelNames(result);
  return (result.seeds ?? []).some(({ models }) => models.length < names.length);
}

/** True where the model was certified on every seed, and every answer is exact. */
export function isExactIn(result: Result, name: string): boolean {
  const certificates = (['sample-wise', 'collective'] as const).flatMap(
    (kind) => combined(result, name, kind) ?? [],
  );
  const seeds = result.seeds?.length ?? 1;
  return (
    certificates.length > 0 &&
    certificates.every(({ status, seeds: on }) => status === 'exact' && on === seeds)
  );
}
