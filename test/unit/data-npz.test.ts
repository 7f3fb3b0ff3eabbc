import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { CodedError } from '../../src/core/errors';
import type { Csr } from '../../src/core/linalg/csr';
import { npyHeader, npyNumbers, npyTexts } from '../../src/data/npy';
import type { NpzGraph } from '../../src/data/npz-graph';
import { readNpzGraph } from '../../src/data/npz-graph';
import type { ArraySpec } from '../fixtures/npz';
import { npy, npz, sparseMembers } from '../fixtures/npz';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
  return 'no error';
}

function changed(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = byte;
  return copy;
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'no error';
}

const entriesOf = (a: Csr): number[][] =>
  Array.from({ length: a.rows }, (_, i) => i).flatMap((i) =>
    Array.from(a.colIdx.subarray(a.rowPtr[i], a.rowPtr[i + 1]), (j, k) => [i, j, a.values[a.rowPtr[i] + k]]),
  );

// 0 -> 1 (weight 2), 1 -> 0 (weight 3), 1 -> 2, and a self-loop of 2.
const EDGES = [
  [0, 1, 2],
  [1, 0, 3],
  [1, 2, 1],
  [2, 2, 9],
] as const;
const FEATURES = [
  [0, 0, 1],
  [0, 3, 0.5],
  [2, 1, -2],
] as const;
const LABELS: ArraySpec = { type: '<i8', shape: [3], data: [4, -1, 4] };

type Members = Record<string, ArraySpec | Uint8Array>;
const dotted = (): Members => ({
  ...sparseMembers('adj_matrix.', [3, 3], EDGES),
  ...sparseMembers('attr_matrix.', [3, 4], FEATURES),
  labels: LABELS,
});
const underscored = (): Members => ({
  ...sparseMembers('adj_', [3, 3], EDGES),
  ...sparseMembers('attr_', [3, 4], FEATURES),
  labels: LABELS,
});

function without(members: Members, name: string): Members {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}

function expectGraph({ graph }: NpzGraph): void {
  expect(entriesOf(graph.adjacency)).toEqual([
    [0, 1, 3],
    [1, 0, 3],
    [1, 2, 1],
    [2, 1, 1],
  ]);
  expect(graph.features === null ? null : entriesOf(graph.features)).toEqual(
    FEATURES.map((entry) => [...entry]),
  );
  expect(graph.features?.cols).toBe(4);
  expect(graph.labels).toEqual([4, -1, 4]);
}

describe('a graph', () => {
  for (const [scheme, members] of [
    ['adj_matrix.data', dotted],
    ['adj_data', underscored],
  ] as const) {
    for (const packing of ['stored', 'deflated'] as const) {
      test(`${scheme}, ${packing}`, () => expectGraph(readNpzGraph(npz(members(), packing))));
    }
  }
  test.each(['>i2', '<u1', '>u8', '<i8', '>i4'])('indices of the type %s', (index) => {
    const type = index === '<u1' ? '|u1' : index;
    expectGraph(
      readNpzGraph(
        npz({
          ...sparseMembers('adj_', [3, 3], EDGES, { index: type, data: '>f8' }),
          ...sparseMembers('attr_', [3, 4], FEATURES, { index: type, data: '>f4' }),
          labels: LABELS,
        }),
      ),
    );
  });
  test('dense matrices, also in Fortran order', () => {
    const adjacency = [0, 2, 0, 3, 0, 1, 0, 0, 9];
    const transposed = [0, 3, 0, 2, 0, 0, 0, 1, 9];
    const attr: ArraySpec = { type: '<f8', shape: [3, 4], data: [1, 0, 0, 0.5, 0, 0, 0, 0, 0, -2, 0, 0] };
    expectGraph(
      readNpzGraph(
        npz({
          adj_matrix: { type: '|i1', shape: [3, 3], data: adjacency },
          attr_matrix: attr,
          labels: LABELS,
        }),
      ),
    );
    const fortran: ArraySpec = { type: '<i4', shape: [3, 3], data: transposed, fortranOrder: true };
    expectGraph(readNpzGraph(npz({ adj_matrix: fortran, attr_matrix: attr, labels: LABELS })));
  });
  test('without features', () => {
    const { graph } = readNpzGraph(npz({ ...sparseMembers('adj_', [3, 3], EDGES), labels: LABELS }));
    expect(graph.features).toBeNull();
  });
  test.each([
    ['<U3', ['ab', 'é', 'abc']],
    ['>U4', ['ab', '', '𝔸b']],
  ])('labels that are texts of the type %s', (type, data) => {
    const labels: ArraySpec = { type, shape: [3], data };
    expect(readNpzGraph(npz({ ...sparseMembers('adj_', [3, 3], EDGES), labels })).graph.labels).toEqual(data);
  });
  test('pickled members are named and not read', () => {
    const pickle = npy({ type: '|O', shape: [], data: [] });
    const garbage = new Uint8Array([...pickle, 0x80, 0x04, 0xff, 0x00]);
    const { pickled } = readNpzGraph(npz({ ...dotted(), metadata: garbage, edge_attr_matrix: garbage }));
    expect(pickled).toEqual(['metadata', 'edge_attr_matrix']);
  });
  test('a pickled member that is needed is an error', () => {
    const labels = npy({ type: '|O', shape: [3], data: [] });
    expect(codeOf(() => readNpzGraph(npz({ ...dotted(), labels })))).toBe('npz-unsupported');
    const adj = npy({ type: '|O', shape: [], data: [] });
    expect(messageOf(() => readNpzGraph(npz({ adj_matrix: adj, labels: LABELS })))).toContain(
      '`adj_matrix` holds pickled objects, which are never read',
    );
  });
});

