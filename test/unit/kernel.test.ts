import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernelBlocks } from '../../src/core/kernel/blocks';
import { propagationMatrix } from '../../src/core/kernel/propagation';
import type { KernelKeys } from '../../src/core/kernel/definition';
import { filteredRows } from '../../src/core/kernel/filter';
import type { Filter } from '../../src/core/kernel/filter';
import { architectures } from '../../src/core/kernel/registry';
import type { ArchitectureName } from '../../src/core/kernel/registry';
import type { Csr } from '../../src/core/linalg/csr';
import { gram } from '../../src/core/linalg/dense';

interface Fixture {
  readonly n: number;
  readonly d: number;
  readonly A: number[];
  readonly X: number[];
  readonly cases: {
    readonly name: string;
    readonly architecture: ArchitectureName;
    readonly keys: KernelKeys;
    readonly K: number[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/kernels/kernels.json', import.meta.url), 'utf8'),
) as Fixture;

function csr(rows: number, cols: number, dense: readonly number[]): Csr {
  const rowPtr = [0];
  const colIdx: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      if (dense[i * cols + j] === 0) continue;
      colIdx.push(j);
      values.push(dense[i * cols + j]);
    }
    rowPtr.push(colIdx.length);
  }
  return {
    rows,
    cols,
    rowPtr: Int32Array.from(rowPtr),
    colIdx: Int32Array.from(colIdx),
    values: Float64Array.from(values),
  };
}

const adjacency = csr(fixture.n, fixture.n, fixture.A);
const features = csr(fixture.n, fixture.d, fixture.X);

describe('kernels equal the dense definitions computed with numpy', () => {
  it('for every architecture', () => {
    expect(new Set(fixture.cases.map((c) => c.architecture))).toEqual(new Set(Object.keys(architectures)));
  });
  it.each(fixture.cases)('$name', (c) => {
    const kernel = architectures[c.architecture].kernel({ adjacency, gram: gram(features) }, c.keys);
    const labelled = Int32Array.of(5, 0, 3);
    const test = Int32Array.of(6, 1, 2, 4);
    const blocks = kernelBlocks(kernel, labelled, test);
    const K = (i: number, j: number): number => c.K[i * fixture.n + j];
    const scale = Math.max(...c.K.map(Math.abs));
    labelled.forEach((i, a) =>
      labelled.forEach((j, b) =>
        expect(Math.abs(blocks.labelled[a * 3 + b] - K(i, j))).toBeLessThan(1e-13 * scale),
      ),
    );
    test.forEach((t, a) => {
      labelled.forEach((j, b) =>
        expect(Math.abs(blocks.test[a * 3 + b] - K(t, j))).toBeLessThan(1e-13 * scale),
      );
      expect(Math.abs(blocks.testDiagonal[a] - K(t, t))).toBeLessThan(1e-13 * scale);
    });
  });
});

describe('one edge, worked out by hand', () => {
  // Two nodes, joined, with features 1 and 0. Row propagation makes both rows (1/2, 1/2).
  const pair = csr(2, 2, [0, 1, 1, 0]);
  const x = csr(2, 1, [1, 0]);

  const keys: KernelKeys = {
    depth: 1,
    activation: 'relu',
    normalization: 'row',
    adjacencyWeight: 1,
    skip: 'none',
    skipAlpha: 0.1,
    skipActivation: 'linear',
    teleport: 0.1,
    iterations: 10,
    ntk: 'exact',
  };

  it('propagation: self-loops of weight 1, rows sum to 1', () => {
    const S = propagationMatrix(pair, 'row', 3);
    expect(Array.from(S.values)).toEqual([0.25, 0.75, 0.75, 0.25]);
    expect(Array.from(S.colIdx)).toEqual([0, 1, 0, 1]);
  });

  it('gcn: Σ = 1/4 everywhere, E = Σ and D = 1 at correlation 1, so K = 1/4 + 1/4', () => {
    const kernel = architectures.gcn.kernel({ adjacency: pair, gram: gram(x) }, keys);
    const blocks = kernelBlocks(kernel, Int32Array.of(0), Int32Array.of(1));
    expect(blocks.labelled[0]).toBeCloseTo(0.5, 15);
    expect(blocks.test[0]).toBeCloseTo(0.5, 15);
    expect(blocks.testDiagonal[0]).toBeCloseTo(0.5, 15);
  });

  it('mlp: Σ = [[2, 1], [1, 1]], u = 1/sqrt(2), so K_01 = 3/4 + sqrt(2) κ1(u) + 1', () => {
    const blocks = kernelBlocks(
      architectures.mlp.kernel({ adjacency: pair, gram: gram(x) }, keys),
      Int32Array.of(0),
      Int32Array.of(1),
    );
    // κ0 = (π - π/4) / π = 3/4; sqrt(2) κ1 = (1 · 3π/4 + 1) / π = 3/4 + 1/π
    expect(blocks.test[0]).toBeCloseTo(0.75 + 0.75 + 1 / Math.PI + 1, 14);
    expect(blocks.labelled[0]).toBeCloseTo(2 + 2 + 1, 14);
    expect(blocks.testDiagonal[0]).toBeCloseTo(1 + 1 + 1, 14);
  });
});

