/** The whole graph with the worst attack: a canvas to move and zoom in, its controls, its legend, one line of text. */
import { h, setAttribute, setText } from '../dom';
import { icon, type IconName } from '../icons';
import { graphWords, mapNodeText, mapSentence, reducedSentence } from '../graphStrings';
import { graphOf, type Graph } from '../logic/graph';
import { fitFrame, nearest, zoomed, type Frame } from '../logic/mapFrame';
import { createMapLayout, type MapLayout } from '../logic/mapLayout';
import { classText, mapNodes, type MapNodes } from '../logic/mapNodes';
import { readPalette, type Palette } from '../palette';
import type { AttackEffect, GraphPicture } from '../../src/protocol/panel';
import type { Flip } from '../../src/report/result';
import type { Scene } from '../scene';
import { createMapLegend } from './mapLegend';
import type { MapDrawing } from './mapPaint';
import { createMapSurface } from './mapSurface';

export interface GraphMap {
  readonly element: HTMLElement;
  /** Without a graph nothing is shown. */
  update(scene: Scene, witness: readonly Flip[], effect: AttackEffect | null): void;
  /** Rings a node by its id. */
  point(node: number | null): void;
  recolour(): void;
}

/** Of a frame's 16 milliseconds; the rest is the page's. */
const WORK = 8;
/** While places are found the picture is painted every so many frames, and those frames find no places. */
const PAINT_EVERY = 6;
const MOVE = 40;
const ZOOM = 1.3;
const REACH = 12;

interface Drawn {
  readonly picture: GraphPicture;
  readonly graph: Graph;
  readonly layout: MapLayout;
}

