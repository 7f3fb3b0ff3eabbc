import type { SoakCase } from './case';
import { random } from '../support/random';

/** Labelled nodes of a case, at most, by number of classes: all labellings are trained. */
const MOST_LABELLED: Readonly<Record<number, number>> = { 2: 10, 3: 6, 4: 5, 5: 4 };

/**
 * Draws a case: 2 to 5 classes, 1 to 10 labelled nodes, kernels of every rank, small whole numbers that make exact ties,
 * twins and near twins, test nodes halfway between labelled ones or nowhere near them, C from 1e-6 to 1e6, trusted
 * labels, and kernels with negative eigenvalues.
 */
export function draw(seed: number): SoakCase {
  const next = random(seed);
  const chance = (share: number): boolean => next() < share;
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const classes = chance(0.7) ? 2 : between(3, 5);
  const m = between(1, MOST_LABELLED[classes]);
  const count = between(1, 8);
  const width = between(1, 12);
  const whole = chance(0.4);
  const largest = between(1, 3);
  const size = chance(0.2) ? 10 ** (4 * next() - 2) : 1;
  const value = (): number => (whole ? between(-largest, largest) : size * (next() + next() - 0.7));
  const row = (): number[] => Array.from({ length: width }, value);
  const labelled: number[][] = [];
  for (let i = 0; i < m; i++) {
    const earlier = i > 0 ? labelled[between(0, i - 1)] : null;
    if (earlier !== null && chance(0.12)) labelled.push([...earlier]);
    else if (earlier !== null && !whole && chance(0.08)) labelled.push(near(earlier, next));
    else labelled.push(row());
  }
  const pick = (): number[] => labelled[between(0, m - 1)];
  const tests = Array.from({ length: count }, (): number[] => {
    const kind = next();
    if (kind < 0.1) return [...pick()];
    if (kind < 0.2) return sum(pick(), pick());
    if (kind < 0.23) return new Array<number>(width).fill(0);
    if (kind < 0.27 && !whole) return near(sum(pick(), pick()), next);
    return row();
  });
  const signs = new Array<number>(width).fill(1);
  if (width > 2 && chance(0.12)) {
    // The first feature keeps every node's kernel with itself positive.
    for (let k = 1; k < width; k++) if (chance(0.4)) signs[k] = -1;
    const length = (a: readonly number[]): number => a.reduce((s, v) => s + v * v, 0);
    for (const a of [...labelled, ...tests])
      a[0] = whole ? Math.ceil(Math.sqrt(length(a) + 1)) : Math.sqrt(length(a)) * (1 + next()) + 0.1;
  }
  const label = (): number => between(0, classes - 1);
  return {
    labelled,
    tests,
    signs,
    classes,
    labels: Array.from({ length: m }, (_, i) => (chance(0.5) ? i % classes : label())),
    truth: Array.from({ length: count }, label),
    C: penalty(next, whole),
    trusted: chance(0.25) ? [between(0, m - 1)] : [],
  };
}

/** From 1e-6 to 1e6; powers of two leave whole numbers exact. */
function penalty(next: () => number, whole: boolean): number {
  const exponent = next() < 0.6 ? 4 * next() - 2.5 : 12 * next() - 6;
  return whole && next() < 0.7 ? 2 ** Math.round(exponent / Math.log10(2)) : 10 ** exponent;
}

function near(a: readonly number[], next: () => number): number[] {
  const apart = 10 ** (-2 - 10 * next());
  return a.map((v) => v + apart * (next() - 0.5));
}

function sum(a: readonly number[], b: readonly number[]): number[] {
  return a.map((v, k) => v + b[k]);
}
