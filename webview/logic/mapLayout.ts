/**
 * Places for all nodes of a graph, found in small steps: each call does as much as fits its time and can be followed by
 * another. The forces are d3-force's, and they are asked one after the other instead of all in one tick; nodes repel
 * within groups that are drawn anew each round, so that no step grows with the graph. The same graph gives the same
 * places, however the steps fall.
 */
import { forceLink, forceManyBody, type Force, type SimulationNodeDatum } from 'd3-force';
import type { Graph } from './graph';

export interface MapLayout {
  /** x and y of each place, one after the other. */
  readonly positions: Float64Array;
  readonly done: () => boolean;
  /** Works until the time is up or nothing is left. @param milliseconds of which a last step may take more */
  readonly step: (milliseconds: number, now: () => number) => void;
}

const ROUNDS = 200;
/** Nodes that repel each other at a time: a step of a few milliseconds. */
const GROUP = 350;
const FADE = 0.6;
/** Towards the middle; pages are wider than they are high. */
const PULL = { x: 0.02, y: 0.05 };
const APART = 10;
const REPEL = -10;

interface Body extends SimulationNodeDatum {
  /** The forces tell nodes apart by it. */
  index: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
}

export function createMapLayout(graph: Graph): MapLayout {
  const n = graph.ids.length;
  const random = randomNumbers(1);
  const bodies = firstPlaces(graph);
  const links: { source: Body; target: Body }[] = [];
  for (let e = 0; e < graph.edges.length; e += 2)
    links.push({ source: bodies[graph.edges[e]], target: bodies[graph.edges[e + 1]] });
  const link: Force<Body, { source: Body; target: Body }> = forceLink<Body, { source: Body; target: Body }>(
    links,
  ).distance(APART);
  link.initialize?.(bodies, random);
  const groups = Math.max(1, Math.ceil(n / GROUP));
  // A group stands for all: each of its members repels for as many as there are groups.
  const charge = forceManyBody<Body>()
    .strength(REPEL * groups)
    .theta(1.4)
    .distanceMax(60 * APART);
  const order = bodies.slice();
  const positions = new Float64Array(2 * n);
  let round = 0;
  let phase = 0;

  const work = (): void => {
    const alpha = Math.pow(0.001, round / ROUNDS);
    if (phase === 0) {
      shuffle(order, random);
      link(alpha);
    } else if (phase <= groups) {
      const group = order.filter((_, i) => i % groups === phase - 1);
      charge.initialize?.(group, random);
      charge(alpha);
    } else {
      for (const body of bodies) {
        body.vx = (body.vx - body.x * PULL.x * alpha) * FADE;
        body.vy = (body.vy - body.y * PULL.y * alpha) * FADE;
        body.x += body.vx;
        body.y += body.vy;
      }
    }
    phase++;
    if (phase <= groups + 1) return;
    phase = 0;
    round++;
    bodies.forEach(({ x, y }, i) => {
      positions[2 * i] = x;
      positions[2 * i + 1] = y;
    });
  };

  return {
    positions,
    done: () => round >= ROUNDS,
    step: (milliseconds, now) => {
      const until = now() + milliseconds;
      while (round < ROUNDS && now() < until) work();
    },
  };
}

/** On a spiral, in the order of a breadth-first walk: who is near in the graph begins near on the page. */
function firstPlaces(graph: Graph): Body[] {
  const n = graph.ids.length;
  const byDegree = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => graph.neighbours(b).length - graph.neighbours(a).length || a - b,
  );
  const seen = new Uint8Array(n);
  const walk: number[] = [];
  let next = 0;
  for (const root of byDegree) {
    if (seen[root]) continue;
    seen[root] = 1;
    walk.push(root);
    for (; next < walk.length; next++)
      for (const other of graph.neighbours(walk[next])) {
        if (seen[other]) continue;
        seen[other] = 1;
        walk.push(other);
      }
  }
  const bodies = new Array<Body>(n);
  walk.forEach((place, i) => {
    const radius = APART * Math.sqrt(i + 0.5);
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    bodies[place] = { index: place, x: radius * Math.cos(angle), y: radius * Math.sin(angle), vx: 0, vy: 0 };
  });
  return bodies;
}

/** Repeatable numbers in [0, 1), by a linear congruence. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (1664525 * state + 1013904223) % 4294967296) / 4294967296;
}

function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}
