/** One row of the node table, closed or open. */
import type { Flip } from '../../src/report/result';
import { h, setAttribute, setText } from '../dom';
import { changeIcon, icon } from '../icons';
import { margin } from '../logic/format';
import { stopAtLeast } from '../logic/curves';
import { statusAt, type NodeRow } from '../logic/nodes';
import type { Scene } from '../scene';
import { change, inFull, nodeSentence, type LabelChange } from '../sentences';
import { statusChange } from '../runStrings';
import { ARROW, nodeStatus, setBudget, withstandsText, words } from '../strings';
import { showIn } from '../graphStrings';
import type { NearPictures } from './near';
import { STATUS_ICON } from './statusIcon';

export interface RowActions {
  open(node: number, open: boolean): void;
  /** The row has the keyboard now. */
  activate(node: number): void;
  copy(text: string): void;
  setFlips(flips: number): void;
  /** Shows the node's row in the data; null where nobody can. */
  readonly reveal: ((node: number) => void) | null;
}

export interface RowInput {
  readonly data: NodeRow;
  readonly scene: Scene;
  readonly open: boolean;
  readonly active: boolean;
  readonly index: number;
  readonly was: boolean;
  readonly certified: boolean;
  /** Flips the withstands column stands for. */
  readonly cells: number;
  readonly pictures: NearPictures;
}

/** Up to this many flips one cell each, then a bar. */
const MOST_CELLS = 8;

export function paintRow(row: HTMLElement, input: RowInput, actions: RowActions): void {
  const { data, open, active, index, certified } = input;
  row.className = open ? 'row open' : 'row';
  row.dataset['node'] = String(data.node);
  row.dataset['index'] = String(index);
  row.dataset['key'] = `row:${data.node}`;
  row.tabIndex = active ? 0 : -1;
  setAttribute(row, 'role', 'row');
  setAttribute(row, 'aria-level', 1);
  setAttribute(row, 'aria-expanded', String(open));
  setAttribute(row, 'aria-rowindex', index + 2);
  const cell = (name: string, ...children: (Node | string | null)[]): HTMLElement =>
    h('span', { class: `column ${name}`, role: 'gridcell' }, ...children);
  const classes = `${data.truth ?? '?'} ${ARROW} ${data.predicted}`;
  const line = h(
    'div',
    { class: 'row-line', role: 'presentation' },
    cell('twist', icon(open ? 'chevron-down' : 'chevron-right')),
    cell('node', String(data.node)),
    ...(certified ? [cell('status', ...statusOf(input)), cell('withstands', ...withstandsOf(input))] : []),
    // Each label is cut on its own, so that a long true one does not push out the predicted one.
    h(
      'span',
      { class: 'column class', role: 'gridcell', title: classes },
      h('span', { class: 'cut', text: data.truth ?? '?' }),
      ` ${ARROW} `,
      h('span', { class: 'cut', text: data.predicted }),
    ),
    cell('margin', margin(data.decision)),
    ...(certified ? [cell('change', smallestChange(data))] : []),
  );
  row.replaceChildren(line, ...(open ? [detailOf(input, actions)] : []));
}

/** Where the budget stands in the strip. */
function placeMark(mark: HTMLElement, { scene, cells }: RowInput): HTMLElement {
  mark.style.left = `${(Math.min(scene.flips, cells) / cells) * 100}%`;
  return mark;
}

/** What changes in a closed row when only the budget does. */
export function moveBudget(row: HTMLElement, input: RowInput): void {
  const { data, scene, was } = input;
  if (!data.certificate) return;
  const status = statusAt(data.certificate, scene.flips);
  const sign = row.querySelector<SVGSVGElement>('.row-line > .status > .sign');
  const word = sign?.nextElementSibling;
  if (sign && word && !sign.classList.contains(status)) {
    changeIcon(sign, STATUS_ICON[status], `sign ${status}`);
    setText(word, nodeStatus(status, was));
  }
  const mark = row.querySelector<HTMLElement>('.strip > .mark');
  if (mark) placeMark(mark, input);
}

function statusOf({ data, scene, was }: RowInput): (Node | string)[] {
  if (!data.certificate) return ['–'];
  const status = statusAt(data.certificate, scene.flips);
  const changed = scene.against?.changes.get(data.node);
  if (changed) {
    const text = statusChange(changed.first, nodeStatus(status, was));
    return [icon(STATUS_ICON[status], `sign ${status}`), h('span', { class: 'changed', text })];
  }
  return [icon(STATUS_ICON[status], `sign ${status}`), h('span', { text: nodeStatus(status, was) })];
}

/** Cells proven to hold are filled, those not known are hatched, and a mark stands where the budget is. */
function withstandsOf(input: RowInput): (Node | string)[] {
  const { data, cells } = input;
  const c = data.certificate;
  if (!c) return ['–'];
  const safe = c.tie ? 0 : Math.min(c.safeFlips, cells);
  const maybe = c.tie
    ? cells
    : c.breakingFlips === null
      ? c.safeFlips >= cells
        ? safe
        : cells
      : c.breakingFlips - 1;
  const strip = h('span', { class: 'strip', 'aria-hidden': 'true' });
  if (cells <= MOST_CELLS) {
    for (let i = 1; i <= cells; i++) {
      strip.append(h('span', { class: i <= safe ? 'on' : i <= maybe ? 'maybe' : 'off' }));
    }
  } else {
    strip.classList.add('long');
    const part = (name: string, from: number, to: number): void => {
      const element = h('span', { class: name });
      element.style.flexGrow = String(Math.max(0, to - from));
      if (to > from) strip.append(element);
    };
    part('on', 0, safe);
    part('maybe', safe, Math.max(safe, maybe));
    part('off', Math.max(safe, maybe), cells);
  }
  strip.append(placeMark(h('span', { class: 'mark' }), input));
  return [
    strip,
    h('span', { class: 'number', text: withstandsText(c.safeFlips, c.breakingFlips, c.tie ?? false) }),
  ];
}

