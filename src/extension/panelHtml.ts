/** The page around the panel's bundle. Pure text. */
import { escapeHtml, scriptJson } from '../report/escape';
import type { Translations } from '../report/translations';

export interface PanelPage {
  readonly script: string;
  readonly style: string;
  /** Origin that the editor serves the bundle from. */
  readonly cspSource: string;
  /** Fresh for each page. */
  readonly nonce: string;
  readonly title: string;
  /** Address of the configuration, kept so that the panel finds its file after a reload. */
  readonly file: string;
  /** Null or absent where the panel speaks English. */
  readonly translations?: Translations | null;
}

/** What the panel leaves behind for its next life: its own view, and whose panel it is. */
export interface PanelMemory {
  readonly file: string;
  readonly view: unknown;
}

/**
 * A page that may load its own bundle and nothing else. The inline script comes before the bundle and remembers the
 * file beside whatever the panel remembers itself, from the first moment on.
 */
export function panelHtml(page: PanelPage): string {
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource} data:`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escapeHtml(page.translations?.language ?? 'en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(page.style)}">
<title>${escapeHtml(page.title)}</title>
</head>
<body>
<div id="root"></div>${translationsOf(page)}
<script nonce="${page.nonce}">
(() => {
  const api = acquireVsCodeApi();
  const file = ${scriptJson(page.file)};
  let view = api.getState()?.view;
  const save = () => api.setState({ file, view });
  save();
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => api.postMessage(message),
    getState: () => view,
    setState: (next) => { view = next; save(); return next; },
  });
})();
</script>
<script nonce="${page.nonce}" src="${escapeHtml(page.script)}"></script>
</body>
</html>`;
}

/** Reads what an earlier page left; null where it is none of ours. */
export function panelFile(memory: unknown): string | null {
  const file = (memory as Partial<PanelMemory> | null | undefined)?.file;
  return typeof file === 'string' ? file : null;
}

/** A block of data, which is read and never executed. It comes before the bundle. */
function translationsOf({ translations }: PanelPage): string {
  if (!translations) return '';
  return `\n<script type="application/json" id="flipcert-l10n">${scriptJson(translations.messages)}</script>`;
}
