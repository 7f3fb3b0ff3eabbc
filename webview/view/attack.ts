/** The one flip set that hurts most at this budget. */
import { h } from '../dom';
import { icon } from '../icons';
import type { Scene } from '../scene';
import { attackSentence, inFull, plateauSentence } from '../sentences';
import { words } from '../strings';
import { changesOf, changesTable } from './row';

export function createAttack(copy: (text: string) => void): {
  readonly element: HTMLElement;
  update(scene: Scene): void;
} {
  const element = h('div', { class: 'attack' });
  const update = (scene: Scene): void => {
    const { curve, plateaus } = scene.chosen.model.collective ?? {};
    const point = curve?.find((p) => p.flips === scene.flips);
    const plateau = plateaus?.find(({ from, to }) => from <= scene.flips && scene.flips <= to);
    // On a plateau its first set does as much harm as any larger one, so that one set stands at each of its budgets.
    const witness = plateau?.witness ?? point?.witness;
    element.classList.toggle('was', !scene.stale && !scene.chosen.fresh);
    if (!point || scene.flips === 0) {
      element.replaceChildren(h('p', { class: 'sentence', text: words.atZero }));
      return;
    }
    if (!witness || witness.length === 0) {
      const none = point.certified >= point.certifiedAtMost - 1e-9 ? words.noAttack : words.noAttackYet;
      element.replaceChildren(h('p', { class: 'sentence', text: none }));
      return;
    }
    const sentence = attackSentence({
      model: scene.chosen.name,
      witness,
      low: point.certified,
      high: point.certifiedAtMost,
      total: scene.result.dataset.test.length,
      flips: scene.flips,
      classes: scene.classes,
      seed: scene.seed,
    });
    const button = h(
      'button',
      { class: 'link', type: 'button' },
      icon('copy'),
      h('span', { text: words.copySentence }),
    );
    button.addEventListener('click', () => copy(inFull(sentence)));
    element.replaceChildren(
      h('p', { class: 'sentence' }, h('b', { text: sentence.claim }), ' ', sentence.rest),
      ...(plateau ? [h('p', { class: 'sentence level', text: plateauSentence(plateau) })] : []),
      changesTable(changesOf(scene, witness), scene.classes),
      h('p', { class: 'links' }, button),
    );
  };
  return { element, update };
}
