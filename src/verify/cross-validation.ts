import type { CrossValidation } from '../config/experiment';
import type { Dataset, Split } from '../core/graph/dataset';
import { drawn, seededRandom } from '../core/graph/random';
import type { ModelResult } from '../report/result';
import type { Blocks } from './blocks';
import type { Claims } from './claims';
import * as messages from './messages';
import { Poisoned } from './poisoned';
import type { Rounding } from './poisoned';

/** One seed's share of a cross-validation. */
export interface ValidationPart {
  readonly seed: number;
  readonly split: Split;
  readonly blocks: Blocks;
}

interface Kernel {
  readonly semidefinite: boolean;
  readonly rounding: Rounding;
}

const SAME = 1e-12;

/** C and how it was chosen, by training on every fold anew. @returns C */
export function checkChosenC(
  claims: Claims,
  stated: ModelResult,
  dataset: Dataset,
  { values, folds }: CrossValidation,
  parts: readonly ValidationPart[],
  kernel: Kernel,
  where: string,
): number {
  const candidates = [...values]
    .sort((a, b) => a - b)
    .map((C) => {
      const all = parts.map((part) => accuracyOf(dataset, part, folds, C, kernel));
      const sum = all.reduce((total, { accuracy }) => total + accuracy, 0);
      return { C, accuracy: sum / parts.length, tied: all.some(({ tied }) => tied) };
    });
  let best = candidates[0];
  for (const next of candidates) if (next.accuracy > best.accuracy + SAME) best = next;
  const { chosenC } = stated;
  claims.equal('chosen C', chosenC?.folds, folds, `${where}: folds`);
  claims.equal(
    'chosen C',
    chosenC?.candidates.map(({ C }) => C),
    candidates.map(({ C }) => C),
    `${where}: candidates`,
  );
  candidates.forEach(({ C, accuracy, tied }, k) => {
    const given = chosenC?.candidates[k]?.accuracy ?? NaN;
    const place = `${where}: candidate ${C}`;
    if (Math.abs(given - accuracy) <= 1e-9) claims.state('chosen C', 'checked', place, '');
    else
      claims.state('chosen C', tied ? 'open' : 'refuted', place, messages.closeValidation(given, accuracy));
  });
  if (candidates.some(({ tied }) => tied) && stated.C !== best.C && values.includes(stated.C)) {
    claims.state('chosen C', 'open', `${where}: C`, messages.closeValidation(stated.C, best.C));
    return stated.C;
  }
  claims.equal('chosen C', stated.C, best.C, `${where}: C`);
  return best.C;
}

function accuracyOf(
  dataset: Dataset,
  { seed, split, blocks }: ValidationPart,
  folds: number,
  C: number,
  { semidefinite, rounding }: Kernel,
): { readonly accuracy: number; readonly tied: boolean } {
  const labels = Array.from(split.labelled, (row) => dataset.labels[row]);
  const fold = foldsOf(labels, dataset.classes.length, folds, seed);
  let sum = 0;
  let tied = false;
  const held = [...new Set(fold)];
  for (const out of held) {
    const trained = Array.from(labels.keys()).filter((i) => fold[i] !== out);
    const tested = Array.from(labels.keys()).filter((i) => fold[i] === out);
    const part = partOf(blocks, trained, tested);
    const ofTrained = Int32Array.from(trained, (i) => labels[i]);
    const { clean } = new Poisoned(part, C, ofTrained, dataset.classes.length, semidefinite, rounding);
    tied ||= clean.some(({ tie }) => tie);
    sum += clean.filter(({ predicted }, t) => predicted === labels[tested[t]]).length / tested.length;
  }
  return { accuracy: sum / held.length, tied };
}

/** Each class in random order, one node after the other to the next fold. */
function foldsOf(labels: readonly number[], classes: number, folds: number, seed: number): number[] {
  const random = seededRandom(seed);
  const fold = labels.map(() => 0);
  let next = 0;
  for (let c = 0; c < classes; c++) {
    const left = new Set(Array.from(labels.keys()).filter((i) => labels[i] === c));
    while (left.size > 0) {
      const [i] = drawn([...left], 1, random);
      left.delete(i);
      fold[i] = next++ % folds;
    }
  }
  return fold;
}

function partOf({ m, Q }: Blocks, trained: readonly number[], tested: readonly number[]): Blocks {
  const between = (rows: readonly number[]): Float64Array =>
    Float64Array.from(rows.flatMap((i) => trained.map((j) => Q[i * m + j])));
  return {
    m: trained.length,
    tests: tested.length,
    Q: between(trained),
    R: between(tested),
    diagonal: Float64Array.from(tested, (i) => Q[i * m + i]),
  };
}
