/** The predictions that the attack changes, as text: what the map shows, for the keyboard and for listening. */
import { h, replaceKeepingFocus } from '../dom';
import { graphWords, moreTurned, openSentence, turnedHead } from '../graphStrings';
import { ARROW } from '../strings';
import type { AttackEffect } from '../../src/protocol/panel';
import type { Scene } from '../scene';

const MOST = 200;

export interface TurnedList {
  readonly element: HTMLElement;
  /** @param effect null where it is not known */
  update(scene: Scene, effect: AttackEffect | null): void;
}

/** @param point told which node has the pointer or the focus */
export function createTurnedList(point: (node: number | null) => void): TurnedList {
  const element = h('section', { class: 'turned' });
  let at = 0;
  const nodeOf = (target: EventTarget | null): number | null => {
    const id =
      target instanceof Element ? target.closest<HTMLElement>('[data-node]')?.dataset['node'] : undefined;
    return id === undefined ? null : Number(id);
  };
  element.addEventListener('pointerover', (event) => point(nodeOf(event.target)));
  element.addEventListener('pointerleave', () => point(nodeOf(document.activeElement)));
  element.addEventListener('focusin', (event) => point(nodeOf(event.target)));
  element.addEventListener('focusout', () => point(null));
  element.addEventListener('keydown', (event) => {
    const all = [...element.querySelectorAll<HTMLElement>('button')];
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const to =
      event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : step === undefined ? null : at + step;
    if (to === null || all.length === 0) return;
    event.preventDefault();
    all[Math.min(at, all.length - 1)].tabIndex = -1;
    at = Math.min(Math.max(to, 0), all.length - 1);
    all[at].tabIndex = 0;
    all[at].focus();
  });

  const update = (scene: Scene, effect: AttackEffect | null): void => {
    if (effect === null) {
      element.replaceChildren(h('p', { class: 'quiet', text: graphWords.turnedUnknown }));
      return;
    }
    const { classes, test } = scene.result.dataset;
    const predicted = new Map(scene.chosen.model.predictions.map((p) => [p.node, p.class]));
    const place = new Map(test.map((node, i) => [node, i]));
    const listed = [...effect.turned]
      .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
      .slice(0, MOST);
    at = Math.min(at, Math.max(0, listed.length - 1));
    const text = (node: number): string => {
      const from = predicted.get(node);
      // Of more than two classes it is only known that another one wins.
      const to = classes.length === 2 ? classes.find((c) => c !== from) : undefined;
      return to === undefined || from === undefined ? `${node}` : `${node}  ${from} ${ARROW} ${to}`;
    };
    replaceKeepingFocus(element, [
      h('h3', { class: 'turned-head', text: turnedHead(effect.turned.length) }),
      h(
        'ul',
        { class: 'turned-nodes' },
        ...listed.map((node, i) =>
          h(
            'li',
            {},
            h('button', {
              class: 'flip',
              type: 'button',
              tabindex: i === at ? 0 : -1,
              'data-node': node,
              'data-key': `turned:${node}`,
              text: text(node),
            }),
          ),
        ),
        effect.turned.length > MOST &&
          h('li', { class: 'quiet', text: moreTurned(effect.turned.length - MOST) }),
      ),
      ...(effect.open.length > 0 ? [h('p', { class: 'quiet', text: openSentence(effect.open.length) })] : []),
    ]);
  };
  return { element, update };
}
