/** The comparison with another run: which is which, its numbers, what of the two is not the same, and its end. */
import type { RunDifference } from '../../src/protocol/panel';
import { h, replaceKeepingFocus } from '../dom';
import { icon } from '../icons';
import { differs, type Against } from '../logic/against';
import { percent } from '../logic/format';
import {
  budgetsDiffer,
  changedSentence,
  difference,
  differenceHere,
  labelledDiffers,
  moreDifferences,
  noModelThere,
  otherValue,
  pastOther,
  runWords,
  testDiffers,
} from '../runStrings';
import type { Scene } from '../scene';
import { words } from '../strings';
import { stroke } from './readout';

/** More than this many things that differ stand behind a count. */
const MOST = 6;

export interface AgainstActions {
  end(): void;
}

export function createAgainst(actions: AgainstActions): {
  readonly element: HTMLElement;
  update(scene: Scene | null): void;
} {
  const element = h('section', { class: 'against', 'aria-label': runWords.comparison, hidden: true });
  let all = false;
  let last: Scene | null = null;
  const update = (scene: Scene | null): void => {
    const { against = null } = scene ?? {};
    if (against?.run !== last?.against?.run) all = false;
    last = scene;
    element.hidden = against === null;
    if (!scene || !against) {
      element.replaceChildren();
      return;
    }
    const end = h(
      'button',
      { class: 'link', type: 'button', 'data-key': 'end', 'data-action': 'end-comparison' },
      icon('close'),
      h('span', { text: runWords.endComparison }),
    );
    end.addEventListener('click', () => actions.end());
    const more = h('button', { class: 'link', type: 'button', 'data-key': 'more' });
    more.addEventListener('click', () => {
      all = true;
      update(last);
    });
    replaceKeepingFocus(element, [
      h('div', { class: 'against-head' }, ...headOf(scene, against), end),
      ...sentencesOf(against, scene.flips).map((text) => h('p', { class: 'caption', text })),
      differencesOf(against.run.differences, all, more),
    ]);
  };
  return { element, update };
}

function headOf(scene: Scene, against: Against): HTMLElement[] {
  const { beside, chosen } = scene;
  const name = h('span', { class: 'against-name' }, h('b', { text: against.run.title }));
  if (!beside)
    return [name, h('span', { class: 'caption', text: noModelThere(chosen.name, against.run.title) })];
  const values = scene.kinds.flatMap((kind) => {
    const other = beside.now[kind];
    const here = chosen.now[kind];
    if (!other) return [];
    return [
      h(
        'span',
        { class: 'against-value', 'data-kind': kind },
        stroke(kind),
        h('span', { text: otherValue(kind, other.low, other.high) }),
        here && h('span', { class: 'caption', text: differenceHere(here.low - other.low) }),
      ),
    ];
  });
  const accuracy = h(
    'span',
    { class: 'against-value' },
    h('span', { text: `${percent(beside.accuracy.mean)} ${words.accuracy}` }),
    h('span', { class: 'caption', text: differenceHere(chosen.accuracy.mean - beside.accuracy.mean) }),
  );
  return [name, ...values, accuracy];
}

/** What must be known before the numbers are held against each other. */
function sentencesOf(against: Against, flips: number): readonly string[] {
  const { test, labelled, budgets, run, apart, largest } = against;
  return [
    apart === null ? changedSentence(against.changes.size, against.nodes, flips) : null,
    run.note,
    // First is the other run.
    differs(test) ? testDiffers(test.second, test.first, test.both) : null,
    differs(labelled) ? labelledDiffers(labelled.second, labelled.first, labelled.both) : null,
    differs(budgets) ? budgetsDiffer(budgets.second, budgets.first, budgets.both) : null,
    apart === 'dataset' ? runWords.otherDataset : null,
    apart === 'seed' ? runWords.otherSeed : null,
    apart === 'certificate' && against.model ? runWords.noNodes : null,
    apart === 'budget' && flips > largest ? pastOther(largest) : null,
  ].filter((text) => text !== null);
}

function differencesOf(
  differences: readonly RunDifference[] | null,
  all: boolean,
  more: HTMLElement,
): HTMLElement {
  if (!differences || differences.length === 0)
    return h('p', {
      class: 'caption',
      text: differences ? runWords.nothingDiffers : runWords.unknownDiffers,
    });
  const shown = all || differences.length <= MOST ? differences : differences.slice(0, MOST);
  more.textContent = moreDifferences(differences.length - shown.length);
  return h(
    'ul',
    { class: 'run-differences', 'aria-label': runWords.differences },
    ...shown.map(({ kind, key, from, to }) =>
      h(
        'li',
        { 'data-kind': kind },
        h('span', { class: 'key', text: key }),
        h('span', { class: 'values', text: difference(from, to), title: difference(from, to) }),
      ),
    ),
    shown.length < differences.length && h('li', {}, more),
  );
}