describe('what is wrong', () => {
  const adj = (change: Record<string, ArraySpec>): Uint8Array => npz({ ...dotted(), ...change });
  const i4 = (data: number[], shape = [data.length]): ArraySpec => ({ type: '<i4', shape, data });
  const f4 = (data: number[]): ArraySpec => ({ type: '<f4', shape: [data.length], data });

  test.each<[string, Record<string, ArraySpec>, string, string]>([
    ['index too large', { 'adj_matrix.indices': i4([1, 0, 2, 3]) }, 'graph-index', 'holds 3 in row 2'],
    ['index negative', { 'adj_matrix.indices': i4([1, -1, 2, 2]) }, 'graph-index', 'holds -1 in row 1'],
    ['index not whole', { 'adj_matrix.indices': f4([1, 0.5, 2, 2]) }, 'graph-index', 'holds 0.5'],
    ['indptr descends', { 'adj_matrix.indptr': i4([0, 3, 1, 4]) }, 'graph-index', 'at row 1'],
    ['indptr beyond the entries', { 'adj_matrix.indptr': i4([0, 9, 9, 4]) }, 'graph-index', 'at row 0'],
    ['indptr ends early', { 'adj_matrix.indptr': i4([0, 1, 3, 3]) }, 'graph-index', 'from 0 to 4'],
    ['indptr too short', { 'adj_matrix.indptr': i4([0, 1, 4]) }, 'graph-shape', '3 rows need 4'],
    ['fewer indices than values', { 'adj_matrix.indices': i4([1, 0, 2]) }, 'graph-shape', '3 entries'],
    ['not square', { 'adj_matrix.shape': i4([3, 4]) }, 'graph-shape', '3 x 4'],
    ['shape of three', { 'adj_matrix.shape': i4([3, 3, 3]) }, 'graph-shape', '2 numbers'],
    ['shape negative', { 'adj_matrix.shape': i4([-1, 3]) }, 'graph-shape', '-1 x 3'],
    [
      'shape absurd',
      { 'adj_matrix.shape': { type: '<i8', shape: [2], data: [2 ** 40, 2 ** 40] } },
      'graph-shape',
      'no size',
    ],
    ['negative weight', { 'adj_matrix.data': f4([2, -3, 1, 9]) }, 'edge-weight', 'from node 1 to node 0'],
    [
      'weight not a number',
      { 'adj_matrix.data': f4([2, 3, NaN, 9]) },
      'edge-weight',
      'from node 1 to node 2',
    ],
    [
      'feature not a number',
      { 'attr_matrix.data': f4([1, NaN, -2]) },
      'features-not-finite',
      'row 0, column 3',
    ],
    [
      'feature infinite',
      { 'attr_matrix.data': f4([1, 0.5, -Infinity]) },
      'features-not-finite',
      'row 2, column 1',
    ],
    [
      'features of other nodes',
      { 'attr_matrix.shape': i4([2, 4]), 'attr_matrix.indptr': i4([0, 2, 3]) },
      'graph-shape',
      '2 rows',
    ],
    ['too few labels', { labels: i4([1, 2]) }, 'graph-shape', '3 nodes'],
    ['one-hot labels', { labels: i4([1, 0, 0, 1, 0, 1], [3, 2]) }, 'graph-shape', '(3, 2)'],
    ['label not a number', { labels: f4([1, NaN, 0]) }, 'labels-invalid', 'node 1'],
    [
      'labels that rounding would make one',
      { labels: { type: '<i8', shape: [3], data: [0, 2 ** 53, 1] } },
      'labels-invalid',
      'node 1 is beyond 2^53',
    ],
    [
      'no nodes',
      {
        'adj_matrix.shape': i4([0, 0]),
        'adj_matrix.indptr': i4([0]),
        'adj_matrix.indices': i4([]),
        'adj_matrix.data': f4([]),
      },
      'graph-shape',
      'no nodes',
    ],
  ])('%s', (_, change, code, words) => {
    expect(codeOf(() => readNpzGraph(adj(change)))).toBe(code);
    expect(messageOf(() => readNpzGraph(adj(change)))).toContain(words);
  });

  test('members missing', () => {
    expect(messageOf(() => readNpzGraph(npz(without(dotted(), 'labels'))))).toContain('no labels');
    for (const part of ['adj_matrix.indptr', 'attr_matrix.data', 'attr_matrix.shape']) {
      expect(codeOf(() => readNpzGraph(npz(without(dotted(), part))))).toBe('npz-member-missing');
    }
    expect(messageOf(() => readNpzGraph(npz({ K: LABELS })))).toContain('found K');
    expect(codeOf(() => readNpzGraph(zipSync({})))).toBe('npz-member-missing');
  });

  test('no zip archive', () => {
    expect(codeOf(() => readNpzGraph(new TextEncoder().encode('source,target\n')))).toBe('not-npz');
    expect(codeOf(() => readNpzGraph(new Uint8Array()))).toBe('npz-truncated');
    expect(codeOf(() => readNpzGraph(npy(LABELS)))).toBe('not-npz');
  });

  test.each(['stored', 'deflated'] as const)('cut off anywhere: %s', (packing) => {
    const whole = npz(dotted(), packing);
    for (let length = 0; length < whole.length; length += 7) {
      expect(codeOf(() => readNpzGraph(whole.slice(0, length)))).toMatch(/^(npz-truncated|not-npz)$/);
    }
  });

  test('a changed byte is never read as another graph', () => {
    const whole = npz(dotted(), 'deflated');
    const original = JSON.stringify(readNpzGraph(whole));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = whole.slice();
        damaged[at] ^= change;
        let read: string;
        try {
          read = JSON.stringify(readNpzGraph(damaged));
        } catch (error) {
          // Every failure must be one of ours: no RangeError, no TypeError, no stack trace for the user.
          expect(error).toBeInstanceOf(CodedError);
          return;
        }
        // Dates and the like in the zip directory may change; what is read may not.
        expect(read).toBe(original);
      }),
      { numRuns: 2000 },
    );
  });

  test('garbage is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => {
        expect(codeOf(() => readNpzGraph(new Uint8Array([0x50, 0x4b, 3, 4, ...tail])))).toMatch(/^npz-/);
      }),
    );
  });

  test('a directory that promises gigabytes is not believed', () => {
    const bomb = npz(
      { labels: { type: '<i8', shape: [1000], data: Array.from({ length: 1000 }, () => 0) } },
      'deflated',
    );
    const view = new DataView(bomb.buffer);
    const entry = bomb.findIndex((_, i) => i + 4 <= bomb.length && view.getUint32(i, true) === 0x02014b50);
    view.setUint32(entry + 24, 2 ** 31 - 1, true);
    expect(codeOf(() => readNpzGraph(bomb))).toBe('npz-member-missing');
    const members = { ...dotted(), labels: LABELS };
    const lying = npz(members, 'deflated');
    const lyingView = new DataView(lying.buffer);
    for (let i = 0; i + 4 <= lying.length; i++) {
      if (lyingView.getUint32(i, true) === 0x02014b50) lyingView.setUint32(i + 24, 2 ** 31 - 1, true);
    }
    expect(codeOf(() => readNpzGraph(lying))).toBe('npz-too-large');
  });
});