export function createGraphMap(): GraphMap {
  const surface = createMapSurface({
    class: 'map-canvas',
    role: 'img',
    tabindex: 0,
    title: graphWords.mapHelp,
  });
  const { canvas } = surface;
  const waiting = h('p', { class: 'map-waiting', role: 'status', text: graphWords.drawing });
  const line = h('p', { class: 'map-line' });
  const left = h('p', { class: 'map-left quiet' });
  const legend = createMapLegend();
  const button = (name: IconName, label: string, act: () => void): HTMLElement => {
    const element = h(
      'button',
      { class: 'map-button', type: 'button', title: label, 'aria-label': label },
      icon(name),
    );
    element.addEventListener('click', act);
    return element;
  };
  const controls = h(
    'div',
    { class: 'map-controls' },
    button('add', graphWords.zoomIn, () => zoom(ZOOM)),
    button('remove', graphWords.zoomOut, () => zoom(1 / ZOOM)),
    button('screen-full', graphWords.fit, () => fit()),
  );
  const stage = h('div', { class: 'map-stage' }, canvas, waiting, controls);
  const element = h(
    'section',
    { class: 'map', 'aria-label': graphWords.map, hidden: true },
    left,
    stage,
    h('div', { class: 'map-foot' }, legend.element, line),
  );
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');

  let drawn: Drawn | null = null;
  let nodes: MapNodes | null = null;
  let shown: { readonly scene: Scene; readonly witness: readonly Flip[] } | null = null;
  let palette: Palette | null = null;
  /** Null: all of the graph fits. */
  let own: Frame | null = null;
  let ringed: number | null = null;
  let frames = 0;
  /** The picture is to be painted anew. */
  let outdated = true;
  let asked: number | null = null;

  const size = (): { readonly width: number; readonly height: number } => ({
    width: stage.clientWidth,
    height: stage.clientHeight,
  });
  const whole = (): Frame => {
    const { width, height } = size();
    return fitFrame(drawn?.layout.positions ?? new Float64Array(), width, height);
  };
  const frameNow = (): Frame => own ?? whole();

  /** Null while there is nothing to draw, or no room. */
  const drawingNow = (): MapDrawing | null => {
    const { width, height } = size();
    if (!drawn || !nodes || width === 0) return null;
    palette ??= readPalette(element);
    const { graph, layout } = drawn;
    return {
      graph,
      roles: nodes.roles,
      positions: layout.positions,
      frame: frameNow(),
      width,
      height,
      palette,
    };
  };

  /** One frame: a little more of the layout, or of the picture. */
  const turn = (): void => {
    asked = null;
    const drawing = drawingNow();
    if (!drawn || !drawing || element.offsetParent === null) return;
    const { layout } = drawn;
    if (!layout.done()) {
      if (!still.matches && frames++ % PAINT_EVERY === PAINT_EVERY - 1) surface.sketch(drawing);
      else layout.step(WORK, () => performance.now());
      return ask();
    }
    if (outdated) {
      surface.begin(drawing);
      outdated = false;
    }
    const whole = surface.work(WORK);
    surface.show(drawing.frame, ringed);
    if (!whole) return ask();
    waiting.hidden = true;
    setAttribute(stage, 'data-done', 'true');
  };
  const ask = (): void => {
    asked ??= requestAnimationFrame(turn);
  };

  const repaint = (): void => {
    outdated = true;
    ask();
  };

  const zoom = (factor: number, x = size().width / 2, y = size().height / 2): void => {
    own = zoomed(frameNow(), factor, x, y, whole().scale / 2);
    repaint();
  };
  const move = (dx: number, dy: number): void => {
    const frame = frameNow();
    own = { ...frame, x: frame.x + dx, y: frame.y + dy };
    repaint();
  };
  const fit = (): void => {
    own = null;
    repaint();
  };

  const ring = (place: number | null): void => {
    if (place === ringed) return;
    ringed = place;
    setText(line, place === null ? '' : textOf(place));
    ask();
  };
  const textOf = (place: number): string => {
    if (!drawn || !nodes || !shown) return '';
    const id = drawn.graph.ids[place];
    const { scene, witness } = shown;
    return mapNodeText({
      id,
      role: nodes.roles[place],
      classes: classText(scene.result, scene.chosen.model, witness, id),
      known: nodes.known,
      multi: scene.classes > 2,
    });
  };

  let held: { readonly x: number; readonly y: number } | null = null;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (held) {
      move(event.clientX - held.x, event.clientY - held.y);
      held = { x: event.clientX, y: event.clientY };
      return;
    }
    if (!drawn?.layout.done()) return;
    const box = canvas.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    ring(nearest(drawn.layout.positions, frameNow(), at, REACH));
  });
  const letGo = (): void => void (held = null);
  canvas.addEventListener('pointerup', letGo);
  canvas.addEventListener('pointercancel', letGo);
  canvas.addEventListener('pointerleave', () => ring(null));
  canvas.addEventListener(
    'wheel',
    (event) => {
      // The page scrolls over the map, unless the reader is at work in it.
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Partial<Record<string, () => void>> = {
      '+': () => zoom(ZOOM),
      '=': () => zoom(ZOOM),
      '-': () => zoom(1 / ZOOM),
      '0': fit,
      ArrowLeft: () => move(MOVE, 0),
      ArrowRight: () => move(-MOVE, 0),
      ArrowUp: () => move(0, MOVE),
      ArrowDown: () => move(0, -MOVE),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  new ResizeObserver(repaint).observe(stage);

  const update = (scene: Scene, witness: readonly Flip[], effect: AttackEffect | null): void => {
    const picture = scene.state.picture?.graph ?? null;
    element.hidden = picture === null;
    if (picture === null) {
      drawn = null;
      return;
    }
    if (drawn?.picture !== picture) {
      const graph = graphOf(picture);
      drawn = { picture, graph, layout: createMapLayout(graph) };
      own = null;
      ringed = null;
      frames = 0;
      waiting.hidden = false;
      setAttribute(stage, 'data-done', 'false');
      setText(line, '');
    }
    shown = { scene, witness };
    nodes = mapNodes(drawn.graph, scene.result, witness, effect);
    const { graph } = drawn;
    const turned = effect ? effect.turned.length : null;
    setAttribute(
      canvas,
      'aria-label',
      mapSentence(graph.ids.length, graph.edges.length / 2, witness.length, turned),
    );
    const reduced = reducedSentence(picture);
    left.hidden = reduced === null;
    setText(left, reduced ?? '');
    legend.update(nodes, scene.classes);
    repaint();
  };

  const point = (node: number | null): void =>
    ring(node === null ? null : (drawn?.graph.places.get(node) ?? null));
  const recolour = (): void => {
    palette = null;
    repaint();
  };
  return { element, update, point, recolour };
}
