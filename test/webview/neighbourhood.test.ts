import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphOf, hopsFrom } from '../../webview/logic/graph';
import { nearCaption, nearSentence } from '../../webview/graphStrings';
import { nearLayout, NEAR_RADIUS } from '../../webview/logic/nearLayout';
import { neighbourhoodOf } from '../../webview/logic/neighbourhood';
import { makeGraph } from './support/picture';

/** The graph of the design: 190 in the middle, 44 and 151 next to it, 137 behind 44 and 195, much more behind 1002. */
const IDS = [44, 137, 139, 151, 190, 195, 1002, 2000, 2001, 2002, 3000];
const place = (id: number): number => IDS.indexOf(id);
const EDGES = [
  [190, 44],
  [190, 151],
  [190, 139],
  [190, 1002],
  [1002, 44],
  [1002, 151],
  [1002, 139],
  [44, 195],
  [195, 137],
  [1002, 2000],
  [1002, 2001],
  [2001, 2002],
].flatMap(([a, b]) => [Math.min(place(a), place(b)), Math.max(place(a), place(b))]);
const graph = graphOf({ ids: IDS, edges: EDGES });
const labelled = new Set([44, 137, 151, 2002, 3000]);

describe('neighbourhood of a node', () => {
  it('has the neighbours, the flipped labels and the shortest paths to them, and counts the rest', () => {
    const near = neighbourhoodOf(graph, 190, [137, 151, 44], labelled);
    expect(new Map(near?.nodes.map(({ id, role, hops }) => [id, [role, hops]]))).toEqual(
      new Map<number, unknown>([
        [190, ['chosen', 0]],
        [44, ['flipped', 1]],
        [151, ['flipped', 1]],
        [195, ['plain', 2]],
        [137, ['flipped', 3]],
        [139, ['plain', 1]],
        [1002, ['plain', 1]],
      ]),
    );
    expect(near?.nodes[0].id).toBe(190);
    expect(near?.edges).toHaveLength(9);
    expect(near).toMatchObject({
      neighbours: 4,
      hiddenNeighbours: 0,
      secondHop: 2,
      apart: [],
      hiddenFlipped: [],
    });
    if (!near) throw new Error('none');
    expect(nearCaption(near)).toEqual(['2 more nodes two hops away']);
    expect(nearSentence(near, 2)).toBe(
      'Node 190 has 4 neighbours: 44, 151, 139 and 1002. Flipped labels: 44 and 151 next to it; 137 three hops away. Not drawn or apart: 2 more nodes two hops away.',
    );
  });

  it('draws flipped labels without a path apart, and says so', () => {
    const near = neighbourhoodOf(graph, 190, [3000, 44], labelled);
    expect(near?.apart).toEqual([3000]);
    expect(near?.nodes.find(({ id }) => id === 3000)).toEqual({ id: 3000, role: 'flipped', hops: null });
    expect(near && nearCaption(near)).toContain('no path to 3000');
    expect(near && nearSentence(near, 3)).toContain(
      'Changed labels: 44 next to it; 3000 without a path to it.',
    );
  });

  it('cuts many neighbours with a count, labelled ones last', () => {
    const many = graphOf({
      ids: Array.from({ length: 31 }, (_, i) => i),
      edges: Array.from({ length: 30 }, (_, i) => [0, i + 1]).flat(),
    });
    const near = neighbourhoodOf(many, 0, [30], new Set([30, 29]), { nodes: 20, neighbours: 8 });
    expect(near?.nodes.map(({ id }) => id)).toEqual([0, 30, 29, 1, 2, 3, 4, 5, 6]);
    expect(near).toMatchObject({ neighbours: 30, hiddenNeighbours: 22, secondHop: 0 });
    const tight = neighbourhoodOf(many, 0, [28, 29, 30], new Set(), { nodes: 3, neighbours: 8 });
    expect(tight?.nodes.map(({ id }) => id)).toEqual([0, 28, 29]);
    expect(tight?.hiddenFlipped).toEqual([30]);
    expect(tight && nearCaption(tight)).toContain('not drawn: 30');
  });

  it('claims no more of a part than is known of the whole', () => {
    const part = graphOf({
      ids: [0, 1, 2],
      edges: [0, 1, 1, 2],
      reduced: { nodes: 900, edges: 50_000, degrees: [7, 2, 4] },
    });
    const near = neighbourhoodOf(part, 0, [5], new Set([5]));
    expect(near).toMatchObject({ neighbours: 7, hiddenNeighbours: 6, hiddenFlipped: [5], reduced: true });
    expect(near && nearCaption(near)).toEqual([
      '6 more neighbours',
      'at least 1 more node two hops away',
      'not drawn: 5',
      'part of a larger graph',
    ]);
  });

  it('is none for a node that the picture does not have', () => {
    expect(neighbourhoodOf(graph, 5, [], labelled)).toBeNull();
  });

  const graphs = fc.integer({ min: 2, max: 14 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      pairs: fc.uniqueArray(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), {
        maxLength: 24,
        selector: ([a, b]) => Math.min(a, b) * n + Math.max(a, b),
      }),
      flipped: fc.uniqueArray(fc.integer({ min: 1, max: n - 1 }), { maxLength: 4 }),
    }),
  );

  it('has shortest paths: as long as those of Floyd and Warshall, and drawn edge by edge', () => {
    fc.assert(
      fc.property(graphs, ({ n, pairs, flipped }) => {
        const edges = pairs.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
        const whole = graphOf({ ids: Array.from({ length: n }, (_, i) => i), edges: edges.flat() });
        const distances = floydWarshall(n, edges);
        expect([...hopsFrom(whole, 0)].map((h) => (h < 0 ? Infinity : h))).toEqual(distances[0]);
        const near = neighbourhoodOf(whole, 0, flipped, new Set(flipped));
        if (!near) throw new Error('none');
        const drawn = near.nodes.map(({ id }) => id);
        expect(new Set(drawn).size).toBe(drawn.length);
        for (const id of flipped) expect(drawn).toContain(id);
        // Within the drawing alone no path is longer than in the whole graph.
        const inside = floydWarshall(drawn.length, near.edges);
        near.nodes.forEach(({ id, hops }, i) => {
          expect(hops ?? Infinity).toBe(distances[0][id]);
          expect(inside[0][i]).toBe(distances[0][id]);
        });
        const second = distances[0].flatMap((d, id) => (d === 2 && !drawn.includes(id) ? [id] : []));
        expect(near.secondHop).toBe(second.length);
      }),
    );
  });
});

