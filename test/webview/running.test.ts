import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/report/result';
import { makeResult } from './support/fixture';
import { CHROMIUM } from './support/harness';
import { usePanels } from './support/panels';
import { running, stateOf } from './support/states';

describe.skipIf(CHROMIUM === undefined)('a run in Chromium (skipped where there is none)', () => {
  const withPanel = usePanels();

  const before = makeResult({ test: 90 });
  const open = makeResult({ test: 90, openEvery: 2 });
  const bracket = open.models[1];
  const merged: Result = {
    ...before,
    models: before.models.map((model, i) => (i === 1 ? bracket : model)),
  };
  const caption = async (page: Page, name: string): Promise<string> =>
    (await page.locator(`[data-model="${name}"] .caption`).textContent()) ?? '';
  const isGrey = (page: Page, name: string): Promise<boolean> =>
    page.locator(`[data-model="${name}"]`).evaluate((e) => e.classList.contains('was'));
  /** How many pixels of the canvas are a wash, as bands are: they let most of the background through. */
  const inBand = (page: Page): Promise<number> =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let n = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i] > 30 && data[i] < 80) n++;
      return n;
    });

  it('draws what the model at work has so far as a band, and calls it running', async () => {
    await withPanel({ view: { model: 'APPNP', flips: 1 } }, async ({ page, send }) => {
      await send(stateOf(before));
      await send(stateOf(before, running(['APPNP'], 'SGC')));
      expect(await caption(page, 'SGC')).toBe('running, last result');
      expect([await isGrey(page, 'APPNP'), await isGrey(page, 'SGC')]).toEqual([false, true]);
      const without = await inBand(page);
      await send(stateOf(merged, running(['APPNP'], 'SGC')));
      expect(await caption(page, 'SGC')).toBe('running');
      expect(await isGrey(page, 'SGC')).toBe(false);
      expect(await page.locator('[data-model=SGC] .share').first().textContent()).toMatch(/^≥/);
      expect(await inBand(page)).toBeGreaterThan(without + 1500);
      expect(await caption(page, 'GIN')).toBe('waiting, last result');
      expect(await isGrey(page, 'GIN')).toBe(true);
      // Chosen, its numbers are claimed like those of a finished model.
      await page.locator('[data-model=SGC]').click();
      expect(await page.locator('.readout.was, .nodes.was').count()).toBe(0);
      await page.locator('[data-model=GIN]').click();
      expect(await page.locator('.readout.was').count()).toBe(1);
    });
  });

  it('has no last result in a first run, and says what it is at before there are numbers', async () => {
    await withPanel({ width: 600 }, async ({ page, send }) => {
      await send(stateOf(null, { kind: 'empty', models: 6, labelled: 12, test: 90 }));
      await send(stateOf(null, running([], null, 0)));
      expect(await page.locator('.at-work').textContent()).toBe('waiting');
      await send(stateOf(null, running([], 'APPNP', 0.1)));
      expect(await page.locator('.at-work').textContent()).toBe('APPNP running');
      await send(stateOf({ ...before, models: open.models.slice(0, 1) }, running([], 'APPNP', 0.2)));
      expect(await page.locator('.at-work').count()).toBe(0);
      expect(await caption(page, 'APPNP')).toBe('running');
      await send(stateOf({ ...before, models: [before.models[0], bracket] }, running(['APPNP'], 'SGC')));
      expect(await caption(page, 'SGC')).toBe('running');
      expect(await page.locator('.model.was').count()).toBe(0);
      expect(await page.locator('.result').textContent()).not.toContain('last result');
    });
  });
});
