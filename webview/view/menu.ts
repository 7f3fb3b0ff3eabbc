/** A menu button: arrows, Home and End walk, Escape and Tab close, focus goes back to the button. */
import { h, setAttribute } from '../dom';
import { icon } from '../icons';

export interface MenuItem {
  readonly label: string;
  readonly narrowOnly?: boolean;
  run(): void;
}

export interface Menu {
  readonly element: HTMLElement;
  set(items: readonly MenuItem[]): void;
}

export function createMenu(label: string): Menu {
  const button = h(
    'button',
    {
      class: 'button icon-button',
      type: 'button',
      'aria-label': label,
      title: label,
      'aria-haspopup': 'menu',
    },
    icon('ellipsis'),
  );
  const popup = h('div', { class: 'menu', role: 'menu', 'aria-label': label, hidden: true });
  const element = h('div', { class: 'menu-anchor' }, button, popup);

  const entries = (): HTMLElement[] =>
    [...popup.querySelectorAll<HTMLElement>('[role=menuitem]')].filter((item) => item.offsetParent !== null);
  const toggle = (show: boolean): void => {
    popup.hidden = !show;
    setAttribute(button, 'aria-expanded', String(show));
    if (show) entries()[0]?.focus();
  };
  const close = (): void => {
    toggle(false);
    button.focus();
  };

  button.addEventListener('click', () => toggle(popup.hidden));
  element.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget)) toggle(false);
  });
  element.addEventListener('keydown', (event) => {
    if (popup.hidden) {
      if (event.key === 'ArrowDown') {
        toggle(true);
        event.preventDefault();
      }
      return;
    }
    const items = entries();
    const at = items.findIndex((item) => item === document.activeElement);
    const go: Partial<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const next = go[event.key];
    if (event.key === 'Escape') close();
    else if (next !== undefined) items[next]?.focus();
    else return;
    event.preventDefault();
  });

  const set = (items: readonly MenuItem[]): void => {
    const signature = items.map((item) => item.label).join('\n');
    if (popup.dataset['items'] === signature) return;
    popup.dataset['items'] = signature;
    popup.replaceChildren(
      ...items.map((item) => {
        const entry = h('button', {
          class: item.narrowOnly ? 'menu-item narrow-only' : 'menu-item',
          type: 'button',
          role: 'menuitem',
          tabindex: -1,
          text: item.label,
        });
        entry.addEventListener('click', () => {
          close();
          item.run();
        });
        return entry;
      }),
    );
  };
  return { element, set };
}
