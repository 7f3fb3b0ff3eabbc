/** Curves as the chart and the read-out need them. Pure functions over the result. */
import { judgedMean, type JudgedModel } from '../../src/report/expectations';
import type { CertificateKind, ModelMean, Result } from '../../src/report/result';

export type Quantity = 'ratio' | 'accuracy';

/** Proven value, and what it would be at most were every open question answered in the model's favour. */
export interface Point {
  readonly flips: number;
  readonly low: number;
  readonly high: number;
  /** Of a mean: one sample standard deviation. Absent of a single split, and of brackets, whose spread is not known. */
  readonly deviation?: number;
}

export interface Plateau {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

const EQUAL = 1e-9;

export function isExact(point: Point): boolean {
  return point.high - point.low < EQUAL;
}

/**
 * One certificate of one model, as points. The result has no upper end for the certified accuracy; it can be no
 * larger than the ratio's upper end nor than the clean accuracy, and for single nodes each open one adds at most itself.
 */
export function shape(
  model: JudgedModel,
  kind: CertificateKind,
  quantity: Quantity,
): readonly Point[] | null {
  const curve = (kind === 'sample-wise' ? model.sampleWise : model.collective)?.curve;
  if (!curve) return null;
  return curve.map((p) => {
    if (quantity === 'ratio')
      return { flips: p.flips, low: p.certified, high: Math.max(p.certified, p.certifiedAtMost) };
    const low = p.certifiedAccuracy;
    if (p.certifiedAtMost - p.certified < EQUAL) return { flips: p.flips, low, high: low };
    const ofOpen = kind === 'sample-wise' ? low + (p.certifiedAtMost - p.certified) : 1;
    return { flips: p.flips, low, high: Math.max(low, Math.min(p.certifiedAtMost, model.accuracy, ofOpen)) };
  });
}

/** The same of a mean over so many seeds: none deviates from itself, so one alone has no deviation. */
export function shapeOfMean(
  mean: ModelMean,
  kind: CertificateKind,
  quantity: Quantity,
  seeds: number,
): readonly Point[] | null {
  const points = shape(judgedMean(mean), kind, quantity);
  const curve = (kind === 'sample-wise' ? mean.sampleWise : mean.collective)?.curve;
  if (!points || !curve || seeds < 2) return points;
  return points.map((point, i) => {
    if (!isExact(point)) return point;
    const { certified, certifiedAccuracy } = curve[i];
    return { ...point, deviation: (quantity === 'ratio' ? certified : certifiedAccuracy).deviation };
  });
}

/** Every budget that some curve of the result has a value for, ascending, from 0. */
export function stopsOf(result: Result): readonly number[] {
  const flips = new Set<number>([0]);
  for (const model of result.models) {
    for (const p of model.sampleWise?.curve ?? []) flips.add(p.flips);
    for (const p of model.collective?.curve ?? []) flips.add(p.flips);
  }
  return [...flips].sort((a, b) => a - b);
}

/** The stop nearest to `flips`; the smaller of two that are equally near. */
export function nearestStop(stops: readonly number[], flips: number): number {
  return stops.reduce(
    (best, stop) => (Math.abs(stop - flips) < Math.abs(best - flips) ? stop : best),
    stops[0] ?? 0,
  );
}

/** The smallest stop that is not below `flips`, or the last one. */
export function stopAtLeast(stops: readonly number[], flips: number): number {
  return stops.find((stop) => stop >= flips) ?? stops[stops.length - 1] ?? 0;
}

/** Where the reader starts: a tenth of the labels, or the first budget above zero. */
export function defaultFlips(stops: readonly number[], labelled: number): number {
  const wanted = Math.max(1, Math.floor(labelled / 10));
  const below = stops.filter((stop) => stop > 0 && stop <= wanted);
  return below[below.length - 1] ?? stops.find((stop) => stop > 0) ?? 0;
}

export function pointAt(points: readonly Point[] | null, flips: number): Point | null {
  return points?.find((p) => p.flips === flips) ?? null;
}

/** Value on the drawn line, linear between budgets; null outside it. */
export function heightAt(points: readonly Point[], x: number): number | null {
  for (let i = 0; i < points.length; i++) {
    const b = points[i];
    if (b.flips === x) return b.low;
    if (b.flips > x) {
      if (i === 0) return null;
      const a = points[i - 1];
      return a.low + ((b.low - a.low) * (x - a.flips)) / (b.flips - a.flips);
    }
  }
  return null;
}

/** A solid line stops at its first zero: what follows says nothing more. */
export function untilZero(points: readonly Point[], end: 'low' | 'high'): readonly Point[] {
  const zero = points.findIndex((p) => p[end] < EQUAL);
  return zero < 0 ? points : points.slice(0, zero + 1);
}

/** The longest of those the result has, once the curve has fallen and before it is at nothing; the first of equals. */
export function longestPlateau(
  plateaus: readonly { readonly from: number; readonly to: number; readonly certified: number }[],
): Plateau | null {
  const levels = plateaus.filter(({ from, certified }) => from > 0 && certified > EQUAL);
  const [first, ...rest] = levels;
  if (!first) return null;
  const { from, to, certified } = rest.reduce(
    (best, level) => (level.to - level.from > best.to - best.from ? level : best),
    first,
  );
  return { from, to, value: certified };
}

/** The longest run of two flips or more over which an exact curve stays level above zero, below where it started. */
export function plateauOf(points: readonly Point[]): Plateau | null {
  let best: Plateau | null = null;
  for (let i = 0; i < points.length; i++) {
    const start = points[i];
    if (!isExact(start) || start.low < EQUAL || start.low > points[0].low - EQUAL) continue;
    let j = i;
    while (j + 1 < points.length && isExact(points[j + 1]) && Math.abs(points[j + 1].low - start.low) < EQUAL)
      j++;
    const to = points[j].flips;
    if (to - start.flips >= 2 && (!best || to - start.flips > best.to - best.from)) {
      best = { from: start.flips, to, value: start.low };
    }
    i = j;
  }
  return best;
}

/** Where the axis ends before anybody drags it: past the plateau, at least 8 flips and six budgets, on a budget. */
export function axisEndOf(stops: readonly number[], plateau: Plateau | null): number {
  const wanted = Math.max(8, plateau ? plateau.to + 2 : 0, stops[Math.min(6, stops.length - 1)] ?? 0);
  return stopAtLeast(stops, wanted);
}

/** Whole flips that get a label on the axis, no closer than `room` pixels. */
export function flipTicks(end: number, width: number, room: number): readonly number[] {
  if (end <= 0) return [0];
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((s) => (s / end) * width >= room) ?? end;
  const ticks: number[] = [];
  for (let x = 0; x < end; x += step) ticks.push(x);
  const last = ticks[ticks.length - 1];
  if (last > 0 && ((end - last) / end) * width < room) ticks.pop();
  return [...ticks, end];
}

/** Round shares of the labels that get a label under the axis, as whole per cents. */
export function percentTicks(end: number, labelled: number, width: number): readonly number[] {
  const most = (end / labelled) * 100;
  const step = [1, 2, 5, 10, 20, 25, 50, 100].find((s) => most / s <= 5.5 && (s / most) * width >= 48) ?? 100;
  const ticks: number[] = [];
  for (let share = 0; share <= most + EQUAL; share += step) ticks.push(share);
  return ticks;
}
