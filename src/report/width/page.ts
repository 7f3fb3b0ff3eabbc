/** The page of a width check: text, tables and pictures, no script at all. */
import { escapeHtml } from '../escape';
import { hashOf } from '../html';
import { percent } from '../format';
import { agreementChart } from './chart';
import type { ModelWidths, WidthResult } from './result';
import {
  LEGEND,
  QUESTIONS,
  agreementText,
  modelTitle,
  seedsText,
  spreadText,
  trainedOn,
  unsettledText,
} from './text';

const HEADS = { clean: 'Clean', broken: 'Broken', safe: 'Safe' } as const;

/** The same input gives the same bytes. */
export function widthPage(result: WidthResult): string {
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'`;
  const title = `${result.config.replace(/^.*[\\/]/, '')}: finite width`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)} – Flipcert</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="note">${escapeHtml(result.note)}</p>`,
    `<p>${escapeHtml(seedsText(result))}</p>`,
    ...result.models.map((model) => section(model, result.seeds)),
    ...result.leftOut.map(
      ({ name, reason }) => `<p>${escapeHtml(`${name}: left out, since ${reason}.`)}</p>`,
    ),
    `<ul>${LEGEND.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>`,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function section(model: ModelWidths, seeds: number): string {
  const unsettled = model.widths.flatMap((width) => unsettledText(width) ?? []);
  const head = ['Width', ...QUESTIONS.map((question) => HEADS[question]), 'Difference'];
  const rows = model.widths.map((width) =>
    [
      String(width.width),
      ...QUESTIONS.map((question) => agreementText(width[question], seeds)),
      spreadText(width.difference, seeds),
    ]
      .map((cell) => `<td>${escapeHtml(cell)}</td>`)
      .join(''),
  );
  return [
    '<section>',
    `<h2>${escapeHtml(modelTitle(model))}</h2>`,
    agreementChart(model.widths, HEADS, chartTitle(model)),
    `<table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${row}</tr>`).join('')}</tbody></table>`,
    `<p>${escapeHtml(trainedOn(model))}</p>`,
    ...unsettled.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    '</section>',
  ].join('\n');
}

function chartTitle({ name, widths }: ModelWidths): string {
  const last = widths[widths.length - 1];
  const parts = QUESTIONS.flatMap((question) => {
    const { share } = last[question];
    return share === null ? [] : [`${question} ${percent(share.mean)}`];
  });
  return `${name}: agreement against width; at width ${last.width}: ${parts.join(', ')}`;
}

const STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --page: #fff; --line: #d0d7de; --clean: #0969da; --broken: #bc4c00; --safe: #59636e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --page: #0d1117; --line: #3d444d; --clean: #58a6ff; --broken: #f0883e; --safe: #9198a1; } }
/* In VS Code the theme is the editor's, and the system's may be another. */
body:is(.vscode-light, .vscode-high-contrast-light) { --clean: #0969da; --broken: #bc4c00; --safe: #59636e; }
body:is(.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light)) { --clean: #58a6ff; --broken: #f0883e; --safe: #9198a1; }
body:is(.vscode-light, .vscode-dark, .vscode-high-contrast) { --text: var(--vscode-editor-foreground); --page: var(--vscode-editor-background); --line: var(--vscode-panel-border, var(--vscode-contrastBorder)); }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin-top: 2rem; overflow-wrap: anywhere; }
.note { border-left: 4px solid var(--broken); padding-left: .75rem; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; }
svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
.grid { stroke: var(--line); }
.clean { color: var(--clean); } .broken { color: var(--broken); } .safe { color: var(--safe); }
.series { stroke: currentColor; fill: none; stroke-width: 2; }
.mark { fill: currentColor; }
.bar { stroke: currentColor; stroke-width: 1.5; }
.broken .series { stroke-dasharray: 6 4; } .safe .series { stroke-dasharray: 2 3; }
table { border-collapse: collapse; margin-top: .75rem; }
th, td { text-align: left; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
`;
