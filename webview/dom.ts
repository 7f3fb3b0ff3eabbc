/** Building DOM without markup strings: data only ever becomes text nodes and attribute values. */

type Value = string | number | boolean | null | undefined;
type Child = Node | string | null | undefined | false;

/** Attributes; `class` and `text` as expected, false and null leave an attribute out, true gives an empty one. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') element.textContent = String(value ?? '');
    else setAttribute(element, name, value);
  }
  append(element, ...children);
  return element;
}

export function setAttribute(element: Element, name: string, value: Value): void {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? '' : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

export function append(parent: Node, ...children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Replaces the children, and gives the focus back to the element that had it. Elements are told apart by `data-key`.
 */
export function replaceKeepingFocus(parent: HTMLElement, children: readonly Node[]): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && parent.contains(focused) ? focused.dataset['key'] : undefined;
  parent.replaceChildren(...children);
  if (key !== undefined) restoreFocus(parent, key);
}

export function restoreFocus(parent: HTMLElement, key: string): void {
  for (const element of parent.querySelectorAll<HTMLElement>('[data-key]')) {
    if (element.dataset['key'] === key) {
      element.focus({ preventScroll: true });
      return;
    }
  }
}
