import { isSound } from './case';
import type { SoakCase } from './case';

/** Cases tried in place of a failing one, at most. */
const MOST_TRIES = 3000;

/**
 * The smallest case that still fails: fewer test nodes, labelled nodes, features and classes, then simpler numbers, as
 * long as any of that is to be had.
 */
export async function shrink(
  from: SoakCase,
  fails: (smaller: SoakCase) => Promise<boolean>,
): Promise<SoakCase> {
  let least = from;
  let tries = 0;
  for (let found = true; found;) {
    found = false;
    for (const smaller of simpler(least)) {
      if (!isSound(smaller) || JSON.stringify(smaller) === JSON.stringify(least)) continue;
      if (tries++ >= MOST_TRIES) return least;
      if (!(await fails(smaller))) continue;
      least = smaller;
      found = true;
      break;
    }
  }
  return least;
}

const without = <T>(items: readonly T[], at: number): T[] => items.filter((_, i) => i !== at);

/** Cases with a little less in them, those with the most less first. */
function* simpler(of: SoakCase): Generator<SoakCase> {
  const { labelled, tests, signs, classes, labels, truth, C, trusted } = of;
  for (let t = 0; t < tests.length; t++) yield { ...of, tests: without(tests, t), truth: without(truth, t) };
  for (let i = 0; i < labelled.length; i++)
    yield {
      ...of,
      labelled: without(labelled, i),
      labels: without(labels, i),
      trusted: trusted.filter((at) => at !== i).map((at) => (at > i ? at - 1 : at)),
    };
  for (let k = 0; k < signs.length; k++) {
    const drop = (rows: SoakCase['tests']): number[][] => rows.map((row) => without(row, k));
    yield { ...of, labelled: drop(labelled), tests: drop(tests), signs: without(signs, k) };
  }
  if (classes > 2) {
    const fewer = (from: readonly number[]): number[] => from.map((label) => Math.min(label, classes - 2));
    yield { ...of, classes: classes - 1, labels: fewer(labels), truth: fewer(truth) };
  }
  for (let at = 0; at < trusted.length; at++) yield { ...of, trusted: without(trusted, at) };
  for (let k = 0; k < signs.length; k++)
    if (signs[k] < 0) yield { ...of, signs: signs.map((sign, at) => (at === k ? 1 : sign)) };
  for (const value of simplerNumbers(C)) if (value > 0) yield { ...of, C: value };
  for (let i = 0; i < labels.length; i++)
    if (labels[i] > 0) yield { ...of, labels: labels.map((label, at) => (at === i ? 0 : label)) };
  for (let t = 0; t < truth.length; t++)
    if (truth[t] > 0) yield { ...of, truth: truth.map((label, at) => (at === t ? 0 : label)) };
  for (const key of ['labelled', 'tests'] as const)
    for (let row = 0; row < of[key].length; row++)
      for (let k = 0; k < signs.length; k++)
        for (const value of simplerNumbers(of[key][row][k]))
          yield {
            ...of,
            [key]: of[key].map((features, at) =>
              at === row ? features.map((v, column) => (column === k ? value : v)) : features,
            ),
          };
}

/** Numbers near to this one, or smaller, that are shorter to write; none that is not. */
function simplerNumbers(value: number): number[] {
  const found = [0, 1, Math.round(value), ...[1, 2, 4].map((digits) => Number(value.toPrecision(digits)))];
  const length = (of: number): number => String(of).length + (of === 0 ? -1 : of === 1 ? -0.5 : 0);
  return found.filter((of) => length(of) < length(value));
}
