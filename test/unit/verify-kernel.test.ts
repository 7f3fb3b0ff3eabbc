import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../src/config/experiment';
import type { Dataset } from '../../src/core/graph/dataset';
import { networkKernel } from '../../src/verify/ntk';

interface Fixture {
  readonly n: number;
  readonly d: number;
  readonly A: number[];
  readonly X: number[];
  readonly cases: readonly (Pick<NetworkSpec, 'architecture' | 'keys'> & {
    readonly name: string;
    readonly K: number[];
  })[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/kernels/kernels.json', import.meta.url), 'utf8'),
) as Fixture;

function sparse(rows: number, cols: number, dense: readonly number[]): Dataset['adjacency'] {
  const entries = dense.flatMap((value, e) =>
    value === 0 ? [] : [{ row: Math.floor(e / cols), column: e % cols, value }],
  );
  return {
    rows,
    cols,
    rowPtr: Int32Array.from({ length: rows + 1 }, (_, i) => entries.filter(({ row }) => row < i).length),
    colIdx: Int32Array.from(entries, ({ column }) => column),
    values: Float64Array.from(entries, ({ value }) => value),
  };
}

const dataset: Dataset = {
  name: 'fixture',
  adjacency: sparse(fixture.n, fixture.n, fixture.A),
  features: sparse(fixture.n, fixture.d, fixture.X),
  labels: new Int32Array(fixture.n),
  classes: [0, 1],
  ids: Int32Array.from({ length: fixture.n }, (_, i) => i),
};

describe('the kernels of flipcert verify equal those computed with numpy', () => {
  it.each(fixture.cases)('$name', ({ architecture, keys, K }) => {
    const where = { file: 'x', range: { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 } };
    const spec: NetworkSpec = {
      name: 'x',
      family: 'x',
      C: 1,
      location: where,
      locations: {},
      architecture,
      keys,
    };
    const { n, at } = networkKernel(dataset, spec);
    const scale = Math.max(...K.map(Math.abs));
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const wanted = (K[i * n + j] + K[j * n + i]) / 2;
        expect(Math.abs(at[i * n + j] - wanted)).toBeLessThan(1e-13 * scale);
        expect(at[i * n + j]).toBe(at[j * n + i]);
      }
  });
});
