import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { readFromPanel } from '../../src/extension/panelMessages';
import { knownFile } from '../../src/extension/knownFiles';
import { panelHtml } from '../../src/extension/panelHtml';
import type { ExperimentFiles } from '../../src/prepare/files';
import { htmlReport } from '../../src/report/html';
import { latexTable } from '../../src/report/latex';
import { agreementChart } from '../../src/report/width/chart';
import { widthPage } from '../../src/report/width/page';
import type { WidthResult } from '../../src/report/width/result';
import { guarded, Trust } from '../../src/server/trust';
import { readToPanel } from '../../webview/readMessage';
import { makeResult } from '../webview/support/fixture';
import { failed, running, stateOf } from '../webview/support/states';

const MARKUP = '</script><img src=x onerror="alert(1)">\'&{}\\input{x}';

describe('a workspace that is not trusted', () => {
  it('has nothing read for it until it is trusted', async () => {
    const read: string[] = [];
    const files: ExperimentFiles = {
      readText: async (path) => (read.push(path), ''),
      readBytes: async (path) => (read.push(path), new Uint8Array()),
      stamp: async (path) => (read.push(path), ''),
    };
    const trust = new Trust();
    trust.initialize({ trusted: false });
    const safe = guarded(() => files, trust);
    for (const reading of [safe.readText('a'), safe.readBytes('a'), safe.stamp?.('a')])
      await expect(reading).rejects.toMatchObject({ code: 'RESTRICTED' });
    expect(read).toEqual([]);
    trust.grant();
    await safe.readText('b');
    expect(read).toEqual(['b']);
  });

  it('is one only where the editor says so', () => {
    for (const options of [undefined, null, {}, { trusted: true }, 'no', { trusted: 0 }]) {
      const trust = new Trust();
      trust.initialize(options);
      expect(trust.granted).toBe(true);
    }
  });

  it('is declared, with what there is in it', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    expect(untrustedWorkspaces.supported).toBe('limited');
    expect(untrustedWorkspaces.description).toBe('%extension.untrustedWorkspaces%');
    // Those that belong to the machine no workspace can set, trusted or not.
    const settings = Object.entries(manifest.contributes.configuration.properties);
    const ofWorkspace = settings.filter(
      ([, setting]) => !('scope' in setting && setting.scope === 'machine'),
    );
    expect([...untrustedWorkspaces.restrictedConfigurations].sort()).toEqual(
      ofWorkspace.map(([name]) => name).sort(),
    );
    expect(virtualWorkspaces).toEqual({ supported: false, description: '%extension.virtualWorkspaces%' });
  });
});

