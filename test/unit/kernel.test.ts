import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernelBlocks } from '../../src/core/kernel/blocks';
import { propagationMatrix } from '../../src/core/kernel/propagation';
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
    readonly architecture: ArchitectureName;
    readonly depth: number;
    readonly activation: 'relu' | 'linear';
    readonly normalization: 'row' | 'symmetric' | 'none';
    readonly adjacencyWeight: number;
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
  it.each(fixture.cases)(
    '$architecture, depth $depth, $activation, $normalization, weight $adjacencyWeight',
    (c) => {
      const kernel = architectures[c.architecture]({ adjacency, gram: gram(features) }, c);
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
    },
  );
});

describe('one edge, worked out by hand', () => {
  // Two nodes, joined, with features 1 and 0. Row propagation makes both rows (1/2, 1/2).
  const pair = csr(2, 2, [0, 1, 1, 0]);
  const x = csr(2, 1, [1, 0]);

  it('propagation: self-loops of weight 1, rows sum to 1', () => {
    const S = propagationMatrix(pair, 'row', 3);
    expect(Array.from(S.values)).toEqual([0.25, 0.75, 0.75, 0.25]);
    expect(Array.from(S.colIdx)).toEqual([0, 1, 0, 1]);
  });

  it('gcn: Σ = 1/4 everywhere, E = Σ and D = 1 at correlation 1, so K = 1/4 + 1/4', () => {
    const keys = { depth: 1, activation: 'relu', normalization: 'row', adjacencyWeight: 1 } as const;
    const kernel = architectures.gcn({ adjacency: pair, gram: gram(x) }, keys);
    const blocks = kernelBlocks(kernel, Int32Array.of(0), Int32Array.of(1));
    expect(blocks.labelled[0]).toBeCloseTo(0.5, 15);
    expect(blocks.test[0]).toBeCloseTo(0.5, 15);
    expect(blocks.testDiagonal[0]).toBeCloseTo(0.5, 15);
  });

  it('mlp: Σ = [[2, 1], [1, 1]], u = 1/sqrt(2), so K_01 = 3/4 + sqrt(2) κ1(u) + 1', () => {
    const keys = { depth: 1, activation: 'relu', normalization: 'row', adjacencyWeight: 1 } as const;
    const blocks = kernelBlocks(
      architectures.mlp({ adjacency: pair, gram: gram(x) }, keys),
      Int32Array.of(0),
      Int32Array.of(1),
    );
    // κ0 = (π - π/4) / π = 3/4; sqrt(2) κ1 = (1 · 3π/4 + 1) / π = 3/4 + 1/π
    expect(blocks.test[0]).toBeCloseTo(0.75 + 0.75 + 1 / Math.PI + 1, 14);
    expect(blocks.labelled[0]).toBeCloseTo(2 + 2 + 1, 14);
    expect(blocks.testDiagonal[0]).toBeCloseTo(1 + 1 + 1, 14);
  });
});
