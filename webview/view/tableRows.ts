/** The body of the node table. Only the rows in view exist; the one with the keyboard always does. */
import {
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  windowScroll,
  type VirtualItem,
} from '@tanstack/virtual-core';
import { h, restoreFocus } from '../dom';
import type { NodeRow } from '../logic/nodes';
import type { Scene } from '../scene';
import { createNearPictures, ringOnPoint } from './near';
import { moveBudget, paintRow, type RowActions } from './row';

export interface RowsInput {
  readonly rows: readonly NodeRow[];
  readonly scene: Scene;
  readonly was: boolean;
  readonly certified: boolean;
  readonly cells: number;
  readonly activeNode: number | null;
}

export interface RowsView {
  readonly element: HTMLElement;
  update(input: RowsInput): void;
  relayout(): void;
  focusFirst(): void;
}

const ROW = 28;
const NARROW_ROW = 52;
/** Room for an open row before it has been measured. */
const DETAIL = 148;
const HEAD = 32;
const PAGE = 10;

export function createRows(actions: RowActions): RowsView {
  const element = h('div', { class: 'table-body', role: 'rowgroup' });
  const narrow = window.matchMedia('(max-width: 639px)');
  const pictures = createNearPictures();
  const newRow = (): HTMLElement => {
    const row = h('div', { class: 'row' });
    ringOnPoint(row);
    return row;
  };
  const painted = new Map<
    number,
    { readonly row: HTMLElement; readonly signature: string; readonly flips: number }
  >();
  let input: RowsInput | null = null;
  let indexOf = new Map<number, number>();
  let margin = 0;

  const height = (index: number): number => {
    const row = input?.rows[index];
    const closed = narrow.matches ? NARROW_ROW : ROW;
    return row && input?.scene.view.open.includes(row.node) ? closed + DETAIL : closed;
  };
  const activeIndex = (): number =>
    input?.activeNode === null ? 0 : (indexOf.get(input?.activeNode ?? -1) ?? 0);

  // Not by its layout, which a question would force.
  const isShown = (): boolean => element.isConnected && element.closest('[hidden]') === null;
  const keyOfRow = () => (index: number) => input?.rows[index]?.node ?? index;
  /** Another function says that other rows stand there: all heights are then asked for again. */
  let itemKey = keyOfRow();
  const fixed = {
    getScrollElement: () => (isShown() ? window : null),
    estimateSize: height,
    scrollToFn: windowScroll,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    overscan: 8,
    scrollPaddingStart: HEAD,
    onChange: () => paint(),
  };
  const options = () => ({
    ...fixed,
    count: input?.rows.length ?? 0,
    scrollMargin: margin,
    getItemKey: itemKey,
    // A new function each time: which row has the keyboard is not among what the virtualizer compares.
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const indexes = defaultRangeExtractor(range);
      const active = activeIndex();
      if (range.count > 0 && active < range.count && !indexes.includes(active)) indexes.push(active);
      return indexes.sort((a, b) => a - b);
    },
  });
  const virtualizer = new Virtualizer<Window, HTMLElement>(options());
  virtualizer._didMount();

  const paint = (): void => {
    if (!input) return;
    const now = input;
    const { flips } = now.scene;
    element.style.height = `${virtualizer.getTotalSize()}px`;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const focusKey = focused && element.contains(focused) ? focused.dataset['key'] : undefined;
    const items = virtualizer.getVirtualItems().filter((item) => item.index < now.rows.length);
    const wanted = new Set(items.map((item) => now.rows[item.index].node));
    for (const [node, { row }] of painted) {
      if (wanted.has(node)) continue;
      row.remove();
      painted.delete(node);
    }
    // Rows stand in reading order in the document too, for those who hear them one by one.
    let next = element.firstChild;
    const openRows: { readonly row: HTMLElement; readonly item: VirtualItem }[] = [];
    for (const item of items) {
      const data = now.rows[item.index];
      const open = now.scene.view.open.includes(data.node);
      const kept = painted.get(data.node);
      const row = kept?.row ?? newRow();
      // What an open row says, and what is compared, depends on the budget in more than one place.
      const whole = open || now.scene.against !== null;
      const signature = [
        whole ? flips : '',
        now.scene.chosen.name,
        now.was,
        now.scene.against?.changes.get(data.node)?.first,
        now.cells,
        open,
        item.index,
        item.index === activeIndex(),
      ].join('|');
      const stale = rendered !== now.rows || drawn !== now.scene.state.picture;
      const rowInput = {
        data,
        open,
        index: item.index,
        active: item.index === activeIndex(),
        pictures,
        ...now,
      };
      if (!kept || kept.signature !== signature || stale) paintRow(row, rowInput, actions);
      else if (kept.flips !== flips) moveBudget(row, rowInput);
      painted.set(data.node, { row, signature, flips });
      row.style.transform = `translateY(${item.start - margin}px)`;
      if (row === next) next = next.nextSibling;
      else element.insertBefore(row, next);
      if (open) openRows.push({ row, item });
    }
    rendered = now.rows;
    drawn = now.scene.state.picture;
    if (focusKey !== undefined && document.activeElement !== focused) restoreFocus(element, focusKey);
    // Open rows have the height of what is in them: measured at once, so that nothing overlaps for a frame, and
    // observed from then on. A changed height paints again.
    for (const { row, item } of openRows) {
      virtualizer.measureElement(row);
      if (row.offsetHeight !== item.size) virtualizer.resizeItem(item.index, row.offsetHeight);
    }
  };
  let rendered: readonly NodeRow[] | null = null;
  let drawn: Scene['state']['picture'] = null;

  /** @param measured whether what stands above the rows may have moved them */
  const place = (measured: boolean): void => {
    if (!isShown()) return;
    if (measured) margin = topOf(element);
    virtualizer.setOptions(options());
    virtualizer._willUpdate();
    paint();
  };

  const update = (next: RowsInput): void => {
    const before = input;
    input = next;
    if (before?.rows !== next.rows) {
      indexOf = new Map(next.rows.map((row, i) => [row.node, i]));
      itemKey = keyOfRow();
    }
    if (before && before.scene.view.open !== next.scene.view.open) {
      // A closed row has its own height again; an open one is measured once it is there.
      for (const node of before.scene.view.open) {
        const index = indexOf.get(node);
        if (index !== undefined && !next.scene.view.open.includes(node))
          virtualizer.resizeItem(index, height(index));
      }
    }
    // While only the budget moves nothing above changes its height, or the page does, which is observed.
    place(margin === 0 || !before || !onlyBudgetMoved(before.scene, next.scene));
  };

  const relayout = (): void => {
    virtualizer.measure();
    place(true);
  };
  new ResizeObserver(() => {
    if (isShown() && topOf(element) !== margin) place(true);
  }).observe(document.body);
  narrow.addEventListener('change', relayout);

  const focusRow = (index: number): void => {
    if (!input || input.rows.length === 0) return;
    const at = Math.min(Math.max(index, 0), input.rows.length - 1);
    const { node } = input.rows[at];
    actions.activate(node);
    virtualizer.scrollToIndex(at, { align: 'auto' });
    painted.get(node)?.row.focus({ preventScroll: true });
  };

  element.addEventListener('keydown', (event) => {
    if (!input || !(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const row = event.target.closest<HTMLElement>('.row');
    const node = Number(row?.dataset['node']);
    const at = indexOf.get(node);
    if (!row || at === undefined) return;
    const open = input.scene.view.open.includes(node);
    const onRow = event.target === row;
    if (event.key === 'ArrowDown') focusRow(at + 1);
    else if (event.key === 'ArrowUp') focusRow(at - 1);
    else if (event.key === 'PageDown') focusRow(at + PAGE);
    else if (event.key === 'PageUp') focusRow(at - PAGE);
    else if (event.key === 'Home') focusRow(0);
    else if (event.key === 'End') focusRow(input.rows.length - 1);
    else if (event.key === 'ArrowRight') {
      if (!open) actions.open(node, true);
      else focusNext(row, event.target);
    } else if (event.key === 'ArrowLeft' || (event.key === 'Escape' && !onRow)) {
      if (!onRow) row.focus();
      else if (open) actions.open(node, false);
    } else if ((event.key === 'Enter' || event.key === ' ') && onRow) actions.open(node, !open);
    else return;
    event.preventDefault();
  });
  /** Walks through what an open row offers: its links, then its flipped labels. */
  const focusNext = (row: HTMLElement, from: HTMLElement): void => {
    const stops = [
      ...row.querySelectorAll<HTMLElement>('.detail .links button'),
      ...row.querySelectorAll<HTMLElement>('.detail .changes button'),
    ];
    stops[Math.min(stops.indexOf(from) + 1, stops.length - 1)]?.focus();
  };
  element.addEventListener('click', (event) => {
    if (!input || !(event.target instanceof HTMLElement || event.target instanceof SVGElement)) return;
    if (event.target.closest('.detail')) return;
    const node = Number(event.target.closest<HTMLElement>('.row')?.dataset['node']);
    if (!Number.isFinite(node)) return;
    actions.activate(node);
    actions.open(node, !input.scene.view.open.includes(node));
  });

  return { element, update, relayout, focusFirst: () => focusRow(activeIndex()) };
}

/** Where an element begins on the page. */
function topOf(element: HTMLElement): number {
  return Math.round(element.getBoundingClientRect().top + window.scrollY);
}

function onlyBudgetMoved(before: Scene, now: Scene): boolean {
  if (before.state !== now.state) return false;
  const keys = Object.keys(now.view) as (keyof Scene['view'])[];
  return keys.every((key) => key === 'flips' || before.view[key] === now.view[key]);
}
