import type { CertifyOutcome } from '../protocol/job';
import type { Result } from '../report/result';

/** 0 all done and every expectation held, 1 an expectation failed, 2 wrong input, 3 a bracket, 130 interrupted. */
export type ExitStatus = 0 | 1 | 2 | 3 | 130;

const BY_WEIGHT: readonly ExitStatus[] = [0, 3, 1, 2, 130];

/** The status of two runs together. */
export function worst(a: ExitStatus, b: ExitStatus): ExitStatus {
  return BY_WEIGHT.indexOf(a) >= BY_WEIGHT.indexOf(b) ? a : b;
}

export function exitStatus(outcome: CertifyOutcome): ExitStatus {
  switch (outcome.kind) {
    case 'invalid':
      return 2;
    case 'cancelled':
      return 130;
    case 'done':
      if (outcome.result.expectations?.some((e) => e.outcome === 'failed') === true) return 1;
      return isExact(outcome.result) ? 0 : 3;
  }
}

function isExact({ models, means, expectations }: Result): boolean {
  const exact = (means ?? models).every(({ sampleWise, collective }) =>
    [sampleWise, collective].every(
      (certificate) => certificate === undefined || certificate.status === 'exact',
    ),
  );
  return exact && (expectations ?? []).every((e) => e.outcome === 'held');
}
