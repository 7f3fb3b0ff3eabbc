import { describe, expect, it } from 'vitest';
import { architectures } from '../../src/core/kernel/registry';
import type { ArchitectureName } from '../../src/core/kernel/registry';
import type { KernelBlocks } from '../../src/core/kernel/blocks';
import { kernelBlocks } from '../../src/core/kernel/blocks';
import type { KernelKeys } from '../../src/core/kernel/definition';
import type { StagePart } from '../../src/core/kernel/parts';
import { convolutionStrip } from '../../src/core/kernel/convolution-strip';
import { stageParts } from '../../src/core/kernel/parts';
import { propagationMatrix } from '../../src/core/kernel/propagation';
import { stripNodes } from '../../src/core/kernel/strip';
import { formStrip, stripStages } from '../../src/core/kernel/strip-work';
import type { Csr } from '../../src/core/linalg/csr';
import { csrFromDense } from '../../src/core/linalg/csr';
import { gram } from '../../src/core/linalg/dense';
import { formKernel, kernelOf, planKernel, runPart } from '../../src/jobs/kernel-request';
import type { KernelRequest, KernelWork } from '../../src/protocol/worker';
import { random } from '../support/random';

const N = 160;
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

/** A sparse graph and features of which this share is not zero. */
function graph(share: number): { adjacency: Csr; features: Csr } {
  const next = random(3);
  const A = new Float64Array(N * N);
  for (let e = 0; e < 1.5 * N; e++) {
    const i = Math.floor(next() * (N - 1));
    const j = Math.floor(next() * (N - 1));
    if (i !== j) A[i * N + j] = A[j * N + i] = 1;
  }
  const X = Float64Array.from({ length: N * 30 }, () => (next() < share ? next() - 0.3 : 0));
  return { adjacency: csrFromDense(N, N, A), features: csrFromDense(N, 30, X) };
}

const nodes = (from: number, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => from + i);
const SPLITS = [
  { labelled: nodes(20, 13), test: nodes(40, 60) },
  { labelled: nodes(60, 9), test: nodes(0, 20) },
];

const CASES: readonly (readonly [ArchitectureName, Partial<KernelKeys>])[] = [
  ['mlp', {}],
  ['mlp', { ntk: 'qpcert' }],
  ['gcn', {}],
  ['gcn', { ntk: 'qpcert', skip: 'pc' }],
  ['gcn', { depth: 2 }],
  ['gcn', { depth: 2, skip: 'alpha', normalization: 'symmetric' }],
  ['gcn', { depth: 2, skip: 'pc' }],
  ['gcn', { depth: 3 }],
  ['gcn', { depth: 2, skip: 'alpha', skipActivation: 'relu' }],
  ['sgc', { depth: 2 }],
  ['graphsage', { depth: 2 }],
  ['gin', {}],
  ['gin', { ntk: 'qpcert' }],
  ['appnp', {}],
  ['appnp', { iterations: 2, ntk: 'qpcert' }],
  ['appnp', { activation: 'linear' }],
  ['ppnp', {}],
];

/** As workers do it: every message is copied, the shared memory is not; parts of a stage in another order. */
function inParts(
  request: KernelRequest,
  cut: (work: KernelWork, parts: StagePart[][]) => StagePart[][],
): KernelBlocks[] {
  const { work, parts } = planKernel(request, 1);
  for (const stage of cut(work, parts))
    for (const part of stage.reverse()) if (work.type === 'strip') runPart(structuredClone(work.strip), part);
  return kernelOf(structuredClone(work));
}

/** Cuts every stage into so many parts, or as many as it has units. */
function into(count: number): (work: KernelWork) => StagePart[][] {
  return (work) =>
    work.type === 'whole'
      ? []
      : stripStages(work.strip).map(({ units }, stage) => {
          const parts = Math.min(count, units);
          return Array.from({ length: parts }, (_, p) => ({
            stage,
            from: Math.floor((units * p) / parts),
            to: Math.floor((units * (p + 1)) / parts),
          }));
        });
}

