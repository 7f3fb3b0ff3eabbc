import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { OtherRun, PanelState, RunLine } from '../../src/protocol/panel';
import { changedNodes } from '../../src/report/compare';
import { htmlReport } from '../../src/report/html';
import type { ModelResult, Result } from '../../src/report/result';
import { makeResult } from './support/fixture';
import { buildPanel, CHROMIUM, launch, openFile, settled } from './support/harness';
import { usePanels } from './support/panels';
import { stateOf } from './support/states';

const PICTURES = join(import.meta.dirname, '../../out/webview');
const result = makeResult({ test: 90, models: ['GCN', 'SGC', 'APPNP'] });

/** The same run with another model's numbers under each name, as though C had been changed. */
function shifted(of: Result): Result {
  const { models } = of;
  const renamed = models.map((model, i): ModelResult => ({
    ...models[(i + 1) % models.length],
    name: model.name,
  }));
  return { ...of, models: renamed };
}
const before = shifted(result);

const other: OtherRun = {
  title: 'Run of 23 Nov, 11:40',
  short: '23 Nov, 11:40',
  result: before,
  note: null,
  differences: [
    { kind: 'configuration', key: 'models.GCN.C', from: '0.075', to: '0.5' },
    { kind: 'data', key: 'edges.csv', from: '1f2e3d4c', to: '99aa88bb' },
  ],
};
const lines: readonly RunLine[] = [
  { ...line('one', 'Run of 23 Nov, 11:52', '5 min ago'), newest: true },
  { ...line('two', 'Run of 23 Nov, 11:40', '17 min ago'), pinned: true, state: 'cancelled' },
];
function line(id: string, title: string, age: string): RunLine {
  const best = 'certified ratio 36.7 % at 1 flip, GCN';
  return {
    id,
    title,
    age,
    models: ['GCN', 'SGC', 'APPNP'],
    best,
    state: 'exact',
    pinned: false,
    newest: false,
  };
}
const state = (more: Partial<PanelState> = {}): PanelState => ({
  ...stateOf(result),
  runs: lines,
  other,
  ...more,
});

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const points = (difference: number): string =>
  Math.abs(difference * 100) < 0.05
    ? '±0.0'
    : `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(1)}`;
const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ').trim();
const at = (model: ModelResult | undefined, kind: 'sampleWise' | 'collective', flips: number): number =>
  model?.[kind]?.curve.find((p) => p.flips === flips)?.certified ?? NaN;
const named = (of: Result, name: string): ModelResult | undefined => of.models.find((m) => m.name === name);

async function picture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Number of the canvas's pixels in the colour of a variable of the theme. */
function pixels(page: Page, variable: string): Promise<number> {
  return page.evaluate((name) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    // A mixed colour has another notation: painted, it is bytes like any other.
    const ink = document.createElement('canvas').getContext('2d');
    if (!ink) return 0;
    ink.fillStyle = getComputedStyle(probe).color;
    ink.fillRect(0, 0, 1, 1);
    const wanted = ink.getImageData(0, 0, 1, 1).data;
    probe.remove();
    const canvas = document.querySelector('canvas');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let n = 0;
    for (let i = 0; i < data.length; i += 4) {
      const far = [0, 1, 2].reduce((sum, k) => sum + Math.abs(data[i + k] - wanted[k]), 0);
      if (far < 30 && data[i + 3] > 200) n++;
    }
    return n;
  }, variable);
}

