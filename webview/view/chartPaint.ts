/** What the chart draws beside the lines: grid, bands, plateau, budget, accuracy, axes. Canvas only, no state. */
import { flipTicks, percentTicks } from '../logic/curves';
import { NBSP, percentShort } from '../logic/format';
import { ofLabels, words } from '../strings';
import { fontOf, type Drawing, type Frame } from './chartFrame';
import { paintLabels } from './chartLabels';
import { colourOf, type Line } from './chartLines';

export function paintBelow(frame: Frame, drawing: Drawing): void {
  paintGrid(frame, drawing);
  for (const line of drawing.lines) {
    paintBand(frame, drawing, line);
    paintSpread(frame, drawing, line);
  }
  paintPlateau(frame, drawing);
}

export function paintAbove(frame: Frame, drawing: Drawing): void {
  paintBaseline(frame, drawing);
  paintAccuracy(frame, drawing);
  paintBudget(frame, drawing);
  paintAxes(frame, drawing);
  paintLabels(frame, drawing);
}

/** In a picture that leaves the panel: no budget to drag. */
export function paintPrinted(frame: Frame, drawing: Drawing): void {
  paintAccuracy(frame, drawing);
  paintAxes(frame, drawing);
  paintLabels(frame, drawing);
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
  context.globalAlpha = bandAlpha(line, scene.models.length);
  context.fill();
  context.restore();
}

/** The mean over the seeds, one standard deviation to each side, with thin edges where they would not be seen. */
function paintSpread(frame: Frame, { palette }: Drawing, line: Line): void {
  const { context, area, x, y } = frame;
  context.save();
  context.beginPath();
  context.rect(area.left, area.top - 1, area.right - area.left, area.bottom - area.top + 2);
  context.clip();
  context.fillStyle = colourOf(line, palette);
  context.strokeStyle = colourOf(line, palette);
  context.lineWidth = 1;
  for (const run of line.spread) {
    const upper = run.map((p) => ({ x: x(p.flips), y: y(Math.min(1, p.low + p.deviation)) }));
    const lower = run.map((p) => ({ x: x(p.flips), y: y(Math.max(0, p.low - p.deviation)) }));
    context.globalAlpha = line.role === 'chosen' ? 0.2 : 0.16;
    context.beginPath();
    for (const p of [...upper, ...lower.reverse()]) context.lineTo(p.x, p.y);
    context.closePath();
    context.fill();
    context.globalAlpha = 0.45;
    for (const edge of [upper, lower]) {
      context.beginPath();
      for (const p of edge) context.lineTo(p.x, p.y);
      context.stroke();
    }
  }
  context.restore();
}

/** Many bands would hide each other; the model at work is the one to watch. */
function bandAlpha({ role, model }: Line, models: number): number {
  if (role === 'chosen') return 0.24;
  if (role === 'compared' || model.activity === 'running') return 0.2;
  return models > 3 ? 0.06 : 0.1;
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
function paintAccuracy({ context, area, y }: Frame, { palette, lines }: Drawing): void {
  context.save();
  const drawn = [...new Set(lines.map((line) => line.model))];
  for (const { accuracy, role } of drawn) {
    const at = y(accuracy.mean);
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
    const at = y(chosen.accuracy.mean);
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
