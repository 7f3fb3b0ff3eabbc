/** The chosen model's numbers at the budget. The line is the chart's legend as well. */
import { onSeeds } from '../../src/report/over-seeds';
import type { CertificateKind } from '../../src/report/result';
import { h } from '../dom';
import { isExact, type Point } from '../logic/curves';
import { percentMean, percentRange, spread } from '../logic/format';
import { typicalFlips } from '../logic/nodes';
import { runWords } from '../runStrings';
import type { Scene } from '../scene';
import { atFlips, kindParts, levelFrom, typicalFlipsText, words } from '../strings';

export interface ReadoutView {
  readonly element: HTMLElement;
  update(scene: Scene): void;
}

/** The sign of a curve: a solid or a dashed stroke. */
export function stroke(kind: CertificateKind): HTMLElement {
  return h('span', { class: `stroke ${kind}`, 'aria-hidden': 'true' });
}

/** The curve's name, and while the budget is on its plateau how far that goes. */
function captionOf(kind: CertificateKind, level: string | null): HTMLElement {
  const [before, middle, after] = kindParts[kind];
  return h(
    'span',
    {},
    before,
    h('span', { class: 'word', text: middle }),
    after,
    level !== null && h('span', { class: 'level', text: `, ${level}` }),
  );
}

/** The spread stands smaller than its mean, which is what is to be read first. */
function shareOf({ low, high, deviation }: Omit<Point, 'flips'>): readonly (Node | string)[] {
  const text = percentMean(low, high, deviation);
  if (deviation === undefined) return [text];
  const [mean] = percentRange(low, low).split('\u00a0');
  return [mean, h('span', { class: 'spread', text: spread(deviation) }), text.slice(-2)];
}

/** On a plateau, what more flips do. */
export function levelAt({ plateau, plateauKind, flips }: Scene, kind: CertificateKind): string | null {
  const on = plateau && plateauKind === kind && plateau.from <= flips && flips <= plateau.to;
  return on ? levelFrom(plateau.from, plateau.to) : null;
}

export function createReadout(): ReadoutView {
  const element = h('div', { class: 'readout' });
  let last: {
    readonly of: readonly unknown[];
    readonly typical: ReturnType<typeof typicalFlips>;
  } | null = null;
  /** Over the nodes of all seeds, as everything else in the line is. */
  const typicalOf = ({ whole, chosen }: Scene): ReturnType<typeof typicalFlips> => {
    if (last?.of[0] !== whole || last.of[1] !== chosen.name) {
      const nodes = onSeeds(whole, chosen.name).flatMap(({ model }) => model.sampleWise?.nodes ?? []);
      last = { of: [whole, chosen.name], typical: typicalFlips(nodes) };
    }
    return last.typical;
  };
  const update = (scene: Scene): void => {
    const { chosen } = scene;
    const item = (
      key: string,
      sign: Node | null,
      value: readonly (Node | string)[],
      caption: string | Node,
      title: string | null = null,
    ): HTMLElement =>
      h(
        'div',
        { class: 'figure', 'data-figure': key, title },
        sign && h('span', { class: 'sign' }, sign),
        h('span', { class: 'value', title: key === 'model' ? chosen.name : null }, ...value),
        h('span', { class: 'caption' }, caption),
      );
    const kinds = (['sample-wise', 'collective'] as const).flatMap((kind) => {
      const point = chosen.now[kind];
      const level = levelAt(scene, kind);
      return point
        ? [item(kind, stroke(kind), shareOf(point), captionOf(kind, chosen.seeds ? null : level), level)]
        : [];
    });
    const typical = typicalOf(scene);
    const open = [chosen.now['sample-wise'], chosen.now.collective].some((point) => point && !isExact(point));
    const { mean, deviation } = chosen.accuracy;
    const several = chosen.seeds !== null && chosen.seeds.done > 1;
    const long = open || chosen.seeds !== null || levelAt(scene, 'collective') !== null;
    element.classList.toggle('tight', long);
    element.classList.toggle('means', several);
    element.classList.toggle('was', !chosen.fresh);
    element.replaceChildren(
      item('model', null, [chosen.name], scene.against ? runWords.thisRun : atFlips(scene.flips)),
      ...kinds,
      item(
        'accuracy',
        h('span', { class: 'diamond', 'aria-hidden': 'true' }),
        shareOf({ low: mean, high: mean, ...(several ? { deviation } : {}) }),
        words.accuracy,
      ),
      ...(typical
        ? [
            item(
              'typical',
              null,
              [typicalFlipsText(typical.low, typical.high)],
              words.typical,
              chosen.seeds ? words.typicalHelp : null,
            ),
          ]
        : []),
    );
  };
  return { element, update };
}

/** Ratio or accuracy: two different numbers, always said which. */
export function createQuantity(choose: (quantity: 'ratio' | 'accuracy') => void): {
  readonly element: HTMLElement;
  update(scene: Scene): void;
} {
  const option = (value: string, text: string): HTMLOptionElement => h('option', { value, text });
  const select = h(
    'select',
    { class: 'select', 'aria-label': words.quantity },
    option('ratio', words.ratio),
    option('accuracy', words.certifiedAccuracy),
  );
  select.addEventListener('change', () => choose(select.value === 'accuracy' ? 'accuracy' : 'ratio'));
  const element = h(
    'div',
    { class: 'quantity' },
    select,
    h('span', { class: 'chevron', 'aria-hidden': 'true' }),
  );
  const update = (scene: Scene): void => {
    select.value = scene.view.quantity;
    select.title = scene.view.quantity === 'ratio' ? words.ratioHelp : words.accuracyHelp;
  };
  return { element, update };
}
