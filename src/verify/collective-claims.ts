import type { CollectiveResult, CurvePoint } from '../report/result';
import type { Outcome } from './claims';
import { checkCurve } from './curve-claims';
import type { Group } from './findings';
import * as messages from './messages';
import { CHANGED, OPEN } from './poisoned';
import { changesOf, largestBudget } from './subject';
import type { Subject } from './subject';

interface WorstSet {
  readonly outcome: Outcome;
  readonly message: string;
}

/** Re-trains the worst sets, and adds what they show to the findings. */
export function checkWorstSets(subject: Subject): void {
  const tests = subject.test.length;
  for (const point of subject.stated.collective?.curve ?? []) {
    const stated = Math.round((1 - point.certifiedAtMost) * tests);
    const found = worstSet(subject, point, stated);
    const place = `${subject.where}, collective, ${point.flips} flips`;
    subject.claims.state('witnesses', found.outcome, place, found.message);
  }
}

function worstSet(subject: Subject, point: CurvePoint, stated: number): WorstSet {
  const set = point.witness ?? [];
  const refuted = (message: string): WorstSet => ({ outcome: 'refuted', message });
  if (set.length > Math.min(point.flips, subject.flippable.length))
    return refuted(messages.witnessSize(set.length, point.flips));
  const changes = changesOf(subject, set);
  if (typeof changes === 'string') return refuted(changes);
  if (set.length === 0)
    return stated === 0 ? { outcome: 'checked', message: '' } : refuted(messages.witnessCount(0, stated));
  const verdicts = subject.model.verdictsOf(changes);
  subject.findings.record(changes.length, verdicts);
  let [clear, shown, possible] = [0, 0, 0];
  verdicts.forEach((verdict, t) => {
    if (verdict === CHANGED) clear++;
    if (verdict < OPEN) shown++;
    if (verdict < OPEN || (verdict === OPEN && !subject.ties[t])) possible++;
  });
  const message = messages.witnessCount(shown, stated);
  // What was shown of a bracket need not be all that its set does.
  const more = subject.stated.collective?.status !== 'exact' && shown > stated;
  if (shown === stated || more) return { outcome: 'checked', message };
  return { outcome: clear <= stated && stated <= possible ? 'open' : 'refuted', message };
}

/** The numbers of one common set of flips, once sets were looked at. */
export function checkCollective(subject: Subject, stated: CollectiveResult): void {
  const { claims, where, test, ties, right } = subject;
  checkCurve(subject, stated.curve, 'collective');
  const tests = test.length;
  const tied = ties.filter(Boolean).length;
  const rightUntied = right.filter((r, t) => r && !ties[t]).length;
  const { cap } = largestBudget(subject);
  let closed = cap === 0 || tied === 0;
  stated.curve.forEach((point, k) => {
    const { certified, certifiedAtMost, certifiedAccuracy } = point;
    const place = `${where}, collective, ${point.flips} flips`;
    const size = Math.min(subject.budgets[k]?.flips ?? 0, subject.flippable.length);
    const sampleWise = subject.stated.sampleWise?.curve[k];
    for (const value of [certified, certifiedAtMost, certifiedAccuracy])
      claims.hold('collective', isShare(value, tests), place, messages.notShare(value, tests));
    claims.hold('collective', certifiedAtMost >= certified, place, messages.upperBelowLower);
    if (sampleWise !== undefined)
      claims.hold('collective', certified >= sampleWise.certified, place, messages.belowSampleWise);
    if (size === 0) {
      claims.equal('collective', [certified, certifiedAtMost], [1, 1], `${place}: certified`);
      claims.equal('collective', certifiedAccuracy, subject.stated.accuracy, `${place}: certifiedAccuracy`);
      return;
    }
    const allowed = Math.round((1 - certified) * tests);
    closed &&= allowed === Math.round((1 - certifiedAtMost) * tests);
    bounded(subject, 'all', size, allowed, tests, `${place}: certified`);
    const lost = rightUntied - Math.round(certifiedAccuracy * tests);
    const name = `${place}: certifiedAccuracy`;
    bounded(subject, 'correct', size, lost, rightUntied, name);
    if (stated.status === 'exact') tight(subject, size, lost, name);
  });
  if (stated.plateaus !== undefined)
    claims.equal('collective', stated.plateaus, plateausOf(stated.curve), `${where}, collective: plateaus`);
  checkStatus(subject, stated, closed);
}

