import { describe, expect, it } from 'vitest';
import { oneAgainstAll } from '../../src/core/certify/multiclass/problem';
import type { MulticlassProblem } from '../../src/core/certify/multiclass/problem';
import type { Task } from '../../src/core/certify/task';
import { decisions } from '../support/brute-force';
import { certifyMulticlassHere } from '../support/certify';
import { clusteredMulticlass, randomMulticlass } from '../support/random';

/**
 * The relaxed radius by its definition: for each class all flip sets of its own labels, trained by the independent
 * coordinate descent. `closest` is how near any comparison came to a tie.
 */
function byDefinition(
  problem: MulticlassProblem,
  predicted: Int32Array,
  largest: number,
): { safe: number[]; closest: number } {
  const { classes, labels, flippable, tests } = problem;
  const least = grid(classes, tests, largest, Infinity);
  const most = grid(classes, tests, largest, -Infinity);
  for (let p = 0; p < classes; p++) {
    const clean = oneAgainstAll(labels, p);
    for (let bits = 0; bits < 2 ** flippable.length; bits++) {
      const y = clean.slice();
      let size = 0;
      flippable.forEach((node, k) => {
        if (((bits >> k) & 1) === 0) return;
        y[node] = -y[node];
        size++;
      });
      if (size > largest) continue;
      decisions({ ...problem, y }, y).forEach((f, t) => {
        for (let k = size; k <= largest; k++) {
          least[p][t][k] = Math.min(least[p][t][k], f);
          most[p][t][k] = Math.max(most[p][t][k], f);
        }
      });
    }
  }
  let closest = Infinity;
  const safe = Array.from({ length: tests }, (_, t) => {
    const own = predicted[t];
    const margin = Array.from({ length: largest + 1 }, (__, k) =>
      Math.min(...least.map((_of, p) => (p === own ? Infinity : least[own][t][k] - most[p][t][k]))),
    );
    for (const m of margin) closest = Math.min(closest, Number.isNaN(m) ? 0 : Math.abs(m));
    const fails = margin.findIndex((m) => m <= 0);
    return fails === -1 ? largest : Math.max(0, fails - 1);
  });
  return { safe, closest };
}

function grid(classes: number, tests: number, n: number, fill: number): number[][][] {
  return Array.from({ length: classes }, () =>
    Array.from({ length: tests }, () => new Array<number>(n + 1).fill(fill)),
  );
}

