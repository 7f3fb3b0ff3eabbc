/** File name, status, dataset line, the one action, and the menu. */
import type { PanelState, PictureFormat } from '../../src/protocol/panel';
import { latexTable } from '../../src/report/latex';
import type { Result } from '../../src/report/result';
import { h, replaceKeepingFocus, setAttribute, setText } from '../dom';
import type { Host } from '../host';
import { icon, type IconName } from '../icons';
import { isPartial, toneOf, wasCancelled, type Tone } from '../logic/status';
import { earlierHelp, runWords } from '../runStrings';
import { announcement, chipHelp, datasetParts, statusChip, words } from '../strings';
import { pictureWords } from '../pictureStrings';
import { createMenu, type MenuItem } from './menu';

const CHIP_ICON: Readonly<Record<Tone, IconName>> = {
  proven: 'pass-filled',
  bracket: 'symbol-array',
  stale: 'warning',
  running: 'sync',
  failed: 'error',
  none: 'circle-large',
  earlier: 'history',
};

interface Action {
  readonly label: string;
  readonly icon: IconName;
  readonly primary: boolean;
  readonly message: 'certify' | 'cancel' | 'showNewest';
  readonly disabled: boolean;
}

/** The one thing to do now. None where the page itself asks for it (the empty state). */
function actionOf(state: PanelState, tone: Tone): Action | null {
  const certify = { message: 'certify', disabled: false } as const;
  switch (tone) {
    case 'none':
      return null;
    case 'proven':
    case 'bracket':
      return { ...certify, label: words.certify, icon: 'verified', primary: false };
    case 'earlier':
      return {
        message: 'showNewest',
        label: runWords.showNewest,
        icon: 'go-to-file',
        primary: true,
        disabled: false,
      };
    case 'stale':
      return { ...certify, label: words.certifyAgain, icon: 'refresh', primary: true };
    case 'failed': {
      const crashed = state.status.kind === 'failed' && state.status.crashed;
      return { ...certify, label: crashed ? words.restart : words.tryAgain, icon: 'refresh', primary: true };
    }
    case 'running': {
      const cancelling = state.status.kind === 'running' && state.status.cancelling;
      return {
        message: 'cancel',
        label: cancelling ? words.cancelling : words.cancel,
        icon: 'debug-stop',
        primary: false,
        disabled: cancelling,
      };
    }
  }
}

/** Makes files of the standalone page; in the editor the menu asks the extension. */
export interface Pictures {
  readonly picture: (format: PictureFormat) => void;
}

export interface HeaderView {
  readonly element: HTMLElement;
  /** @param chosen the model that a comparison would be of; null where there is no result */
  update(state: PanelState | null, chosen: string | null): void;
}

