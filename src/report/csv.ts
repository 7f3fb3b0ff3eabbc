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
] as const;

/** The curves of all results, one line for each model, kind and budget. Shares are in 0 .. 1, unrounded. */
export function curvesCsv(results: readonly Result[]): string {
  return stringify(
    results.flatMap((result) => result.models.flatMap((model) => modelRows(result.config, model))),
    { header: true, columns: [...COLUMNS] },
  );
}

function modelRows(config: string, model: Result['models'][number]): (string | number)[][] {
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
        ]),
  );
}

function numbers(p: CurvePoint): (string | number)[] {
  return [p.flips, p.budget ?? '', p.certified, p.certifiedAtMost, p.certifiedAccuracy];
}
