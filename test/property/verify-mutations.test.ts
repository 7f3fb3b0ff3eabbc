import { describe, expect, it } from 'vitest';
import { karateExperiment } from '../fixtures/experiment';
import { claimLeaves, isStillTrue, leafAt, otherValue, setLeaf } from '../support/mutation';
import { random } from '../support/random';
import { certifiedResult } from '../support/result';
import { changed, kernelFile, refuter, remarks, tableText, verified } from '../support/verified';

/** Small experiments, exact in every answer. */
const SOURCES = {
  karate: () =>
    certifiedResult(
      karateExperiment({
        models: '{ GCN: { architecture: gcn, C: 0.5 }, SGC: { architecture: sgc, depth: 2, C: 2 } }',
        split: '{ labelled: { per-class: 4 }, test: 14 }',
        rest: [
          'certify: { budgets: all, trusted: [] }',
          'expect:',
          '  - { model: GCN, kind: sample-wise, budget: 0.25, certified-ratio: ">= 0.1" }',
          '  - { model: SGC, kind: collective, budget: 0.5, certified-accuracy: "> 0.9" }',
        ].join('\n'),
      }),
    ),
  shares: () =>
    certifiedResult(
      karateExperiment({
        dataset: '{ table: t.csv }',
        split: '{ labelled: [0, 1, 2, 3, 4, 5, 6, 7], test: 10 }',
        models: '{ MLP: { architecture: mlp, C: 0.4 } }',
        rest: 'certify: { budgets: [0.125, 0.25, 0.3], trusted: [1, 2] }',
      }),
      { files: { 't.csv': tableText(2, 40) } },
    ),
  classes: () =>
    certifiedResult(
      karateExperiment({
        dataset: '{ table: t.csv }',
        split: '{ labelled: { per-class: 2 }, test: 9 }',
        models: '{ MLP: { architecture: mlp, C: 0.4 } }',
        rest: 'certify: { budgets: { flips: [1, 2, 3] } }',
      }),
      { files: { 't.csv': tableText(3, 45) } },
    ),
  chosen: () =>
    certifiedResult(
      karateExperiment({
        dataset: '{ kernel: k.npz }',
        split: '{ labelled: { per-class: 4 }, test: 10 }',
        models: '{ Own: { choose-C: { values: [0.05, 0.5, 2], folds: 3 } } }',
        rest: 'certify: { budgets: all }',
      }),
      { files: { 'k.npz': kernelFile(30) } },
    ),
  seeds: () =>
    certifiedResult(
      karateExperiment({
        split: '{ labelled: { per-class: 3 }, seeds: [0, 1], test: 8 }',
        models: '{ GCN: { architecture: gcn, C: [0.1, 1] } }',
        rest: [
          'certify: { budgets: { flips: [1, 2, 6] } }',
          'expect: [{ model: "GCN C=0.1", kind: sample-wise, budget: { flips: 2 }, certified-ratio: ">= 0.1" }]',
        ].join('\n'),
      }),
    ),
} as const;

const MUTATIONS = 100;

describe('flipcert verify refutes', () => {
  it.each(Object.entries(SOURCES))(
    'each of %s with one claim changed',
    async (name, make) => {
      const genuine = await make();
      expect(remarks(verified(genuine))).toEqual([]);
      const leaves = claimLeaves(genuine.result);
      const refuted = refuter();
      const next = random(name.length * 7919);
      const missed: string[] = [];
      for (let made = 0; made < MUTATIONS;) {
        const path = leaves[Math.floor(next() * leaves.length)];
        const before = leafAt(genuine.result, path);
        const after = otherValue(genuine.result, path, before, next);
        if (JSON.stringify(after) === JSON.stringify(before)) continue;
        const mutant = changed(genuine, (result) => setLeaf(result, path, after));
        if (isStillTrue(mutant, path)) continue;
        made++;
        if (!refuted(mutant))
          missed.push(`${path.join('.')}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`);
      }
      expect(missed).toEqual([]);
    },
    180_000,
  );
});
