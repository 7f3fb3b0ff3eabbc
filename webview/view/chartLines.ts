/** Which lines the chart draws, and how: Chart.js datasets from the scene. */
import type { ChartDataset } from 'chart.js';
import type { CertificateKind } from '../../src/report/result';
import { isExact, untilZero, type Point } from '../logic/curves';
import type { Palette } from '../palette';
import type { ModelScene, Role, Scene } from '../scene';

export interface Line {
  readonly model: ModelScene;
  readonly role: Role;
  readonly kind: CertificateKind;
  /** What is proven: the line. */
  readonly points: readonly Point[];
  /** What is proven and what is possible: the band, where they differ. */
  readonly band: readonly Point[];
  /** Where the line is a mean: the stretches whose standard deviation is known. */
  readonly spread: readonly (readonly Deviating[])[];
}

export type Deviating = Point & { readonly deviation: number };

/** With more than this many models the chart draws the chosen, the compared and the best three. */
const MOST_MODELS = 8;
const BEST = 3;

/** The other models first, the chosen last, so that it lies on top. Models that wait for their turn are left out. */
export function linesOf(scene: Scene): readonly Line[] {
  const there = scene.models.filter((m) => m.fresh || scene.stale);
  const drawn =
    there.length <= MOST_MODELS ? there : there.filter((m, place) => m.role !== 'other' || place < BEST);
  const depth: Readonly<Record<Role, number>> = { other: 0, compared: 1, chosen: 2 };
  return [...drawn, ...(scene.beside ? [scene.beside] : [])]
    .sort((a, b) => depth[a.role] - depth[b.role])
    .flatMap((model) =>
      (['collective', 'sample-wise'] as const).flatMap((kind) => {
        const curve = model.curves[kind];
        if (!curve || curve.length === 0) return [];
        const single = kind === 'sample-wise';
        const points = single ? untilZero(curve, 'low') : curve;
        const band = curve.every(isExact) ? [] : single ? untilZero(curve, 'high') : curve;
        const spread = model.role === 'other' ? [] : stretches(points);
        return [{ model, role: model.role, kind, points, band, spread }];
      }),
    );
}

/** A bracket has no deviation of its own, and ends the stretch. */
function stretches(points: readonly Point[]): readonly (readonly Deviating[])[] {
  const found: Deviating[][] = [[]];
  for (const point of points) {
    const { deviation } = point;
    if (deviation === undefined) found.push([]);
    else found[found.length - 1].push({ ...point, deviation });
  }
  return found.filter((stretch) => stretch.length > 1);
}

const WIDTH: Readonly<Record<Role, Readonly<Record<CertificateKind, number>>>> = {
  chosen: { 'sample-wise': 2.5, collective: 2 },
  compared: { 'sample-wise': 2, collective: 1.75 },
  other: { 'sample-wise': 1, collective: 1 },
};

export function widthOf({ role, kind }: Line): number {
  return WIDTH[role][kind];
}

/** Sample-wise lines are solid, collective ones dashed. */
export function dashOf({ role, kind }: Line): readonly number[] {
  if (kind === 'sample-wise') return [];
  return role === 'other' ? [3, 3] : [6, 4];
}

export function colourOf(line: Line, palette: Palette): string {
  if (line.role === 'chosen') return palette.chosen;
  if (line.role === 'compared') return palette.compared;
  return line.kind === 'collective' ? palette.faint : palette.other;
}

export function datasetsOf(
  lines: readonly Line[],
  palette: Palette,
): ChartDataset<'line', { x: number; y: number }[]>[] {
  return lines.map((line, i) => {
    const colour = colourOf(line, palette);
    const dots = line.role !== 'other' && line.kind === 'sample-wise';
    return {
      data: line.points.map((p) => ({ x: p.flips, y: p.low })),
      borderColor: colour,
      borderWidth: widthOf(line),
      borderDash: [...dashOf(line)],
      borderJoinStyle: 'round',
      pointRadius: dots ? 3 : 0,
      pointHoverRadius: 0,
      pointBackgroundColor: colour,
      pointBorderWidth: 0,
      clip: { left: 6, top: 6, right: 0, bottom: 6 },
      // Chart.js draws the lowest order last.
      order: lines.length - i,
    };
  });
}
