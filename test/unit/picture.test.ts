import { describe, expect, it } from 'vitest';
import { readCsvGraph } from '../../src/data/csv-graph';
import { readCsvTable } from '../../src/data/csv-table';
import { csrFromTriplets } from '../../src/core/linalg/csr';
import type { Dataset } from '../../src/core/graph/dataset';
import { graphPicture } from '../../src/jobs/graph-picture';
import { isPicture } from '../../src/report/shapes/picture-shape';
import * as change from '../../src/extension/entry';
import { readFromPanel } from '../../src/extension/panelMessages';
import { lineOf, nodeRows, reportPicture } from '../../src/report/picture';
import type { Result } from '../../src/report/result';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Undirected. */
function datasetOf(n: number, edges: readonly (readonly [number, number])[], firstId = 0): Dataset {
  const both = edges.flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]);
  const adjacency = csrFromTriplets(
    n,
    n,
    both.map(([a]) => a),
    both.map(([, b]) => b),
    both.map(() => 1),
    'max',
  );
  const ids = Int32Array.from({ length: n }, (_, i) => firstId + 2 * i);
  return { name: 'g', adjacency, features: adjacency, labels: new Int32Array(n), classes: ['a', 'b'], ids };
}

const split = (labelled: number[], test: number[]) => ({
  labelled: Int32Array.from(labelled),
  test: Int32Array.from(test),
});

describe('picture of a graph', () => {
  it('holds every edge once, by the places of its ends', () => {
    const dataset = datasetOf(
      4,
      [
        [2, 0],
        [0, 1],
        [3, 2],
      ],
      10,
    );
    expect(graphPicture(dataset, [split([0], [1, 2])])).toEqual({
      ids: [10, 12, 14, 16],
      edges: [0, 1, 0, 2, 2, 3],
    });
  });

  it('is none without edges', () => {
    expect(graphPicture(datasetOf(3, []), [split([0], [1, 2])])).toBeNull();
  });

  it('is reduced past the limit to what lies next to labelled and test nodes, labelled ones first', () => {
    // Two stars, around 0 (labelled) and 5 (tested), and a path 10-11-12 that is next to neither.
    const star = (centre: number): [number, number][] => [1, 2, 3, 4].map((k) => [centre, centre + k]);
    const dataset = datasetOf(13, [...star(0), ...star(5), [10, 11], [11, 12]]);
    const whole = { nodes: 13, edges: 10 };
    const most = graphPicture(dataset, [split([0], [5])], { nodes: 13, edges: 9 });
    expect(most?.ids).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(most?.edges).toHaveLength(16);
    expect(most?.reduced).toEqual({ ...whole, degrees: [4, 1, 1, 1, 1, 4, 1, 1, 1, 1] });
    const few = graphPicture(dataset, [split([0], [5])], { nodes: 13, edges: 5 });
    expect(few?.ids).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(few?.edges).toEqual([0, 1, 0, 2, 0, 3, 0, 4, 5, 6]);
    // Of the tested one only one edge is there, and how many there are is said.
    expect(few?.reduced).toEqual({ ...whole, degrees: [4, 1, 1, 1, 1, 4, 1] });
    const small = graphPicture(dataset, [split([0], [5])], { nodes: 3, edges: 9 });
    expect(small?.ids).toEqual([0, 2, 10]);
    for (const picture of [most, few, small])
      expect(isPicture({ graph: picture, attacks: [], rows: null })).toBe(true);
  });

  it('is not taken from a cache where an edge leads nowhere', () => {
    expect(isPicture({ graph: { ids: [1], edges: [0, 1] }, attacks: [], rows: null })).toBe(false);
    expect(isPicture({ graph: { ids: [1, 2], edges: [0] }, attacks: [], rows: null })).toBe(false);
  });
});

describe('rows of the nodes', () => {
  it.each(['\n', '\r\n', '\r'])(
    'are told exactly, past empty lines and line breaks in quotes (%j)',
    (end) => {
      const nodes = ['id,label', 'a,x', '', '  ', '"b', '', 'é2",y', 'c,x', 'd,y', ''].join(end);
      const graph = readCsvGraph(bytes(`a,c${end}`), bytes(nodes));
      expect([...(graph.lines ?? [])]).toEqual([1, 4, 7, 8]);
    },
  );

  it('count a header only where there is one', () => {
    const options = { label: null, ignore: [], header: null, tabs: false };
    expect([...(readCsvTable(bytes('1,2,a\n3,4,b\n'), options).lines ?? [])]).toEqual([0, 1]);
    expect([...(readCsvTable(bytes('x,y,l\n1,2,a\n3,4,b\n'), options).lines ?? [])]).toEqual([1, 2]);
    expect([...(readCsvTable(bytes('\ufeffx,y,l\n\n1,2,a\n3,4,b'), options).lines ?? [])]).toEqual([2, 3]);
  });

  it('are kept as runs and found again', () => {
    const lines = [1, 2, 3, 7, 8, 12];
    const rows = nodeRows('/x/nodes.csv', lines);
    expect(rows.starts).toEqual([0, 1, 3, 7, 5, 12]);
    expect(lines.map((_, id) => lineOf(rows, id))).toEqual(lines);
    for (const id of [-1, 6, 0.5]) expect(lineOf(rows, id)).toBeNull();
  });
});

it('a panel may ask for the row of a node, and of nothing else', () => {
  expect(readFromPanel({ type: 'reveal', node: 7 })).toEqual({ type: 'reveal', node: 7 });
  for (const node of [-1, 1.5, '7', null]) expect(readFromPanel({ type: 'reveal', node })).toBeNull();
});

describe('the picture beside a result', () => {
  const dataset = {
    name: 'x',
    nodes: 2,
    edges: 1,
    features: 1,
    classes: [0, 1],
    labelled: [0],
    labels: [0],
    test: [1],
    testLabels: [1],
  };
  const result: Result = { flipcert: 1, config: 'x', dataset, models: [] };
  const picture = {
    graph: { ids: [0, 1], edges: [0, 1] },
    attacks: [],
    rows: nodeRows('/x/nodes.csv', [1, 2]),
  };
  const certified = { result, textHash: 'a', files: [], stages: [], complete: true, at: 0, picture };

  it('is left out while a run has numbers of its own, and stays with an older result until then', () => {
    const done = change.finished(change.started(change.newEntry('a'), 'r', 'a'), 'r', certified, null);
    expect(change.pictureOf(done)).toBe(picture);
    const again = change.started(done, 's', 'b');
    expect(change.pictureOf(again)).toBe(picture);
    expect(change.pictureOf(change.partly(again, 's', result, null))).toBeNull();
    expect(change.pictureOf(change.newEntry('a'))).toBeNull();
  });

  it('names no file in a report', () => {
    expect(JSON.stringify(reportPicture(picture))).not.toContain('nodes.csv');
  });
});
