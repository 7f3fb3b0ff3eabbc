/** What the chart draws beside the lines: grid, bands, plateau, budget, accuracy, labels. Canvas only, no state. */
import type { Chart } from 'chart.js';
import { flipTicks, heightAt, percentTicks } from '../logic/curves';
import {
  clearSpots,
  distanceToBox,
  dodge,
  overlaps,
  type Box,
  type Candidate,
  type Polyline,
} from '../logic/labels';
import { NBSP, percentShort } from '../logic/format';
import type { Palette } from '../palette';
import type { Scene } from '../scene';
import { ofLabels, plateauLong, plateauShort, words } from '../strings';
import { colourOf, type Line } from './chartLines';

export interface Drawing {
  readonly scene: Scene;
  readonly lines: readonly Line[];
  readonly palette: Palette;
  readonly narrow: boolean;
  /** Places beside each solid line, in the order of `lines`; they depend on the lines alone, not on the budget. */
  readonly spots: readonly (readonly Candidate[])[];
}

const LINE_HEIGHT = 14;

export const FONT_SIZE = 11;

export function fontOf(palette: Palette, bold = false): string {
  return `${bold ? 600 : 400} ${FONT_SIZE}px ${palette.font}`;
}

interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly area: Box;
  readonly x: (flips: number) => number;
  readonly y: (share: number) => number;
}

export function frameOf(chart: Chart): Frame {
  const { left, top, right, bottom } = chart.chartArea;
  return {
    context: chart.ctx,
    area: { left, top, right, bottom },
    x: (flips) => chart.scales['x'].getPixelForValue(flips),
    y: (share) => chart.scales['y'].getPixelForValue(share),
  };
}

export function paintBelow(frame: Frame, drawing: Drawing): void {
  paintGrid(frame, drawing);
  for (const line of drawing.lines) paintBand(frame, drawing, line);
  paintPlateau(frame, drawing);
}

export function paintAbove(frame: Frame, drawing: Drawing): void {
  paintBaseline(frame, drawing);
  paintAccuracy(frame, drawing);
  paintBudget(frame, drawing);
  paintAxes(frame, drawing);
  const taken: Box[] = [];
  paintPlateauLabel(frame, drawing, taken);
  paintEndLabels(frame, drawing);
  paintLineLabels(frame, drawing, taken);
}

/** The line in pixels, cut off at the end of the axis. */
export function polylineOf(frame: Frame, line: Line, axisEnd: number): Polyline {
  const inside = line.points
    .filter((p) => p.flips <= axisEnd)
    .map((p) => ({ x: frame.x(p.flips), y: frame.y(p.low) }));
  const end = heightAt(line.points, axisEnd);
  return end === null ? inside : [...inside, { x: frame.x(axisEnd), y: frame.y(end) }];
}

export function spotsOf(
  frame: Frame,
  scene: Scene,
  lines: readonly Line[],
  palette: Palette,
): Drawing['spots'] {
  const shapes = lines.map((line) => polylineOf(frame, line, scene.axisEnd));
  return lines.map((line, i) => {
    if (!labelledBeside(scene, line)) return [];
    frame.context.font = fontOf(palette, line.role !== 'other');
    const size = { width: frame.context.measureText(line.model.name).width, height: LINE_HEIGHT - 2 };
    const others = shapes.filter((_, k) => k !== i);
    return clearSpots(shapes[i], others, size, frame.area);
  });
}

/** Dashed lines are named at their ends; so are solid ones that reach the end where there are no dashed ones. */
function labelledAtEnd(scene: Scene, line: Line): boolean {
  const end = heightAt(line.points, scene.axisEnd);
  if (end === null) return false;
  if (line.kind === 'sample-wise') return !scene.kinds.includes('collective') && end > 0;
  // A line that has long been zero at the end of the axis is not worth a name there.
  const before = line.points.filter((p) => p.flips < scene.axisEnd);
  return end > 0 || (before[before.length - 1]?.low ?? 0) > 0;
}

function labelledBeside(scene: Scene, line: Line): boolean {
  return line.kind === 'sample-wise' && !labelledAtEnd(scene, line);
}

function paintGrid({ context, area, y }: Frame, { palette }: Drawing): void {
  context.save();
  context.strokeStyle = palette.hairline;
  context.lineWidth = 1;
  context.beginPath();
  for (const share of [0.25, 0.5, 0.75, 1]) {
    const at = Math.round(y(share)) + 0.5;
    context.moveTo(area.left, at);
    context.lineTo(area.right, at);
  }
  context.stroke();
  context.restore();
}

