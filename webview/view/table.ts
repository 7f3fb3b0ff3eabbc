/** The node table: filter, status chips, sortable heads, and rows of which only the visible ones exist. */
import { h, replaceKeepingFocus, setAttribute, setText } from '../dom';
import { icon } from '../icons';
import {
  cellCount,
  countsAt,
  filterRows,
  rowsOf,
  sortRows,
  type NodeRow,
  type SortColumn,
  type StatusFilter,
} from '../logic/nodes';
import type { Scene } from '../scene';
import { changedColumn } from '../runStrings';
import { AtFlips, filterChip, shownOf, words } from '../strings';
import { createSortSelect, FIRST_DESCENDING } from './sortSelect';
import { createRows } from './tableRows';
import type { RowActions } from './row';
import { STATUS_ICON } from './statusIcon';

export interface TableActions extends RowActions {
  filter(text: string): void;
  filterStatus(status: StatusFilter): void;
  sort(sort: { readonly column: SortColumn; readonly descending: boolean } | null): void;
}

export interface TableView {
  readonly element: HTMLElement;
  update(scene: Scene, activeNode: number | null): void;
  /** The tab is shown, or the window has another size: measure again. */
  relayout(): void;
}

/** Labels longer than this are worth a wider column. */
const LONG_LABEL = 8;