function smallestChange({ certificate }: NodeRow): HTMLElement {
  if (!certificate?.witness || certificate.witness.length === 0)
    return h('span', { class: 'quiet', text: words.none });
  return h(
    'span',
    { class: 'labels' },
    ...certificate.witness.map((flip) =>
      h('span', { class: 'label', 'data-flip': flip.node, text: flip.node }),
    ),
  );
}

function detailOf(input: RowInput, actions: RowActions): HTMLElement {
  const { data, scene } = input;
  const c = data.certificate;
  const cell = h('div', { role: 'gridcell', class: 'detail-cell' });
  const near = c ? input.pictures.of(scene, data.node, c.witness ?? []) : null;
  if (!c) {
    cell.append(h('p', { class: 'sentence', text: words.noCertificate }));
  } else {
    const sentence = nodeSentence({
      node: data.node,
      predicted: data.predicted,
      safe: c.safeFlips,
      breaking: c.breakingFlips,
      witness: c.witness,
      tie: c.tie ?? false,
      interval: c.interval ?? null,
      largest: scene.stops[scene.stops.length - 1],
      classes: scene.classes,
      seed: scene.seed,
    });
    cell.append(
      h(
        'p',
        { class: 'sentence' },
        h('b', { text: sentence.claim }),
        sentence.rest === '' ? '' : ` ${sentence.rest}`,
      ),
    );
    if (c.witness && c.witness.length > 0)
      cell.append(changesTable(changesOf(scene, c.witness), scene.classes, 'chips'));
    cell.append(linksOf(input, inFull(sentence), actions));
  }
  const picture = near && h('div', { role: 'gridcell', class: 'detail-picture' }, near);
  return h('div', { class: near ? 'detail pictured' : 'detail', role: 'presentation' }, cell, picture);
}

function linksOf({ data, scene }: RowInput, sentence: string, actions: RowActions): HTMLElement {
  const breaking = data.certificate?.breakingFlips ?? null;
  const budget = breaking === null ? null : stopAtLeast(scene.stops, breaking);
  const copy = h(
    'button',
    { class: 'link', type: 'button', tabindex: -1, 'data-key': `copy:${data.node}` },
    icon('copy'),
    h('span', { text: words.copySentence }),
  );
  copy.addEventListener('click', () => {
    actions.copy(sentence);
    const said = copy.lastElementChild;
    if (said) said.textContent = words.copied;
  });
  const show = revealLink(data, scene, actions);
  if (budget === null || budget === scene.flips) return h('p', { class: 'links' }, copy, show);
  const set = h(
    'button',
    { class: 'link', type: 'button', tabindex: -1, 'data-key': `budget:${data.node}` },
    icon('target'),
    h('span', { text: setBudget(budget) }),
  );
  set.addEventListener('click', () => actions.setFlips(budget));
  return h('p', { class: 'links' }, copy, set, show);
}

/** Where the data is a text with a row for each node, and somebody there to open it. */
function revealLink(data: NodeRow, scene: Scene, { reveal }: RowActions): HTMLElement | null {
  const file = scene.state.picture?.rows ?? null;
  if (file === null || reveal === null) return null;
  const link = h(
    'button',
    { class: 'link', type: 'button', tabindex: -1, 'data-key': `reveal:${data.node}` },
    icon('go-to-file'),
    h('span', { text: showIn(file) }),
  );
  link.addEventListener('click', () => reveal(data.node));
  return link;
}

/** What the flips do to the labels that the file gives. */
export function changesOf(scene: Scene, witness: readonly Flip[]): readonly LabelChange[] {
  const { labelled, labels } = scene.result.dataset;
  return witness.map((flip) => ({
    node: flip.node,
    from: labels[labelled.indexOf(flip.node)] ?? null,
    to: flip.label,
  }));
}

/** Longest change that still fits a column of its own, and how many columns fit. */
const SHORT_CHANGE = 14;
const MOST_COLUMNS = 6;

/**
 * Flipped labels, each with the label it has and the one it gets.
 * @param as whether the nodes take the focus, so that their places in a picture can be shown
 */
export function changesTable(
  changes: readonly LabelChange[],
  classes: number,
  as: 'text' | 'chips' = 'text',
): HTMLElement {
  const name = (node: number): HTMLElement =>
    as === 'text'
      ? h('dt', { text: node })
      : h(
          'dt',
          {},
          h('button', {
            class: 'flip',
            type: 'button',
            tabindex: -1,
            'data-key': `flip:${node}`,
            text: node,
          }),
        );
  const texts = changes.map(change);
  const inColumns = texts.length <= MOST_COLUMNS && texts.every((text) => text.length <= SHORT_CHANGE);
  return h(
    'dl',
    { class: inColumns ? 'changes' : 'changes listed' },
    h(
      'div',
      { class: 'change head' },
      h('dt', { text: classes > 2 ? words.changedLabel : words.flippedLabel }),
      h('dd', { text: words.givenToNew }),
    ),
    ...changes.map((item, i) =>
      h('div', { class: 'change', 'data-flip': item.node }, name(item.node), h('dd', { text: texts[i] })),
    ),
  );
}
