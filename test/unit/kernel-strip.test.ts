import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/core/kernel/architecture';
import type { KernelKeys } from '../../src/core/kernel/definition';
import { kernelBlocks } from '../../src/core/kernel/blocks';
import { architectures } from '../../src/core/kernel/registry';
import { stripBlocks, stripNodes } from '../../src/core/kernel/strip';
import { formStrip } from '../../src/core/kernel/strip-work';
import { csrFromDense } from '../../src/core/linalg/csr';
import type { Csr } from '../../src/core/linalg/csr';
import { gram } from '../../src/core/linalg/dense';
import { random } from '../support/random';

const N = 60;
const KEYS: KernelKeys = {
  depth: 1,
  activation: 'relu',
  normalization: 'row',
  adjacencyWeight: 1,
  skip: 'none',
  skipAlpha: 0.3,
  skipActivation: 'linear',
  teleport: 0.1,
  iterations: 10,
  ntk: 'exact',
};

/** A sparse weighted graph with an isolated node and one without features. */
function graph(seed: number): { adjacency: Csr; features: Csr } {
  const next = random(seed);
  const A = new Float64Array(N * N);
  for (let e = 0; e < N; e++) {
    const i = Math.floor(next() * (N - 1));
    const j = Math.floor(next() * (N - 1));
    if (i !== j) A[i * N + j] = A[j * N + i] = 1 + Math.floor(2 * next());
  }
  const X = Float64Array.from({ length: N * 9 }, () => (next() < 0.4 ? next() - 0.3 : 0));
  X.fill(0, 4 * 9, 5 * 9);
  return { adjacency: csrFromDense(N, N, A), features: csrFromDense(N, 9, X) };
}

/** κ0 has a vertical tangent where two nodes see the same: the rounding of either program moves it there by 1e-8. */
const ROUNDING = 1e-9;

const SPLITS = [
  { labelled: Int32Array.of(7, 2), test: Int32Array.of(4, 30, 59) },
  { labelled: Int32Array.of(30, 4), test: Int32Array.of(11, 2) },
];

const CASES: readonly (readonly [keyof typeof architectures, Partial<KernelKeys>])[] = [1, 2].flatMap(
  (depth) =>
    (['exact', 'qpcert'] as const).flatMap((ntk) => [
      ['gcn', { depth, ntk }] as const,
      ['gcn', { depth, ntk, normalization: 'symmetric', adjacencyWeight: 0.5 }] as const,
      ['gcn', { depth, ntk, normalization: 'none', adjacencyWeight: 0 }] as const,
      ['gcn', { depth, ntk, activation: 'linear', skip: 'pc' }] as const,
      ['gcn', { depth, ntk, skip: 'pc' }] as const,
      ['gcn', { depth, ntk, skip: 'alpha' }] as const,
      ['sgc', { depth, ntk, skip: 'alpha' }] as const,
      ['graphsage', { depth, ntk }] as const,
    ]),
);

describe('a strip holds the entries of the whole kernel', () => {
  it.each(CASES)('%s %j', (name, some) => {
    const keys = { ...KEYS, ...some };
    const architecture: Architecture = architectures[name];
    let formed = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const { adjacency, features } = graph(seed);
      const nodes = stripNodes(SPLITS);
      const work = architecture.strip({ adjacency, features, ...nodes }, keys);
      if (work === null) continue;
      const strip = formStrip(work);
      formed++;
      const whole = architecture.kernel({ adjacency, gram: gram(features) }, keys);
      for (const split of SPLITS) {
        const expected = kernelBlocks(whole, split.labelled, split.test);
        const scale = Math.max(...expected.labelled.map(Math.abs), ...expected.testDiagonal);
        const blocks = stripBlocks(strip, split);
        blocks.labelled.forEach((v, e) =>
          expect(Math.abs(v - expected.labelled[e])).toBeLessThan(ROUNDING * scale),
        );
        blocks.test.forEach((v, e) => expect(Math.abs(v - expected.test[e])).toBeLessThan(ROUNDING * scale));
        blocks.testDiagonal.forEach((v, t) => {
          if (keys.depth === 1) expect(Math.abs(v - expected.testDiagonal[t])).toBeLessThan(ROUNDING * scale);
          else if (keys.ntk === 'exact')
            expect(v).toBeGreaterThanOrEqual(expected.testDiagonal[t] * (1 - ROUNDING));
        });
      }
    }
    expect(formed).toBeGreaterThan(0);
  });
  it('is not formed where the whole kernel is cheaper or needed', () => {
    const { adjacency, features } = graph(1);
    const all = Int32Array.from({ length: N }, (_, i) => i);
    const strip = (keys: Partial<KernelKeys>, nodes: Int32Array): unknown =>
      architectures.gcn.strip({ adjacency, features, rows: nodes, columns: nodes }, { ...KEYS, ...keys });
    expect(strip({}, Int32Array.of(1))).not.toBeNull();
    expect(strip({}, all)).toBeNull();
    expect(strip({ depth: 3 }, Int32Array.of(1))).toBeNull();
    expect(strip({ skip: 'pc', skipActivation: 'relu' }, Int32Array.of(1))).toBeNull();
  });
});
