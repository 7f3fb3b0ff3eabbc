/** The words on the chart: the plateau, names at the ends of lines, names beside them. Canvas only, no state. */
import { heightAt } from '../logic/curves';
import { clearSpots, distanceToBox, dodge, overlaps, type Box } from '../logic/labels';
import type { Palette } from '../palette';
import type { Scene } from '../scene';
import { plateauLong, plateauShort } from '../strings';
import { fontOf, polylineOf, type Drawing, type Frame, type Pen } from './chartFrame';
import { colourOf, type Line } from './chartLines';

const LINE_HEIGHT = 14;

export function paintLabels(frame: Frame, drawing: Drawing): void {
  const taken: Box[] = [];
  paintPlateauLabel(frame, drawing, taken);
  paintEndLabels(frame, drawing);
  paintLineLabels(frame, drawing, taken);
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
    for (const shift of [0, -24, 24, -48, 48, -110, 110]) {
      const left = Math.min(Math.max(middle + shift - width / 2, area.left + 4), area.right - width);
      const box = { left, right: left + width, top: level + rise - 7, bottom: level + rise + 7 };
      if (box.top < area.top - 2 || box.bottom > area.bottom - 8) continue;
      if (box.left - 6 < budget && budget < box.right + 6) continue;
      // What leads down from the label has to meet the plateau.
      if (box.left + 8 > x(plateau.to) || box.right - 8 < x(plateau.from)) continue;
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
  const { context, area, width, x, y } = frame;
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
    context.fillText(fitted(context, line.model.name, width - area.right - 16), area.right + 16, places[i]);
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

function fitted(context: Pen, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}
