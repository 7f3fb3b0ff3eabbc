/**
 * A pen that writes SVG. It has what the painters of the chart use of a 2D context, and nothing else; a library that
 * has all of it sets style attributes, which the panel's content policy forbids, and random ids.
 */
import type { Pen } from '../view/chartFrame';

interface State {
  strokeStyle: string;
  fillStyle: string;
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  /** Id of the clip path; null where nothing is clipped. */
  clip: string | null;
}

export interface SvgPen extends Pen {
  /** The whole picture. The same strokes give the same text. */
  svg(): string;
}

const ANCHOR: Readonly<Record<CanvasTextAlign, string>> = {
  left: 'start',
  start: 'start',
  center: 'middle',
  right: 'end',
  end: 'end',
};

/** @param measure width of a text in a font, in pixels */
export function createSvgPen(
  width: number,
  height: number,
  measure: (text: string, font: string) => number,
): SvgPen {
  const first: State = {
    strokeStyle: '#000000',
    fillStyle: '#000000',
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    globalAlpha: 1,
    font: '10px sans-serif',
    textAlign: 'start',
    textBaseline: 'alphabetic',
    dash: [],
    clip: null,
  };
  const stack: State[] = [];
  const body: string[] = [];
  const clips: string[] = [];
  let state: State = { ...first };
  let path: string[] = [];

  const element = (
    name: string,
    attributes: Readonly<Record<string, string | number | null>>,
    text = '',
  ): string => {
    const written = Object.entries({ ...attributes, 'clip-path': state.clip && `url(#${state.clip})` })
      .filter(([, value]) => value !== null)
      .map(([key, value]) => ` ${key}="${escape(typeof value === 'number' ? short(value) : String(value))}"`);
    return `<${name}${written.join('')}${text === '' ? '/>' : `>${escape(text)}</${name}>`}`;
  };
  const opacity = (): number | null => (state.globalAlpha === 1 ? null : state.globalAlpha);
  const to = (command: string, ...numbers: number[]): void => {
    path.push(`${command}${numbers.map(short).join(' ')}`);
  };

  const pen: SvgPen = {
    ...first,
    save: () => void stack.push({ ...read(), dash: state.dash, clip: state.clip }),
    restore: () => {
      const before = stack.pop();
      if (!before) return;
      state = before;
      const { dash, clip, ...painted } = before;
      state = { ...state, dash, clip };
      Object.assign(pen, painted);
    },
    beginPath: () => void (path = []),
    // As on a canvas, the first line of a path starts where it goes to.
    lineTo: (x, y) => to(path.length === 0 ? 'M' : 'L', x, y),
    moveTo: (x, y) => to('M', x, y),
    closePath: () => void path.push('Z'),
    rect: (x, y, w, h) => {
      to('M', x, y);
      to('L', x + w, y);
      to('L', x + w, y + h);
      to('L', x, y + h);
      path.push('Z');
    },
    arc: (x, y, radius, start, end) => {
      if (Math.abs(end - start) < 2 * Math.PI) throw new Error('Only whole circles are drawn.');
      to('M', x - radius, y);
      path.push(`a${short(radius)} ${short(radius)} 0 1 0 ${short(2 * radius)} 0`);
      path.push(`a${short(radius)} ${short(radius)} 0 1 0 ${short(-2 * radius)} 0Z`);
    },
    clip: () => {
      const id = `clip${clips.length}`;
      clips.push(`<clipPath id="${id}"><path d="${path.join('')}"/></clipPath>`);
      state.clip = id;
    },
    stroke: () => {
      sync();
      const { strokeStyle, lineWidth, lineCap, lineJoin, dash } = state;
      body.push(
        element('path', {
          d: path.join(''),
          fill: 'none',
          stroke: strokeStyle,
          'stroke-width': lineWidth,
          'stroke-linecap': lineCap === 'butt' ? null : lineCap,
          'stroke-linejoin': lineJoin === 'miter' ? null : lineJoin,
          'stroke-dasharray': dash.length === 0 ? null : dash.join(' '),
          'stroke-opacity': opacity(),
        }),
      );
    },
    fill: () => {
      sync();
      body.push(element('path', { d: path.join(''), fill: state.fillStyle, 'fill-opacity': opacity() }));
    },
    fillRect: (x, y, w, h) => {
      sync();
      body.push(
        element('rect', { x, y, width: w, height: h, fill: state.fillStyle, 'fill-opacity': opacity() }),
      );
    },
    fillText: (text, x, y) => {
      sync();
      const font = /^(?:(\d+) )?(\d+)px (.*)$/.exec(state.font);
      body.push(
        element(
          'text',
          {
            x,
            // Not every program that reads SVG knows baselines; the middle is about a third of the size above it.
            y: state.textBaseline === 'middle' ? y + 0.35 * Number(font?.[2] ?? 10) : y,
            fill: state.fillStyle,
            'fill-opacity': opacity(),
            'font-family': font?.[3] ?? 'sans-serif',
            'font-size': font?.[2] ?? '10',
            'font-weight': font?.[1] === undefined || font[1] === '400' ? null : font[1],
            'text-anchor': ANCHOR[state.textAlign],
          },
          text,
        ),
      );
    },
    measureText: (text) => ({ width: measure(text, pen.font) }),
    setLineDash: (dash) => void (state.dash = [...dash]),
    svg: () =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
        ...(clips.length > 0 ? [`<defs>${clips.join('')}</defs>`] : []),
        ...body,
        '</svg>',
        '',
      ].join('\n'),
  };

  /** What the painter has set on the pen since. */
  const read = (): Omit<State, 'dash' | 'clip'> => {
    const {
      strokeStyle,
      fillStyle,
      lineWidth,
      lineCap,
      lineJoin,
      globalAlpha,
      font,
      textAlign,
      textBaseline,
    } = pen;
    if (typeof strokeStyle !== 'string' || typeof fillStyle !== 'string')
      throw new Error('Only colours are drawn.');
    return {
      strokeStyle,
      fillStyle,
      lineWidth,
      lineCap,
      lineJoin,
      globalAlpha,
      font,
      textAlign,
      textBaseline,
    };
  };
  const sync = (): void => {
    state = { ...state, ...read() };
  };
  return pen;
}

/** Two decimals are less than anybody sees. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
