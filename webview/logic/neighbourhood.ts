/**
 * What is drawn around a test node: its neighbours, the labelled nodes whose flips change it, and a shortest path to
 * each of them. What is not drawn is counted.
 */
import { hopsFrom, type Graph } from './graph';

export type NearRole = 'chosen' | 'flipped' | 'labelled' | 'plain';

export interface NearNode {
  readonly id: number;
  readonly role: NearRole;
  /** From the chosen node; null where there is no path. */
  readonly hops: number | null;
}

export interface Neighbourhood {
  /** The chosen one first. */
  readonly nodes: readonly NearNode[];
  /** All edges between them, as places in `nodes`. */
  readonly edges: readonly (readonly [number, number])[];
  /** Of the chosen node in the whole graph. */
  readonly neighbours: number;
  /** Of these, not drawn. */
  readonly hiddenNeighbours: number;
  /** Nodes two hops away that are not drawn. */
  readonly secondHop: number;
  /** Flipped nodes to which there is no path. */
  readonly apart: readonly number[];
  /** Flipped nodes that there was no room for. */
  readonly hiddenFlipped: readonly number[];
  /** The graph is larger than its picture: paths may be shorter, counts larger. */
  readonly reduced: boolean;
}

export interface NearLimits {
  readonly nodes: number;
  readonly neighbours: number;
}

export const NEAR_LIMITS: NearLimits = { nodes: 28, neighbours: 10 };

/** Null where the node is not in the graph's picture. */
export function neighbourhoodOf(
  graph: Graph,
  node: number,
  flipped: readonly number[],
  labelled: ReadonlySet<number>,
  limits: NearLimits = NEAR_LIMITS,
): Neighbourhood | null {
  const { ids, places } = graph;
  const centre = places.get(node);
  if (centre === undefined) return null;
  const hops = hopsFrom(graph, centre);
  const shown = new Set([centre]);
  const far = flipped.flatMap((id) => places.get(id) ?? []);
  const distance = (place: number): number => (hops[place] < 0 ? Infinity : hops[place]);
  const targets = [...far].sort((a, b) => (distance(a) === distance(b) ? a - b : distance(a) - distance(b)));
  const unseen = new Set(flipped.filter((id) => !places.has(id)));
  for (const target of targets) {
    const path = pathTo(graph, hops, target, shown);
    const more = path.filter((place) => !shown.has(place));
    if (shown.size + more.length > limits.nodes) unseen.add(ids[target]);
    else for (const place of more) shown.add(place);
  }
  const around = [...graph.neighbours(centre)];
  const rank = (place: number): number => (labelled.has(ids[place]) ? 0 : 1);
  let near = around.filter((place) => shown.has(place)).length;
  for (const place of around.filter((p) => !shown.has(p)).sort((a, b) => rank(a) - rank(b) || a - b)) {
    if (near >= limits.neighbours || shown.size >= limits.nodes) break;
    shown.add(place);
    near++;
  }
  const drawn = [...shown];
  const index = new Map(drawn.map((place, i) => [place, i]));
  const turned = new Set(flipped);
  const neighbours = graph.reduced?.degrees[centre] ?? around.length;
  return {
    nodes: drawn.map((place): NearNode => ({
      id: ids[place],
      role:
        place === centre
          ? 'chosen'
          : turned.has(ids[place])
            ? 'flipped'
            : labelled.has(ids[place])
              ? 'labelled'
              : 'plain',
      hops: hops[place] < 0 ? null : hops[place],
    })),
    edges: drawn.flatMap((place, i) =>
      [...graph.neighbours(place)].flatMap((other): [number, number][] => {
        const j = index.get(other);
        return j !== undefined && i < j ? [[i, j]] : [];
      }),
    ),
    neighbours,
    hiddenNeighbours: neighbours - around.filter((place) => shown.has(place)).length,
    secondHop: hops.reduce((n, h, place) => (h === 2 && !shown.has(place) ? n + 1 : n), 0),
    apart: drawn.filter((place) => hops[place] < 0).map((place) => ids[place]),
    hiddenFlipped: flipped.filter((id) => unseen.has(id)),
    reduced: graph.reduced !== null,
  };
}

/** A shortest path, by nodes that are drawn already where there is a choice; the target alone where there is none. */
function pathTo(graph: Graph, hops: Int32Array, target: number, shown: ReadonlySet<number>): number[] {
  const path = [target];
  for (let place = target; hops[place] > 1;) {
    const before = [...graph.neighbours(place)].filter((other) => hops[other] === hops[place] - 1);
    place = before.find((other) => shown.has(other)) ?? before[0];
    path.push(place);
  }
  return path;
}
