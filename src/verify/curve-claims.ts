import type { CurvePoint } from '../report/result';
import * as messages from './messages';
import type { Subject } from './subject';

/** The budgets of a curve are those of the configuration, and its values never rise. */
export function checkCurve(subject: Subject, curve: readonly CurvePoint[], kind: string): void {
  const { claims, where, budgets } = subject;
  const stated = curve.map(({ flips, budget }) => [flips, budget ?? null]);
  const found = budgets.map(({ flips, share }) => [flips, share]);
  claims.equal('curves', stated, found, `${where}, ${kind}: budgets`);
  curve.forEach((point, k) => {
    if (k === 0) return;
    const before = curve[k - 1];
    const falls =
      point.certified <= before.certified &&
      point.certifiedAtMost <= before.certifiedAtMost &&
      point.certifiedAccuracy <= before.certifiedAccuracy;
    claims.hold('curves', falls, `${where}, ${kind}, ${point.flips} flips`, messages.rises);
  });
}
