/** Every word about the pictures of the graph. */
import { t } from './l10n';
import { count, list } from './logic/format';
import type { NearNode, Neighbourhood } from './logic/neighbourhood';
import type { MapRole } from './logic/mapRole';
import type { GraphPicture } from '../src/protocol/panel';

const HOPS: Readonly<Record<number, string>> = {
  2: t('two'),
  3: t('three'),
  4: t('four'),
  5: t('five'),
  6: t('six'),
};
/** Where labels of a flip set stand; `most` where a shorter way may lead through what is not shown. */
function hopsAway(ids: string, hops: number, most: boolean): string {
  if (hops === 1) return t('{0} next to it', ids);
  const far = HOPS[hops] ?? count(hops);
  return most ? t('{0} at most {1} hops away', ids, far) : t('{0} {1} hops away', ids, far);
}

const nodeCount = (n: number): string => (n === 1 ? t('1 node') : t('{0} nodes', count(n)));
const edgeCount = (n: number): string => (n === 1 ? t('1 edge') : t('{0} edges', count(n)));
const flippedCount = (n: number): string =>
  n === 1 ? t('1 flipped label') : t('{0} flipped labels', count(n));

function secondHopText(n: number, reduced: boolean): string {
  if (n === 1) return reduced ? t('at least 1 more node two hops away') : t('1 more node two hops away');
  return reduced
    ? t('at least {0} more nodes two hops away', count(n))
    : t('{0} more nodes two hops away', count(n));
}

export const graphWords = {
  labelled: t('labelled'),
  flipped: t('flipped to change it'),
  relabelled: t('changed to change it'),
  tested: t('chosen test node'),
  map: t('Graph with the worst attack'),
  zoomIn: t('Zoom in'),
  zoomOut: t('Zoom out'),
  fit: t('Fit'),
  drawing: t('Laying out the graph…'),
  mapHelp: t('Drag to move. Ctrl and wheel, or + and −, zoom; arrows move; 0 fits.'),
  turned: t('Predictions that change'),
  turnedUnknown: t(
    'Which predictions this set changes is not kept with this result. Certify again to see them.',
  ),
  mapFlipped: t('flipped label'),
  mapRelabelled: t('changed label'),
  mapTurned: t('prediction changes'),
  mapOpen: t('cannot be told'),
  mapTest: t('test node'),
  mapPlain: t('neither labelled nor tested'),
} as const;

export const showIn = (file: string): string => t('Show in {0}', file);

/** What is not drawn of a neighbourhood. */
export function nearCaption(near: Neighbourhood): string[] {
  const { hiddenNeighbours, secondHop, apart, hiddenFlipped, reduced } = near;
  return [
    hiddenNeighbours === 1
      ? t('1 more neighbour')
      : hiddenNeighbours > 0
        ? t('{0} more neighbours', count(hiddenNeighbours))
        : '',
    secondHop > 0 ? secondHopText(secondHop, reduced) : '',
    apart.length === 0
      ? ''
      : reduced
        ? t('no path to {0} in the part shown', list(apart))
        : t('no path to {0}', list(apart)),
    hiddenFlipped.length > 0 ? t('not drawn: {0}', list(hiddenFlipped)) : '',
    reduced ? t('part of a larger graph') : '',
  ].filter((text) => text !== '');
}

/** The picture in a sentence, for those who do not see it. */
export function nearSentence(near: Neighbourhood, classes: number): string {
  const [{ id }] = near.nodes;
  const at = (hops: number): readonly NearNode[] => near.nodes.filter((n) => n.hops === hops);
  const next = at(1).map((n) => n.id);
  const flipped = near.nodes.filter((n) => n.role === 'flipped');
  const byHops = [...new Set(flipped.map((n) => n.hops ?? Infinity))].sort((a, b) => a - b);
  const where = byHops.map((hops) => {
    const ids = list(flipped.filter((n) => (n.hops ?? Infinity) === hops).map((n) => n.id));
    return hops === Infinity ? t('{0} without a path to it', ids) : hopsAway(ids, hops, near.reduced);
  });
  const said = where.join('; ');
  const labels = classes > 2 ? t('Changed labels: {0}.', said) : t('Flipped labels: {0}.', said);
  const rest = nearCaption(near);
  return [
    neighboursSentence(id, near.neighbours, next),
    where.length > 0 ? labels : '',
    rest.length > 0 ? t('Not drawn or apart: {0}.', rest.join('; ')) : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** @param shown the neighbours that are drawn */
function neighboursSentence(id: number, all: number, shown: readonly number[]): string {
  if (all === 0) return t('Node {0} has no neighbours.', id);
  const n = count(all);
  if (shown.length === 0) {
    return all === 1 ? t('Node {0} has 1 neighbour.', id) : t('Node {0} has {1} neighbours.', id, n);
  }
  if (shown.length < all) return t('Node {0} has {1} neighbours, among them {2}.', id, n, list(shown));
  return all === 1
    ? t('Node {0} has 1 neighbour: {1}.', id, list(shown))
    : t('Node {0} has {1} neighbours: {2}.', id, n, list(shown));
}

/** What the map shows of a graph that is too large for it; null where it shows all. */
export function reducedSentence({ ids, edges, reduced }: GraphPicture): string | null {
  if (!reduced) return null;
  const kept = edges.length / 2;
  return t(
    'The graph is too large to draw: shown are {0} of its {1} nodes and {2} of its {3} edges, the labelled and test nodes first and what lies next to them. {4} nodes are left out.',
    count(ids.length),
    count(reduced.nodes),
    count(kept),
    count(reduced.edges),
    count(reduced.nodes - ids.length),
  );
}

export function mapSentence(nodes: number, edges: number, flipped: number, turned: number | null): string {
  const what = [nodeCount(nodes), edgeCount(edges), flippedCount(flipped)];
  if (turned === null) {
    return t('Drawing of the graph: {0}, {1}; marked are {2}. The list below names them.', ...what);
  }
  return turned === 1
    ? t(
        'Drawing of the graph: {0}, {1}; marked are {2} and 1 test node whose prediction changes. The list below names them.',
        ...what,
      )
    : t(
        'Drawing of the graph: {0}, {1}; marked are {2} and {3} test nodes whose prediction changes. The list below names them.',
        ...what,
        count(turned),
      );
}

const ROLE_NAMES: Readonly<Record<MapRole, string>> = {
  plain: graphWords.mapPlain,
  test: t('test node, prediction stays'),
  labelled: graphWords.labelled,
  open: t('test node, whether its prediction changes cannot be told'),
  turned: t('test node, prediction changes'),
  flipped: t('flipped label'),
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
  return classes === null ? t('Node {0}: {1}', id, name) : t('Node {0}: {1}, {2}', id, name, classes);
}

export const turnedHead = (n: number): string => `${graphWords.turned} (${count(n)})`;
export const moreTurned = (n: number): string => t('and {0} more', count(n));
export const openSentence = (n: number): string =>
  n === 1
    ? t('Of 1 further test node it cannot be told whether this set changes the prediction.')
    : t('Of {0} further test nodes it cannot be told whether this set changes the prediction.', count(n));
export const predictedText = (truth: string | number, predicted: string | number): string =>
  t('{0}, predicted {1}', truth, predicted);
