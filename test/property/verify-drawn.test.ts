import { expect, it } from 'vitest';
import { karateExperiment } from '../fixtures/experiment';
import { random } from '../support/random';
import { certifiedResult } from '../support/result';
import { remarks, tableText, verified } from '../support/verified';

/** Cases of a run; each draws architecture, keys, data, classes and budgets. */
const CASES = 24;

/** A configuration of any architecture on any of the data that can be made here. */
function drawn(seed: number): string {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  const architecture = pick(['gcn', 'sgc', 'graphsage', 'gin', 'appnp', 'ppnp', 'mlp']);
  const data = pick(['karate', 'csbm', 'cba', 'table', 'identity'] as const);
  const keys = [
    `architecture: ${architecture === 'mlp' || data === 'table' ? 'mlp' : architecture}`,
    `C: ${(10 ** (5 * next() - 3)).toPrecision(3)}`,
  ];
  if (next() < 0.3) keys.push('ntk: qpcert');
  if (data !== 'table' && ['gcn', 'sgc', 'graphsage'].includes(architecture))
    keys.push(`depth: ${1 + Math.floor(3 * next())}`);
  if (data !== 'table' && ['gcn', 'sgc'].includes(architecture)) {
    keys.push(`normalization: ${pick(['row', 'symmetric', 'none'])}`);
    const skip = pick(['none', 'pc', 'alpha']);
    if (skip !== 'none') keys.push(`skip: ${skip}`, `skip-activation: ${pick(['linear', 'relu'])}`);
  }
  const datasets = {
    karate: '{ generate: karate }',
    identity: '{ generate: karate, features: identity }',
    table: '{ table: t.csv }',
    csbm: `{ generate: { csbm: { nodes: 40, seed: ${seed} } } }`,
    cba: `{ generate: { cba: { nodes: 40, seed: ${seed} } } }`,
  };
  return karateExperiment({
    dataset: datasets[data],
    split: `{ labelled: { per-class: ${2 + Math.floor(2 * next())} }, test: 10, seed: ${seed} }`,
    models: `{ M: { ${keys.join(', ')} } }`,
    rest: `certify: { budgets: ${pick(['{ flips: [1, 2] }', '{ flips: [1, 3] }', '[0.1, 0.3, 0.5]'])} }`,
  });
}

it.each(Array.from({ length: CASES }, (_, seed) => seed))(
  'of genuine results nothing is refuted, and open are ties alone: case %i',
  async (seed) => {
    const text = drawn(seed);
    const genuine = await certifiedResult(text, { files: { 't.csv': tableText(2 + (seed % 2), 40) } });
    const claims = verified(genuine, { limit: 50_000 });
    const [model] = genuine.result.models;
    const ties = (model.sampleWise?.nodes ?? []).flatMap(({ node, tie }) => (tie ? [`M, node ${node}`] : []));
    expect({
      text,
      remarks: remarks(claims).filter((of) => !ties.some((tie) => of.includes(`${tie}:`))),
    }).toEqual({
      text,
      remarks: [],
    });
  },
  120_000,
);