export function createTable(actions: TableActions): TableView {
  const input = h('input', {
    class: 'input',
    type: 'search',
    'aria-label': words.filter,
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': words.status });
  const shown = h('div', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
  const sorting = createSortSelect((sort) => actions.sort(sort));
  const bar = h(
    'div',
    { class: 'toolbar' },
    h('div', { class: 'input-box' }, icon('search'), input),
    sorting.element,
    chips,
  );
  const head = h('div', { class: 'table-head', role: 'row' });
  const rows = createRows(actions);
  const empty = h('p', { class: 'no-match', hidden: true });
  const grid = h('div', { class: 'table', role: 'treegrid', 'aria-label': words.nodes }, head, rows.element);
  const element = h('div', { class: 'nodes' }, bar, shown, grid, empty);

  input.addEventListener('input', () => actions.filter(input.value));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && input.value !== '') {
      actions.filter('');
      event.preventDefault();
    } else if (event.key === 'ArrowDown') {
      rows.focusFirst();
      event.preventDefault();
    }
  });

  const narrow = window.matchMedia('(max-width: 639px)');
  const all = memo((scene: Scene) => rowsOf(scene.result, scene.chosen.model));
  let shownRows: readonly NodeRow[] = [];
  let shownChips: readonly StatusFilter[] = [];
  let shownHead = '';
  let key: readonly unknown[] = [];

  const update = (shownScene: Scene, activeNode: number | null): void => {
    const scene = withoutDeadFilter(shownScene);
    const { view, flips, against } = scene;
    const every = all(scene, [scene.result, scene.chosen.model]);
    const certified = scene.chosen.model.sampleWise !== undefined;
    const was = scene.stale || !scene.chosen.fresh;
    if (input.value !== view.filter) input.value = view.filter;
    paintChips(scene, every, certified, was);
    const nextKey = [
      every,
      view.filter,
      view.statusFilter,
      view.sort?.column,
      view.sort?.descending,
      flips,
      against?.run,
    ];
    if (nextKey.some((part, i) => part !== key[i])) {
      key = nextKey;
      const found = sortRows(
        filterRows(
          every,
          view.filter,
          certified ? view.statusFilter : 'all',
          flips,
          (node) => against?.changes.has(node) ?? false,
        ),
        view.sort,
        flips,
      );
      // The same rows stay the same list, so that nothing below is made anew where only the budget moved.
      if (found.length !== shownRows.length || found.some((row, i) => row !== shownRows[i]))
        shownRows = found;
      const filtered = view.filter.trim() !== '' || view.statusFilter !== 'all';
      setText(shown, filtered ? shownOf(shownRows.length, every.length) : '');
    }
    paintHead(scene, certified);
    sorting.update(view.sort, certified);
    grid.dataset['labels'] = scene.result.dataset.classes.some((c) => String(c).length > LONG_LABEL)
      ? 'long'
      : 'short';
    grid.dataset['comparing'] = String(against?.apart === null);
    grid.dataset['sort'] = view.sort?.column ?? '';
    setAttribute(grid, 'aria-rowcount', shownRows.length + 1);
    grid.classList.toggle('no-certificate', !certified);
    element.classList.toggle('was', was && !scene.stale);
    empty.hidden = shownRows.length > 0 && certified;
    setText(empty, shownRows.length === 0 ? words.noMatch : words.noCertificate);
    rows.update({
      rows: shownRows,
      scene,
      was,
      certified,
      cells: cellCount(every, scene.stops[scene.stops.length - 1]),
      activeNode,
    });
  };

  const paintChips = (scene: Scene, every: readonly NodeRow[], certified: boolean, was: boolean): void => {
    chips.hidden = !certified;
    const counts = countsAt(every, scene.flips);
    const countOf = (status: StatusFilter): number => {
      if (status === 'all') return every.length;
      return status === 'changed' ? (scene.against?.changes.size ?? 0) : counts[status];
    };
    const kinds: StatusFilter[] = [
      'all',
      'safe',
      'broken',
      'open',
      // Also where no tie is left but the filter still asks for them: it must be seen why nothing matches.
      ...(scene.against?.apart === null ? (['changed'] as const) : []),
      ...(counts.tie > 0 || scene.view.statusFilter === 'tie' ? (['tie'] as const) : []),
    ];
    const said = kinds.map((status) => ({
      status,
      text: filterChip(status, countOf(status), was),
      pressed: String(scene.view.statusFilter === status),
      // In narrow panels a chip that finds nothing gives its room to the others.
      none: String(status === 'open' && counts.open === 0 && scene.view.statusFilter !== status),
    }));
    if (said.some(({ status }, i) => status !== shownChips[i]) || said.length !== shownChips.length) {
      shownChips = kinds;
      replaceKeepingFocus(
        chips,
        kinds.map((status) => {
          const button = h(
            'button',
            { class: 'filter-chip', type: 'button', 'data-key': `status:${status}` },
            status !== 'all' && icon(status === 'changed' ? 'arrow-swap' : STATUS_ICON[status]),
            h('span'),
          );
          button.addEventListener('click', () => actions.filterStatus(status));
          return button;
        }),
      );
    }
    said.forEach(({ text, pressed, none }, i) => {
      const button = chips.children[i];
      setAttribute(button, 'aria-pressed', pressed);
      setAttribute(button, 'data-none', none);
      if (button.lastElementChild) setText(button.lastElementChild, text);
    });
  };

  const paintHead = (scene: Scene, certified: boolean): void => {
    const columns: readonly (readonly [SortColumn, string])[] = [
      ['node', words.node],
      ...(certified
        ? ([
            ['status', scene.against?.apart === null ? changedColumn(scene.flips) : AtFlips(scene.flips)],
            ['withstands', words.withstands],
          ] as const)
        : []),
      ['class', words.trueToPredicted],
      ['margin', words.margin],
      ...(certified
        ? ([['change', scene.classes > 2 ? words.smallestRelabelling : words.smallestChange]] as const)
        : []),
    ];
    const { sort } = scene.view;
    const signature = JSON.stringify([scene.view.sort, columns.map(([column]) => column)]);
    if (signature === shownHead) {
      columns.forEach(([, label], i) => {
        const text = head.children[i + 1].querySelector('.sort > span');
        if (text) setText(text, label);
      });
      return;
    }
    shownHead = signature;
    const cells = columns.map(([column, label]) => {
      const sorted = sort?.column === column ? sort : null;
      const button = h(
        'button',
        { class: 'sort', type: 'button', 'data-key': `sort:${column}` },
        h('span', { text: label }),
        sorted && icon(sorted.descending ? 'arrow-down' : 'arrow-up'),
      );
      button.addEventListener('click', () => actions.sort(nextSort(column, sorted?.descending ?? null)));
      return h(
        'div',
        {
          class: `column ${column}`,
          role: 'columnheader',
          'aria-sort': sorted ? (sorted.descending ? 'descending' : 'ascending') : 'none',
        },
        button,
      );
    });
    replaceKeepingFocus(head, [
      h(
        'div',
        { class: 'column twist', role: 'columnheader' },
        h('span', { class: 'hidden', text: words.open }),
      ),
      ...cells,
    ]);
  };

  const relayout = (): void => {
    input.placeholder = narrow.matches ? words.filterShort : words.filter;
    rows.relayout();
  };
  relayout();
  return { element, update, relayout };
}

/** Nothing has changed where nothing is compared: the filter then asks for nothing, and stays for the next comparison. */
function withoutDeadFilter(scene: Scene): Scene {
  const dead = scene.view.statusFilter === 'changed' && scene.against?.apart !== null;
  return dead ? { ...scene, view: { ...scene.view, statusFilter: 'all' } } : scene;
}

/** Numbers start with the largest, except where the small ones matter; the third click is the file's order again. */
function nextSort(
  column: SortColumn,
  descending: boolean | null,
): { readonly column: SortColumn; readonly descending: boolean } | null {
  const first = column === FIRST_DESCENDING;
  if (descending === null) return { column, descending: first };
  return descending === first ? { column, descending: !first } : null;
}

/** Remembers the last value for as long as the parts it depends on are the same. */
function memo<A, B>(compute: (from: A) => B): (from: A, parts: readonly unknown[]) => B {
  let last: { readonly parts: readonly unknown[]; readonly value: B } | null = null;
  return (from, parts) => {
    if (!last || parts.some((part, i) => part !== last?.parts[i])) last = { parts, value: compute(from) };
    return last.value;
  };
}