describe.each([
  ['sparse', 0.1],
  ['dense', 0.9],
] as const)('%s features: a kernel formed in parts', (_, share) => {
  it.each(CASES)('%s %j has the same bits, whatever the parts', (architecture, some) => {
    const request: KernelRequest = {
      ...graph(share),
      architecture,
      keys: { ...KEYS, ...some },
      splits: SPLITS,
    };
    const expected = formKernel(request);
    for (const parts of [1, 2, 3, 7, 1000]) expect(inParts(request, into(parts))).toEqual(expected);
    for (const threads of [1, 2, 5])
      expect(
        inParts(request, (work) =>
          work.type === 'whole' ? [] : stageParts(stripStages(work.strip), threads),
        ),
      ).toEqual(expected);
  });

  it.each(CASES)('%s %j is the kernel that is formed whole', (architecture, some) => {
    const keys = { ...KEYS, ...some };
    const { adjacency, features } = graph(share);
    const whole = architectures[architecture].kernel({ adjacency, gram: gram(features) }, keys);
    const formed = formKernel({ adjacency, features, architecture, keys, splits: SPLITS });
    SPLITS.forEach(({ labelled, test }, s) => {
      const expected = kernelBlocks(whole, labelled, test);
      const scale = Math.max(...expected.labelled.map(Math.abs), ...expected.testDiagonal);
      expected.labelled.forEach((v, e) =>
        expect(Math.abs(v - formed[s].labelled[e])).toBeLessThan(1e-9 * scale),
      );
      expected.test.forEach((v, e) => expect(Math.abs(v - formed[s].test[e])).toBeLessThan(1e-9 * scale));
      expected.testDiagonal.forEach((v, t) =>
        expect(formed[s].testDiagonal[t]).toBeGreaterThan(v * (1 - 1e-9)),
      );
    });
  });

  it('is cut, for the architectures that have parts', () => {
    const cut = (['mlp', 'gcn', 'sgc', 'graphsage', 'gin', 'appnp', 'ppnp'] as const).map((architecture) => {
      const request: KernelRequest = { ...graph(share), architecture, keys: KEYS, splits: SPLITS };
      return planKernel(request, 2).work.type;
    });
    expect(new Set(cut)).toEqual(new Set(['strip']));
  });
});

describe('rows that are held at a time', () => {
  it.each([1, 2])('depth %d: make no difference to any bit', (depth) => {
    const { adjacency, features } = graph(0.1);
    const input = { adjacency, features, ...stripNodes(SPLITS) };
    const S = propagationMatrix(adjacency, 'symmetric', 1);
    const formed = [undefined, 1, 40_000, 100_000].map((bytes) => {
      const work = convolutionStrip(input, S, { ...KEYS, depth, skip: 'alpha' }, bytes);
      if (work === null) throw new Error('the strip must be formed');
      return { blocks: stripStages(work).length, strip: formStrip(work) };
    });
    expect(new Set(formed.map(({ blocks }) => blocks)).size).toBe(4);
    for (const { strip } of formed) expect(strip).toEqual(formed[0].strip);
  });
});

describe('stages are cut', () => {
  const stage = (units: number, cost: number) => ({ units, cost: () => cost, run: () => undefined });
  it('into every unit once, with none for a stage without units', () => {
    const parts = stageParts([stage(1000, 1e6), stage(0, 1), stage(5, 1)], 2);
    expect(parts).toHaveLength(2);
    for (const [s, units] of [1000, 5].entries()) {
      expect(parts[s][0].from).toBe(0);
      expect(parts[s].at(-1)?.to).toBe(units);
      parts[s].slice(1).forEach(({ from }, p) => expect(from).toBe(parts[s][p].to));
    }
    expect(parts[1][0].stage).toBe(2);
  });
  it('finely where they take long, so that a stop is soon heeded, and not at all where they are short', () => {
    expect(stageParts([stage(1000, 1e7)], 1)[0].length).toBeGreaterThan(400);
    expect(stageParts([stage(1000, 10)], 8)[0]).toHaveLength(1);
  });
});
