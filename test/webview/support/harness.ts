/** Builds the panel and opens it in Chromium as a webview would: strict content policy, theme variables, messages. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { FromPanel, PanelState, PanelView, ToPanel } from '../../../src/protocol/panel';
import { scriptJson } from '../../../src/report/escape';
import { THEMES, type ThemeName } from './themes';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Path of a Chromium on this machine; undefined where there is none, and the browser tests are then skipped by name. */
export const CHROMIUM = PLACES.find((path) => path !== undefined && path !== '' && existsSync(path));

export interface Built {
  readonly script: string;
  readonly style: string;
}

export async function buildPanel(): Promise<Built> {
  const outdir = await mkdtemp(join(tmpdir(), 'flipcert-panel-'));
  try {
    await build({
      entryPoints: { panel: join(ROOT, 'webview/main.ts'), style: join(ROOT, 'webview/panel.css') },
      outdir,
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      logLevel: 'silent',
    });
    return {
      script: await readFile(join(outdir, 'panel.js'), 'utf8'),
      style: await readFile(join(outdir, 'style.css'), 'utf8'),
    };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly view?: Partial<PanelView>;
  readonly reducedMotion?: boolean;
  /** English sentence to translated one. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** What the page did behind the scenes. */
declare global {
  interface Window {
    posted: FromPanel[];
    savedView: PanelView | undefined;
    violations: string[];
  }
}

export interface Opened {
  readonly page: Page;
  /** Errors of the console and of scripts, and breaches of the content policy. */
  readonly problems: string[];
  readonly send: (state: PanelState) => Promise<void>;
  /** Any other message of the extension. */
  readonly tell: (message: ToPanel) => Promise<void>;
  readonly posted: () => Promise<FromPanel[]>;
  readonly close: () => Promise<void>;
}

const NONCE = 'dGhlLXBhbmVs';
const ORIGIN = 'http://panel.test';

/** The page as the extension makes it, with a stand-in for the editor's side. */
export async function openPanel(browser: Browser, built: Built, options: OpenOptions = {}): Promise<Opened> {
  const { theme = 'dark', width = 1200, height = 900 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const problems = watch(page);
  const { bodyClass, colours } = THEMES[theme];
  const variables = Object.entries(colours).map(([name, value]) => `--vscode-${name}: ${value};`);
  const editor = `
    window.posted = [];
    window.savedView = ${JSON.stringify(options.view ?? null)} ?? undefined;
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (e) => window.violations.push(e.violatedDirective));
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.posted.push(structuredClone(message)),
      getState: () => window.savedView,
      setState: (view) => { window.savedView = structuredClone(view); },
    });`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Robustness</title>
    <style nonce="${NONCE}">html { ${variables.join(' ')} }</style>
    <link rel="stylesheet" href="${ORIGIN}/panel.css"></head>
    <body class="${bodyClass}"><div id="root"></div>${wordsOf(options)}
    <script nonce="${NONCE}">${editor}</script>
    <script nonce="${NONCE}" src="${ORIGIN}/panel.js"></script></body></html>`;
  const policy = [
    `default-src 'none'`,
    `style-src ${ORIGIN} 'nonce-${NONCE}'`,
    `script-src 'nonce-${NONCE}'`,
    `font-src ${ORIGIN}`,
    `img-src ${ORIGIN} data:`,
  ].join('; ');
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/panel.js') await route.fulfill({ contentType: 'text/javascript', body: built.script });
    else if (pathname === '/panel.css') await route.fulfill({ contentType: 'text/css', body: built.style });
    else if (pathname === '/') {
      await route.fulfill({
        contentType: 'text/html',
        body: html,
        headers: { 'content-security-policy': policy },
      });
    } else await route.fulfill({ status: 204, body: '' });
  });
  await page.goto(`${ORIGIN}/`);
  return {
    page,
    problems,
    // As text: handing over a large object piece by piece is slow.
    send: (state) =>
      page
        .evaluate((json) => {
          const { picture = null, ...state } = JSON.parse(json) as PanelState;
          window.postMessage({ type: 'picture', picture }, '*');
          window.postMessage({ type: 'state', state }, '*');
        }, JSON.stringify(state))
        .then(() => settled(page)),
    tell: (message) =>
      page.evaluate((told) => window.postMessage(told, '*'), message).then(() => settled(page)),
    posted: () => page.evaluate(() => window.posted),
    close: async () => {
      problems.push(...(await page.evaluate(() => window.violations)));
      await context.close();
    },
  };
}

function wordsOf({ translations }: OpenOptions): string {
  return translations
    ? `<script type="application/json" id="flipcert-l10n">${scriptJson(translations)}</script>`
    : '';
}

/** A page of its own, such as the HTML report, from a file. */
export async function openFile(
  browser: Browser,
  path: string,
  dark = true,
): Promise<{ page: Page; problems: string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const problems = watch(page);
  await page.goto(`file://${path}`);
  await settled(page);
  return { page, problems, close: () => context.close() };
}

function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    // Reading pixels is the tests' doing.
    const own = message.text().includes('willReadFrequently');
    if ((message.type() === 'error' || message.type() === 'warning') && !own) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  return problems;
}

/** Two frames: messages are handled, observers have run, and the canvas is painted. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) =>
        setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), 0),
      ),
  );
}
