/** The neighbourhood of a test node, in its open row. */
import { h } from '../dom';
import { graphWords, nearCaption, nearSentence } from '../graphStrings';
import { graphOf, type Graph } from '../logic/graph';
import { nearLayout, NEAR_RADIUS, type NearLayout } from '../logic/nearLayout';
import { neighbourhoodOf, type NearRole, type Neighbourhood } from '../logic/neighbourhood';
import type { Flip } from '../../src/report/result';
import type { GraphPicture } from '../../src/protocol/panel';
import type { Scene } from '../scene';
import { s } from './svg';

const WIDTH = 380;
/** Rows that are open at one time are few. */
const MOST_KEPT = 60;

export interface NearPictures {
  /** Null where there is no graph, or the node is not in its picture. */
  of(scene: Scene, node: number, witness: readonly Flip[]): HTMLElement | null;
}

interface Kept {
  readonly near: Neighbourhood;
  readonly layout: NearLayout;
}

/** Rows are painted anew at every move of the budget: places are worked out once. */
export function createNearPictures(): NearPictures {
  let graph: { readonly picture: GraphPicture; readonly graph: Graph } | null = null;
  const kept = new Map<string, Kept | null>();

  const of = (scene: Scene, node: number, witness: readonly Flip[]): HTMLElement | null => {
    const picture = scene.state.picture?.graph ?? null;
    if (picture === null) return null;
    if (graph?.picture !== picture) {
      graph = { picture, graph: graphOf(picture) };
      kept.clear();
    }
    const { labelled } = scene.result.dataset;
    const flipped = witness.map((flip) => flip.node);
    const key = [scene.seed, node, ...flipped].join();
    let known = kept.get(key);
    if (known === undefined) {
      const near = neighbourhoodOf(graph.graph, node, flipped, new Set(labelled));
      known = near && { near, layout: nearLayout(near, WIDTH) };
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, known);
    }
    return known && figure(known, scene.classes);
  };
  return { of };
}

function figure({ near, layout }: Kept, classes: number): HTMLElement {
  const { width, height, spots, labels } = layout;
  const flippedWord = classes > 2 ? graphWords.relabelled : graphWords.flipped;
  const has = (role: NearRole): boolean => near.nodes.some((node) => node.role === role);
  return h(
    'div',
    { class: 'near' },
    s(
      'svg',
      {
        class: 'near-graph',
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: 'img',
        'aria-label': nearSentence(near, classes),
      },
      ...near.edges.map(([a, b]) =>
        s('line', { class: 'near-edge', x1: spots[a].x, y1: spots[a].y, x2: spots[b].x, y2: spots[b].y }),
      ),
      ...near.nodes.map(({ id, role }, i) =>
        s(
          'g',
          { class: `near-node ${role}`, 'data-near': id },
          mark(role, spots[i].x, spots[i].y),
          s('text', { x: labels[i].x, y: labels[i].y, 'text-anchor': labels[i].anchor }, String(id)),
        ),
      ),
    ),
    h(
      'p',
      { class: 'legend', 'aria-hidden': 'true' },
      has('labelled') && legendItem('labelled', graphWords.labelled),
      has('flipped') && legendItem('flipped', flippedWord),
      ...nearCaption(near).map((text) => h('span', { text })),
    ),
  );
}

/** A filled disc, a ring, a ring with a cross, or a dot; and a ring around it that shows when it is pointed at. */
function mark(role: NearRole, x: number, y: number): SVGGElement {
  const r = NEAR_RADIUS[role];
  const arm = r * 0.45;
  return s(
    'g',
    { transform: `translate(${x} ${y})` },
    s('circle', { class: 'halo', r: r + 4 }),
    s('circle', { class: 'dot', r }),
    ...(role === 'flipped'
      ? [s('path', { class: 'cross', d: `M${-arm} ${-arm}L${arm} ${arm}M${arm} ${-arm}L${-arm} ${arm}` })]
      : []),
  );
}

function legendItem(role: NearRole, text: string): HTMLElement {
  const size = 2 * NEAR_RADIUS[role];
  const sign = s(
    'svg',
    {
      class: 'legend-sign',
      viewBox: `${-size / 2 - 1} ${-size / 2 - 1} ${size + 2} ${size + 2}`,
      'aria-hidden': 'true',
    },
    s('g', { class: `near-node ${role}` }, mark(role, 0, 0)),
  );
  return h('span', { class: 'legend-item' }, sign, h('span', { text }));
}

/** Rings the node of the chip under the pointer or with the focus, in the picture of the same row. */
export function ringOnPoint(row: HTMLElement): void {
  const ring = (id: string | undefined): void => {
    for (const node of row.querySelectorAll<SVGElement>('.near-graph [data-near]'))
      node.classList.toggle('ringed', id !== undefined && node.dataset['near'] === id);
  };
  const chip = (target: EventTarget | null): string | undefined =>
    target instanceof Element ? target.closest<HTMLElement>('[data-flip]')?.dataset['flip'] : undefined;
  row.addEventListener('pointerover', (event) => ring(chip(event.target)));
  row.addEventListener('pointerleave', () => ring(chip(document.activeElement)));
  row.addEventListener('focusin', (event) => ring(chip(event.target)));
  row.addEventListener('focusout', (event) => ring(chip(event.relatedTarget)));
}
