/** The one flip set that hurts most at this budget. */
import { h } from '../dom';
import { icon } from '../icons';
import type { Scene } from '../scene';
import { attackSentence, inFull, plateauSentence } from '../sentences';
import { effectOf } from '../logic/mapNodes';
import { words } from '../strings';
import { createGraphMap } from './graphMap';
import { changesOf, changesTable } from './row';
import { createTurnedList } from './turnedList';

export interface AttackView {
  readonly element: HTMLElement;
  update(scene: Scene): void;
  /** The theme changed. */
  recolour(): void;
}

export function createAttack(copy: (text: string) => void): AttackView {
  const said = h('div');
  const map = createGraphMap();
  const turned = createTurnedList((node) => map.point(node));
  const pictured = h('div', { class: 'attack-picture' }, map.element, turned.element);
  const element = h('div', { class: 'attack' }, said, pictured);
  const flipOf = (target: EventTarget | null): number | null => {
    const id =
      target instanceof Element ? target.closest<HTMLElement>('[data-flip]')?.dataset['flip'] : undefined;
    return id === undefined ? null : Number(id);
  };
  said.addEventListener('pointerover', (event) => map.point(flipOf(event.target)));
  said.addEventListener('pointerleave', () => map.point(null));

  const update = (scene: Scene): void => {
    const { curve, plateaus } = scene.chosen.model.collective ?? {};
    const point = curve?.find((p) => p.flips === scene.flips);
    const plateau = plateaus?.find(({ from, to }) => from <= scene.flips && scene.flips <= to);
    // On a plateau its first set does as much harm as any larger one, so that one set stands at each of its budgets.
    const witness = plateau?.witness ?? point?.witness;
    element.classList.toggle('was', !scene.stale && !scene.chosen.fresh);
    // Without a picture nothing is known beyond the sentence, and without an attack there is nothing to draw.
    pictured.hidden = !scene.state.picture || !point || scene.flips === 0 || !witness || witness.length === 0;
    if (!point || scene.flips === 0) {
      said.replaceChildren(h('p', { class: 'sentence', text: words.atZero }));
      return;
    }
    if (!witness || witness.length === 0) {
      const none = point.certified >= point.certifiedAtMost - 1e-9 ? words.noAttack : words.noAttackYet;
      said.replaceChildren(h('p', { class: 'sentence', text: none }));
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
    said.replaceChildren(
      h('p', { class: 'sentence' }, h('b', { text: sentence.claim }), ' ', sentence.rest),
      ...(plateau ? [h('p', { class: 'sentence level', text: plateauSentence(plateau) })] : []),
      changesTable(changesOf(scene, witness), scene.classes),
      h('p', { class: 'links' }, button),
    );
    if (pictured.hidden) return;
    const effect = effectOf(scene.state.picture, scene.seed, scene.chosen.model.name, witness);
    map.update(scene, witness, effect);
    turned.update(scene, effect);
  };
  return { element, update, recolour: () => map.recolour() };
}
