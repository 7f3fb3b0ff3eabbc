/** How the numbers came about: the run, the certificates and their methods, the expectations, the command. */
import type { CertificateKind, CollectiveResult, SampleWiseResult } from '../../src/report/result';
import { h } from '../dom';
import { icon, type IconName } from '../icons';
import { measuredSeconds, percentRange } from '../logic/format';
import type { Scene } from '../scene';
import { flag, kindName, outcomeName, statusName, words } from '../strings';

const OUTCOME_ICON: Readonly<Record<'held' | 'failed' | 'open', readonly [IconName, string]>> = {
  held: ['check', 'sign safe'],
  failed: ['close', 'sign broken'],
  open: ['question', 'sign open'],
};

export function createDetails(copy: (text: string) => void): {
  readonly element: HTMLElement;
  update(scene: Scene): void;
} {
  const element = h('div', { class: 'details' });
  let painted: Scene['state'] | null = null;
  const update = (scene: Scene): void => {
    if (painted === scene.state) return;
    painted = scene.state;
    element.replaceChildren(
      ...(scene.state.details.length > 0
        ? [
            section(
              words.run,
              h(
                'dl',
                { class: 'facts' },
                ...scene.state.details.flatMap(([label, value]) => fact(label, value)),
              ),
            ),
          ]
        : []),
      section(words.certificates, certificates(scene)),
      ...(scene.result.expectations?.length ? [section(words.expectations, expectations(scene))] : []),
      section(words.command, command(scene.state.command, copy)),
    );
  };
  return { element, update };
}

function section(title: string, content: HTMLElement): HTMLElement {
  return h('section', {}, h('h2', { text: title }), content);
}

function fact(label: string, value: string): HTMLElement[] {
  return [h('dt', { text: label }), h('dd', { text: value })];
}

function table(head: readonly string[], rows: readonly (readonly (string | Node)[])[]): HTMLElement {
  return h(
    'div',
    { class: 'scroller' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col', text })))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell))))),
    ),
  );
}

function certificates(scene: Scene): HTMLElement {
  const row = (
    name: string,
    kind: CertificateKind,
    of: SampleWiseResult | CollectiveResult | undefined,
  ): string[][] =>
    of ? [[name, kindName[kind], statusName[of.status], of.method, measuredSeconds(of.seconds)]] : [];
  return table(
    [words.model, words.certificate, words.status, words.method, words.time],
    scene.result.models.flatMap((model) => [
      ...row(model.name, 'sample-wise', model.sampleWise),
      ...row(model.name, 'collective', model.collective),
    ]),
  );
}

function expectations(scene: Scene): HTMLElement {
  return table(
    [words.outcome, words.model, words.expected, words.proven],
    (scene.result.expectations ?? []).map((e) => {
      const [name, className] = OUTCOME_ICON[e.outcome];
      return [
        h('span', { class: 'outcome' }, icon(name, className), h('span', { text: outcomeName[e.outcome] })),
        e.model,
        `${e.quantity} ${e.condition}, ${kindName[e.kind]}, ${flag(e.flips, scene.labelled)}`,
        percentRange(e.value, e.atMost),
      ];
    }),
  );
}

function command(text: string, copy: (text: string) => void): HTMLElement {
  const button = h(
    'button',
    { class: 'link', type: 'button' },
    icon('copy'),
    h('span', { text: words.copyCommand }),
  );
  button.addEventListener('click', () => copy(text));
  return h('p', { class: 'links' }, h('code', { text }), button);
}
