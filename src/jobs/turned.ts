import { binaryOracle } from '../core/certify/oracle';
import type { Oracle } from '../core/certify/oracle';
import { flipCode, multiclassOracle } from '../core/certify/multiclass/problem';
import type { DatasetSummary, Flip, ModelResult } from '../report/result';
import type { AttackEffect } from '../report/picture';
import type { Certifiable } from './certifiable';

/** Time for one model: an attack that is not trained by then has no effect that could be shown. */
const SECONDS = 2;

/**
 * Which predictions each of a model's worst common flip sets turns, by training anew on the flipped labels, and where
 * the decision is too near to zero by exact arithmetic.
 * @param seed null where there is a single split
 */
export function attackEffects(
  { subject, clean }: Pick<Certifiable, 'subject' | 'clean'>,
  { name, collective }: ModelResult,
  dataset: DatasetSummary,
  seed: number | null,
  cancelled: () => boolean,
): AttackEffect[] {
  const began = performance.now();
  const oracle: Oracle =
    subject.type === 'binary'
      ? binaryOracle(subject.problem, subject.view)
      : multiclassOracle(subject.problem, clean);
  const codeOf = ({ node, label }: Flip): number => {
    const labelled = dataset.labelled.indexOf(node);
    return subject.type === 'binary'
      ? labelled
      : flipCode(subject.problem.classes, labelled, dataset.classes.indexOf(label));
  };
  const effects: AttackEffect[] = [];
  const seen = new Set<string>();
  for (const { witness } of collective?.curve ?? []) {
    if (!witness || witness.length === 0 || seen.has(JSON.stringify(witness))) continue;
    if (cancelled() || performance.now() - began > SECONDS * 1000) break;
    seen.add(JSON.stringify(witness));
    const flips = witness.map(codeOf);
    const verdicts: number[] = Array.from(oracle.retrain(flips));
    const doubtful = [...verdicts.keys()].filter((t) => verdicts[t] === 0 && subject.view.sign[t] !== 0);
    oracle.settle(flips, doubtful).forEach((verdict, k) => (verdicts[doubtful[k]] = verdict));
    const nodes = (wanted: number): number[] => dataset.test.filter((_, t) => verdicts[t] === wanted);
    effects.push({ seed, model: name, flips: witness, turned: nodes(1), open: nodes(0) });
  }
  return effects;
}
