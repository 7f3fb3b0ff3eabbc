/** The chart as an SVG picture: the same lines, labels and axes, without what is only there to be dragged. */
import type { Scene } from '../scene';
import { pictureCaption, pictureLegend } from '../pictureStrings';
import { ofLabels } from '../strings';
import { fontOf, polylineOf, type Drawing, type Frame, type Pen } from '../view/chartFrame';
import { colourOf, dashOf, linesOf, widthOf, type Line } from '../view/chartLines';
import { paintBelow, paintPrinted } from '../view/chartPaint';
import { spotsOf } from '../view/chartLabels';
import { PRINT } from './printPalette';
import { createSvgPen } from './svgPen';

const WIDTH = 760;
const HEIGHT = 400;
const LEFT = 48;
const TOP = 52;
const BOTTOM = 76;
/** Room for names at the ends of lines, in pixels. */
const RIGHT = { least: 60, most: 170, beside: 24 };

/** SVG text of 760 x 400 pixels on white. The caption says what is shown, and whether it is of an older state. */
export function chartSvg(shown: Scene): string {
  // No budget: nothing is marked at it, and nothing has to stand clear of it.
  const scene: Scene = { ...shown, flips: -1 };
  const context = createSvgPen(WIDTH, HEIGHT, measuring());
  const lines = linesOf(scene);
  const frame = frameFor(context, scene, lines);
  const drawing: Drawing = {
    scene,
    lines,
    palette: PRINT,
    narrow: false,
    spots: spotsOf(frame, scene, lines, PRINT),
  };
  context.fillStyle = PRINT.background;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = PRINT.baseline;
  context.fillRect(frame.area.left, frame.area.bottom - 0.5, frame.area.right - frame.area.left, 1);
  paintBelow(frame, drawing);
  for (const line of lines) paintLine(frame, line, scene.axisEnd);
  paintPrinted(frame, drawing);
  paintWords(frame, scene);
  return context.svg();
}

/** Widths of texts as the browser sets them. */
function measuring(): (text: string, font: string) => number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas) throw new Error('no 2D context');
  return (text, font) => {
    canvas.font = font;
    return canvas.measureText(text).width;
  };
}

function frameFor(context: Pen, scene: Scene, lines: readonly Line[]): Frame {
  context.font = fontOf(PRINT, true);
  const names = lines.map((line) => context.measureText(line.model.name).width + RIGHT.beside);
  const axis = context.measureText(ofLabels(scene.labelled)).width + RIGHT.beside;
  const right = Math.ceil(Math.min(RIGHT.most, Math.max(RIGHT.least, axis, ...names)));
  const area = { left: LEFT, top: TOP, right: WIDTH - right, bottom: HEIGHT - BOTTOM };
  const end = Math.max(1, scene.axisEnd);
  return {
    context,
    area,
    width: WIDTH,
    x: (flips) => area.left + ((area.right - area.left) * flips) / end,
    y: (share) => area.bottom - (area.bottom - area.top) * share,
  };
}

function paintLine(frame: Frame, line: Line, axisEnd: number): void {
  const { context } = frame;
  const corners = polylineOf(frame, line, axisEnd);
  context.save();
  context.strokeStyle = colourOf(line, PRINT);
  context.lineWidth = widthOf(line);
  context.lineJoin = 'round';
  context.setLineDash([...dashOf(line)]);
  context.beginPath();
  corners.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
  context.setLineDash([]);
  if (line.role !== 'other' && line.kind === 'sample-wise') {
    context.fillStyle = colourOf(line, PRINT);
    for (const { x, y } of corners) {
      context.beginPath();
      context.arc(x, y, 3, 0, 2 * Math.PI);
      context.fill();
    }
  }
  context.restore();
}

/** A picture stands alone: above, what the strokes mean; below, of what it is. */
function paintWords({ context, area }: Frame, scene: Scene): void {
  context.save();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = fontOf(PRINT);
  let at = area.left;
  for (const { stroke, text } of pictureLegend(scene.view.quantity, scene.kinds)) {
    if (stroke !== null) {
      context.strokeStyle = PRINT.chosen;
      context.lineWidth = 2;
      context.setLineDash(stroke === 'dashed' ? [6, 4] : []);
      context.beginPath();
      context.moveTo(at, 22);
      context.lineTo(at + 26, 22);
      context.stroke();
      context.setLineDash([]);
      at += 32;
    }
    context.font = fontOf(PRINT, at === area.left);
    context.fillStyle = PRINT.text;
    context.fillText(text, at, 22);
    at += context.measureText(text).width + 18;
  }
  context.font = fontOf(PRINT);
  context.fillStyle = PRINT.secondary;
  context.fillText(pictureCaption(scene), area.left, HEIGHT - 16);
  context.restore();
}