export function createHeader(host: Host, pictures: Pictures): HeaderView {
  const title = h('h1', { class: 'title' });
  const chip = h('span', { class: 'chip status-chip' });
  const action = h('div', { class: 'action' });
  const compare = h('div', { class: 'action compare-action', 'data-quiet': 'true' });
  const dataset = h('p', { class: 'dataset' });
  const live = h('div', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
  const progress = h('div', {
    class: 'progress',
    role: 'progressbar',
    'aria-label': words.progress,
    hidden: true,
  });
  const bar = h('div', { class: 'progress-bar' });
  progress.append(bar);
  const menu = createMenu(words.more);
  const element = h(
    'header',
    { class: 'header' },
    progress,
    h('div', { class: 'heading' }, title, chip),
    action,
    host.live && compare,
    menu.element,
    dataset,
    live,
  );

  let spoken = '';
  let shown: PanelState;
  let model: string | null = null;
  const compareButton = h(
    'button',
    { class: 'button', type: 'button', 'data-action': 'compare' },
    icon('git-compare'),
    h('span', { text: runWords.compare }),
  );
  const postCompare = (): void => {
    if (model !== null) host.post({ type: 'compare', model });
  };
  compareButton.addEventListener('click', postCompare);
  compare.append(compareButton);

  const update = (state: PanelState | null, chosen: string | null): void => {
    if (!state) return;
    model = chosen;
    compare.hidden = !host.live || chosen === null;
    const tone = toneOf(state);
    setText(title, state.title);
    setAttribute(title, 'title', state.title);
    const short = { cancelled: wasCancelled(state), seeds: isPartial(state) };
    const text = state.earlier?.title ?? statusChip(tone, state.status, short);
    chip.dataset['tone'] = tone;
    chip.replaceChildren(icon(CHIP_ICON[tone]), h('span', { text }));
    const help = state.earlier ? earlierHelp(state.earlier.title) : chipHelp(tone, state.status, short);
    setAttribute(chip, 'title', help || null);
    paintAction(state, tone);
    paintDataset(state);
    const running = state.status.kind === 'running' ? state.status : null;
    progress.hidden = running === null || running.queued !== undefined;
    if (running) {
      bar.style.transform = `scaleX(${Math.min(1, Math.max(0, running.done))})`;
      setAttribute(progress, 'aria-valuenow', Math.floor(running.done * 100));
    }
    const say = state.earlier ? text : announcement(state.status, text);
    // The first state is not news.
    if (spoken !== '' && say !== spoken) setText(live, say);
    spoken = say;
  };

  const paintAction = (state: PanelState, tone: Tone): void => {
    const wanted = host.live ? actionOf(state, tone) : null;
    // The menu keeps its entries while their names are the same; they are about what is shown when they are chosen.
    shown = state;
    const now = (): PanelState => shown;
    const compare = model === null ? null : postCompare;
    menu.set(
      host.live ? menuItems(host, wanted, now, compare) : state.result ? pageItems(host, pictures, now) : [],
    );
    if (!wanted) {
      action.replaceChildren();
      return;
    }
    const button = h(
      'button',
      {
        class: wanted.primary ? 'button primary' : 'button',
        'data-key': 'action',
        'data-action': wanted.message,
        type: 'button',
        disabled: wanted.disabled,
      },
      icon(wanted.icon),
      h('span', { text: wanted.label }),
    );
    button.addEventListener('click', () => host.post({ type: wanted.message }));
    action.dataset['quiet'] = String(!wanted.primary && wanted.message === 'certify');
    replaceKeepingFocus(action, [button]);
  };

  const paintDataset = (state: PanelState): void => {
    const summary = state.result?.dataset;
    if (!summary) {
      dataset.replaceChildren();
      return;
    }
    const parts = datasetParts({
      seeds: state.result?.seeds?.length ?? null,
      nodes: summary.nodes,
      edges: summary.edges,
      labelled: summary.labelled.length,
      test: summary.test.length,
    });
    dataset.replaceChildren(
      h('span', { class: 'part', text: summary.name }),
      ...parts.map((part) => h('span', { class: 'part', 'data-part': part.role, text: part.text })),
    );
  };

  return { element, update };
}

/** In narrow panels the quiet Certify button moves into the menu; CSS shows one of the two. */
function menuItems(
  host: Host,
  action: Action | null,
  now: () => PanelState,
  compare: (() => void) | null,
): readonly MenuItem[] {
  const certify: MenuItem[] =
    action && !action.primary && action.message === 'certify'
      ? [{ label: words.certify, narrowOnly: true, run: () => host.post({ type: 'certify' }) }]
      : [];
  return [
    ...certify,
    ...(compare ? [{ label: runWords.compare, narrowOnly: true, run: compare }] : []),
    { label: words.openFile, run: () => host.post({ type: 'openFile', file: null, line: null }) },
    { label: words.saveReport, run: () => host.post({ type: 'saveReport' }) },
    { label: pictureWords.exportAs, run: () => host.post({ type: 'export' }) },
    { label: pictureWords.copyCommand, run: () => host.copy(now().command) },
    { label: words.showLog, run: () => host.post({ type: 'showLog' }) },
  ];
}

/** What the standalone page can do by itself. */
function pageItems(host: Host, { picture }: Pictures, now: () => PanelState): readonly MenuItem[] {
  const offer = (extension: string, type: string, write: (result: Result) => string): void => {
    const { title, result } = now();
    const name = title.replace(/(\.flipcert)?\.ya?ml$/, '');
    if (result) host.download(`${name}.${extension}`, type, write(result));
  };
  return [
    { label: pictureWords.svg, run: () => picture('svg') },
    { label: pictureWords.png, run: () => picture('png') },
    {
      label: pictureWords.latex,
      run: () => offer('tex', 'application/x-tex', (result) => latexTable(result)),
    },
    {
      label: pictureWords.json,
      run: () => offer('json', 'application/json', (result) => `${JSON.stringify(result, null, 2)}\n`),
    },
    { label: pictureWords.copyCommand, run: () => host.copy(now().command) },
  ];
}
