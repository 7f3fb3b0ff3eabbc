/** The pages that stand in place of a result: never certified, nothing proven yet, and failed. */
import type { PanelState } from '../../src/protocol/panel';
import { h } from '../dom';
import type { Host } from '../host';
import { icon } from '../icons';
import { cost, levelText, lineText, moreProblems, openAt, openOnly, pendingModel, words } from '../strings';

/** One question, what it will cost, one button, the command. */
export function emptyPage(state: PanelState, host: Host): HTMLElement {
  const page = h('section', { class: 'empty' }, icon('shield', 'large'), h('h2', { text: words.question }));
  if (state.status.kind === 'empty') {
    page.append(
      h('p', { class: 'cost', text: cost(state.status) }),
      h('p', { class: 'cost', text: words.local }),
    );
  }
  if (host.live) {
    const button = h(
      'button',
      { class: 'button primary', type: 'button', 'data-action': 'certify' },
      icon('verified'),
      h('span', { text: words.certify }),
    );
    button.addEventListener('click', () => host.post({ type: 'certify' }));
    page.append(button);
  }
  page.append(h('p', { class: 'terminal' }, `${words.terminal} `, h('code', { text: state.command })));
  return page;
}

/** A first run that has proven nothing yet: what it is at. */
export function pendingPage(state: PanelState): HTMLElement | null {
  if (state.status.kind !== 'running') return null;
  const { model, certificate, flips } = state.status;
  const level = levelText(certificate, flips);
  const work = level === '' ? pendingModel(model) : `${pendingModel(model)}: ${level}`;
  return h(
    'section',
    { class: 'pending' },
    h('p', { class: 'at-work', text: work }),
    h('p', { class: 'cost', text: words.pending }),
  );
}

const MOST_PROBLEMS = 5;

/** The cause in bold, the exact line, and where to go from here. */
export function failedBox(state: PanelState, host: Host): HTMLElement | null {
  const { status } = state;
  if (status.kind !== 'failed') return null;
  const [first, ...rest] = status.diagnostics;
  const link = (label: string, run: () => void): HTMLElement => {
    const button = h('button', { class: 'link', type: 'button', text: label });
    button.addEventListener('click', run);
    return button;
  };
  const others = rest.slice(0, MOST_PROBLEMS).map((d) => {
    const line = d.range.startLine + 1;
    const text = lineText(line, d.message);
    return h(
      'li',
      {},
      host.live ? link(text, () => host.post({ type: 'openFile', file: d.file, line })) : h('span', { text }),
    );
  });
  const hidden = rest.length - others.length;
  const report = [
    status.title,
    status.detail,
    ...status.diagnostics.map(
      (d) =>
        `${d.file}:${d.range.startLine + 1}:${d.range.startColumn + 1}: ${d.severity} ${d.code}: ${d.message}`,
    ),
  ].filter((line) => line !== '');
  const open = first
    ? link(openAt(baseName(first.file), first.range.startLine + 1), () =>
        host.post({ type: 'openFile', file: first.file, line: first.range.startLine + 1 }),
      )
    : link(openOnly(state.title), () => host.post({ type: 'openFile', file: null, line: null }));
  return h(
    'section',
    { class: 'failed', role: 'alert' },
    icon('error', 'sign broken'),
    h(
      'div',
      {},
      h('p', { class: 'cause', text: status.title }),
      status.detail !== '' && h('p', { class: 'exactly', text: status.detail }),
      others.length > 0 &&
        h('ul', { class: 'others' }, ...others, hidden > 0 && h('li', { text: moreProblems(hidden) })),
      h(
        'p',
        { class: 'links' },
        host.live && open,
        host.live && link(words.showLog, () => host.post({ type: 'showLog' })),
        link(words.copyDetails, () => host.copy(report.join('\n'))),
      ),
    ),
  );
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
