/** The theme's colours as the canvas needs them: resolved once for each theme, by role. */
import { h } from './dom';

const ROLES = {
  text: '--text',
  secondary: '--secondary',
  background: '--background',
  hairline: '--gridline',
  baseline: '--baseline',
  chosen: '--chosen',
  compared: '--compared',
  other: '--other',
  faint: '--faint',
  broken: '--red',
} as const;

export type Palette = Readonly<Record<keyof typeof ROLES, string>> & { readonly font: string };

/** Reads the colours through an element, since custom properties are not resolved by themselves. */
export function readPalette(parent: HTMLElement): Palette {
  const probe = h('span', { class: 'hidden' });
  parent.append(probe);
  const style = getComputedStyle(probe);
  const resolve = (property: string): string => {
    probe.style.color = `var(${property})`;
    return style.color;
  };
  const colours = Object.fromEntries(
    Object.entries(ROLES).map(([role, property]) => [role, resolve(property)]),
  );
  const font = style.fontFamily;
  probe.remove();
  return { ...(colours as Record<keyof typeof ROLES, string>), font };
}

/** Calls back when the editor or the system changes its theme. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
