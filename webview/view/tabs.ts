/** The tab bar: arrows, Home and End walk and choose at once. */
import { h, setAttribute, setText } from '../dom';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: HTMLElement;
  /** A number beside the label. */
  readonly badge: string | null;
}

export interface TabsView {
  readonly element: HTMLElement;
  update(tabs: readonly Tab[], chosen: string): void;
}

export function createTabs(label: string, choose: (id: string) => void): TabsView {
  const bar = h('div', { class: 'tabs', role: 'tablist', 'aria-label': label });
  const pages = h('div', { class: 'pages' });
  const element = h('section', { class: 'tabbed' }, bar, pages);
  let shown: readonly Tab[] = [];

  bar.addEventListener('keydown', (event) => {
    const at = shown.findIndex(
      (tab) => tab.id === (document.activeElement as HTMLElement | null)?.dataset['tab'],
    );
    const go: Partial<Record<string, number>> = {
      ArrowRight: (at + 1) % shown.length,
      ArrowLeft: (at - 1 + shown.length) % shown.length,
      Home: 0,
      End: shown.length - 1,
    };
    const next = go[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    choose(shown[next].id);
    bar.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  });

  const update = (tabs: readonly Tab[], chosen: string): void => {
    if (tabs.map((t) => t.id).join() !== shown.map((t) => t.id).join()) {
      bar.replaceChildren(
        ...tabs.map((tab) => {
          const button = h(
            'button',
            {
              class: 'tab',
              role: 'tab',
              type: 'button',
              id: `tab-${tab.id}`,
              'aria-controls': `page-${tab.id}`,
              'data-tab': tab.id,
            },
            h('span', { text: tab.label }),
            h('span', { class: 'badge' }),
          );
          button.addEventListener('click', () => choose(tab.id));
          return button;
        }),
      );
      pages.replaceChildren(
        ...tabs.map((tab) =>
          h(
            'div',
            { class: 'page', role: 'tabpanel', id: `page-${tab.id}`, 'aria-labelledby': `tab-${tab.id}` },
            tab.content,
          ),
        ),
      );
    }
    shown = tabs;
    tabs.forEach((tab, i) => {
      const selected = tab.id === chosen;
      const button = bar.children[i] as HTMLElement;
      setAttribute(button, 'aria-selected', String(selected));
      button.tabIndex = selected ? 0 : -1;
      const badge = button.lastElementChild as HTMLElement;
      badge.hidden = tab.badge === null;
      setText(badge, tab.badge ?? '');
      (pages.children[i] as HTMLElement).hidden = !selected;
    });
  };
  return { element, update };
}
