/** The graph of a picture, indexed. Nodes are named by their place in `ids`. */
import type { GraphPicture } from '../../src/protocol/panel';

export interface Graph {
  readonly ids: readonly number[];
  readonly places: ReadonlyMap<number, number>;
  /** Neighbours of a place, ascending. */
  readonly neighbours: (place: number) => Int32Array;
  /** Two places for each edge. */
  readonly edges: readonly number[];
  /** Null where the picture has the whole graph. */
  readonly reduced: GraphPicture['reduced'] | null;
}

export function graphOf({ ids, edges, reduced }: GraphPicture): Graph {
  const start = new Int32Array(ids.length + 1);
  for (const place of edges) start[place + 1]++;
  for (let i = 0; i < ids.length; i++) start[i + 1] += start[i];
  const next = start.slice();
  const list = new Int32Array(edges.length);
  for (let e = 0; e < edges.length; e += 2) {
    list[next[edges[e]]++] = edges[e + 1];
    list[next[edges[e + 1]]++] = edges[e];
  }
  for (let i = 0; i < ids.length; i++) list.subarray(start[i], start[i + 1]).sort();
  return {
    ids,
    places: new Map(ids.map((id, place) => [id, place])),
    neighbours: (place) => list.subarray(start[place], start[place + 1]),
    edges,
    reduced: reduced ?? null,
  };
}

/** Hops from one place to every other by breadth-first search; -1 where there is no path. */
export function hopsFrom({ ids, neighbours }: Graph, from: number): Int32Array {
  const hops = new Int32Array(ids.length).fill(-1);
  hops[from] = 0;
  const queue = [from];
  for (let next = 0; next < queue.length; next++) {
    const place = queue[next];
    for (const other of neighbours(place)) {
      if (hops[other] >= 0) continue;
      hops[other] = hops[place] + 1;
      queue.push(other);
    }
  }
  return hops;
}
