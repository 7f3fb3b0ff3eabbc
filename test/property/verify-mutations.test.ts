import { describe, expect, it } from 'vitest';
import { karateExperiment } from '../fixtures/experiment';
import { claimLeaves, isStillTrue, leafAt, otherValue, setLeaf } from '../support/mutation';
import type { Path } from '../support/mutation';
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

/** Places that must be among those changed: counts, names, seeds, facts, budgets, accuracies, labels and statuses. */
const NAMED = [
  'flipcert',
  'dataset.name',
  'dataset.nodes',
  'dataset.edges',
  'dataset.features',
  'dataset.classes',
  'dataset.labelled',
  'dataset.labels',
  'dataset.test',
  'dataset.testLabels',
  'models.name',
  'models.architecture',
  'models.ntk',
  'models.C',
  'models.accuracy',
  'models.chosenC.folds',
  'models.chosenC.candidates.C',
  'models.chosenC.candidates.accuracy',
  'models.predictions.node',
  'models.predictions.class',
  'models.predictions.decision',
  'models.sampleWise.status',
  'models.sampleWise.nodes.node',
  'models.sampleWise.nodes.safeFlips',
  'models.sampleWise.nodes.breakingFlips',
  'models.sampleWise.nodes.witness.node',
  'models.sampleWise.nodes.witness.label',
  'models.sampleWise.curve.flips',
  'models.sampleWise.curve.budget',
  'models.collective.curve.certified',
  'models.collective.curve.certifiedAtMost',
  'models.collective.curve.certifiedAccuracy',
  'models.collective.curve.witness.label',
  'models.collective.plateaus.from',
  'seeds.seed',
  'seeds.models.accuracy',
  'means.name',
  'means.seeds',
  'means.accuracy.mean',
  'means.collective.status',
  'means.collective.curve.certified.deviation',
  'expectations.model',
  'expectations.budget',
  'expectations.value',
  'expectations.outcome',
];

/** A place without its position in lists: `models.predictions.decision`. */
const kindOf = (path: Path): string => path.filter((key) => typeof key === 'string').join('.');

/** Drawn at a place, at most: another witness may do the same, and a set of a bracket may be as good. */
const TRIES = 60;

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

  it('each kind of place that there is, at least once in every experiment', async () => {
    const kinds = new Set<string>();
    const missed: string[] = [];
    let mutants = 0;
    const refuted = refuter();
    for (const [name, make] of Object.entries(SOURCES)) {
      const genuine = await make();
      const next = random(name.length * 31 + 7);
      const places = new Map<string, Path[]>();
      for (const path of claimLeaves(genuine.result))
        places.set(kindOf(path), [...(places.get(kindOf(path)) ?? []), path]);
      for (const [kind, paths] of places) {
        for (let tries = 0; tries < TRIES; tries++) {
          const path = paths[Math.floor(next() * paths.length)];
          const before = leafAt(genuine.result, path);
          const after = otherValue(genuine.result, path, before, next);
          if (JSON.stringify(after) === JSON.stringify(before)) continue;
          const mutant = changed(genuine, (result) => setLeaf(result, path, after));
          if (isStillTrue(mutant, path)) continue;
          kinds.add(kind);
          mutants++;
          if (!refuted(mutant)) missed.push(`${name}, ${path.join('.')}: ${JSON.stringify(after)}`);
          break;
        }
      }
    }
    expect(missed).toEqual([]);
    expect(mutants).toBeGreaterThan(150);
    for (const kind of NAMED) expect(kinds).toContain(kind);
  }, 180_000);
});
