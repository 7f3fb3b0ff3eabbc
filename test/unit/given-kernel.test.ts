import { describe, expect, test } from 'vitest';
import { CodedError } from '../../src/core/errors';
import { checkPositive, givenBlocks, symmetrize, withRidge } from '../../src/core/kernel/given';
import type { Square } from '../../src/core/linalg/dense';
import { readNpzKernel } from '../../src/data/npz-kernel';
import { npz } from '../fixtures/npz';
import { random } from '../support/random';

const square = (...rows: number[][]): Square => ({ n: rows.length, values: Float64Array.from(rows.flat()) });
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof CodedError ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no error';
};

/** X Xᵀ of n rows of d random numbers. */
function gramOf(n: number, d: number, seed: number): Square {
  const next = random(seed);
  const x = Array.from({ length: n }, () => Array.from({ length: d }, () => next() - 0.5));
  return square(...x.map((a) => x.map((b) => a.reduce((sum, v, k) => sum + v * b[k], 0))));
}

/** The ridge that a kernel needs. */
function ridgeOf(kernel: Square, labelled: number): number {
  const rows = Array.from({ length: kernel.n }, (_, i) => i);
  const split = {
    labelled: Int32Array.from(rows.slice(0, labelled)),
    test: Int32Array.from(rows.slice(labelled)),
  };
  return checkPositive(
    kernel,
    split,
    Int32Array.from(rows, (i) => 100 + i),
  );
}

function check(kernel: Square, labelled: number): string {
  return codeOf(() => ridgeOf(kernel, labelled));
}

describe('positive semi-definite', () => {
  test.each([
    ['full rank', 30, 40],
    ['rank 3', 60, 3],
    ['rank 1', 20, 1],
    ['more rows than are factored together', 900, 20],
  ])('%s', (_, n, d) => {
    for (const scale of [1, 1e-12, 1e12]) {
      const kernel = gramOf(n, d, 7);
      kernel.values.forEach((value, e) => (kernel.values[e] = scale * value));
      for (const labelled of [1, Math.floor(n / 2), n - 1]) expect(ridgeOf(kernel, labelled)).toBe(0);
    }
  });
  test('of single precision, with a ridge', () => {
    for (const scale of [1, 1e-9, 1e9]) {
      const kernel = gramOf(60, 3, 2);
      kernel.values.forEach((value, e) => (kernel.values[e] = Math.fround(scale * value)));
      const ridge = ridgeOf(kernel, 20);
      const largest = Math.max(...Array.from({ length: 60 }, (_, i) => kernel.values[61 * i]));
      expect(ridge / largest).toBeCloseTo(1e-5, 12);
      const raised = withRidge(kernel, ridge);
      expect(ridgeOf(raised, 20)).toBe(0);
      expect(raised.values[61] - kernel.values[61]).toBeCloseTo(ridge, 6);
      expect(raised.values[1]).toBe(kernel.values[1]);
    }
  });
  test('nodes that are equal, and nodes whose kernel is zero', () => {
    expect(check(square([1, 1, 0], [1, 1, 0], [0, 0, 0]), 2)).toBe('no error');
  });
  test('the arc cosine of nearly equal nodes', () => {
    const low = 1 - 4.7e-9;
    expect(check(square([1, 1, low], [1, 1, 1], [low, 1, 1]), 2)).toBe('no error');
  });
  test.each([
    ['negative diagonal', square([1, 0], [0, -1]), 1, 'its diagonal holds -1 for node 101'],
    ['all zero', square([0, 0], [0, 0]), 1, 'its diagonal holds 0 for node 100'],
    ['two nodes', square([1, 1.001], [1.001, 1]), 1, 'of nodes 100 and 101 it holds 1.001, which exceeds 1'],
    ['a kernel of zero with a neighbour', square([1, 0.5], [0.5, 0]), 1, 'of nodes 100 and 101'],
    [
      'three labelled nodes',
      square([1, 0.9, -0.9, 0], [0.9, 1, 0.9, 0], [-0.9, 0.9, 1, 0], [0, 0, 0, 1]),
      3,
      'seen at node 102',
    ],
    [
      'a test node with two labelled',
      square([1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]),
      2,
      'seen at node 102',
    ],
    [
      'one labelled node with two test',
      square([1, 0.9, 0.9], [0.9, 1, 0], [0.9, 0, 1]),
      1,
      'seen at node 102',
    ],
  ])('not: %s', (_, kernel, labelled, message) => {
    const found = check(kernel, labelled);
    expect(found).toContain('kernel-not-psd');
    expect(found).toContain(message);
  });
  test('not: far beyond the rows that are factored together', () => {
    const n = 900;
    const kernel = gramOf(n, 1200, 3);
    // Labelled nodes 0 and 1 are equal, and the last test node tells them apart.
    for (let j = 0; j < n; j++) kernel.values[n + j] = kernel.values[j];
    for (let i = 0; i < n; i++) kernel.values[i * n + 1] = kernel.values[i * n];
    expect(check(kernel, 40)).toBe('no error');
    kernel.values[(n - 1) * n] += 1;
    kernel.values[n - 1] += 1;
    expect(check(kernel, 40)).toContain(`seen at node ${100 + n - 1}`);
  });
  test('what no certificate uses is not looked at', () => {
    const kernel = square([1, 0, 0], [0, 1, 0], [0, 0, -1]);
    const split = { labelled: Int32Array.of(0), test: Int32Array.of(1) };
    expect(codeOf(() => checkPositive(kernel, split, Int32Array.of(0, 1, 2)))).toBe('no error');
  });
});