describe('messages of the panel', () => {
  const result = makeResult({ test: 10, models: ['GCN'] });
  const frame: object = { ...stateOf(result), result: undefined };
  const valid = [
    { type: 'state', state: stateOf(result) },
    { type: 'state', state: { ...stateOf(result), result: null } },
    { type: 'state', state: { ...stateOf(result), status: failed(false) } },
    { type: 'state', state: { ...stateOf(result), status: running(['GCN'], null) } },
    { type: 'update', state: frame, result: { result, order: ['GCN'] } },
    { type: 'update', state: frame, result: null },
    { type: 'picture', picture: { graph: { ids: [1, 2], edges: [0, 1] }, attacks: [], rows: null } },
    { type: 'picture', picture: null },
    { type: 'show', tab: 'audit', model: 'GCN' },
    { type: 'draw', format: 'svg' },
    { type: 'compareModel', model: 'GCN' },
    { type: 'chooseModel', model: 'GCN' },
  ];

  it.each(valid)('of the extension are understood: %#', (message) => {
    expect(readToPanel(structuredClone(message))).toEqual(message);
  });

  it('of the extension are dropped where anything that the page walks is something else', () => {
    for (const message of valid)
      for (const path of pathsOf(message)) {
        // Text stays text; everything else becomes a text, and lists lose their being lists.
        const broken = changed(structuredClone(message), path, (value) =>
          Array.isArray(value) ? { length: 1 } : typeof value === 'string' ? { toString: 1 } : 'x',
        );
        if (CHECKED.test(path.join('.')))
          expect([path.join('.'), readToPanel(broken)]).toEqual([path.join('.'), null]);
        else expect(() => readToPanel(broken)).not.toThrow();
      }
  });

  it('of either side are null or of the protocol, whatever comes', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        type: fc.constantFrom('state', 'update', 'picture', 'show', '__proto__', 'constructor', 'toString'),
      }),
      fc.record({ type: fc.string(), state: fc.anything(), node: fc.anything(), nodes: fc.anything() }),
      fc.record({
        type: fc.constantFrom('trust', 'reveal', 'copy', 'openFile', 'pinRun'),
        node: fc.anything(),
        nodes: fc.anything(),
        text: fc.anything(),
        file: fc.anything(),
        line: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(anything, (message) => {
        const to = readToPanel(message);
        expect(to === null || valid.some(({ type }) => type === to.type)).toBe(true);
        const from = readFromPanel(message);
        expect(from === null || typeof from.type === 'string').toBe(true);
        if (from?.type === 'trust') expect(from.nodes.every((node) => Number.isSafeInteger(node))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('open no file that the page was not told of', () => {
    const entry = {
      certified: { files: [{ path: '/data/g.npz' }] },
      failure: { diagnostics: [{ file: 'parts/gcn.model.yaml' }] },
    } as unknown as Parameters<typeof knownFile>[2];
    const ask = (file: string): string | null => knownFile(file, '/home/me/a.flipcert.yaml', entry);
    expect(ask('/home/me/a.flipcert.yaml')).toBe('/home/me/a.flipcert.yaml');
    expect(ask('/data/g.npz')).toBe('/data/g.npz');
    expect(ask('parts/gcn.model.yaml')).toBe('/home/me/parts/gcn.model.yaml');
    for (const file of ['/etc/passwd', '../../etc/passwd', '/data/g.npz/../x', 'parts/../../x', ''])
      expect([file, ask(file)]).toEqual([file, null]);
    expect(knownFile('/data/g.npz', '/home/me/a.flipcert.yaml', undefined)).toBeNull();
  });
});

/** What the panel's code takes for granted of a result, and the frames of messages. */
const CHECKED =
  /^(type|format|tab|model|state|state\.(title|command|details|status|status\.(kind|finished|done|cancelling|diagnostics)|result\.(config|dataset\.(classes|labelled|labels|test|testLabels|nodes)|models|models\.0\.(name|architecture|C|predictions|predictions\.0\.(node|decision)|sampleWise\.(nodes|curve|nodes\.0\.(node|safeFlips)|curve\.0\.certified))))|picture\.(graph\.(ids|edges|ids\.0)|attacks))$/;

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .slice(0, 12)
    .flatMap(([key, inner]) => [[...path, key], ...pathsOf(inner, [...path, key])]);
}

function changed(root: unknown, path: readonly string[], change: (value: unknown) => unknown): unknown {
  let at = root as Record<string, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path[path.length - 1];
  at[last] = change(at[last]);
  return root;
}

describe('pages', () => {
  const result = makeResult({ test: 6, models: [MARKUP], classes: [MARKUP, 'b'] });
  const agreement = { agree: 1, of: 2, share: { mean: 0.5, deviation: 0.1 } };
  const width: WidthResult = {
    flipcertWidths: 1,
    config: MARKUP,
    note: 'n',
    splitSeed: null,
    widths: [64],
    seeds: 1,
    models: [
      {
        name: MARKUP,
        architecture: 'gcn',
        depth: 1,
        C: 1,
        testNodes: 1,
        witnesses: { all: 1, used: 1 },
        flipSets: 1,
        widths: [
          {
            width: 64,
            clean: agreement,
            broken: agreement,
            safe: agreement,
            difference: { mean: 0, deviation: 0 },
            trainings: 1,
            unsettled: 1,
          },
        ],
      },
    ],
    leftOut: [{ name: MARKUP, reason: MARKUP }],
  };
  const pages = {
    panel: panelHtml({
      script: 'https://origin/panel.js',
      style: 'https://origin/panel.css',
      cspSource: 'https://origin',
      nonce: 'NONCE',
      title: MARKUP,
      file: MARKUP,
      translations: { language: 'de"><script>', messages: { [MARKUP]: MARKUP } },
    }),
    report: htmlReport({ state: { ...stateOf(result), title: MARKUP }, script: 'run()', style: 'a{}' }),
    width: widthPage(width),
  };

  it.each(Object.entries(pages))('%s: run nothing but their own script, and load nothing', (_, page) => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const directives = policy.split('; ').map((directive) => directive.replaceAll('&#39;', "'"));
    expect(directives[0]).toBe("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|connect-src|frame-src|\*|http:|ws:/);
    for (const directive of directives.filter((of) => of.startsWith('script-src')))
      expect(directive).toMatch(/^script-src '(nonce-NONCE|sha256-[\w+/=]+)'$/);
    // Neither attributes that run, nor elements that the page's author did not write.
    expect(page.match(/<script/g)?.length ?? 0).toBe(
      page === pages.width ? 0 : page === pages.report ? 2 : 3,
    );
    expect(page).not.toContain('<img');
  });

  it('and LaTeX hold names as text', () => {
    const table = latexTable(result);
    expect(table).not.toMatch(/\\input\{/);
    expect(table).not.toMatch(/(^|[^\\])[&]\{/);
    expect(
      agreementChart(width.models[0].widths, { clean: 'a', broken: 'b', safe: 'c' }, MARKUP),
    ).not.toContain('<img');
  });
});
