/** Places for the few nodes of a neighbourhood and their ids, in a box of pixels. The same input gives the same picture. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import type { Neighbourhood, NearRole } from './neighbourhood';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface NearLabel extends Spot {
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface NearLayout {
  readonly width: number;
  readonly height: number;
  /** As `nodes`. */
  readonly spots: readonly Spot[];
  readonly labels: readonly NearLabel[];
}

export const NEAR_RADIUS: Readonly<Record<NearRole, number>> = {
  chosen: 8,
  flipped: 10,
  labelled: 6,
  plain: 4,
};

const EDGE = 22;
const CLEARANCE = 16;
const DIGIT = 6.6;
const LINE = 11;
const TICKS = 260;

interface Body {
  x: number;
  y: number;
  vx: number;
  vy: number;
}

/** @param width in pixels; the height follows from how many nodes there are */
export function nearLayout({ nodes, edges }: Neighbourhood, width: number): NearLayout {
  const height = Math.round(Math.min(300, 116 + 11 * Math.max(0, nodes.length - 6)));
  const bodies = firstPlaces({ nodes, edges }, width, height);
  const simulation = forceSimulation(bodies)
    .stop()
    .alphaDecay(1 - Math.pow(0.001, 1 / TICKS))
    .force(
      'link',
      forceLink(edges.map(([source, target]) => ({ source, target })))
        .distance(62)
        .strength(0.5),
    )
    .force('charge', forceManyBody().strength(-260).distanceMax(width))
    .force('collide', forceCollide(24).iterations(3))
    .force('x', forceX<Body>((_, i) => (nodes[i].hops === null ? width - EDGE : width / 2)).strength(0.03))
    .force('y', forceY<Body>(height / 2).strength(0.09));
  for (let tick = 0; tick < TICKS; tick++) {
    simulation.tick();
    if (tick > TICKS / 2) keepOffLines(bodies, edges);
    for (const body of bodies) {
      body.x = Math.min(Math.max(body.x, EDGE), width - EDGE);
      body.y = Math.min(Math.max(body.y, EDGE), height - EDGE);
    }
  }
  const spots = centred(bodies, width, height);
  return { width, height, spots, labels: placeLabels({ nodes, edges }, spots, width, height) };
}

/** Rings around the chosen node by distance, everyone near who leads there; who has no path starts at the right. */
function firstPlaces(
  { nodes, edges }: Pick<Neighbourhood, 'nodes' | 'edges'>,
  width: number,
  height: number,
): Body[] {
  const angles = new Array<number>(nodes.length).fill(0);
  const next = nodes.flatMap(({ hops }, i) => (hops === 1 ? [i] : []));
  // Neighbours that lead on stand apart from each other, with the others between them.
  const leads = (i: number): boolean =>
    edges.some(([a, b]) => (a === i && nodes[b].hops === 2) || (b === i && nodes[a].hops === 2));
  const order = [...next.filter(leads), ...next.filter((i) => !leads(i))];
  order.forEach((i, k) => (angles[i] = (k * 2 * Math.PI) / Math.max(1, order.length)));
  const outer = nodes.flatMap(({ hops }, i) => (hops !== null && hops > 1 ? [i] : []));
  outer.sort((a, b) => (nodes[a].hops ?? 0) - (nodes[b].hops ?? 0));
  outer.forEach((i, k) => {
    const before = edges.flatMap(([a, b]) => (a === i ? [b] : b === i ? [a] : []));
    const from = before.find((other) => nodes[other].hops === (nodes[i].hops ?? 0) - 1) ?? 0;
    angles[i] = angles[from] + 0.25 * (k % 2 === 0 ? 1 : -1);
  });
  return nodes.map(({ hops }, i) => {
    const ring = hops === null ? 0 : Math.min(hops, 4) / 4;
    return {
      x: hops === null ? width - EDGE : width / 2 + (ring * Math.cos(angles[i]) * width) / 2,
      y: height / 2 + ring * Math.sin(angles[i]) * height,
      vx: 0,
      vy: 0,
    };
  });
}