/** A bracket is a filled band between what is proven and what is possible. */
function paintBand(frame: Frame, { palette, scene }: Drawing, line: Line): void {
  if (line.band.length === 0) return;
  const { context, area, x, y } = frame;
  context.save();
  context.beginPath();
  context.rect(area.left, area.top - 1, area.right - area.left, area.bottom - area.top + 2);
  context.clip();
  context.beginPath();
  for (const p of line.band) context.lineTo(x(p.flips), y(p.high));
  for (const p of [...line.band].reverse()) context.lineTo(x(p.flips), y(p.low));
  context.closePath();
  context.fillStyle = colourOf(line, palette);
  context.globalAlpha =
    line.role === 'chosen' ? 0.24 : line.role === 'compared' ? 0.2 : scene.models.length > 3 ? 0.06 : 0.1;
  context.fill();
  context.restore();
}

function paintPlateau({ context, x, y, area }: Frame, { scene, palette, lines }: Drawing): void {
  const { plateau } = scene;
  if (!plateau || !lines.some((line) => line.role === 'chosen')) return;
  context.save();
  context.strokeStyle = palette.chosen;
  context.globalAlpha = 0.28;
  context.lineWidth = 10;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x(plateau.from), y(plateau.value));
  context.lineTo(Math.min(x(plateau.to), area.right), y(plateau.value));
  context.stroke();
  context.restore();
}

function paintBaseline({ context, area, x, y }: Frame, { scene, palette }: Drawing): void {
  const at = y(0);
  context.save();
  context.lineWidth = 2;
  context.strokeStyle = palette.baseline;
  context.beginPath();
  context.moveTo(x(scene.flips), at);
  context.lineTo(area.right, at);
  context.stroke();
  context.strokeStyle = palette.chosen;
  context.beginPath();
  context.moveTo(area.left, at);
  context.lineTo(x(scene.flips), at);
  context.stroke();
  context.restore();
}

/** Clean accuracy: a diamond on the axis for the chosen model, ticks for the others. */
function paintAccuracy({ context, area, y }: Frame, { scene, palette, lines }: Drawing): void {
  context.save();
  const drawn = scene.models.filter((m) => lines.some((line) => line.model === m));
  for (const { model, role } of drawn) {
    const at = y(model.accuracy);
    if (role === 'chosen') continue;
    context.strokeStyle = role === 'compared' ? palette.compared : palette.other;
    context.lineWidth = role === 'compared' ? 2 : 1;
    context.beginPath();
    context.moveTo(area.left - 7, at);
    context.lineTo(area.left, at);
    context.stroke();
  }
  const chosen = drawn.find((m) => m.role === 'chosen');
  if (chosen) {
    const at = y(chosen.model.accuracy);
    context.fillStyle = palette.text;
    context.strokeStyle = palette.background;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(area.left, at - 6.5);
    context.lineTo(area.left + 6.5, at);
    context.lineTo(area.left, at + 6.5);
    context.lineTo(area.left - 6.5, at);
    context.closePath();
    context.stroke();
    context.fill();
  }
  context.restore();
}