describe('layout of a neighbourhood', () => {
  const large = graphOf(
    makeGraph(
      Array.from({ length: 400 }, (_, i) => i * 7),
      900,
    ),
  );

  it('keeps everything in its box, ids off the nodes, and is the same each time', () => {
    let covered = 0;
    let labels = 0;
    for (const node of [7, 70, 350, 700, 1400, 2100, 2793]) {
      const near = neighbourhoodOf(large, node, [21, 777, 1050], new Set([21, 777, 1050]));
      if (!near) throw new Error('none');
      const layout = nearLayout(near, 380);
      expect(nearLayout(near, 380)).toEqual(layout);
      layout.spots.forEach(({ x, y }, i) => {
        const r = NEAR_RADIUS[near.nodes[i].role];
        expect(x - r >= 0 && x + r <= layout.width && y - r >= 0 && y + r <= layout.height).toBe(true);
        layout.spots.slice(i + 1).forEach((other, k) => {
          const room = r + NEAR_RADIUS[near.nodes[i + 1 + k].role];
          expect(Math.hypot(other.x - x, other.y - y)).toBeGreaterThan(room);
        });
      });
      layout.labels.forEach(({ x, y, anchor }, i) => {
        const wide = String(near.nodes[i].id).length * 6.6;
        const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
        const over = layout.spots.some((spot, j) => {
          const dx = Math.max(left - spot.x, 0, spot.x - left - wide);
          const dy = Math.max(y - 9 - spot.y, 0, spot.y - y);
          return Math.hypot(dx, dy) < NEAR_RADIUS[near.nodes[j].role];
        });
        labels++;
        if (over) covered++;
      });
    }
    expect(labels).toBeGreaterThan(40);
    expect(covered).toBe(0);
  });
});

function floydWarshall(n: number, edges: readonly (readonly number[])[]): number[][] {
  const d = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => (i === j ? 0 : Infinity)),
  );
  for (const [a, b] of edges) d[a][b] = d[b][a] = 1;
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) d[i][j] = Math.min(d[i][j], d[i][k] + d[k][j]);
  return d;
}
