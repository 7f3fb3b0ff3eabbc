import type { CertificateKind, CurvePoint, ExpectationOutcome, ModelMean } from './result';

/** An expectation as the user states it, its budget already counted in flips. */
export interface StatedExpectation {
  readonly model: string;
  readonly kind: CertificateKind;
  /** The share as written, or the number of flips. */
  readonly budget: number;
  readonly flips: number;
  readonly quantity: 'certified-ratio' | 'certified-accuracy';
  readonly operator: '>=' | '>' | '<=' | '<' | '==';
  readonly value: number;
  readonly condition: string;
}

/** What an expectation is held against. */
export interface JudgedModel {
  readonly name: string;
  readonly accuracy: number;
  readonly sampleWise?: { readonly curve: readonly JudgedPoint[] };
  readonly collective?: { readonly curve: readonly JudgedPoint[] };
}

type JudgedPoint = Pick<CurvePoint, 'flips' | 'certified' | 'certifiedAtMost' | 'certifiedAccuracy'>;

/** The means over several seeds, to be judged like one model. */
export function judgedMean({ name, accuracy, sampleWise, collective }: ModelMean): JudgedModel {
  const curve = (certificate: NonNullable<ModelMean['sampleWise']>): { curve: JudgedPoint[] } => ({
    curve: certificate.curve.map((point) => ({
      flips: point.flips,
      certified: point.certified.mean,
      certifiedAtMost: point.certifiedAtMost.mean,
      certifiedAccuracy: point.certifiedAccuracy.mean,
    })),
  });
  return {
    name,
    accuracy: accuracy.mean,
    ...(sampleWise === undefined ? {} : { sampleWise: curve(sampleWise) }),
    ...(collective === undefined ? {} : { collective: curve(collective) }),
  };
}

/** Shares are counts over the number of test nodes: what lies within rounding of each other is equal. */
const SAME = 1e-12;

/**
 * Holds what was proven against what was expected. A bracket that reaches over the condition leaves it open.
 * Null where the model or the kind was not certified.
 */
export function judge(
  expectation: StatedExpectation,
  models: readonly JudgedModel[],
): ExpectationOutcome | null {
  const { model, kind, budget, flips, quantity, operator, value: wanted, condition } = expectation;
  const found = models.find(({ name }) => name === model);
  const curve = kind === 'sample-wise' ? found?.sampleWise?.curve : found?.collective?.curve;
  const point = curve?.find((p) => p.flips === flips);
  if (found === undefined || point === undefined) return null;
  const value = quantity === 'certified-ratio' ? point.certified : point.certifiedAccuracy;
  // No more can stay right than can stay as it is, and no more than is right without an attack.
  const atMost =
    quantity === 'certified-ratio'
      ? point.certifiedAtMost
      : point.certified === point.certifiedAtMost
        ? value
        : Math.min(found.accuracy, point.certifiedAtMost);
  const low = compare(operator, value, wanted);
  const high = compare(operator, atMost, wanted);
  // Between the bounds any value is possible: both ends must agree, and for "==" there must be but one.
  const settled =
    low === high &&
    (operator !== '==' || Math.abs(value - atMost) <= SAME || !between(wanted, value, atMost));
  const outcome = settled ? (low ? 'held' : 'failed') : 'open';
  return { model, kind, budget, flips, quantity, condition, value, atMost, outcome };
}

function compare(operator: StatedExpectation['operator'], value: number, wanted: number): boolean {
  const difference = value - wanted;
  switch (operator) {
    case '>=':
      return difference >= -SAME;
    case '>':
      return difference > SAME;
    case '<=':
      return difference <= SAME;
    case '<':
      return difference < -SAME;
    case '==':
      return Math.abs(difference) <= SAME;
  }
}

function between(x: number, low: number, high: number): boolean {
  return x >= low - SAME && x <= high + SAME;
}
