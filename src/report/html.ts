/** The standalone page: one HTML file with the panel's own code and the result in it, opened without any network. */
import { createHash } from 'node:crypto';
import type { PanelState } from './panel-state';
import { escapeHtml, scriptJson } from './escape';
import { translator, type Translations } from './translations';

export interface HtmlReportInput {
  readonly state: PanelState;
  /** The built panel: `dist/webview/panel.js` and `dist/webview/panel.css` as text. */
  readonly script: string;
  readonly style: string;
  /** Absent where the page speaks English. */
  readonly translations?: Translations;
}

/** The same input gives the same bytes. */
export function htmlReport({ state, script, style, translations }: HtmlReportInput): string {
  const t = translator(translations);
  const code = escapeScript(normalise(script));
  const css = escapeStyle(normalise(style));
  const policy = [
    `default-src 'none'`,
    `script-src '${hashOf(code)}'`,
    `style-src '${hashOf(css)}'`,
    'img-src data:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return [
    '<!doctype html>',
    `<html lang="${escapeHtml(translations?.language ?? 'en')}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(state.title)} – Flipcert</title>`,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    '<div id="root"></div>',
    `<noscript>${escapeHtml(t('This report needs JavaScript to draw its charts. It loads nothing from anywhere.'))}</noscript>`,
    `<script type="application/json" id="flipcert-state">${scriptJson(state)}</script>`,
    ...(translations
      ? [`<script type="application/json" id="flipcert-l10n">${scriptJson(translations.messages)}</script>`]
      : []),
    `<script>${code}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Browsers turn every line end into \n before they hash; so must we. */
function normalise(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

export function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** No sequence inside may end the element it stands in. The escapes mean the same to a JavaScript string or pattern. */
function escapeScript(code: string): string {
  return code.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

function escapeStyle(css: string): string {
  return css.replace(/<\/(style)/gi, '<\\/$1');
}