/** Moves nodes aside of lines that are not theirs: a line through a node reads as two. */
function keepOffLines(bodies: readonly Body[], edges: Neighbourhood['edges']): void {
  for (const [a, b] of edges) {
    const [from, to] = [bodies[a], bodies[b]];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const long = Math.hypot(dx, dy);
    if (long < 1) continue;
    bodies.forEach((body, i) => {
      if (i === a || i === b) return;
      const along = ((body.x - from.x) * dx + (body.y - from.y) * dy) / (long * long);
      if (along <= 0.05 || along >= 0.95) return;
      // Positive to the left of the line; exactly on it, by the order of the nodes.
      const off = ((body.y - from.y) * dx - (body.x - from.x) * dy) / long || (i % 2 === 0 ? 0.1 : -0.1);
      const push = CLEARANCE - Math.abs(off);
      if (push <= 0) return;
      const side = Math.sign(off) * push * 0.1;
      body.x -= (dy / long) * side;
      body.y += (dx / long) * side;
      for (const end of [from, to]) {
        end.x += (dy / long) * side * 0.3;
        end.y -= (dx / long) * side * 0.3;
      }
    });
  }
}

/** In the middle of the box, as much of it as they fill. */
function centred(bodies: readonly Body[], width: number, height: number): Spot[] {
  const shift = (of: (body: Body) => number, size: number): number =>
    size / 2 - (Math.min(...bodies.map(of)) + Math.max(...bodies.map(of))) / 2;
  const dx = shift(({ x }) => x, width);
  const dy = shift(({ y }) => y, height);
  return bodies.map(({ x, y }) => ({ x: round(x + dx), y: round(y + dy) }));
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Each id where it covers no node, no other id, and as few lines as can be. */
function placeLabels(
  { nodes, edges }: Pick<Neighbourhood, 'nodes' | 'edges'>,
  spots: readonly Spot[],
  width: number,
  height: number,
): NearLabel[] {
  const taken: Box[] = [];
  return nodes.map(({ id, role }, i) => {
    const wide = String(id).length * DIGIT;
    const { x, y } = spots[i];
    const r = NEAR_RADIUS[role] + 4;
    const beside: NearLabel[] = [
      { x: x + r, y: y + 4, anchor: 'start' },
      { x: x - r, y: y + 4, anchor: 'end' },
    ];
    const upright: NearLabel[] = [
      { x, y: y - r, anchor: 'middle' },
      { x, y: y + r + LINE - 3, anchor: 'middle' },
    ];
    const slanted: NearLabel[] = [
      { x: x + r - 2, y: y - r + 4, anchor: 'start' },
      { x: x - r + 2, y: y - r + 4, anchor: 'end' },
      { x: x + r - 2, y: y + r + 2, anchor: 'start' },
      { x: x - r + 2, y: y + r + 2, anchor: 'end' },
    ];
    const choices = role === 'chosen' ? [...beside, ...upright] : [...upright, ...beside];
    let best = choices[0];
    let least = Infinity;
    for (const label of [...choices, ...slanted]) {
      const box = boxOf(label, wide);
      const outside = box.left < 0 || box.right > width || box.top < 0 || box.bottom > height;
      const cost =
        (outside ? 1000 : 0) +
        100 *
          spots.filter((s, j) => j !== i && meets(box, around(s, NEAR_RADIUS[nodes[j].role] + 2))).length +
        100 * taken.filter((other) => meets(box, other)).length +
        edges.filter(([a, b]) => crosses(box, spots[a], spots[b])).length;
      if (cost >= least) continue;
      least = cost;
      best = label;
    }
    taken.push(boxOf(best, wide));
    return { ...best, x: round(best.x), y: round(best.y) };
  });
}

function boxOf({ x, y, anchor }: NearLabel, wide: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
  return { left, right: left + wide, top: y - LINE + 2, bottom: y + 2 };
}

function around({ x, y }: Spot, r: number): Box {
  return { left: x - r, right: x + r, top: y - r, bottom: y + r };
}

function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a line passes through a box: what is left of it after it is cut at each side. */
function crosses(box: Box, a: Spot, b: Spot): boolean {
  let from = 0;
  let to = 1;
  const cut = (start: number, step: number, low: number, high: number): boolean => {
    if (step === 0) return start >= low && start <= high;
    const one = (low - start) / step;
    const other = (high - start) / step;
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
    return from <= to;
  };
  return cut(a.x, b.x - a.x, box.left, box.right) && cut(a.y, b.y - a.y, box.top, box.bottom);
}

function round(x: number): number {
  return Math.round(x * 10) / 10;
}