describe.skipIf(CHROMIUM === undefined)('comparing runs in Chromium (skipped where there is none)', () => {
  const withPanel = usePanels();
  const FLIPS = 2;
  const view = { model: 'GCN', flips: FLIPS };

  it('draws the other run in orange and says its numbers and the differences', async () => {
    await withPanel({ view }, async ({ page, send }) => {
      await send({ ...stateOf(result) });
      const alone = await pixels(page, '--compared');
      await send(state());
      expect(await pixels(page, '--compared')).toBeGreaterThan(alone + 300);
      const strip = plain(await page.locator('.against').innerText());
      expect(strip).toContain('Run of 23 Nov, 11:40');
      for (const kind of ['sampleWise', 'collective'] as const) {
        const there = at(named(before, 'GCN'), kind, FLIPS);
        const here = at(named(result, 'GCN'), kind, FLIPS);
        expect(strip).toContain(percent(there));
        expect(strip).toContain(`this run ${points(here - there)}`);
      }
      expect(strip).toContain('models.GCN.C');
      expect(strip).toContain('0.075 → 0.5');
      expect(plain(await page.locator('[data-figure=model] .caption').innerText())).toBe('this run');
      for (const model of result.models) {
        const shown = await page.locator(`.model[data-model="${model.name}"] .difference`).allInnerTexts();
        expect(shown).toEqual(
          (['sampleWise', 'collective'] as const).map((kind) =>
            points(at(model, kind, FLIPS) - at(named(before, model.name), kind, FLIPS)),
          ),
        );
      }
      await picture(page, 'comparing-dark');
    });
  });

  it('lists the nodes that changed, and no others, by the filter', async () => {
    await withPanel({ view }, async ({ page, send }) => {
      await send(state());
      const changes = changedNodes(named(before, 'GCN'), named(result, 'GCN'), FLIPS);
      expect(changes.length).toBeGreaterThan(3);
      const chip = page.locator('[data-key="status:changed"]');
      expect(plain(await chip.innerText())).toBe(`Changed ${changes.length}`);
      await chip.click();
      await settled(page);
      const rows = await page
        .locator('.row')
        .evaluateAll((all) =>
          all.map((row) => [
            Number(row.getAttribute('data-node')),
            row.querySelector('.status')?.textContent,
          ]),
        );
      expect(rows.length).toBeGreaterThan(0);
      const known = new Map(changes.map((c) => [c.node, `${c.first} → ${c.second}`]));
      for (const [node, text] of rows) expect(text).toBe(known.get(node as number));
      expect(await page.locator('.table').getAttribute('aria-rowcount')).toBe(String(changes.length + 1));
      await picture(page, 'comparing-changed');
      // At another budget others have changed.
      await page.getByRole('slider').focus();
      await page.keyboard.press('ArrowRight');
      const next = changedNodes(named(before, 'GCN'), named(result, 'GCN'), FLIPS + 1).length;
      expect(plain(await chip.innerText())).toBe(`Changed ${next}`);
    });
  });

  it('says in words where the runs are not over the same nodes and budgets', async () => {
    const fewer = new Set(before.dataset.test.slice(0, 60));
    const cut: Result = {
      ...before,
      dataset: {
        ...before.dataset,
        labelled: before.dataset.labelled.slice(1),
        test: before.dataset.test.slice(0, 60),
        testLabels: before.dataset.testLabels.slice(0, 60),
      },
      models: before.models.map((model) => ({
        ...model,
        predictions: model.predictions.filter(({ node }) => fewer.has(node)),
        ...(model.sampleWise && {
          sampleWise: {
            ...model.sampleWise,
            nodes: model.sampleWise.nodes.filter(({ node }) => fewer.has(node)),
            curve: model.sampleWise.curve.slice(0, 3),
          },
        }),
        ...(model.collective && {
          collective: { ...model.collective, curve: model.collective.curve.slice(0, 3) },
        }),
      })),
    };
    await withPanel({ view }, async ({ page, send }) => {
      await send(state({ other: { ...other, result: cut, note: 'This run was cancelled.' } }));
      const strip = plain(await page.locator('.against').innerText());
      expect(strip).toContain('Test nodes differ: 90 in this run, 60 in the other, 60 in both.');
      expect(strip).toContain('Labelled nodes differ: 12 in this run, 11 in the other, 11 in both.');
      expect(strip).toMatch(/Budgets differ: \d+ in this run, 3 in the other, 3 in both/);
      expect(strip).toContain('This run was cancelled.');
      expect(strip).toMatch(/of 60 nodes changed status at 2 flips/);
      await page.getByRole('slider').focus();
      await page.keyboard.press('ArrowRight');
      await settled(page);
      // Past what the other run was asked for nothing is known there, so that nothing has changed.
      expect(plain(await page.locator('.against').innerText())).toContain('asked for at most 2 flips');
      expect(await page.locator('[data-key="status:changed"]').count()).toBe(0);
    });
  });

  it('does not compare the nodes of another dataset', async () => {
    const elsewhere = { ...before, dataset: { ...before.dataset, name: 'CiteSeer' } };
    await withPanel({ view }, async ({ page, send }) => {
      await send(state({ other: { ...other, result: elsewhere } }));
      expect(await page.locator('.against').innerText()).toContain('Another dataset');
      expect(await page.locator('.changed').count()).toBe(0);
    });
  });

  it('finds nothing changed between a run and itself', async () => {
    await withPanel({ view }, async ({ page, send }) => {
      await send(state({ other: { ...other, result, differences: [] } }));
      expect(plain(await page.locator('.against').innerText())).toContain('0 of 90 nodes changed status');
      expect(plain(await page.locator('.against').innerText())).toContain('are the same');
      expect(new Set(await page.locator('.difference').allInnerTexts())).toEqual(new Set(['±0.0']));
    });
  });

  it('asks for a comparison by its button, and ends one by a click or Escape', async () => {
    await withPanel({ view }, async ({ page, send, posted }) => {
      await send(state());
      await page.locator('[data-action=compare]').click();
      await page.locator('[data-action=end-comparison]').click();
      await page.keyboard.press('Escape');
      expect((await posted()).filter(({ type }) => type !== 'ready')).toEqual([
        { type: 'compare', model: 'GCN' },
        { type: 'endComparison' },
        { type: 'endComparison' },
      ]);
      await send(stateOf(result));
      expect(await page.locator('.against').isVisible()).toBe(false);
    });
  });

  it('lists the runs, and asks to open, compare and pin them', async () => {
    await withPanel({ view: { ...view, tab: 'runs' } }, async ({ page, send, posted }) => {
      await send(state());
      const row = page.locator('[data-run=two]');
      expect(plain(await row.innerText())).toContain('Run of 23 Nov, 11:40');
      expect(plain(await row.innerText())).toContain('cancelled');
      await row.locator('[data-act=open]').click();
      await row.locator('[data-act=compare]').click();
      await row.locator('[data-act=pin]').click();
      expect(await page.locator('[data-run=one] [data-act=compare]').count()).toBe(0);
      expect((await posted()).filter(({ type }) => type !== 'ready')).toEqual([
        { type: 'openRun', id: 'two' },
        { type: 'compareRun', id: 'two' },
        { type: 'pinRun', id: 'two', pinned: false },
      ]);
      await picture(page, 'runs');
    });
  });

  it('shows an earlier run as what it is: nothing in it is current, and one button leads back', async () => {
    const title = 'Run of 23 Nov, 11:40';
    const shown: PanelState = {
      ...stateOf(result, { kind: 'stale', reason: title }),
      runs: lines,
      earlier: { title },
    };
    await withPanel({ view }, async ({ page, send, posted }) => {
      await send(shown);
      // What it was audited for belongs to another result.
      expect(await page.locator('[data-tab=audit]').count()).toBe(0);
      expect(await page.locator('.status-chip').innerText()).toBe(title);
      expect(await page.locator('.result').getAttribute('class')).toContain('stale');
      expect(await page.locator('[data-action=certify]').count()).toBe(0);
      expect(await page.locator('.row .status').first().innerText()).toMatch(/^was /);
      await page.locator('[data-action=showNewest]').click();
      expect(await posted()).toContainEqual({ type: 'showNewest' });
      await picture(page, 'earlier-run');
    });
  });

  it.each(['light', 'contrast'] as const)('keeps the two runs apart in %s', async (theme) => {
    await withPanel({ view, theme }, async ({ page, send }) => {
      await send(state());
      expect(await pixels(page, '--compared')).toBeGreaterThan(300);
      await picture(page, `comparing-${theme}`);
    });
  });

  it('fits into a narrow panel', async () => {
    await withPanel({ view, width: 400 }, async ({ page, send }) => {
      await send(state());
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
      await picture(page, 'comparing-narrow');
    });
  });

  it('stands in the standalone page, and ends there without an editor', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flipcert-comparison-'));
    const browser = await launch();
    try {
      const path = join(folder, 'report.html');
      await writeFile(path, htmlReport({ state: { ...stateOf(result), other }, ...(await buildPanel()) }));
      const opened = await openFile(browser, path);
      expect(await opened.page.locator('.against').innerText()).toContain('Run of 23 Nov, 11:40');
      expect(await opened.page.locator('[data-tab=runs]').count()).toBe(0);
      await opened.page.keyboard.press('Escape');
      await settled(opened.page);
      expect(await opened.page.locator('.against').isVisible()).toBe(false);
      expect(opened.problems).toEqual([]);
    } finally {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
