import { stringify } from 'csv-stringify/sync';
import type { CurvePoint, Result } from './result';

const COLUMNS = [
  'config',
  'model',
  'kind',
  'flips',
  'budget',
  'certified_ratio',
  'certified_ratio_at_most',
  'certified_accuracy',
  'clean_accuracy',
  'status',
  'seed',
  'C',
  'ntk',
] as const;

/** The curves of all results, one line for each seed, model, kind and budget; `seed` is empty where there is one split. Shares are in 0 .. 1, unrounded. */
export function curvesCsv(results: readonly Result[]): string {
  return stringify(
    results.flatMap(({ config, models, seeds }) =>
      seeds === undefined
        ? models.flatMap((model) => modelRows(config, '', model))
        : seeds.flatMap((of) => of.models.flatMap((model) => modelRows(config, of.seed, model))),
    ),
    { header: true, columns: [...COLUMNS] },
  );
}

function modelRows(
  config: string,
  seed: number | '',
  model: Result['models'][number],
): (string | number)[][] {
  const kinds = [
    ['sample-wise', model.sampleWise],
    ['collective', model.collective],
  ] as const;
  return kinds.flatMap(([kind, certificate]) =>
    certificate === undefined
      ? []
      : certificate.curve.map((point) => [
          config,
          model.name,
          kind,
          ...numbers(point),
          model.accuracy,
          certificate.status,
          seed,
          model.C,
          model.ntk ?? '',
        ]),
  );
}

function numbers(p: CurvePoint): (string | number)[] {
  return [p.flips, p.budget ?? '', p.certified, p.certifiedAtMost, p.certifiedAccuracy];
}
