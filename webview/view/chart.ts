/** The chart, and the budget slider that is its x-axis. */
import { Chart, LinearScale, LineController, LineElement, PointElement, type Plugin } from 'chart.js';
import { h, setAttribute, setText } from '../dom';
import { readPalette, type Palette } from '../palette';
import type { Scene } from '../scene';
import { flag, levelFrom, ofLabels, words } from '../strings';
import { createCurveTable } from './curveTable';
import { datasetsOf, linesOf } from './chartLines';
import { fontOf, frameOf, type Drawing } from './chartFrame';
import { spotsOf } from './chartLabels';
import { paintAbove, paintBelow } from './chartPaint';
import { createSlider, type SliderActions } from './slider';

export interface ChartView {
  readonly element: HTMLElement;
  update(scene: Scene): void;
  /** The theme changed: read the colours again. */
  recolour(): void;
}

const NARROW = 560;
/** Beside the text of the flag, both sides together. */
const FLAG_PADDING = 18;
const MOST_FOUND = 64;
/** Pixels above and below a plateau that are still taken for it. */
const PLATEAU_REACH = 9;

export function createChart(actions: SliderActions): ChartView {
  Chart.register(LinearScale, LineController, LineElement, PointElement);
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const flagElement = h('div', { class: 'flag', 'aria-hidden': 'true' });
  const stage = h('div', { class: 'stage' }, canvas, flagElement);
  const table = createCurveTable();
  const element = h('section', { class: 'chart', 'aria-label': words.chart }, stage, table.element);

  let drawing: Drawing | null = null;
  let scene: Scene | null = null;
  let palette: Palette | null = null;
  let signature = '';
  /** Places for labels, by signature. */
  const found = new Map<string, Drawing['spots']>();

  const geometry = {
    xOf: (flips: number) => chart.scales['x'].getPixelForValue(flips),
    flipsAt: (x: number) => chart.scales['x'].getValueForPixel(x) ?? 0,
    area: () => chart.chartArea,
  };
  const slider = createSlider(stage, geometry, actions);
  stage.append(slider.element);

  // The canvas has no elements to point at: the stage itself says what lies under the pointer.
  stage.addEventListener('pointermove', (event) => {
    const box = stage.getBoundingClientRect();
    const plateau = scene?.plateau;
    const flips = geometry.flipsAt(event.clientX - box.left);
    const y = plateau ? chart.scales['y'].getPixelForValue(plateau.value) : 0;
    const on =
      plateau &&
      plateau.from <= flips &&
      flips <= plateau.to &&
      Math.abs(event.clientY - box.top - y) < PLATEAU_REACH;
    setAttribute(stage, 'title', on ? levelFrom(plateau.from, plateau.to) : null);
  });

  const painter: Plugin<'line'> = {
    id: 'flipcert',
    beforeDatasetsDraw: () => {
      if (drawing) paintBelow(frameOf(chart), drawing);
    },
    afterDatasetsDraw: () => {
      if (drawing) paintAbove(frameOf(chart), drawing);
    },
    resize: () => {
      signature = '';
    },
    afterLayout: () => {
      if (scene && drawing) placeMarks(scene);
    },
  };
  const chart: Chart<'line', { x: number; y: number }[]> = new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      parsing: false,
      normalized: true,
      layout: { padding: { left: 44, right: 98, top: 30, bottom: 48 } },
      scales: {
        x: { type: 'linear', display: false, min: 0, max: 8 },
        y: { type: 'linear', display: false, min: 0, max: 1 },
      },
      onResize: () => {
        // Labels depend on the size: place them again once Chart.js has laid itself out.
        signature = '';
        if (scene) requestAnimationFrame(() => scene && update(scene));
      },
    },
    plugins: [painter],
  });

  const placeMarks = (now: Scene): void => {
    const x = geometry.xOf(now.flips);
    const { top, bottom } = geometry.area();
    const text = flag(now.flips, now.labelled);
    // Measured by the canvas: to ask the element would lay out the whole panel at each step of the budget.
    chart.ctx.font = fontOf(palette ?? readPalette(element), true);
    const half = (chart.ctx.measureText(text).width + FLAG_PADDING) / 2;
    const at = Math.min(Math.max(x, half), chart.width - half);
    setText(flagElement, text);
    flagElement.style.transform = `translate(${Math.round(at - half)}px, ${top - 26}px)`;
    slider.place(x, bottom, now);
  };

  const update = (next: Scene): void => {
    scene = next;
    palette ??= readPalette(element);
    const lines = linesOf(next);
    const { width } = chart;
    const narrow = width < NARROW;
    const wanted = JSON.stringify([
      next.axisEnd,
      narrow,
      width,
      lines.map((line) => [line.model.name, line.role, line.kind, line.points, line.band]),
      next.plateau,
    ]);
    if (wanted !== signature) {
      signature = wanted;
      chart.options.scales = {
        x: { type: 'linear', display: false, min: 0, max: Math.max(1, next.axisEnd) },
        y: { type: 'linear', display: false, min: 0, max: 1 },
      };
      chart.options.layout = {
        padding: { left: 44, right: rightMargin(next, lines, narrow), top: 30, bottom: 48 },
      };
      chart.data.datasets = datasetsOf(lines, palette);
      drawing = null;
      chart.update('none');
      // Where the axis widens and shrinks as the budget moves, the same few places are asked for again and again.
      const spots = found.get(wanted) ?? spotsOf(frameOf(chart), next, lines, palette);
      if (found.size >= MOST_FOUND) found.clear();
      found.set(wanted, spots);
      drawing = { scene: next, lines, palette, narrow, spots };
      table.update(next);
    } else if (drawing) {
      // Only the budget moved: the places for the labels stay as they were found.
      drawing = { ...drawing, scene: next, lines };
    }
    chart.draw();
    placeMarks(next);
  };

  /** Room for the longest name at the end of a line. */
  const rightMargin = (next: Scene, lines: Drawing['lines'], narrow: boolean): number => {
    const context = chart.ctx;
    context.font = fontOf(palette ?? readPalette(element), true);
    const names = lines.map((line) => context.measureText(line.model.name).width);
    const axis = narrow ? 0 : context.measureText(ofLabels(next.labelled)).width + 4;
    return Math.ceil(
      Math.min(narrow ? 96 : 150, Math.max(60, axis + 18, ...names.map((width) => width + 18))),
    );
  };

  const recolour = (): void => {
    palette = null;
    signature = '';
    found.clear();
    if (scene) update(scene);
  };
  return { element, update, recolour };
}
