/** The budget: a thumb on the chart's baseline. Arrows, Page keys, Home and End, and dragging anywhere on the chart. */
import { h, setAttribute } from '../dom';
import { nearestStop } from '../logic/curves';
import type { Scene } from '../scene';
import { flag, words } from '../strings';

export interface SliderActions {
  setFlips(flips: number): void;
  setDragging(dragging: boolean): void;
}

/** Pixels of the stage, from the chart. */
export interface Geometry {
  xOf(flips: number): number;
  flipsAt(x: number): number;
  area(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

export interface Slider {
  readonly element: HTMLElement;
  place(x: number, y: number, scene: Scene): void;
}

/** How far past the end the pointer must be for the axis to widen, and how often it then does. */
const PAST_END = 10;
const WIDEN_EVERY = 140;
const PAGE = 5;

export function createSlider(stage: HTMLElement, geometry: Geometry, actions: SliderActions): Slider {
  const element = h('div', {
    class: 'thumb',
    role: 'slider',
    tabindex: 0,
    'aria-label': words.slider,
    'aria-orientation': 'horizontal',
    'data-key': 'slider',
  });
  let scene: Scene | null = null;
  let widened = 0;

  const step = (by: number): number => {
    if (!scene) return 0;
    const at = scene.stops.indexOf(scene.flips);
    return scene.stops[Math.min(scene.stops.length - 1, Math.max(0, at + by))] ?? 0;
  };

  element.addEventListener('keydown', (event) => {
    if (!scene || event.ctrlKey || event.metaKey || event.altKey) return;
    const to: Partial<Record<string, number>> = {
      ArrowRight: step(1),
      ArrowUp: step(1),
      ArrowLeft: step(-1),
      ArrowDown: step(-1),
      PageUp: step(PAGE),
      PageDown: step(-PAGE),
      Home: scene.stops[0],
      End: scene.stops[scene.stops.length - 1],
    };
    const flips = to[event.key];
    if (flips === undefined) return;
    event.preventDefault();
    actions.setFlips(flips);
  });

  const moveTo = (event: PointerEvent): void => {
    if (!scene) return;
    const x = event.clientX - stage.getBoundingClientRect().left;
    if (x > geometry.area().right + PAST_END) {
      if (event.timeStamp - widened < WIDEN_EVERY) return;
      widened = event.timeStamp;
      actions.setFlips(scene.flips < scene.axisEnd ? nearestStop(scene.stops, scene.axisEnd) : step(1));
      return;
    }
    const within = scene.stops.filter((stop) => scene !== null && stop <= scene.axisEnd);
    actions.setFlips(nearestStop(within, geometry.flipsAt(x)));
  };
  const inPlot = (event: PointerEvent): boolean => {
    const box = stage.getBoundingClientRect();
    const { left, right, bottom } = geometry.area();
    const x = event.clientX - box.left;
    return x > left - 12 && x < right + 12 && event.clientY - box.top < bottom + 28;
  };

  let pointer: number | null = null;
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !inPlot(event)) return;
    pointer = event.pointerId;
    stage.setPointerCapture(pointer);
    element.focus({ preventScroll: true });
    event.preventDefault();
    actions.setDragging(true);
    moveTo(event);
  });
  stage.addEventListener('pointermove', (event) => {
    if (event.pointerId === pointer) moveTo(event);
  });
  const release = (event: PointerEvent): void => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    actions.setDragging(false);
  };
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);

  const place = (x: number, y: number, next: Scene): void => {
    scene = next;
    element.style.transform = `translate(${x - 9}px, ${y - 9}px)`;
    setAttribute(element, 'aria-valuemin', next.stops[0]);
    setAttribute(element, 'aria-valuemax', next.stops[next.stops.length - 1]);
    setAttribute(element, 'aria-valuenow', next.flips);
    setAttribute(element, 'aria-valuetext', flag(next.flips, next.labelled));
  };
  return { element, place };
}