describe('the relaxed certificate', () => {
  it.each([
    ['random', 3, [3, 7], 60],
    ['random', 4, [3, 5], 40],
    ['clustered', 3, [9, 10], 20],
    ['clustered', 4, [11, 12], 10],
  ] as const)(
    '%s, %i classes: equals its definition and never exceeds the exact one',
    async (kind, classes, m, problems) => {
      let compared = 0;
      let positive = 0;
      let looser = 0;
      for (let seed = 1; seed <= problems; seed++) {
        const { problem, truth } =
          kind === 'random'
            ? randomMulticlass(seed, [...m], classes)
            : clusteredMulticlass(seed, m[seed % 2], classes);
        // All levels walk mirrored halves where no label is trusted, few levels plain sets.
        const few = kind === 'random' ? seed % 3 === 0 : classes === 4 || seed % 10 !== 1;
        const largest = Math.min(problem.flippable.length, few ? 2 : Infinity);
        const levels = Array.from({ length: largest + 1 }, (_, k) => k);
        const run = async (method: 'relaxed' | 'enumerate') =>
          (await certifyMulticlassHere(problem, truth, { method, levels })).certificate;
        const [certificate, exact] = [await run('relaxed'), await run('enumerate')];
        expect(certificate.predicted).toEqual(exact.predicted);
        certificate.sampleWise.nodes.forEach(({ safe, breaking, witness, tie }, t) => {
          const other = exact.sampleWise.nodes[t];
          expect(safe).toBeLessThanOrEqual(other.safe);
          expect([breaking, witness]).toEqual([null, null]);
          expect(tie).toBe(other.tie);
          if (safe > 0) positive++;
          if (safe < other.safe) looser++;
        });
        certificate.collective.levels.forEach((level, k) => {
          const other = exact.collective.levels[k];
          expect(level.changed).toBe(0);
          expect(level.changedAtMost).toBeGreaterThanOrEqual(other.changedAtMost);
          expect(level.correctChangedAtMost).toBeGreaterThanOrEqual(other.correctChangedAtMost);
          // No more change under one set than can change one at a time.
          const unsafe = certificate.sampleWise.nodes.filter(({ safe }) => safe < level.flips).length;
          expect(level.changedAtMost).toBe(unsafe);
        });
        expect(certificate.sampleWise.method).toBe('relaxed (lower bound)');
        const all = certificate.sampleWise.nodes.every(({ safe }) => safe === largest);
        if (!all) expect(certificate.sampleWise.status).toBe('bracket');
        const { safe, closest } = byDefinition(problem, certificate.predicted, largest);
        if (closest < 1e-6) continue;
        compared++;
        expect({ seed, safe: certificate.sampleWise.nodes.map((node) => node.safe) }).toEqual({
          seed,
          safe,
        });
      }
      expect(compared).toBeGreaterThan(0.4 * problems);
      if (kind === 'random') return;
      expect(positive).toBeGreaterThan(2 * problems);
      if (classes === 3) expect(looser).toBeGreaterThan(0);
    },
  );

  it('where no flips change anything it proves that, and is exact', async () => {
    const certificates = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) => {
        const { problem, truth } = clusteredMulticlass(seed, 12, 3);
        return (await certifyMulticlassHere(problem, truth, { method: 'relaxed', levels: [0, 1] }))
          .certificate;
      }),
    );
    const proven = certificates.filter(({ sampleWise }) => sampleWise.status === 'exact');
    expect(proven.length).toBeGreaterThan(0);
    const [certificate] = proven;
    expect(certificate.collective.status).toBe('exact');
    expect(certificate.sampleWise.nodes.every(({ safe }) => safe === 1)).toBe(true);
  });

  it('stopped, states the levels that were completed and nothing more', async () => {
    let partial = 0;
    for (let seed = 300; seed < 312; seed++) {
      const { problem, truth } = clusteredMulticlass(seed, 10, 3);
      const whole = (await certifyMulticlassHere(problem, truth, { method: 'relaxed' })).certificate;
      // About 1700 sets in all: also stopped within the very last part, which then is not complete.
      for (let stopAfter = 0; stopAfter < 1750; stopAfter += 35) {
        const { certificate } = await certifyMulticlassHere(problem, truth, { method: 'relaxed', stopAfter });
        certificate.sampleWise.nodes.forEach(({ safe }, t) => {
          expect(safe).toBeLessThanOrEqual(whole.sampleWise.nodes[t].safe);
          if (safe < whole.sampleWise.nodes[t].safe) partial++;
        });
      }
    }
    expect(partial).toBeGreaterThan(0);
  });

  it('one part that was stopped leaves its level open, though all others came to their end', async () => {
    // The last walk begins only where some node withstood two flips.
    let walked = 0;
    for (let seed = 400; seed < 410; seed++) {
      const { problem, truth } = clusteredMulticlass(seed, 18, 3);
      const run = async (stopIn: (task: Task) => boolean) =>
        (await certifyMulticlassHere(problem, truth, { method: 'relaxed', levels: [0, 1, 2, 3, 4], stopIn }))
          .certificate.sampleWise.nodes;
      const whole = await run(() => false);
      const stopped = await run(
        (task) => task.type === 'relaxed' && task.class === 1 && task.plan.depth > 2 && task.part.below,
      );
      stopped.forEach(({ safe }, t) => {
        expect(safe).toBe(Math.min(2, whole[t].safe));
        if (safe === 2) walked++;
      });
    }
    expect(walked).toBeGreaterThan(0);
  });
});