describe('npy', () => {
  const read = (spec: ArraySpec): number[] => {
    const bytes = npy(spec);
    return [...npyNumbers(bytes, npyHeader(bytes, 'a'), 'a')];
  };
  const ranges: Record<string, readonly [number, number]> = {
    i1: [-128, 127],
    u1: [0, 255],
    b1: [0, 1],
    i2: [-32768, 32767],
    u2: [0, 65535],
    i4: [-(2 ** 31), 2 ** 31 - 1],
    u4: [0, 2 ** 32 - 1],
    i8: [-(2 ** 53) + 1, 2 ** 53 - 1],
    u8: [0, 2 ** 53 - 1],
  };
  for (const [type, [min, max]] of Object.entries(ranges)) {
    test(`${type}, in either byte order and every version`, () => {
      const spec = fc.record({
        data: fc.array(fc.integer({ min, max }), { minLength: 1, maxLength: 20 }),
        endian: type.endsWith('1') ? fc.constant('|') : fc.constantFrom('<', '>'),
        version: fc.constantFrom(1 as const, 2 as const, 3 as const),
      });
      fc.assert(
        fc.property(spec, ({ data, endian, version }) => {
          expect(read({ type: endian + type, shape: [data.length], data, version })).toEqual(data);
        }),
      );
      expect(
        read({ type: `${type.endsWith('1') ? '|' : '>'}${type}`, shape: [2], data: [min, max] }),
      ).toEqual([min, max]);
    });
  }
  test.each(['<f4', '>f4', '<f8', '>f8'])('%s', (type) => {
    const data = [0, -0.5, 1.5, 2 ** 40, -Infinity, NaN];
    expect(read({ type, shape: [6], data })).toEqual(data);
  });
  test('Fortran order', () => {
    expect(read({ type: '<i4', shape: [2, 3], data: [1, 4, 2, 5, 3, 6], fortranOrder: true })).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });
  test.each([
    ['too few items', { type: '<i4', shape: [4], data: [1, 2, 3] }, 'npz-truncated'],
    ['too many items', { type: '<i4', shape: [2], data: [1, 2, 3] }, 'npz-truncated'],
    ['a shape beyond all memory', { type: '<i4', shape: [2 ** 30, 2 ** 30], data: [1] }, 'npz-corrupt'],
    ['a large shape', { type: '<i4', shape: [2 ** 30], data: [1] }, 'npz-truncated'],
  ] as const)('%s', (_, spec, code) => {
    expect(codeOf(() => npyHeader(npy(spec), 'a'))).toBe(code);
  });
  test('a header that is none', () => {
    const bytes = npy(LABELS);
    expect(codeOf(() => npyHeader(bytes.slice(0, 8), 'a'))).toBe('npz-corrupt');
    expect(codeOf(() => npyHeader(bytes.slice(0, 40), 'a'))).toBe('npz-corrupt');
    expect(codeOf(() => npyHeader(changed(bytes, 6, 9), 'a'))).toBe('npz-corrupt');
    expect(codeOf(() => npyHeader(changed(bytes, 10, 0x20), 'a'))).toBe('npz-corrupt');
  });
  test('types that are not read', () => {
    const complex = npy({ type: '<f8', shape: [1], data: [1] });
    const text = new TextDecoder('latin1').decode(complex).replace('<f8', '<c8');
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(codeOf(() => npyNumbers(bytes, npyHeader(bytes, 'a'), 'a'))).toBe('npz-unsupported');
    expect(codeOf(() => npyTexts(bytes, npyHeader(bytes, 'a'), 'a'))).toBe('npz-unsupported');
  });
  test('what is no Unicode', () => {
    const bytes = npy({ type: '<U1', shape: [1], data: ['a'] }).slice();
    bytes[bytes.length - 1] = 0x7f;
    expect(codeOf(() => npyTexts(bytes, npyHeader(bytes, 'a'), 'a'))).toBe('npz-corrupt');
  });
});
