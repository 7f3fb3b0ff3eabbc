/** Chips and notes beside a model's numbers, in the list and under the read-out. */
import { h } from '../dom';
import { icon } from '../icons';
import { isExact } from '../logic/curves';
import type { Mark } from '../logic/marks';
import type { Scene } from '../scene';
import { collectiveLevel, meanSentence, words } from '../strings';
import { levelAt } from './readout';

export function markChips(marks: readonly Mark[]): readonly HTMLElement[] {
  return marks.map(({ kind, text, help }) =>
    kind === 'note'
      ? h('span', { class: 'note', 'data-mark': kind, title: help }, icon('warning'), h('span', { text }))
      : h('span', { class: 'mark-chip', 'data-mark': kind, title: help, text }),
  );
}

/** The chosen model's, in full, and of how many seeds its numbers are the mean. */
export function createMarks(): { readonly element: HTMLElement; update(scene: Scene): void } {
  const element = h('div', { class: 'marks' });
  const update = (scene: Scene): void => {
    const { chosen, kinds } = scene;
    const { seeds, marks } = chosen;
    const open = kinds.some((kind) => !(chosen.curves[kind]?.every(isExact) ?? true));
    const level = levelAt(scene, 'collective');
    element.hidden = seeds === null && marks.length === 0;
    element.classList.toggle('was', !chosen.fresh);
    element.replaceChildren(
      ...(seeds
        ? [h('span', { class: 'mean', title: words.meanHelp, text: meanSentence(seeds, open) })]
        : []),
      // Means with their spread leave the read-out no room for it; here the line stands in any case.
      ...(seeds && level !== null ? [h('span', { class: 'level-mark', text: collectiveLevel(level) })] : []),
      // How many seeds there are is said already.
      ...markChips(marks.filter(({ kind }) => kind !== 'seeds')),
    );
  };
  return { element, update };
}
