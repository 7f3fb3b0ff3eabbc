/** How the numbers came about, as labels and values: the run, the certificates, the expectations, the command. */
import { combined, modelNames } from '../../src/report/over-seeds';
import type { ExpectationOutcome } from '../../src/report/result';
import { h } from '../dom';
import { icon, type IconName } from '../icons';
import { measuredSeconds, percentRange } from '../logic/format';
import type { Scene } from '../scene';
import {
  certificateFact,
  expectationFact,
  flag,
  kindName,
  onSeedsFact,
  outcomeName,
  words,
} from '../strings';

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly outcome?: ExpectationOutcome['outcome'];
}

interface Section {
  readonly title: string;
  readonly facts: readonly Fact[];
}

const OUTCOME_ICON: Readonly<Record<ExpectationOutcome['outcome'], readonly [IconName, string]>> = {
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
    const { command } = scene.state;
    const sections = sectionsOf(scene);
    element.replaceChildren(
      ...sections.map(({ title, facts }) =>
        h('section', {}, h('h2', { text: title }), h('dl', { class: 'facts' }, ...facts.flatMap(factRow))),
      ),
      h('section', {}, h('h2', { text: words.command }), h('p', {}, h('code', { text: command }))),
      h(
        'p',
        { class: 'links' },
        copyLink(words.copyCommand, () => copy(command)),
        copyLink(words.copyDetails, () => copy(asText(sections, command))),
      ),
    );
  };
  return { element, update };
}

function sectionsOf(scene: Scene): readonly Section[] {
  const run = scene.state.details.map(([label, value]) => ({ label, value }));
  const said = new Set(run.map(({ label }) => label));
  // While a run goes on its lines still tell of the last one.
  const running = scene.state.status.kind === 'running';
  return [
    { title: words.run, facts: run },
    { title: words.certificates, facts: certificates(scene, running ? new Set() : said) },
    { title: words.expectations, facts: expectations(scene) },
  ].filter(({ facts }) => facts.length > 0);
}

/** Lines that the run already has are not said twice. */
function certificates(scene: Scene, said: ReadonlySet<string>): readonly Fact[] {
  const { whole } = scene;
  return modelNames(whole)
    .flatMap((name) =>
      (['sample-wise', 'collective'] as const).flatMap((kind) => {
        const of = combined(whole, name, kind);
        if (!of) return [];
        const fact = certificateFact(of.status, of.methods, measuredSeconds(of.seconds));
        return [
          {
            label: `${name}, ${kindName[kind]}`,
            value: whole.seeds ? onSeedsFact(fact, of.seeds) : fact,
          },
        ];
      }),
    )
    .filter(({ label }) => !said.has(label));
}

function expectations(scene: Scene): readonly Fact[] {
  return (scene.result.expectations ?? []).map((e) => ({
    label: `${e.model}, ${kindName[e.kind]}`,
    value: `${outcomeName[e.outcome]}: ${expectationFact(
      e.quantity,
      e.condition,
      flag(e.flips, scene.labelled),
      percentRange(e.value, e.atMost),
    )}`,
    outcome: e.outcome,
  }));
}

function factRow({ label, value, outcome }: Fact): HTMLElement[] {
  const sign = outcome ? icon(...OUTCOME_ICON[outcome]) : null;
  return [
    h('dt', { text: label }),
    h('dd', { class: sign ? 'outcome' : null }, sign, h('span', { text: value })),
  ];
}

function asText(sections: readonly Section[], command: string): string {
  const lines = sections.flatMap(({ title, facts }) => [
    title,
    ...facts.map(({ label, value }) => `  ${label}: ${value}`),
  ]);
  return [...lines, words.command, `  ${command}`].join('\n');
}

function copyLink(label: string, run: () => void): HTMLElement {
  const said = h('span', { text: label });
  const button = h('button', { class: 'link', type: 'button' }, icon('copy'), said);
  button.addEventListener('click', () => {
    run();
    said.textContent = words.copied;
  });
  return button;
}
