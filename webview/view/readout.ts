/** The chosen model's numbers at the budget. The line is the chart's legend as well. */
import type { CertificateKind, ModelResult } from '../../src/report/result';
import { h } from '../dom';
import { percent, percentRange } from '../logic/format';
import { isExact } from '../logic/curves';
import { typicalFlips } from '../logic/nodes';
import type { Scene } from '../scene';
import { atFlips, kindParts, typicalFlipsText, words } from '../strings';

export interface ReadoutView {
  readonly element: HTMLElement;
  update(scene: Scene): void;
}

/** The sign of a curve: a solid or a dashed stroke. */
export function stroke(kind: CertificateKind): HTMLElement {
  return h('span', { class: `stroke ${kind}`, 'aria-hidden': 'true' });
}

function captionOf(kind: CertificateKind): HTMLElement {
  const [before, middle, after] = kindParts[kind];
  return h('span', {}, before, h('span', { class: 'word', text: middle }), after);
}

export function createReadout(): ReadoutView {
  const element = h('div', { class: 'readout' });
  let last: { readonly model: ModelResult; readonly typical: ReturnType<typeof typicalFlips> } | null = null;
  const typicalOf = (model: ModelResult): ReturnType<typeof typicalFlips> => {
    if (last?.model !== model) last = { model, typical: typicalFlips(model.sampleWise?.nodes ?? []) };
    return last.typical;
  };
  const update = (scene: Scene): void => {
    const { chosen } = scene;
    const item = (key: string, sign: Node | null, value: string, caption: string | Node): HTMLElement =>
      h(
        'div',
        { class: 'figure', 'data-figure': key },
        sign && h('span', { class: 'sign' }, sign),
        h('span', { class: 'value', text: value, title: key === 'model' ? value : null }),
        h('span', { class: 'caption' }, caption),
      );
    const kinds = (['sample-wise', 'collective'] as const).flatMap((kind) => {
      const point = chosen.now[kind];
      return point ? [item(kind, stroke(kind), percentRange(point.low, point.high), captionOf(kind))] : [];
    });
    const typical = typicalOf(chosen.model);
    const open = [chosen.now['sample-wise'], chosen.now.collective].some((point) => point && !isExact(point));
    element.classList.toggle('tight', open);
    element.classList.toggle('was', !chosen.fresh);
    element.replaceChildren(
      item('model', null, chosen.name, atFlips(scene.flips)),
      ...kinds,
      item(
        'accuracy',
        h('span', { class: 'diamond', 'aria-hidden': 'true' }),
        percent(chosen.model.accuracy),
        words.accuracy,
      ),
      ...(typical ? [item('typical', null, typicalFlipsText(typical.low, typical.high), words.typical)] : []),
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
