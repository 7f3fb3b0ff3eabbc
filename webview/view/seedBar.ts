/** Which of several seeds the nodes and the attack are of, and that the chart is of all of them. */
import { h, setText } from '../dom';
import { seedsWith } from '../logic/split';
import type { Scene } from '../scene';
import { seedScope, words } from '../strings';

export function createSeedBar(choose: (seed: number) => void): {
  readonly element: HTMLElement;
  update(scene: Scene): void;
} {
  const select = h('select', {
    class: 'seed-select',
    id: 'seed',
    title: words.seedHelp,
    'aria-describedby': 'seed-scope',
  });
  const scope = h('span', { class: 'scope', id: 'seed-scope' });
  const element = h(
    'div',
    { class: 'seed-bar', hidden: true },
    h('label', { for: 'seed', text: words.seed }),
    h('span', { class: 'choice' }, select, h('span', { class: 'chevron', 'aria-hidden': 'true' })),
    scope,
  );
  let painted = '';
  select.addEventListener('change', () => choose(Number(select.value)));

  const update = ({ whole, seed, chosen }: Scene): void => {
    const { seeds } = chosen;
    element.hidden = seed === null || seeds === null;
    if (seed === null || seeds === null) return;
    // Seeds that a run has not reached with this model have nothing to show.
    const there = new Set(seedsWith(whole, chosen.name).map((split) => split.seed));
    const options = (whole.seeds ?? []).map((split) => [split.seed, there.has(split.seed)] as const);
    const signature = JSON.stringify(options);
    if (signature !== painted) {
      painted = signature;
      select.replaceChildren(
        ...options.map(([value, certified]) => h('option', { value, text: value, disabled: !certified })),
      );
    }
    select.value = String(seed);
    setText(scope, seedScope(seeds));
  };
  return { element, update };
}
