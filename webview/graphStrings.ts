/** Every word about the pictures of the graph. */
import { count, list } from './logic/format';
import type { NearNode, Neighbourhood } from './logic/neighbourhood';
import type { MapRole } from './logic/mapNodes';
import type { GraphPicture } from '../src/protocol/panel';

const hopsAway = (hops: number): string =>
  hops === 1 ? 'next to it' : `${HOPS[hops] ?? count(hops)} hops away`;
const HOPS: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six' };
const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

export const graphWords = {
  labelled: 'labelled',
  flipped: 'flipped to change it',
  relabelled: 'changed to change it',
  tested: 'chosen test node',
  map: 'Graph with the worst attack',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit',
  drawing: 'Laying out the graph…',
  mapHelp: 'Drag to move. Ctrl and wheel, or + and −, zoom; arrows move; 0 fits.',
  turned: 'Predictions that change',
  turnedUnknown:
    'Which predictions this set changes is not kept with this result. Certify again to see them.',
  mapFlipped: 'flipped label',
  mapRelabelled: 'changed label',
  mapTurned: 'prediction changes',
  mapOpen: 'cannot be told',
  mapTest: 'test node',
  mapPlain: 'neither labelled nor tested',
} as const;

export const showIn = (file: string): string => `Show in ${file}`;

/** What is not drawn of a neighbourhood. */
export function nearCaption(near: Neighbourhood): string[] {
  const { hiddenNeighbours, secondHop, apart, hiddenFlipped, reduced } = near;
  const least = reduced ? 'at least ' : '';
  return [
    hiddenNeighbours > 0 ? `${plural(hiddenNeighbours, 'more neighbour', 'more neighbours')}` : '',
    secondHop > 0 ? `${least}${plural(secondHop, 'more node', 'more nodes')} two hops away` : '',
    apart.length > 0 ? `no path to ${list(apart)}${reduced ? ' in the part shown' : ''}` : '',
    hiddenFlipped.length > 0 ? `not drawn: ${list(hiddenFlipped)}` : '',
    reduced ? 'part of a larger graph' : '',
  ].filter((text) => text !== '');
}

/** The picture in a sentence, for those who do not see it. */
export function nearSentence(near: Neighbourhood, classes: number): string {
  const [{ id }] = near.nodes;
  const at = (hops: number): readonly NearNode[] => near.nodes.filter((n) => n.hops === hops);
  const next = at(1).map((n) => n.id);
  const most = near.reduced ? 'at most ' : '';
  const flipped = near.nodes.filter((n) => n.role === 'flipped');
  const verb = classes > 2 ? 'Changed' : 'Flipped';
  const byHops = [...new Set(flipped.map((n) => n.hops ?? Infinity))].sort((a, b) => a - b);
  const where = byHops.map((hops) => {
    const ids = list(flipped.filter((n) => (n.hops ?? Infinity) === hops).map((n) => n.id));
    return hops === Infinity
      ? `${ids} without a path to it`
      : `${ids} ${hops > 1 ? most : ''}${hopsAway(hops)}`;
  });
  const neighbours =
    near.neighbours === 0
      ? `Node ${id} has no neighbours.`
      : `Node ${id} has ${plural(near.neighbours, 'neighbour', 'neighbours')}${next.length === 0 ? '' : next.length < near.neighbours ? `, among them ${list(next)}` : `: ${list(next)}`}.`;
  const rest = nearCaption(near);
  return [
    neighbours,
    where.length > 0 ? `${verb} labels: ${where.join('; ')}.` : '',
    rest.length > 0 ? `Not drawn or apart: ${rest.join('; ')}.` : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** What the map shows of a graph that is too large for it; null where it shows all. */
export function reducedSentence({ ids, edges, reduced }: GraphPicture): string | null {
  if (!reduced) return null;
  const kept = edges.length / 2;
  return `The graph is too large to draw: shown are ${count(ids.length)} of its ${count(reduced.nodes)} nodes and ${count(kept)} of its ${count(reduced.edges)} edges, the labelled and test nodes first and what lies next to them. ${count(reduced.nodes - ids.length)} nodes are left out.`;
}

export function mapSentence(nodes: number, edges: number, flipped: number, turned: number | null): string {
  const what = `Drawing of the graph: ${plural(nodes, 'node', 'nodes')}, ${plural(edges, 'edge', 'edges')}`;
  const change =
    turned === null ? '' : ` and ${plural(turned, 'test node', 'test nodes')} whose prediction changes`;
  return `${what}; marked are ${plural(flipped, 'flipped label', 'flipped labels')}${change}. The list below names them.`;
}

const ROLE_NAMES: Readonly<Record<MapRole, string>> = {
  plain: graphWords.mapPlain,
  test: 'test node, prediction stays',
  labelled: graphWords.labelled,
  open: 'test node, whether its prediction changes cannot be told',
  turned: 'test node, prediction changes',
  flipped: 'flipped label',
};

/** The node under the pointer. `known` says whether it is known what the flip set turns. */
export function mapNodeText(input: {
  readonly id: number;
  readonly role: MapRole;
  readonly classes: string | null;
  readonly known: boolean;
  readonly multi: boolean;
}): string {
  const { id, role, classes, known, multi } = input;
  const name =
    role === 'test' && !known
      ? graphWords.mapTest
      : role === 'flipped' && multi
        ? graphWords.mapRelabelled
        : ROLE_NAMES[role];
  return `Node ${id}: ${name}${classes === null ? '' : `, ${classes}`}`;
}

export const turnedHead = (n: number): string => `${graphWords.turned} (${count(n)})`;
export const moreTurned = (n: number): string => `and ${count(n)} more`;
export const openSentence = (n: number): string =>
  `Of ${plural(n, 'further test node', 'further test nodes')} it cannot be told whether this set changes the prediction.`;
