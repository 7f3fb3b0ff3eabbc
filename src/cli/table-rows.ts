import { printable } from '../config/diagnostic-text';
import { duration, percent, percentDigits, percentRange } from '../report/format';
import type { CurvePoint, ModelMean, ModelResult, Result, Spread, Status } from '../report/result';
import * as messages from './messages';

/** One line of the table: a model's curve of one kind, its numbers as text. */
export interface CurveRow {
  readonly model: string;
  readonly accuracy: string;
  readonly kind: string;
  /** By budget. */
  readonly ratios: readonly string[];
  readonly answer: string;
}

/** The lines of a result; of several seeds, their means. */
export function curveRows({ models, means }: Result): CurveRow[] {
  return means === undefined
    ? models.flatMap((model) => rowsOf(printable(model.name), percent(model.accuracy), single(model)))
    : means.flatMap((mean) => rowsOf(printable(mean.name), around(mean.accuracy), averaged(mean)));
}

interface KindRow {
  readonly kind: string;
  readonly ratios: readonly string[];
  readonly answer: string;
}

/** The model's name and accuracy stand on its first line alone. */
function rowsOf(model: string, accuracy: string, kinds: readonly KindRow[]): CurveRow[] {
  return kinds.map((row, i) => (i === 0 ? { model, accuracy, ...row } : { model: '', accuracy: '', ...row }));
}

function single({ sampleWise, collective }: ModelResult): KindRow[] {
  const row = (
    kind: string,
    of: { status: Status; method: string; seconds: number; curve: readonly CurvePoint[] },
  ): KindRow => ({
    kind,
    ratios: of.curve.map(({ certified, certifiedAtMost }) => percentRange(certified, certifiedAtMost)),
    answer: `${messages.statuses[of.status]} (${of.method}, ${duration(of.seconds)})`,
  });
  return [
    ...(sampleWise === undefined ? [] : [row(messages.kinds['sample-wise'], sampleWise)]),
    ...(collective === undefined ? [] : [row(messages.kinds.collective, collective)]),
  ];
}

function averaged({ sampleWise, collective, seeds }: ModelMean): KindRow[] {
  const row = (kind: string, of: NonNullable<ModelMean['sampleWise']>): KindRow => ({
    kind,
    ratios: of.curve.map(({ certified, certifiedAtMost }) =>
      certified.mean === certifiedAtMost.mean
        ? around(certified)
        : percentRange(certified.mean, certifiedAtMost.mean),
    ),
    answer: `${messages.statuses[of.status]} (${messages.meanOf(seeds)}, ${duration(of.seconds)})`,
  });
  return [
    ...(sampleWise === undefined ? [] : [row(messages.kinds['sample-wise'], sampleWise)]),
    ...(collective === undefined ? [] : [row(messages.kinds.collective, collective)]),
  ];
}

/** Mean ± standard deviation. */
function around({ mean, deviation }: Spread): string {
  return `${percentDigits(mean)} ± ${(100 * deviation).toFixed(1)} %`;
}