describe('a filter of more columns than it takes at a time', () => {
  const n = 70;
  // A ring with chords of different weights.
  const dense = Array.from({ length: n * n }, (_, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    const gap = Math.min((i - j + n) % n, (j - i + n) % n);
    return gap === 1 ? 1 : gap === 9 ? 0.5 + ((i * j) % 4) : 0;
  });
  const ring = csr(n, n, dense);
  const points = csr(
    n,
    2,
    Array.from({ length: 2 * n }, (_, e) => Math.sin(e + 1)),
  );
  const keys = (teleport: number): KernelKeys => ({
    depth: 1,
    activation: 'relu',
    normalization: 'symmetric',
    adjacencyWeight: 1,
    skip: 'none',
    skipAlpha: 0.1,
    skipActivation: 'linear',
    teleport,
    iterations: 10,
    ntk: 'exact' as const,
  });
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const filtered = (name: 'appnp' | 'ppnp', teleport: number) => {
    const { inner, outer } = architectures[name].kernel(
      { adjacency: ring, gram: gram(points) },
      keys(teleport),
    );
    if (outer === null || !('apply' in outer)) throw new Error('not a filter');
    return { inner, outer };
  };
  const far = (a: Float64Array, b: Float64Array): number =>
    a.reduce((worst, value, e) => Math.max(worst, Math.abs(value - b[e])), 0);

  it.each([1, 0.5, 0.1, 0.01, 0.001])('ppnp, teleport %d: (I - (1 - a) Â) S = a I', (a) => {
    const { inner, outer } = filtered('ppnp', a);
    const S = filteredRows(outer, inner, all).filter;
    const H = propagationMatrix(ring, 'symmetric', 1);
    const left = Float64Array.from(S);
    for (let i = 0; i < n; i++)
      for (let e = H.rowPtr[i]; e < H.rowPtr[i + 1]; e++)
        for (let j = 0; j < n; j++) left[i * n + j] -= (1 - a) * H.values[e] * S[H.colIdx[e] * n + j];
    const right = Float64Array.from(S, (_, e) => (Math.floor(e / n) === e % n ? a : 0));
    expect(far(left, right)).toBeLessThan(2e-15);
    expect(Array.from(S).every((value) => value > -1e-17)).toBe(true);
  });
  it.each(['appnp', 'ppnp'] as const)('%s: S M is the same both ways', (name) => {
    const { inner, outer } = filtered(name, 0.1);
    const few = Int32Array.of(69, 0, 31, 32, 33);
    const cost = (value: number): Filter => ({ ...outer, cost: value });
    for (const rows of [few, all]) {
      const direct = filteredRows(cost(Infinity), inner, rows);
      const through = filteredRows(cost(0), inner, rows);
      const scale = Math.max(...direct.product.map(Math.abs));
      expect(far(direct.product, through.product)).toBeLessThan(1e-14 * scale);
      expect(far(direct.filter, through.filter)).toBe(0);
    }
  });
});
