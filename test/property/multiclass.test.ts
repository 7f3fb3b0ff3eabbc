import { describe, expect, it } from 'vitest';
import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
import { flipSetsUpTo } from '../../src/core/certify/flip/tasks';
import { decisions } from '../support/brute-force';
import { certifyMulticlassHere } from '../support/certify';
import { randomMulticlass } from '../support/random';

interface Whole {
  readonly predicted: number[];
  readonly least: number[];
  readonly most: number[];
  readonly mostCorrect: number[];
  /** Smallest difference between a winner and another class that was met. */
  readonly closest: number;
}

/** Trains every class for every labelling, by the independent coordinate descent, and counts. */
function everyLabelling(problem: MulticlassProblem, truth: Int32Array): Whole {
  const { m, classes, labels, flippable, tests } = problem;
  const values = new Map<string, number[]>();
  const decide = (labelling: Int32Array, p: number): number[] => {
    const y = Int8Array.from(labelling, (l) => (l === p ? 1 : -1));
    const key = y.join();
    const known = values.get(key) ?? decisions({ ...problem, y }, y);
    values.set(key, known);
    return known;
  };
  const n = flippable.length;
  const whole = {
    predicted: [] as number[],
    least: new Array<number>(tests).fill(Infinity),
    most: new Array<number>(n + 1).fill(0),
    mostCorrect: new Array<number>(n + 1).fill(0),
    closest: Infinity,
  };
  for (let code = 0; code < classes ** n; code++) {
    const labelling = labels.slice();
    // The clean labelling comes first: digits are added to the clean labels.
    for (let k = 0, rest = code; k < n; k++, rest = Math.floor(rest / classes)) {
      labelling[flippable[k]] = (labels[flippable[k]] + (rest % classes)) % classes;
    }
    let level = 0;
    for (let i = 0; i < m; i++) if (labelling[i] !== labels[i]) level++;
    const f = Array.from({ length: classes }, (_, p) => decide(labelling, p));
    let changed = 0;
    let changedCorrect = 0;
    for (let t = 0; t < tests; t++) {
      let winner = 0;
      for (let p = 1; p < classes; p++) if (f[p][t] > f[winner][t]) winner = p;
      for (let p = 0; p < classes; p++)
        if (p !== winner) whole.closest = Math.min(whole.closest, f[winner][t] - f[p][t]);
      if (code === 0) whole.predicted.push(winner);
      if (winner === whole.predicted[t]) continue;
      changed++;
      if (whole.predicted[t] === truth[t]) changedCorrect++;
      whole.least[t] = Math.min(whole.least[t], level);
    }
    whole.most[level] = Math.max(whole.most[level], changed);
    whole.mostCorrect[level] = Math.max(whole.mostCorrect[level], changedCorrect);
  }
  for (let k = 1; k <= n; k++) {
    whole.most[k] = Math.max(whole.most[k], whole.most[k - 1]);
    whole.mostCorrect[k] = Math.max(whole.mostCorrect[k], whole.mostCorrect[k - 1]);
  }
  return whole;
}

describe('multi-class certificates equal every labelling trained', () => {
  it.each([
    [3, [3, 6], 80],
    [4, [3, 5], 50],
  ] as const)('%i classes', async (classes, m, problems) => {
    let compared = 0;
    for (let seed = 1; seed <= problems; seed++) {
      const { problem, truth } = randomMulticlass(seed, [...m], classes);
      const whole = everyLabelling(problem, truth);
      if (whole.closest < 1e-6) continue;
      compared++;
      const levels = problem.flippable.length;
      const { certificate, notes } = await certifyMulticlassHere(problem, truth);
      expect(notes, `seed ${seed}`).toEqual([]);
      expect(Array.from(certificate.predicted)).toEqual(whole.predicted);
      certificate.sampleWise.nodes.forEach(({ safe, breaking, witness }, t) => {
        const least = whole.least[t] <= levels ? whole.least[t] : null;
        expect({ seed, t, safe, breaking }).toEqual({
          seed,
          t,
          safe: least === null ? levels : least - 1,
          breaking: least,
        });
        if (witness === null) return;
        // The witness names new labels that differ from the old, and it works.
        const labelling = problem.labels.slice();
        for (const { labelled, to } of witness) {
          expect(to).not.toBe(problem.labels[labelled]);
          labelling[labelled] = to;
        }
        const f = Array.from({ length: classes }, (_, p) => {
          const y = Int8Array.from(labelling, (l) => (l === p ? 1 : -1));
          return decisions({ ...problem, y }, y)[t];
        });
        expect(Math.max(...f)).toBeGreaterThan(f[whole.predicted[t]]);
      });
      for (const level of certificate.collective.levels) {
        expect(level).toMatchObject({
          changed: whole.most[level.flips],
          changedAtMost: whole.most[level.flips],
          correctChanged: whole.mostCorrect[level.flips],
          correctChangedAtMost: whole.mostCorrect[level.flips],
        });
      }
    }
    // Equal labelled rows tie two classes; the rest must be plenty.
    expect(compared).toBeGreaterThan(0.4 * problems);
  });

  it('interrupted, gives brackets that hold the truth', async () => {
    let brackets = 0;
    for (let seed = 300; seed < 330; seed++) {
      const { problem, truth } = randomMulticlass(seed, [7, 8], 3);
      const whole = everyLabelling(problem, truth);
      if (whole.closest < 1e-6) continue;
      const { certificate } = await certifyMulticlassHere(problem, truth, { stopAfter: 20 });
      if (certificate.collective.status === 'bracket') brackets++;
      certificate.sampleWise.nodes.forEach(({ safe, breaking }, t) => {
        expect(safe).toBeLessThan(whole.least[t]);
        if (breaking !== null) expect(breaking).toBeGreaterThanOrEqual(whole.least[t]);
      });
      for (const { flips, changed, changedAtMost } of certificate.collective.levels) {
        expect(changed).toBeLessThanOrEqual(whole.most[flips]);
        expect(changedAtMost).toBeGreaterThanOrEqual(whole.most[flips]);
      }
    }
    expect(brackets).toBeGreaterThan(3);
  });

  it('counts every set once: so many nodes, so many new labels each', () => {
    expect(flipSetsUpTo(14, 2, 6)).toBe(1 + 14 * 6 + 91 * 36);
  });
});
