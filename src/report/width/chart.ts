/** Agreement against width as SVG text: a line for each question, bars of one standard deviation. */
import { escapeHtml } from '../escape';
import type { WidthAgreement } from './result';
import { QUESTIONS } from './text';
import type { Question } from './text';

const WIDTH = 640;
const HEIGHT = 280;
const LEFT = 52;
const RIGHT = 110;
const TOP = 16;
const BOTTOM = 40;
/** Lines of equal widths stand this far apart, so that none hides another's bar. */
const BESIDE = 6;
const LABEL_GAP = 15;

/** @param title what a screen reader says of it */
export function agreementChart(
  widths: readonly WidthAgreement[],
  names: Readonly<Record<Question, string>>,
  title: string,
): string {
  const shown = QUESTIONS.filter((question) => widths.every((width) => width[question].share !== null));
  const lowest = Math.min(
    0.9,
    ...widths.flatMap((width) =>
      shown.map((question) => {
        const { mean = 1, deviation = 0 } = width[question].share ?? {};
        return mean - deviation;
      }),
    ),
  );
  const base = Math.max(0, Math.floor(10 * lowest) / 10);
  const y = (share: number): number =>
    TOP + ((1 - Math.min(1, Math.max(base, share))) / (1 - base)) * (HEIGHT - TOP - BOTTOM);
  const logs = widths.map(({ width }) => Math.log2(width));
  const reach = logs[logs.length - 1] - logs[0];
  const x = (i: number): number =>
    LEFT + 20 + (reach === 0 ? 0.5 : (logs[i] - logs[0]) / reach) * (WIDTH - LEFT - RIGHT - 40);
  const ticks = Array.from({ length: Math.round((1 - base) * 10) + 1 }, (_, k) => base + k / 10);
  const ends = shown.map((question) => y(widths[widths.length - 1][question].share?.mean ?? 1));
  const labels = apart(ends);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">`,
    ...ticks.map((tick) => {
      const at = n(y(tick));
      return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/><text x="${LEFT - 6}" y="${at}" text-anchor="end" dominant-baseline="middle">${Math.round(100 * tick)} %</text>`;
    }),
    ...widths.map(
      ({ width }, i) =>
        `<text x="${n(x(i))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${width}</text>`,
    ),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">Width of the hidden layers</text>`,
    ...shown.map((question, s) => {
      const points = widths.map((width, i) => {
        const { mean, deviation } = width[question].share ?? { mean: 1, deviation: 0 };
        return { x: x(i) + (s - (shown.length - 1) / 2) * BESIDE, mean, deviation };
      });
      return [
        `<g class="${question}">`,
        `<polyline class="series" points="${points.map((p) => `${n(p.x)},${n(y(p.mean))}`).join(' ')}"/>`,
        ...points.map(
          (p) =>
            `<line class="bar" x1="${n(p.x)}" x2="${n(p.x)}" y1="${n(y(p.mean - p.deviation))}" y2="${n(y(p.mean + p.deviation))}"/>${mark(question, p.x, y(p.mean))}`,
        ),
        `<text x="${WIDTH - RIGHT + 22}" y="${n(labels[s])}" dominant-baseline="middle">${names[question]}</text>`,
        mark(question, WIDTH - RIGHT + 12, labels[s]),
        '</g>',
      ].join('');
    }),
    '</svg>',
  ].join('\n');
}

/** A shape of its own for each line, so that none is told by its colour alone. */
function mark(question: Question, x: number, y: number): string {
  switch (question) {
    case 'clean':
      return `<circle class="mark" cx="${n(x)}" cy="${n(y)}" r="4"/>`;
    case 'broken':
      return `<rect class="mark" x="${n(x - 4)}" y="${n(y - 4)}" width="8" height="8"/>`;
    case 'safe':
      return `<path class="mark" d="M${n(x)} ${n(y - 5)}l5 9h-10z"/>`;
  }
}

/** Places of labels near where they belong, none over another. */
function apart(places: readonly number[]): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  const out = [...places];
  order.forEach((i, k) => {
    if (k > 0) out[i] = Math.max(out[i], out[order[k - 1]] + LABEL_GAP);
  });
  return out;
}

function n(value: number): string {
  return String(Number(value.toFixed(2)));
}
