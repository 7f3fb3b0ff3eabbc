import { describe, expect, test } from 'vitest';
import type { RawGraph } from '../../src/core/graph/raw';
import { readCsvGraph } from '../../src/data/csv-graph';
import { DataError } from '../../src/data/errors';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (edges: string, nodes: string): RawGraph => readCsvGraph(bytes(edges), bytes(nodes));

function edgesOf({ adjacency: a }: RawGraph): number[][] {
  const edges: number[][] = [];
  for (let i = 0; i < a.rows; i++) {
    for (let e = a.rowPtr[i]; e < a.rowPtr[i + 1]; e++)
      if (i < a.colIdx[e]) edges.push([i, a.colIdx[e], a.values[e]]);
  }
  return edges;
}

/** `code source:line`, the line counted from 1. */
function failure(edges: string, nodes: string | Uint8Array): string {
  try {
    readCsvGraph(bytes(edges), typeof nodes === 'string' ? bytes(nodes) : nodes);
  } catch (error) {
    if (error instanceof DataError)
      return `${error.code} ${error.place?.source}:${(error.place?.line ?? -2) + 1}`;
    throw error;
  }
  return 'no error';
}

const NODES = 'id,label\na,1\nb,0\nc,1\n';
const EDGES = 'source,target,weight\na,b,2\n';

describe('graphs from CSV', () => {
  test('edges name the ids of the nodes; a node is its position', () => {
    const graph = read('source,target,weight\nc,a,2\nb,a,0.5\na,b,0.25\nb,b,7\n', NODES);
    expect(edgesOf(graph)).toEqual([
      [0, 1, 0.5],
      [0, 2, 2],
    ]);
    expect(graph.labels).toEqual([1, 0, 1]);
    expect(graph.features).toBeNull();
  });
  test('without a header, by position', () => {
    expect(edgesOf(read('0,1\n1,2\n', '0,x\n1,y\n2,x\n'))).toEqual([
      [0, 1, 1],
      [1, 2, 1],
    ]);
  });
  test('without an id column, by position', () => {
    const graph = read('0,2\n', 'label,f\nx,1\ny,-2.5\nx,1e3\n');
    expect(edgesOf(graph)).toEqual([[0, 2, 1]]);
    expect(graph.labels).toEqual(['x', 'y', 'x']);
    expect([...(graph.features?.values ?? [])]).toEqual([1, -2.5, 1000]);
  });
  test('columns in any order, tabs, a byte order mark, carriage returns, quotes, empty lines', () => {
    const graph = read(
      'target\tweight\tsource\r\n"b"\t3\ta\r\n\r\n',
      '\uFEFFlabel;f;id\r\n1;2;a\r\n\r\n0;3;"b"\r\n',
    );
    expect(edgesOf(graph)).toEqual([[0, 1, 3]]);
    expect(graph.labels).toEqual([1, 0]);
    expect([...(graph.features?.values ?? [])]).toEqual([2, 3]);
  });
  test('labels are texts where any of them is', () => {
    expect(read(EDGES, 'id,label\na,1\nb,M\n').labels).toEqual(['1', 'M']);
  });
  test('labels are texts where two of them would be one number', () => {
    expect(read(EDGES, 'id,label\na,01\nb,1\n').labels).toEqual(['01', '1']);
    const long = ['12345678901234567891', '12345678901234567892'];
    expect(read(EDGES, `id,label\na,${long[0]}\nb,${long[1]}\n`).labels).toEqual(long);
    expect(read(EDGES, 'id,label\na,01\nb,02\n').labels).toEqual([1, 2]);
  });
});

test.each([
  ['unknown end', 'source,target\na,b\na,z\n', NODES, 'unknown-node edges:3'],
  ['unknown end after an empty line', 'source,target\na,b\n\na,z\n', NODES, 'unknown-node edges:4'],
  ['negative weight', 'source,target,weight\na,b,-1\n', NODES, 'edge-weight edges:2'],
  ['weight is no number', 'source,target,weight\na,b,1\nb,c,much\n', NODES, 'edge-weight edges:3'],
  ['weight is infinite', 'source,target,weight\na,b,inf\n', NODES, 'edge-weight edges:2'],
  ['a column short', 'source,target,weight\na,b\n', NODES, 'csv-columns edges:2'],
  ['no edges file content', '', NODES, 'csv-empty edges:1'],
  ['an open quote', 'source,target\na,"b\n', NODES, 'csv-syntax edges:2'],
  ['feature is no number', EDGES, 'id,label,f\na,1,2\nb,0,x\n', 'csv-number nodes:3'],
  // A pattern that tries every way to part the digits would take minutes.
  [
    'feature is long and no number',
    EDGES,
    `id,label,f\na,1,2\nb,0,${'1'.repeat(400_000)}x\n`,
    'csv-number nodes:3',
  ],
  ['feature is empty', EDGES, 'id,label,f\na,1,\nb,0,1\n', 'csv-number nodes:2'],
  ['feature is NaN', EDGES, 'id,label,f\na,1,2\nb,0,NaN\n', 'features-not-finite nodes:3'],
  ['feature is infinite', EDGES, 'id,label,f\na,1,-Infinity\nb,0,1\n', 'features-not-finite nodes:2'],
  ['no label', EDGES, 'id,label\na,1\nb,\n', 'labels-invalid nodes:3'],
  ['an id twice', EDGES, 'id,label\na,1\nb,0\na,1\n', 'duplicate-node nodes:4'],
  ['a cell too many', EDGES, 'id,label\na,1\nb,0,4\n', 'csv-columns nodes:3'],
  ['a header without a label', EDGES, 'id,lable\na,1\nb,0\n', 'csv-columns nodes:1'],
  ['one column', EDGES, 'a\nb\n', 'csv-columns nodes:1'],
  ['a header alone', EDGES, 'id,label\n', 'csv-empty nodes:1'],
  ['not UTF-8', EDGES, Uint8Array.of(0x69, 0xff, 0xfe), 'csv-encoding nodes:1'],
])('%s', (_, edges, nodes, expected) => {
  expect(failure(edges, nodes)).toBe(expected);
});
