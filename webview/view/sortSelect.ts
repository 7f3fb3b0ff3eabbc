/** The order of the rows as a menu, for narrow panels, whose table has no heads to click. */
import { h, setAttribute } from '../dom';
import { icon } from '../icons';
import { isSortColumn, type SortColumn } from '../logic/nodes';
import { sortName, words } from '../strings';

export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** The one column that starts with its largest number: everywhere else the small ones matter. */
export const FIRST_DESCENDING: SortColumn = 'margin';

const OFFERED: readonly SortColumn[] = ['node', 'status', 'withstands', 'margin'];
const WITHOUT_CERTIFICATE: readonly SortColumn[] = ['node', 'margin'];

export interface SortSelect {
  readonly element: HTMLElement;
  update(sort: { readonly column: string; readonly descending: boolean } | null, certified: boolean): void;
}

export function createSortSelect(choose: (sort: Sort | null) => void): SortSelect {
  const select = h('select', { class: 'sort-menu', 'aria-label': words.sort });
  const element = h('div', { class: 'sort-select' }, icon('arrow-swap'), select);
  let shown: readonly Sort[] = [];
  let painted = '';

  select.addEventListener('change', () => choose(shown.find((sort) => keyOf(sort) === select.value) ?? null));

  const update: SortSelect['update'] = (sort, certified) => {
    const now =
      sort && isSortColumn(sort.column) ? { column: sort.column, descending: sort.descending } : null;
    const offered = (certified ? OFFERED : WITHOUT_CERTIFICATE).map((column) => ({
      column,
      descending: column === FIRST_DESCENDING,
    }));
    // An order chosen where there was room for the heads stays, so it has to have a name here too.
    const extra = now && !offered.some((one) => keyOf(one) === keyOf(now)) ? [now] : [];
    shown = [...offered, ...extra];
    const signature = shown.map(keyOf).join();
    if (signature !== painted) {
      painted = signature;
      select.replaceChildren(
        h('option', { value: '', text: words.fileOrder }),
        ...shown.map((one) => h('option', { value: keyOf(one), text: sortName(one.column, one.descending) })),
      );
    }
    const value = now ? keyOf(now) : '';
    if (select.value !== value) select.value = value;
    element.classList.toggle('on', now !== null);
    setAttribute(
      element,
      'title',
      `${words.sort}: ${now ? sortName(now.column, now.descending) : words.fileOrder}`,
    );
  };
  return { element, update };
}

function keyOf({ column, descending }: Sort): string {
  return `${column} ${descending ? 'down' : 'up'}`;
}
