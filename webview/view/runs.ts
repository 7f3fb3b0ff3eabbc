/** The runs of this file, newest first, with what can be done with each. */
import type { RunLine, RunState } from '../../src/protocol/panel';
import { h, replaceKeepingFocus } from '../dom';
import type { Host } from '../host';
import { icon, type IconName } from '../icons';
import { compareRun, openRun, pinRun, runWords, stateName } from '../runStrings';
import type { Scene } from '../scene';

// Signs without colour: green is for what holds of the file as it stands.
const SIGNS: Readonly<Record<RunState, IconName>> = {
  exact: 'check',
  bracket: 'symbol-array',
  cancelled: 'debug-stop',
  failed: 'close',
};

export function createRuns(host: Host): { readonly element: HTMLElement; update(scene: Scene): void } {
  const element = h('div', { class: 'runs' });
  let painted: readonly RunLine[] | null = null;
  const update = (scene: Scene): void => {
    const { runs = [] } = scene.state;
    if (painted === runs) return;
    painted = runs;
    replaceKeepingFocus(element, [
      runs.length === 0 ? h('p', { class: 'quiet', text: runWords.noRuns }) : tableOf(runs, host),
    ]);
  };
  return { element, update };
}

function tableOf(runs: readonly RunLine[], host: Host): HTMLElement {
  const heads = [runWords.when, runWords.models, runWords.best, runWords.state];
  return h(
    'table',
    { class: 'label-table run-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...heads.map((text) => h('th', { scope: 'col', text })),
        h('th', { scope: 'col' }, h('span', { class: 'hidden', text: runWords.actions })),
      ),
    ),
    h('tbody', {}, ...runs.map((run) => rowOf(run, host))),
  );
}

function rowOf(run: RunLine, host: Host): HTMLElement {
  const { id, title, age, models, best, state, pinned, newest } = run;
  const action = (
    name: string,
    label: string,
    sign: IconName,
    spoken: string,
    act: () => void,
  ): HTMLElement => {
    const button = h(
      'button',
      { class: 'link', type: 'button', 'data-key': `${name}:${id}`, 'data-act': name, 'aria-label': spoken },
      icon(sign),
      h('span', { text: label }),
    );
    button.addEventListener('click', act);
    return button;
  };
  const names = models.join(', ');
  return h(
    'tr',
    { 'data-run': id },
    h(
      'th',
      { scope: 'row' },
      h('span', { text: title }),
      h('span', { class: 'caption', text: ` ${newest ? `${age}, ${runWords.newest}` : age}` }),
    ),
    h('td', { class: 'run-models', text: names, title: names }),
    h('td', { text: best ?? runWords.none }),
    h('td', {}, h('span', { class: 'run-state' }, icon(SIGNS[state]), h('span', { text: stateName[state] }))),
    h(
      'td',
      {},
      h(
        'span',
        { class: 'run-actions' },
        action('open', runWords.open, 'go-to-file', openRun(title), () => host.post({ type: 'openRun', id })),
        ...(newest
          ? []
          : [
              action('compare', runWords.compare, 'git-compare', compareRun(title), () =>
                host.post({ type: 'compareRun', id }),
              ),
            ]),
        action(
          'pin',
          pinned ? runWords.unpin : runWords.pin,
          pinned ? 'pinned' : 'pin',
          pinRun(title, pinned),
          () => host.post({ type: 'pinRun', id, pinned: !pinned }),
        ),
      ),
    ),
  );
}
