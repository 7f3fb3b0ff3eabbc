/** The list of models, best first. Hover or focus previews a comparison, click or Enter chooses, Ctrl pins it. */
import type { CertificateKind } from '../../src/report/result';
import { h, replaceKeepingFocus, setAttribute, setText } from '../dom';
import { otherPoint } from '../logic/against';
import { isExact, type Point } from '../logic/curves';
import { percent, percentMean, points } from '../logic/format';
import type { ModelScene, Scene } from '../scene';
import { differenceHere, runWords } from '../runStrings';
import { accuracyOf, atLeast, kindShort, meanOf, ofSeeds, words } from '../strings';
import { markChips } from './marks';

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
      scene.against && scene.models.map((m) => scene.kinds.map((kind) => againstPoint(m, kind, scene))),
      scene.models.map((m) => [
        m.name,
        m.role,
        m.rank,
        m.pinned,
        m.fresh,
        m.activity,
        m.earlier,
        m.now,
        m.accuracy,
        m.seeds,
        m.marks,
      ]),
    ]);
    if (signature === painted) return;
    painted = signature;
    element.dataset['kinds'] = String(scene.kinds.length);
    setAttribute(head, 'title', scene.against ? runWords.listHelp : null);
    // Brackets are longer. Any budget counts, so that the columns stand still while it is moved.
    element.dataset['open'] = String(
      scene.models.some((m) => scene.kinds.some((kind) => !(m.curves[kind]?.every(isExact) ?? true))),
    );
    head.replaceChildren(
      h('span', {
        class: 'models-title',
        text: headOf(scene),
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
  const marked = model.marks.length > 0 ? ' marked' : '';
  row.className = `model ${model.role}${marked}${model.fresh || scene.stale ? '' : ' was'}`;
  row.tabIndex = chosen ? 0 : -1;
  row.dataset['key'] = `model:${model.name}`;
  row.dataset['pinned'] = String(model.pinned);
  setAttribute(row, 'aria-selected', String(chosen));
  // While the budget moves the row keeps its parts, and only the values in them change.
  const shape = JSON.stringify([model.name, model.activity, captionOf(model), scene.kinds, model.marks]);
  if (row.dataset['shape'] !== shape) {
    row.dataset['shape'] = shape;
    // What is read aloud is one sentence; what is seen is a row of cells.
    const seen = [
      h('span', { class: 'rank' }),
      nameCell(model.name),
      model.activity === null
        ? h(
            'span',
            { class: 'caption' },
            h('span', { class: 'word', text: `${words.accuracy} ` }),
            percent(model.accuracy.mean),
          )
        : h('span', { class: 'caption', text: captionOf(model), title: captionOf(model) }),
      ...scene.kinds.map((kind) => h('span', { class: 'cell', 'data-kind': kind })),
      ...(marked ? [h('span', { class: 'row-marks' }, ...markChips(model.marks))] : []),
    ];
    for (const cell of seen) setAttribute(cell, 'aria-hidden', 'true');
    row.replaceChildren(h('span', { class: 'hidden' }), ...seen);
  }
  const [said, rank] = row.children;
  setText(said, spoken(model, scene));
  setText(rank, String(model.rank ?? ''));
  for (const cell of row.querySelectorAll<HTMLElement>(':scope > .cell'))
    paintCell(cell, model, cell.dataset['kind'] as CertificateKind, scene);
}

/** Of "GCN depth=2 C=0.1" the values are what tells it from the others of its sweep, so that the family gives way first. */
function nameCell(name: string): HTMLElement {
  const values = name.search(/ [^ =]+=/);
  if (values < 1) return h('span', { class: 'name', text: name, title: name });
  return h(
    'span',
    { class: 'name swept', title: name },
    h('span', { class: 'family', text: name.slice(0, values) }),
    h('span', { class: 'values', text: name.slice(values) }),
  );
}

function headOf({ models, whole }: Scene): string {
  if (!models.some((m) => m.rank)) return words.modelHead;
  return whole.seeds ? words.bestMeanFirst : words.bestFirst;
}

function captionOf(model: ModelScene): string {
  if (model.activity === 'running') {
    if (model.earlier) return words.runningLast;
    return model.seeds ? `${words.running}, ${ofSeeds(model.seeds)}` : words.running;
  }
  if (model.activity === 'waiting') return model.earlier ? words.waitingLast : words.waiting;
  return accuracyOf(model.accuracy.mean);
}

function paintCell(cell: HTMLElement, model: ModelScene, kind: CertificateKind, scene: Scene): void {
  const point = model.now[kind];
  if (!point) {
    cell.textContent = '–';
    setAttribute(cell, 'title', null);
    return;
  }
  if (!cell.querySelector('.share')) {
    cell.replaceChildren(
      h('span', { class: 'number' }, h('span', { class: 'share' })),
      h('span', { class: `bar ${kind}` }, h('span', { class: 'fill' }), h('span', { class: 'maybe' })),
    );
  }
  const part = (name: string) => cell.querySelector<HTMLElement>(`.${name}`);
  const [number, share, fill, maybe] = ['number', 'share', 'fill', 'maybe'].map(part);
  const against = againstPoint(model, kind, scene);
  setAttribute(cell, 'title', valueHelp(model, point));
  if (share) setText(share, isExact(point) ? percent(point.low) : atLeast(point.low));
  if (against === null) part('difference')?.remove();
  else {
    const difference = part('difference') ?? h('span', { class: 'difference' });
    setText(difference, points(point.low - against.low));
    if (!difference.isConnected) number?.append(difference);
  }
  if (fill) fill.style.width = `${point.low * 100}%`;
  if (maybe) {
    maybe.style.left = `${point.low * 100}%`;
    maybe.style.width = `${(point.high - point.low) * 100}%`;
  }
}

/** What the value is held against: the same model in the other run, or the chosen one where this one is compared. */
function againstPoint(model: ModelScene, kind: CertificateKind, scene: Scene): Point | null {
  if (scene.against) return otherPoint(scene.against, model.name, kind, scene.flips);
  return model.role === 'compared' ? scene.chosen.now[kind] : null;
}

/** What the cell has no room for: the other end of a bracket, or the spread of a mean. */
function valueHelp({ seeds }: ModelScene, { low, high, deviation }: Point): string | null {
  const value = percentMean(low, high, deviation);
  if (seeds) return `${value}, ${meanOf(seeds)}`;
  return value === percent(low) ? null : value;
}

function spoken(model: ModelScene, scene: Scene): string {
  const parts = scene.kinds.flatMap((kind) => {
    const point = model.now[kind];
    const other = scene.against ? againstPoint(model, kind, scene) : null;
    const more = point && other ? `, ${differenceHere(point.low - other.low)}` : '';
    return point ? [`${percentMean(point.low, point.high, point.deviation)} ${kindShort[kind]}${more}`] : [];
  });
  const state = model.activity === null ? [] : [captionOf(model)];
  return [
    model.name,
    ...state,
    ...parts,
    accuracyOf(model.accuracy.mean),
    ...(model.seeds && model.seeds.done === model.seeds.all ? [meanOf(model.seeds)] : []),
    ...model.marks.map(({ text }) => text),
  ].join(', ');
}
