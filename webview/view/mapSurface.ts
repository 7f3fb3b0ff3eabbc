/**
 * The canvas of the whole graph. Thousands of lines take longer than a frame, so a picture is painted aside, some of it
 * at a time, and shown when it is whole; until then the last one is moved and stretched to where it belongs.
 */
import { h } from '../dom';
import type { Frame } from '../logic/mapFrame';
import { paintEdges, paintNodes, paintRing, type MapDrawing } from './mapPaint';

/** Lines of one step, and nodes of one step: some milliseconds each. */
const EDGES = 400;

export interface MapSurface {
  readonly canvas: HTMLCanvasElement;
  /** Begins a new picture. */
  begin(drawing: MapDrawing): void;
  /** Paints for so many milliseconds. @returns whether the picture is whole */
  work(milliseconds: number): boolean;
  /** Shows what there is, as this frame has it. @param ringed place of the node that is pointed at */
  show(frame: Frame, ringed: number | null): void;
  /** Shows nodes alone, at once: while they move. */
  sketch(drawing: MapDrawing): void;
}

interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly drawing: MapDrawing;
  /** Entries of the edge list that are painted. */
  edge: number;
  done: boolean;
}

export function createMapSurface(attributes: Readonly<Record<string, string | number>>): MapSurface {
  const canvas = h('canvas', attributes);
  let whole: Sheet | null = null;
  let next: Sheet | null = null;

  const begin = (drawing: MapDrawing): void => {
    next = { canvas: h('canvas'), drawing, edge: 0, done: false };
    contextOf(next.canvas, drawing);
  };
  const work = (milliseconds: number): boolean => {
    const until = performance.now() + milliseconds;
    while (next && performance.now() < until) {
      const { drawing } = next;
      const context = next.canvas.getContext('2d');
      if (!context) return true;
      if (next.edge < drawing.graph.edges.length) {
        paintEdges(context, drawing, next.edge, next.edge + 2 * EDGES);
        next.edge += 2 * EDGES;
      } else {
        paintNodes(context, drawing, 'all');
        next.done = true;
        whole = next;
        next = null;
      }
    }
    return next === null;
  };
  const show = (frame: Frame, ringed: number | null): void => {
    const of = whole?.drawing ?? next?.drawing;
    if (!of) return;
    const context = contextOf(canvas, of);
    if (!context) return;
    context.clearRect(0, 0, of.width, of.height);
    if (whole) {
      const by = frame.scale / whole.drawing.frame.scale;
      const { width, height } = whole.drawing;
      const x = frame.x - whole.drawing.frame.x * by;
      const y = frame.y - whole.drawing.frame.y * by;
      context.drawImage(whole.canvas, x, y, width * by, height * by);
    }
    if (ringed !== null) paintRing(context, { ...of, frame }, ringed);
  };
  const sketch = (drawing: MapDrawing): void => {
    whole = null;
    next = null;
    const context = contextOf(canvas, drawing);
    if (!context) return;
    context.clearRect(0, 0, drawing.width, drawing.height);
    paintNodes(context, drawing, 'dots');
  };
  return { canvas, begin, work, show, sketch };
}

/** The context, in pixels of the page whatever the density of the screen. */
function contextOf(
  canvas: HTMLCanvasElement,
  { width, height }: MapDrawing,
): CanvasRenderingContext2D | null {
  const density = Math.min(2, window.devicePixelRatio || 1);
  const [wide, high] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext('2d');
  context?.setTransform(density, 0, 0, density, 0, 0);
  return context;
}
