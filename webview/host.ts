/** Who shows the panel: a VS Code webview, or a browser with the standalone page. The rest of the panel does not know. */
import type { FromPanel, PanelPicture, PanelState, PanelView, PictureFormat } from '../src/protocol/panel';
import { patched } from '../src/report/patch';
import { h } from './dom';
import { readToPanel } from './readMessage';
import { FIRST_VIEW } from './store';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PanelView): void;
}

declare global {
  // Present only inside a VS Code webview.
  var acquireVsCodeApi: (() => VsCodeApi) | undefined;
}

export interface Host {
  /** False on the standalone page: nothing can be certified, opened or saved from there. */
  readonly live: boolean;
  readonly savedView: PanelView;
  post(message: FromPanel): void;
  save(view: PanelView): void;
  copy(text: string): void;
  /** Hands a file to the reader of the standalone page; the editor asks for pictures itself. */
  download(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void;
  /** Calls back with every state; the standalone page has one, and nobody who asks for a tab or a picture. */
  listen(listener: HostListener): void;
}

export interface HostListener {
  state(state: PanelState): void;
  show(tab: string, model: string): void;
  draw(format: PictureFormat): void;
  compareModel(model: string): void;
  chooseModel(model: string): void;
}

export function connectHost(): Host {
  const api = globalThis.acquireVsCodeApi?.();
  return api ? vsCodeHost(api) : standaloneHost();
}

function vsCodeHost(api: VsCodeApi): Host {
  return {
    live: true,
    savedView: readView(api.getState()),
    post: (message) => api.postMessage(message),
    save: (view) => api.setState(view),
    copy: (text) => api.postMessage({ type: 'copy', text }),
    download: () => undefined,
    listen: (listener) => {
      let picture: PanelPicture | null = null;
      let last: PanelState | null = null;
      const receive = (state: PanelState): void => {
        last = { ...state, picture };
        listener.state(last);
      };
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = readToPanel(event.data);
        if (message === null) {
          // Not the panel's, or not understood: whoever looks for a reason finds it here.
          console.debug('Flipcert: a message was passed over.');
          return;
        }
        if (message.type === 'picture') picture = message.picture;
        else if (message.type === 'state') receive(message.state);
        else if (message.type === 'update') {
          const { state, result } = message;
          const whole = result === null ? (last?.result ?? null) : patched(last?.result ?? null, result);
          // A patch of something else than what stands here: ask for all of it.
          if (last === null || (result !== null && whole === null)) api.postMessage({ type: 'ready' });
          else receive({ ...state, result: whole });
        } else if (message.type === 'show') listener.show(message.tab, message.model);
        else if (message.type === 'draw') listener.draw(message.format);
        else if (message.type === 'compareModel') listener.compareModel(message.model);
        else listener.chooseModel(message.model);
      });
      api.postMessage({ type: 'ready' });
    },
  };
}

function standaloneHost(): Host {
  followColourScheme();
  return {
    live: false,
    savedView: FIRST_VIEW,
    post: () => undefined,
    save: () => undefined,
    copy: (text) => void navigator.clipboard?.writeText(text).catch(() => undefined),
    download: (name, type, content) => {
      const address = URL.createObjectURL(new Blob([content], { type }));
      h('a', { href: address, download: name }).click();
      // The browser has taken it once the click is over.
      setTimeout(() => URL.revokeObjectURL(address), 1_000);
    },
    listen: (listener) => {
      const embedded = document.getElementById('flipcert-state')?.textContent;
      if (embedded) listener.state(JSON.parse(embedded) as PanelState);
    },
  };
}

/** The editor names its theme by a class on the body; the browser only knows light, dark and forced colours. */
function followColourScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const contrast = window.matchMedia('(forced-colors: active)');
  const apply = (): void => {
    const { classList } = document.body;
    classList.add('standalone');
    classList.toggle('vscode-dark', dark.matches && !contrast.matches);
    classList.toggle('vscode-light', !dark.matches && !contrast.matches);
    classList.toggle('vscode-high-contrast', dark.matches && contrast.matches);
    classList.toggle('vscode-high-contrast-light', !dark.matches && contrast.matches);
  };
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  apply();
}

/** What was saved may be from an older version of the panel: take what fits. */
function readView(saved: unknown): PanelView {
  if (typeof saved !== 'object' || saved === null) return FIRST_VIEW;
  const from = saved as Partial<Record<keyof PanelView, unknown>>;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const sort = from.sort as PanelView['sort'] | undefined;
  return {
    model: text(from.model),
    compared: text(from.compared),
    flips: typeof from.flips === 'number' ? from.flips : null,
    quantity: from.quantity === 'accuracy' ? 'accuracy' : 'ratio',
    tab: text(from.tab) ?? FIRST_VIEW.tab,
    filter: text(from.filter) ?? '',
    statusFilter:
      (['safe', 'broken', 'open', 'tie', 'changed'] as const).find((s) => s === from.statusFilter) ?? 'all',
    sort:
      sort && typeof sort.column === 'string' ? { column: sort.column, descending: !!sort.descending } : null,
    seed: typeof from.seed === 'number' ? from.seed : null,
    open: Array.isArray(from.open) ? from.open.filter((n) => typeof n === 'number') : [],
  };
}
