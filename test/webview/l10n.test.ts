import { beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/protocol/panel';
import { resultDetails } from '../../src/report/details';
import { english } from '../../src/report/translations';
import { SEEDS, certifyTexts } from './support/certified';
import { makeResult } from './support/fixture';
import { CHROMIUM, settled, type Opened } from './support/harness';
import { makePicture } from './support/picture';
import { usePanels } from './support/panels';
import { hasWord, pseudo, pseudoTranslations, untranslated } from './support/pseudo';
import { failed, running, stateOf } from './support/states';

const MODELS = ['GCN', 'SGC', 'APPNP'];
const FILE = 'x.flipcert.yaml';
const result = {
  ...makeResult({ test: 60, models: MODELS, openEvery: 7, tieEvery: 11 }),
  expectations: [
    {
      model: 'GCN',
      kind: 'collective' as const,
      budget: 1,
      flips: 1,
      quantity: 'certified-ratio',
      condition: '>= 0.9',
      value: 0.5,
      atMost: 0.5,
      outcome: 'failed' as const,
    },
  ],
};
const { dataset } = result;
const methods = result.models.flatMap((m) => [m.sampleWise?.method ?? '', m.collective?.method ?? '']);
/** Names and what the configuration itself says; they stay as they are in every language. */
const NAMES = [
  FILE,
  ...MODELS,
  dataset.name,
  'NN',
  'PM',
  'certified-ratio',
  result.config,
  'gcn',
  'sgc',
  'appnp',
  ...methods,
].filter((name) => name !== '');

/** The extension's own words come translated from there. */
const inPseudo = (state: PanelState): PanelState => ({
  ...state,
  title: FILE,
  details: resultDetails(result, (message, ...values) => english(pseudo(message), ...values)),
});
const broken = failed();
const STATES: Readonly<Record<string, PanelState>> = {
  current: inPseudo({ ...stateOf(result), picture: makePicture(result, 'nodes.csv') }),
  exact: inPseudo(stateOf(makeResult({ test: 60, models: MODELS }))),
  'of three classes': inPseudo(
    stateOf(makeResult({ test: 60, models: MODELS, classes: ['NN', 'PM', 'QQ'] })),
  ),
  stale: inPseudo(stateOf(result, { kind: 'stale', reason: pseudo('edited') })),
  running: inPseudo(stateOf(result, running(['GCN'], 'SGC'))),
  queued: inPseudo(
    stateOf(result, { ...running([], null), kind: 'running', queued: 2 } as PanelState['status']),
  ),
  empty: inPseudo(stateOf(null, { kind: 'empty', models: 3, labelled: 20, test: 1 })),
  failed: inPseudo(
    stateOf(null, {
      kind: 'failed',
      title: pseudo('one cause'),
      detail: pseudo('a line'),
      diagnostics: broken.kind === 'failed' ? broken.diagnostics : [],
      crashed: true,
    }),
  ),
  compared: inPseudo({
    ...stateOf(result),
    other: {
      title: pseudo('Run of 23 Nov'),
      short: pseudo('23 Nov'),
      result: makeResult({ test: 60, models: MODELS }),
      note: null,
      differences: [{ kind: 'configuration', key: 'models.GCN.C', from: '0.1', to: null }],
    },
  }),
  runs: inPseudo({
    ...stateOf(result),
    runs: (['exact', 'cancelled', 'failed', 'bracket'] as const).map((state, i) => ({
      id: `${i}`,
      title: pseudo('Run of 23 Nov'),
      age: pseudo('just now'),
      models: MODELS,
      best: i === 0 ? null : pseudo('certified ratio'),
      state,
      pinned: i === 1,
      newest: i === 0,
    })),
  }),
  audit: inPseudo({ ...stateOf(result), audit: { found: [], run: null, failure: null } }),
};
/** Messages of the configuration come from a process that has no translations. */
const ENGLISH = [
  ...(broken.kind === 'failed' ? broken.diagnostics.flatMap((d) => [d.message, d.file ?? '']) : []),
  'models.',
  '.C',
  'nodes.csv',
  'labels.csv',
  'QQ',
].filter((text) => text !== '');

describe.skipIf(CHROMIUM === undefined)('another language in Chromium (skipped where there is none)', () => {
  const withPanel = usePanels();
  let translations: Record<string, string> = {};
  beforeAll(async () => {
    translations = await pseudoTranslations();
  });

  const wordsLeft = async ({ page }: Opened, names: readonly string[]): Promise<string[]> => {
    await settled(page);
    return untranslated(page, names);
  };
  const expectRoom = async ({ page }: Opened, at: string): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth), at).toBeLessThanOrEqual(400);
    // Heads of columns that are longer than in English grow instead of being cut.
    const cut = await page.evaluate(() => {
      const heads = [...document.querySelectorAll<HTMLElement>('.models-head')];
      return heads.filter((head) => head.scrollHeight > head.clientHeight).map((head) => head.innerText);
    });
    expect(cut, at).toEqual([]);
  };

  /** Each tab wide and narrow. */
  const expectTranslated = async (panel: Opened, at: string, names: readonly string[]): Promise<void> => {
    const { page } = panel;
    for (const width of [1200, 400]) {
      await page.setViewportSize({ width, height: 900 });
      const tabs = page.locator('[role=tab]');
      for (let i = 0; i < Math.max(1, await tabs.count()); i++) {
        if ((await tabs.count()) > 0) await tabs.nth(i).click();
        expect(await wordsLeft(panel, names), `${at}, tab ${i}, ${width} px`).toEqual([]);
        expect(await page.locator('#root').textContent()).toContain('[');
        if (width === 400) await expectRoom(panel, `${at}, tab ${i}`);
      }
    }
  };

  it.each(Object.entries(STATES))('leaves no English word: %s', async (name, state) => {
    await withPanel({ view: { model: 'GCN', flips: 1 }, translations }, async (panel) => {
      await panel.send(state);
      await expectTranslated(panel, name, [...NAMES, ...ENGLISH]);
    });
  });

  it('leaves none in open rows, in menus and on pictures', async () => {
    const view = { model: 'GCN', flips: 2, open: dataset.test.slice(0, 12) };
    await withPanel({ view, translations, height: 3_000 }, async (panel) => {
      const { page, send, tell, posted } = panel;
      await send(STATES['current']);
      await page.locator('[aria-haspopup=menu]').first().click();
      expect(await wordsLeft(panel, [...NAMES, ...ENGLISH])).toEqual([]);
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 400, height: 3_000 });
      await settled(page);
      expect(await wordsLeft(panel, [...NAMES, ...ENGLISH])).toEqual([]);
      await expectRoom(panel, 'rows');
      await tell({ type: 'draw', format: 'svg' });
      await expect.poll(async () => (await posted()).some((m) => m.type === 'drawn')).toBe(true);
      const [drawn] = (await posted()).filter((m) => m.type === 'drawn');
      const texts = [...(drawn.data ?? '').matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
      expect(texts.length).toBeGreaterThan(5);
      expect(texts.filter((text) => hasWord(text, [...NAMES, ...ENGLISH]))).toEqual([]);
    });
  });

  it('leaves none in means over seeds', async () => {
    const [seeds] = await certifyTexts(SEEDS);
    const names = [...NAMES, 'Deep', ...seeds.models.flatMap((m) => [m.name, m.sampleWise?.method ?? 'GCN'])];
    const all = [...names, ...ENGLISH, seeds.dataset.name, ...seeds.dataset.classes.map(String)];
    await withPanel({ translations }, async (panel) => {
      await panel.send({ ...inPseudo(stateOf(seeds)), picture: makePicture(seeds) });
      await expectTranslated(panel, 'seeds', all);
    });
  });
});
