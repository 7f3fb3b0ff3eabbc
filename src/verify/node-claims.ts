import type { NodeCertificate, SampleWiseResult } from '../report/result';
import { sameValue, worse } from './claims';
import type { Outcome } from './claims';
import { checkCurve } from './curve-claims';
import * as messages from './messages';
import { NEARLY_SAFE, OPEN } from './poisoned';
import { changesOf, largestBudget } from './subject';
import type { Subject } from './subject';

/** Re-trains the witnesses of single nodes, and adds what they show to the findings. */
export function checkWitnesses(subject: Subject): readonly Outcome[] {
  return (subject.stated.sampleWise?.nodes ?? []).map((node, t) => {
    if (node.witness === null || t >= subject.test.length) return 'checked';
    const { outcome, message } = retrained(subject, node, t);
    return subject.claims.state('witnesses', outcome, placeOf(subject, node), message);
  });
}

/** Safe and breaking flips of single nodes, their curve and their status, once sets were looked at. */
export function checkNodes(subject: Subject, stated: SampleWiseResult, witnesses: readonly Outcome[]): void {
  const { claims, where, test } = subject;
  const nodes = stated.nodes.map(({ node }) => node);
  claims.equal('models', nodes, test, `${where}: nodes certified one at a time`);
  if (!sameValue(nodes, test)) return;
  stated.nodes.forEach((node, t) => checkNode(subject, node, t, witnesses[t]));
  const share = (holds: (node: NodeCertificate, t: number) => boolean): number =>
    stated.nodes.filter(holds).length / test.length;
  checkCurve(subject, stated.curve, 'sample-wise');
  stated.curve.forEach((point, k) => {
    const place = `${where}, sample-wise, ${point.flips} flips`;
    const flips = subject.budgets[k]?.flips ?? NaN;
    const certified = share(({ safeFlips }) => safeFlips >= flips);
    const atMost = share(({ breakingFlips }) => breakingFlips === null || breakingFlips > flips);
    const accuracy = share(({ safeFlips }, t) => safeFlips >= flips && subject.right[t]);
    claims.equal('curves', point.certified, certified, `${place}: certified`);
    claims.equal('curves', point.certifiedAtMost, atMost, `${place}: certifiedAtMost`);
    claims.equal('curves', point.certifiedAccuracy, accuracy, `${place}: certifiedAccuracy`);
  });
  const { cap } = largestBudget(subject);
  const closed = stated.nodes.every(
    ({ safeFlips, breakingFlips, tie }) =>
      cap === 0 || (tie !== true && (safeFlips >= cap || breakingFlips === safeFlips + 1)),
  );
  const { status } = stated;
  const message = status === 'exact' ? messages.exactIsOpen : messages.openIsExact(status);
  claims.hold('status', (status === 'exact') === closed, `${where}, sample-wise`, message);
}

function placeOf({ where }: Subject, { node }: NodeCertificate): string {
  return `${where}, node ${node}`;
}

function checkNode(subject: Subject, node: NodeCertificate, t: number, witness: Outcome): void {
  const { claims, model } = subject;
  const place = placeOf(subject, node);
  const { safeFlips: safe, breakingFlips: breaking } = node;
  const { largest, cap } = largestBudget(subject);
  if (node.interval !== undefined) checkInterval(subject, node, node.interval, t);
  if (node.tie === true) {
    const nothing = safe === 0 && breaking === null && node.witness === null;
    const { decision, tie } = model.clean[t];
    if (!nothing) claims.state('safe flips', 'refuted', place, messages.tieWithClaims);
    else if (tie || Math.abs(decision) <= model.tolerance(t))
      claims.state('safe flips', 'open', place, messages.tieOpen);
    else if (!model.semidefinite)
      claims.state('safe flips', 'open', place, messages.tieOfIndefinite(decision));
    else claims.state('safe flips', 'refuted', place, messages.noTie(decision));
    return;
  }
  if (!(safe < cap || safe === largest)) {
    claims.state('safe flips', 'refuted', place, messages.safeRange(safe, largest));
    return;
  }
  const { outcome, message } = safety(subject, t, Math.min(safe, cap));
  claims.state('safe flips', outcome, place, message);
  if (breaking === null) {
    claims.hold('breaking flips', node.witness === null, place, messages.breakingWithoutWitness);
  } else if (node.witness?.length !== breaking) {
    claims.state('breaking flips', 'refuted', place, messages.breakingWithoutWitness);
  } else if (breaking <= safe || breaking > cap) {
    claims.state('breaking flips', 'refuted', place, messages.breakingBelowSafe(breaking, safe));
  } else {
    // The smallest number there is, where it follows the largest safe one; otherwise the smallest shown.
    const least = breaking === safe + 1 ? worse(outcome, witness) : witness;
    const why = least === witness ? messages.witnessClose : message;
    claims.state('breaking flips', least, place, why);
  }
}

/** That of a tie: around zero, around the decision stated, and around the one found here. */
function checkInterval(
  subject: Subject,
  node: NodeCertificate,
  [low, high]: readonly [number, number],
  t: number,
): void {
  const { claims, model, stated } = subject;
  const { decision } = model.clean[t];
  const given = stated.predictions[t]?.decision ?? NaN;
  const tolerance = model.tolerance(t);
  const right =
    node.tie === true &&
    low <= Math.min(0, given) &&
    high >= Math.max(0, given) &&
    low <= decision + tolerance &&
    high >= decision - tolerance;
  claims.hold('safe flips', right, placeOf(subject, node), messages.badInterval(low, high, decision));
}

function safety(subject: Subject, t: number, safe: number): { outcome: Outcome; message: string } {
  const { findings, model, limit } = subject;
  if (safe === 0) return { outcome: 'checked', message: '' };
  if (model.clean[t].tie) return { outcome: 'open', message: messages.tieHere };
  const clearly = findings.clearly[t];
  if (clearly <= safe) return { outcome: 'refuted', message: messages.changedBy(clearly, safe) };
  const notSafe = findings.notSafe[t];
  if (notSafe <= safe) return { outcome: 'open', message: messages.notShownSafe(notSafe) };
  const { complete, sampled } = findings;
  if (safe <= complete) return { outcome: 'checked', message: '' };
  return safe <= sampled
    ? { outcome: 'sampled', message: messages.sampledSets(safe, complete) }
    : { outcome: 'open', message: messages.tooMany(safe, complete, limit) };
}

function retrained(
  subject: Subject,
  node: NodeCertificate,
  t: number,
): { outcome: Outcome; message: string } {
  const changes = changesOf(subject, node.witness ?? []);
  if (typeof changes === 'string') return { outcome: 'refuted', message: changes };
  const verdicts = subject.model.verdictsOf(changes);
  subject.findings.record(changes.length, verdicts);
  if (verdicts[t] < OPEN) return { outcome: 'checked', message: '' };
  return verdicts[t] <= NEARLY_SAFE
    ? { outcome: 'open', message: messages.witnessClose }
    : { outcome: 'refuted', message: messages.witnessFails };
}
