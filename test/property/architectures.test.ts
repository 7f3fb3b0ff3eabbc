import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { architectures } from '../../src/core/kernel/registry';
import type { ArchitectureName } from '../../src/core/kernel/registry';
import { kernelBlocks } from '../../src/core/kernel/blocks';
import { gram } from '../../src/core/linalg/dense';
import { certifiable } from '../../src/jobs/certifiable';
import { kernelRequest } from '../../src/jobs/kernel-request';
import { nodeFiles } from '../../src/prepare/files';
import { openExperiment } from '../../src/prepare/open';
import { bruteForce } from '../support/brute-force';
import { certifyHere } from '../support/certify';

/** Every way a kernel can be shaped, of depth 1, 2 and 4 where there is a depth. */
const MODELS: readonly string[] = [
  ...[1, 2, 4].flatMap((depth) => [
    `architecture: gcn, depth: ${depth}`,
    `architecture: gcn, depth: ${depth}, normalization: symmetric, adjacency-weight: 0.5`,
    `architecture: sgc, depth: ${depth}`,
    `architecture: graphsage, depth: ${depth}`,
    `architecture: gcn, depth: ${depth}, skip: pc`,
    `architecture: gcn, depth: ${depth}, skip: pc, skip-activation: relu`,
    `architecture: gcn, depth: ${depth}, skip: alpha, skip-alpha: 0.2`,
    `architecture: gcn, depth: ${depth}, skip: alpha, skip-activation: relu`,
  ]),
  'architecture: gin',
  'architecture: mlp',
  'architecture: appnp',
  'architecture: appnp, teleport: 0, iterations: 2',
  'architecture: ppnp',
];
const GENERATED = [
  ['karate', '{ generate: karate }', 8, [0.01, 0.1]],
  ['csbm', '{ generate: { csbm: { nodes: 120, seed: 2 } } }', 10, [0.01, 0.3]],
  ['cba', '{ generate: { cba: { nodes: 120, seed: 4 } } }', 11, [0.02, 0.5]],
] as const;
/** Closer to a tie than this, in units of the largest decision, brute force itself decides by rounding. */
const DECIDABLE = 1e-8;

interface Compared {
  /** Answers compared. */
  exact: number;
  /** Of them, those of kernels with a negative eigenvalue. */
  indefinite: number;
  /** Left open because training has no single answer. */
  open: number;
  /** Left out: brute force itself cannot tell. */
  close: number;
}

/** Every radius and every collective value of every model against training all 2^m label vectors. */
async function compareAll(
  dataset: string,
  seed: number,
  costs: readonly number[],
  ntk: string,
): Promise<Compared> {
  const models = MODELS.map((keys, i) => `  M${i}: { ${keys}, C: 1, ntk: ${ntk} }\n`).join('');
  const text = `dataset: ${dataset}\nsplit: { labelled: { per-class: 4 }, test: 14, seed: ${seed} }\nmodels:\n${models}`;
  const {
    experiment,
    dataset: data,
    splits,
  } = await openExperiment(resolve('x.flipcert.yaml'), text, nodeFiles());
  if (experiment === null || data === null || splits === null) throw new Error('the experiment must open');
  const [{ split }] = splits;
  const truth = Int32Array.from(split.test, (row) => data.labels[row]);
  const count: Compared = { exact: 0, indefinite: 0, open: 0, close: 0 };
  for (const model of experiment.models) {
    if (model.architecture === 'kernel') throw new Error('no kernel is given here');
    const { adjacency, features, keys, architecture, splits: rows } = kernelRequest(data, [split], model);
    const kernel = architectures[architecture].kernel({ adjacency, gram: gram(features) }, keys);
    const blocks = kernelBlocks(kernel, rows[0].labelled, rows[0].test);
    for (const C of costs) {
      const { subject, definite } = certifiable(blocks, data, split, C, keys.ntk, []);
      if (subject.type !== 'binary') throw new Error('two classes');
      const { problem } = subject;
      const whole = bruteForce(problem, truth);
      const scale = problem.R.reduce((most, r) => Math.max(most, Math.abs(r)), 0) * C * problem.m;
      if (!(whole.closest > DECIDABLE * scale)) {
        count.close++;
        continue;
      }
      const { certificate } = await certifyHere(problem, truth);
      const said = certificate.sampleWise.nodes.map(({ safe, breaking }) => [safe, breaking ?? Infinity]);
      const { sampleWise, collective } = certificate;
      if (!definite && (sampleWise.status !== 'exact' || collective.status !== 'exact')) {
        for (const { flips, changed, changedAtMost } of collective.levels) {
          expect(changed, model.name).toBeLessThanOrEqual(whole.most[flips]);
          expect(changedAtMost, model.name).toBeGreaterThanOrEqual(whole.most[flips]);
        }
        said.forEach(([safe, breaking], t) => {
          expect(safe, model.name).toBeLessThan(whole.least[t]);
          expect(breaking, model.name).toBeGreaterThanOrEqual(whole.least[t]);
        });
        count.open++;
        continue;
      }
      expect(said, model.name).toEqual(whole.least.map((k) => [Math.min(k - 1, problem.m), k]));
      for (const { flips, changed, changedAtMost } of certificate.collective.levels)
        expect([changed, changedAtMost], model.name).toEqual([whole.most[flips], whole.most[flips]]);
      if (!definite) count.indefinite++;
      count.exact++;
    }
  }
  return count;
}

describe.each(['exact', 'qpcert'])('ntk: %s, every architecture equals exhaustive truth', (ntk) => {
  it('all architectures are among the models', () => {
    const names = Object.keys(architectures) as ArchitectureName[];
    for (const name of names)
      expect(MODELS.some((keys) => keys.includes(`architecture: ${name}`))).toBe(true);
  });
  it.each(GENERATED)('%s', async (_, dataset, seed, costs) => {
    const { exact, open, close } = await compareAll(dataset, seed, costs, ntk);
    const all = exact + open + close;
    expect(all).toBe(MODELS.length * costs.length);
    if (ntk === 'exact') expect(open).toBe(0);
    expect(exact).toBeGreaterThan(0.8 * all);
  });
  const cora = resolve('../shared/data/cora_ml.npz');
  it.skipIf(!existsSync(cora))('cora_ml, its two largest classes', async () => {
    const dataset = `{ graph: ${cora}, features: binary, classes: largest-two, nodes: no-isolated }`;
    const { exact, open } = await compareAll(dataset, 31, [0.075], ntk);
    expect(open).toBe(0);
    expect(exact).toBeGreaterThan(0.8 * MODELS.length);
  });
});