/** The budget: one line from the flag to the thumb, a ring where it meets each curve of the two models. */
function paintBudget({ context, area, x, y }: Frame, { scene, palette, lines }: Drawing): void {
  const at = x(scene.flips);
  context.save();
  context.strokeStyle = palette.chosen;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(at, area.top - 4);
  context.lineTo(at, area.bottom);
  context.stroke();
  for (const line of lines) {
    const point = line.role === 'other' ? null : line.model.now[line.kind];
    if (!point) continue;
    context.fillStyle = palette.background;
    context.strokeStyle = colourOf(line, palette);
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(at, y(point.low), 4.75, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  context.restore();
}

function paintAxes({ context, area, x, y }: Frame, { scene, palette, narrow }: Drawing): void {
  context.save();
  context.font = fontOf(palette);
  context.fillStyle = palette.secondary;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    context.fillText(share === 1 ? `100${NBSP}%` : String(share * 100), area.left - 8, y(share));
  }
  context.textAlign = 'center';
  const width = area.right - area.left;
  const ticks = flipTicks(scene.axisEnd, width, 24);
  for (const flips of ticks) {
    const here = flips === scene.flips;
    // The budget's own label is bold, and stands even where the axis has no tick for it.
    if (!here && !ticks.includes(scene.flips) && Math.abs(x(flips) - x(scene.flips)) < 22) continue;
    context.fillStyle = here ? palette.text : palette.secondary;
    context.font = fontOf(palette, here);
    context.fillText(String(flips), x(flips), area.bottom + 20);
  }
  if (!ticks.includes(scene.flips)) {
    context.fillStyle = palette.text;
    context.font = fontOf(palette, true);
    context.fillText(String(scene.flips), x(scene.flips), area.bottom + 20);
  }
  context.fillStyle = palette.secondary;
  context.font = fontOf(palette);
  let lastRight = area.left;
  for (const share of percentTicks(scene.axisEnd, scene.labelled, width)) {
    const text = percentShort(share / 100);
    const at = x((share / 100) * scene.labelled);
    context.fillText(text, at, area.bottom + 36);
    lastRight = at + context.measureText(text).width / 2;
  }
  context.textAlign = 'left';
  context.fillText(words.flips, area.right + 16, area.bottom + 20);
  if (!narrow)
    context.fillText(ofLabels(scene.labelled), Math.max(area.right + 16, lastRight + 4), area.bottom + 36);
  context.restore();
}

function paintPlateauLabel(frame: Frame, { scene, palette, narrow, lines }: Drawing, taken: Box[]): void {
  const { plateau } = scene;
  if (!plateau || !lines.some((line) => line.role === 'chosen')) return;
  const { context, area, x, y } = frame;
  const text = narrow ? plateauShort(plateau.value) : plateauLong(plateau.value, plateau.from, plateau.to);
  context.save();
  context.font = fontOf(palette);
  const width = context.measureText(text).width;
  const level = y(plateau.value);
  const middle = (x(plateau.from) + Math.min(x(plateau.to), area.right)) / 2;
  const budget = x(scene.flips);
  const shapes = lines.map((line) => polylineOf(frame, line, scene.axisEnd));
  let best: { readonly box: Box; readonly above: boolean; readonly clearance: number } | null = null;
  for (const rise of [-54, -40, -68, -84, 42, 58]) {
    for (const shift of [0, -24, 24, -48, 48]) {
      const left = Math.min(Math.max(middle + shift - width / 2, area.left + 4), area.right - width);
      const box = { left, right: left + width, top: level + rise - 7, bottom: level + rise + 7 };
      if (box.top < area.top - 2 || box.bottom > area.bottom - 8) continue;
      if (box.left - 6 < budget && budget < box.right + 6) continue;
      const clearance = Math.min(12, ...shapes.map((shape) => distanceToBox(box, shape)));
      if (!best || clearance > best.clearance + 1) best = { box, above: rise < 0, clearance };
    }
  }
  if (best && best.clearance > 0) {
    const { box, above } = best;
    const at = Math.min(Math.max(middle, box.left + 8), box.right - 8);
    context.strokeStyle = palette.text;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(at) + 0.5, above ? box.bottom + 2 : box.top - 2);
    context.lineTo(Math.round(at) + 0.5, above ? level - 7 : level + 7);
    context.stroke();
    context.fillStyle = palette.text;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillText(text, box.left, (box.top + box.bottom) / 2);
    taken.push({ left: box.left - 4, right: box.right + 4, top: box.top, bottom: box.bottom });
    taken.push({
      left: at - 4,
      right: at + 4,
      top: Math.min(box.top, level),
      bottom: Math.max(box.bottom, level),
    });
  }
  context.restore();
}

/** Names at the right ends, moved apart, with leaders to their lines. */
function paintEndLabels(frame: Frame, { scene, palette, lines }: Drawing): void {
  const { context, area, x, y } = frame;
  const ends = lines
    .filter((line) => labelledAtEnd(scene, line))
    .map((line) => ({ line, from: y(heightAt(line.points, scene.axisEnd) ?? 0) }))
    // Of lines that end together the chosen one is named first.
    .reverse();
  const places = dodge(
    ends.map((end) => end.from),
    LINE_HEIGHT,
    area.top + 4,
    area.bottom - 6,
  );
  context.save();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  ends.forEach(({ line, from }, i) => {
    const bold = line.role !== 'other';
    context.strokeStyle = colourOf(line, palette);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(scene.axisEnd) + 2, from);
    context.lineTo(area.right + 12, places[i]);
    context.stroke();
    context.font = fontOf(palette, bold);
    context.fillStyle = bold ? palette.text : palette.secondary;
    context.fillText(
      fitted(context, line.model.name, context.canvas.clientWidth - area.right - 16),
      area.right + 16,
      places[i],
    );
  });
  context.restore();
}

/** Names beside solid lines, only where it is plain which line is meant, and clear of the budget's line. */
function paintLineLabels(frame: Frame, { scene, palette, lines, spots }: Drawing, taken: Box[]): void {
  const { context, x } = frame;
  const budget = x(scene.flips);
  context.save();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  // The chosen model takes the best place.
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i];
    const spot = spots[i].find(
      ({ box }) =>
        (box.right + 9 < budget || box.left - 9 > budget) && !taken.some((other) => overlaps(box, other)),
    );
    if (!spot) continue;
    taken.push(spot.box);
    const bold = line.role !== 'other';
    context.font = fontOf(palette, bold);
    context.fillStyle = bold ? palette.text : palette.secondary;
    context.fillText(line.model.name, spot.box.left, (spot.box.top + spot.box.bottom) / 2);
  }
  context.restore();
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}
