import { sameValue } from './claims';
import * as messages from './messages';
import type { Subject } from './subject';

/** A stated decision may differ by the radius, by what roundings of the kernel come to, and by this share of itself. */
const RELATIVE = 1e-9;

/** Classes, decisions and accuracy of the clean model. */
export function checkPredictions(subject: Subject): void {
  const { stated, claims, where, model, classes, test, truth } = subject;
  const nodes = stated.predictions.map(({ node }) => node);
  claims.equal('predictions', nodes, test, `${where}: nodes of the predictions`);
  if (!sameValue(nodes, test)) return;
  stated.predictions.forEach(({ node, class: given, decision }, t) => {
    const clean = model.clean[t];
    const place = `${where}, node ${node}`;
    const found = classes[clean.predicted];
    const tolerance = model.tolerance(t) + RELATIVE * Math.abs(clean.decision);
    const close = clean.tie || Math.abs(clean.decision) <= tolerance;
    const known = classes.includes(given);
    claims.state(
      'predictions',
      given === found && !clean.tie ? 'checked' : close && !clean.constant && known ? 'open' : 'refuted',
      place,
      given === found ? messages.tieHere : messages.wrongClass(given, found),
    );
    const near = Math.abs(decision - clean.decision) <= tolerance;
    claims.hold('predictions', near, place, messages.decisionOff(decision, clean.decision, tolerance));
    // Two classes: the sign is the class.
    if (classes.length === 2)
      claims.equal('predictions', given, classes[decision >= 0 ? 1 : 0], `${place}: class and decision`);
  });
  const right = stated.predictions.filter(({ class: given }, t) => given === truth[t]).length;
  claims.equal('predictions', stated.accuracy, right / test.length, `${where}: accuracy`);
}