function isShare(value: number, tests: number): boolean {
  return Math.abs(value * tests - Math.round(value * tests)) <= 1e-9;
}

/** No set of up to `size` flips changes more than `allowed` of a group of `total`. */
function bounded(
  { claims, findings, limit }: Subject,
  group: Group,
  size: number,
  allowed: number,
  total: number,
  place: string,
): void {
  const clear = findings.most(group, 'clear', size);
  const possible = findings.most(group, 'possible', size);
  if (clear > allowed) claims.state('collective', 'refuted', place, messages.brokenTogether(clear, allowed));
  else if (possible > allowed && allowed < total)
    claims.state('collective', 'open', place, messages.perhapsTogether(possible, allowed));
  else if (size <= findings.complete || allowed >= total)
    claims.state(
      'collective',
      allowed > total ? 'refuted' : 'checked',
      place,
      messages.tooFew(total, allowed),
    );
  else if (size <= findings.sampled)
    claims.state('collective', 'sampled', place, messages.sampledSets(size, findings.complete));
  else claims.state('collective', 'open', place, messages.tooMany(size, findings.complete, limit));
}

/** An exact certified accuracy is no lower than it has to be. */
function tight({ claims, findings }: Subject, size: number, lost: number, place: string): void {
  const shown = findings.most('correct', 'shown', size);
  const possible = findings.most('correct', 'possible', size);
  if (lost <= shown) claims.state('collective', 'checked', place, '');
  else if (size <= findings.complete && lost > possible)
    claims.state('collective', 'refuted', place, messages.tooFew(possible, lost));
  else claims.state('collective', 'open', place, messages.notShownTogether);
}

/** Runs of budgets over which an exact ratio stays the same. */
function plateausOf(curve: readonly CurvePoint[]) {
  const runs: CurvePoint[][] = [];
  for (const point of curve) {
    const run = runs.at(-1);
    const goes =
      run !== undefined &&
      run[0].certified === run[0].certifiedAtMost &&
      point.certified === point.certifiedAtMost &&
      point.certified === run[0].certified;
    if (goes) run.push(point);
    else runs.push([point]);
  }
  return runs
    .filter((run) => (run.at(-1)?.flips ?? 0) > run[0].flips)
    .map((run) => ({
      from: run[0].flips,
      to: run.at(-1)?.flips ?? 0,
      certified: run[0].certified,
      witness: run[0].witness ?? null,
    }));
}

/**
 * Exact where all bounds meet. The upper bound of the certified accuracy is not stated, so that an answer that calls
 * itself a bracket may be right about that.
 */
function checkStatus({ claims, where }: Subject, { status }: CollectiveResult, closed: boolean): void {
  const place = `${where}, collective`;
  if (status === 'exact') claims.hold('status', closed, place, messages.exactIsOpen);
  else claims.state('status', closed ? 'open' : 'checked', place, messages.maybeExact(status));
}

/** Up to how many flips sets have to be looked at for what is stated: past that, nothing is claimed to hold. */
export function collectiveSizes({ curve }: CollectiveResult, cap: number): number {
  const nothingLeft = curve.find(
    ({ certified, certifiedAccuracy }) => certified === 0 && certifiedAccuracy === 0,
  );
  return Math.min(cap, nothingLeft?.flips ?? Math.max(0, ...curve.map(({ flips }) => flips)));
}
