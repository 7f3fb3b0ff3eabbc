/** The list of models, best first. Hover or focus previews a comparison, click or Enter chooses, Ctrl pins it. */
import type { CertificateKind } from '../../src/report/result';
import { h, replaceKeepingFocus, setAttribute } from '../dom';
import { isExact } from '../logic/curves';
import { percent, percentRange, points } from '../logic/format';
import type { ModelScene, Scene } from '../scene';
import { accuracyOf, atLeast, kindShort, words } from '../strings';

export interface ModelActions {
  choose(name: string): void;
  /** Pins the comparison, or lets it go. */
  pin(name: string): void;
  preview(name: string | null): void;
}

export interface ModelsView {
  readonly element: HTMLElement;
  update(scene: Scene): void;
}

export function createModels(actions: ModelActions): ModelsView {
  const head = h('div', { class: 'models-head', 'aria-hidden': 'true' });
  const list = h('div', { class: 'models-list', role: 'listbox', 'aria-label': words.models });
  const element = h('section', { class: 'models', 'aria-label': words.models }, head, list);
  const kept = new Map<string, HTMLElement>();
  let painted: string | null = null;

  const nameOf = (target: EventTarget | null): string | null =>
    target instanceof Element ? (target.closest<HTMLElement>('.model')?.dataset['model'] ?? null) : null;
  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('.model')];

  list.addEventListener('click', (event) => {
    const name = nameOf(event.target);
    if (name === null) return;
    if (event.ctrlKey || event.metaKey) actions.pin(name);
    else actions.choose(name);
  });
  list.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'mouse') actions.preview(nameOf(event.target));
  });
  list.addEventListener('pointerleave', () => actions.preview(null));
  list.addEventListener('focusin', (event) => {
    // A click focuses as well; only the keyboard previews by focus.
    if (event.target instanceof HTMLElement && event.target.matches(':focus-visible')) {
      actions.preview(nameOf(event.target));
    }
  });
  list.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !list.contains(event.relatedTarget)) actions.preview(null);
  });
  list.addEventListener('keydown', (event) => {
    const all = rows();
    const at = all.findIndex((row) => row === document.activeElement);
    if (at < 0) return;
    const go: Partial<Record<string, number>> = {
      ArrowDown: Math.min(at + 1, all.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: all.length - 1,
    };
    const next = go[event.key];
    const name = nameOf(all[at]);
    if (next !== undefined) all[next].focus();
    else if (name !== null && (event.key === 'Enter' || event.key === ' ')) {
      if (event.ctrlKey || event.metaKey) actions.pin(name);
      else actions.choose(name);
    } else return;
    event.preventDefault();
  });

  const update = (scene: Scene): void => {
    const signature = JSON.stringify([
      scene.flips,
      scene.view.quantity,
      scene.stale,
      scene.models.map((m) => [
        m.name,
        m.role,
        m.rank,
        m.pinned,
        m.fresh,
        m.activity,
        m.earlier,
        m.now,
        m.model.accuracy,
      ]),
    ]);
    if (signature === painted) return;
    painted = signature;
    element.dataset['kinds'] = String(scene.kinds.length);
    // Brackets are longer. Any budget counts, so that the columns stand still while it is moved.
    element.dataset['open'] = String(
      scene.models.some((m) => scene.kinds.some((kind) => !(m.curves[kind]?.every(isExact) ?? true))),
    );
    head.replaceChildren(
      h('span', {
        class: 'models-title',
        text: scene.models.some((m) => m.rank) ? words.bestFirst : words.modelHead,
      }),
      ...scene.kinds.map((kind) => h('span', { class: 'kind', text: kindShort[kind] })),
    );
    const rows = scene.models.map((model) => {
      const row = kept.get(model.name) ?? h('div', { role: 'option', 'data-model': model.name });
      kept.set(model.name, row);
      paintRow(row, model, scene);
      return row;
    });
    // Rows are kept: a click must find under it on release what it found on press.
    if (rows.length !== list.children.length || rows.some((row, i) => list.children[i] !== row)) {
      replaceKeepingFocus(list, rows);
    }
  };
  return { element, update };
}

function paintRow(row: HTMLElement, model: ModelScene, scene: Scene): void {
  const chosen = model.role === 'chosen';
  row.className = `model ${model.role}${model.fresh || scene.stale ? '' : ' was'}`;
  row.tabIndex = chosen ? 0 : -1;
  row.dataset['key'] = `model:${model.name}`;
  row.dataset['pinned'] = String(model.pinned);
  setAttribute(row, 'aria-selected', String(chosen));
  setAttribute(row, 'aria-label', spoken(model, scene));
  row.replaceChildren(
    h('span', { class: 'rank', text: model.rank ?? '' }),
    h('span', { class: 'name', text: model.name, title: model.name }),
    model.activity === null
      ? h(
          'span',
          { class: 'caption' },
          h('span', { class: 'word', text: `${words.accuracy} ` }),
          percent(model.model.accuracy),
        )
      : h('span', { class: 'caption', text: captionOf(model), title: captionOf(model) }),
    ...scene.kinds.map((kind) => valueCell(model, kind, scene)),
  );
}

function captionOf(model: ModelScene): string {
  if (model.activity === 'running') return model.earlier ? words.runningLast : words.running;
  if (model.activity === 'waiting') return model.earlier ? words.waitingLast : words.waiting;
  return accuracyOf(model.model.accuracy);
}

function valueCell(model: ModelScene, kind: CertificateKind, scene: Scene): HTMLElement {
  const point = model.now[kind];
  if (!point) return h('span', { class: 'cell', text: '–' });
  const against = model.role === 'compared' ? scene.chosen.now[kind] : null;
  const bar = h(
    'span',
    { class: `bar ${kind}` },
    h('span', { class: 'fill' }),
    h('span', { class: 'maybe' }),
  );
  (bar.firstElementChild as HTMLElement).style.width = `${point.low * 100}%`;
  const maybe = bar.lastElementChild as HTMLElement;
  maybe.style.left = `${point.low * 100}%`;
  maybe.style.width = `${(point.high - point.low) * 100}%`;
  return h(
    'span',
    { class: 'cell', 'data-kind': kind, title: isExact(point) ? null : percentRange(point.low, point.high) },
    h(
      'span',
      { class: 'number' },
      h('span', { class: 'share', text: isExact(point) ? percent(point.low) : atLeast(point.low) }),
      against && h('span', { class: 'difference', text: points(point.low - against.low) }),
    ),
    bar,
  );
}

function spoken(model: ModelScene, scene: Scene): string {
  const parts = scene.kinds.flatMap((kind) => {
    const point = model.now[kind];
    return point ? [`${percentRange(point.low, point.high)} ${kindShort[kind]}`] : [];
  });
  const state = model.activity === null ? [] : [captionOf(model)];
  return [model.name, ...state, ...parts, `${words.accuracy} ${percent(model.model.accuracy)}`].join(', ');
}
