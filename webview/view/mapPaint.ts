/** Paints parts of the whole graph on a canvas. */
import { MAP_ROLES } from '../logic/mapNodes';
import type { MapRole } from '../logic/mapRole';
import type { Frame } from '../logic/mapFrame';
import type { Graph } from '../logic/graph';
import type { Palette } from '../palette';

export interface MapDrawing {
  readonly graph: Graph;
  readonly roles: readonly MapRole[];
  readonly positions: Float64Array;
  readonly frame: Frame;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

/** Lines that are stroked together: long paths are slow, since their crossings must be found. */
const BATCH = 50;
const FULL = 2 * Math.PI;
const MANY_NODES = 1200;

const RADIUS: Readonly<Record<MapRole, number>> = {
  plain: 1.25,
  test: 1.75,
  labelled: 4,
  open: 3.5,
  turned: 4,
  flipped: 6.5,
};

function radiusOf(role: MapRole, { graph, frame }: MapDrawing): number {
  const zoom = Math.min(1.6, Math.max(1, Math.sqrt(frame.scale)));
  const crowd = role !== 'flipped' && graph.ids.length > MANY_NODES ? 0.75 : 1;
  return RADIUS[role] * zoom * crowd;
}

function spotOf({ positions, frame }: MapDrawing, place: number): readonly [number, number] {
  return [frame.x + frame.scale * positions[2 * place], frame.y + frame.scale * positions[2 * place + 1]];
}

/** Edges by their entries in the graph's list. */
export function paintEdges(
  context: CanvasRenderingContext2D,
  drawing: MapDrawing,
  first: number,
  end: number,
): void {
  const { edges } = drawing.graph;
  context.lineWidth = 0.75;
  context.strokeStyle = drawing.palette.faint;
  // The more lines, the fainter: else they are one surface.
  context.globalAlpha = Math.min(0.7, Math.max(0.22, 900 / Math.max(1, edges.length / 2)));
  const last = Math.min(end, edges.length);
  for (let from = first; from < last; from += 2 * BATCH) {
    context.beginPath();
    for (let e = from; e < Math.min(from + 2 * BATCH, last); e += 2) {
      context.moveTo(...spotOf(drawing, edges[e]));
      context.lineTo(...spotOf(drawing, edges[e + 1]));
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** @param how `dots`: every node as a small square, which is quick */
export function paintNodes(
  context: CanvasRenderingContext2D,
  drawing: MapDrawing,
  how: 'all' | 'dots',
): void {
  const { roles, palette, width, height, graph } = drawing;
  for (const role of MAP_ROLES) {
    const radius = radiusOf(role, drawing);
    roles.forEach((own, place) => {
      if (own !== role) return;
      const [x, y] = spotOf(drawing, place);
      if (x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
      if (how === 'dots' && role !== 'flipped') {
        context.fillStyle = role === 'turned' ? palette.chosen : palette.other;
        context.fillRect(x - radius / 2, y - radius / 2, radius, radius);
        return;
      }
      paintNode(context, role, x, y, radius, palette);
      if (role === 'flipped') paintId(context, graph.ids[place], x, y - radius - 5, palette);
    });
  }
}

/** A ring around one node, and its id. */
export function paintRing(context: CanvasRenderingContext2D, drawing: MapDrawing, place: number): void {
  const [x, y] = spotOf(drawing, place);
  const radius = radiusOf(drawing.roles[place], drawing) + 4;
  context.beginPath();
  context.arc(x, y, radius, 0, FULL);
  context.strokeStyle = drawing.palette.text;
  context.lineWidth = 2;
  context.stroke();
  if (drawing.roles[place] !== 'flipped')
    paintId(context, drawing.graph.ids[place], x, y - radius - 5, drawing.palette);
}

/** A dot, a ring, or a ring with a cross in it: the marks tell apart without colour too. */
function paintNode(
  context: CanvasRenderingContext2D,
  role: MapRole,
  x: number,
  y: number,
  radius: number,
  palette: Palette,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, FULL);
  if (role === 'plain' || role === 'test') {
    context.fillStyle = role === 'plain' ? palette.faint : palette.other;
    context.fill();
    return;
  }
  context.fillStyle = role === 'turned' ? palette.chosen : palette.background;
  context.fill();
  context.lineWidth = role === 'turned' ? 1 : 1.5;
  context.strokeStyle =
    role === 'turned' ? palette.background : role === 'open' ? palette.chosen : palette.text;
  context.stroke();
  if (role !== 'flipped') return;
  const arm = radius * 0.5;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.lineWidth = 2;
  context.strokeStyle = palette.broken;
  context.stroke();
}

function paintId(
  context: CanvasRenderingContext2D,
  id: number,
  x: number,
  y: number,
  palette: Palette,
): void {
  context.font = `11px ${palette.font}`;
  context.textAlign = 'center';
  context.lineWidth = 3;
  context.strokeStyle = palette.background;
  context.strokeText(String(id), x, y);
  context.fillStyle = palette.text;
  context.fillText(String(id), x, y);
}