describe('symmetric', () => {
  test('rounding is taken out', () => {
    const kernel = square([1, 0.5 + 1e-8], [0.5 - 1e-8, 1]);
    symmetrize(kernel);
    expect([...kernel.values]).toEqual([1, 0.5, 0.5, 1]);
  });
  test.each([
    [
      square([1, 0.5], [0.4, 1]),
      'kernel-not-symmetric: `K` is not symmetric: it holds 0.5 in row 0, column 1',
    ],
    [square([1, NaN], [0.4, 1]), 'kernel-not-finite: `K` holds NaN in row 0, column 1'],
    [square([1, 0], [-Infinity, 1]), 'kernel-not-finite: `K` holds -Infinity in row 1, column 0'],
  ])('%#', (kernel, message) => {
    expect(codeOf(() => symmetrize(kernel))).toContain(message);
  });
});

test('the blocks are those of the rows', () => {
  const kernel = gramOf(5, 3, 1);
  const blocks = givenBlocks(kernel, { labelled: Int32Array.of(3, 0), test: Int32Array.of(4) });
  const at = (i: number, j: number): number => kernel.values[i * 5 + j];
  expect([...blocks.labelled]).toEqual([at(3, 3), at(0, 3), at(0, 3), at(0, 0)]);
  expect([...blocks.test]).toEqual([at(4, 3), at(4, 0)]);
  expect([...blocks.testDiagonal]).toEqual([at(4, 4)]);
});

describe('a file', () => {
  const K = { type: '<f4', shape: [2, 2], data: [2, 0.5, 0.5, 1] };
  const labels = { type: '<i4', shape: [2], data: [3, 7] };
  test('is read', () => {
    const { graph, pickled } = readNpzKernel(npz({ K, labels }));
    expect(graph.kernel).toEqual(square([2, 0.5], [0.5, 1]));
    expect(graph.labels).toEqual([3, 7]);
    expect([graph.adjacency.rows, graph.adjacency.colIdx.length, graph.features]).toEqual([2, 0, null]);
    expect(pickled).toEqual([]);
  });
  test.each([
    ['no kernel', { labels }, 'npz-member-missing'],
    ['no labels', { K }, 'npz-member-missing'],
    ['not square', { K: { ...K, shape: [4, 1] }, labels }, 'graph-shape'],
    ['one dimension', { K: { ...K, shape: [4] }, labels }, 'graph-shape'],
    [
      'no nodes',
      { K: { ...K, shape: [0, 0], data: [] }, labels: { ...labels, shape: [0], data: [] } },
      'graph-shape',
    ],
    ['too few labels', { K, labels: { ...labels, shape: [1], data: [3] } }, 'graph-shape'],
    [
      'texts',
      { K: { type: '<U1', shape: [1, 1], data: ['a'] }, labels: { ...labels, shape: [1], data: [3] } },
      'npz-unsupported',
    ],
    ['not symmetric', { K: { ...K, data: [2, 0.5, 0.6, 1] }, labels }, 'kernel-not-symmetric'],
  ])('%s', (_, members, code) => {
    expect(codeOf(() => readNpzKernel(npz(members)))).toContain(code);
  });
});
