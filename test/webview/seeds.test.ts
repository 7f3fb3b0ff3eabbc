import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { meansOf } from '../../src/report/means';
import type { MeanPoint, ModelMean, Result, Spread } from '../../src/report/result';
import { certifyTexts, firstSplit, SEEDS } from './support/certified';
import { CHROMIUM, settled } from './support/harness';
import { usePanels } from './support/panels';
import { running, stateOf } from './support/states';

const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');
const text = async (page: Page, selector: string): Promise<string> =>
  plain(await page.locator(selector).first().textContent());
const texts = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).allTextContents()).map(plain);

/** As the panel writes a mean: never 100 or 0 by rounding. */
function written({ mean, deviation }: Spread): string {
  const digits = (mean * 100).toFixed(1);
  const shown = digits === '100.0' && mean < 1 - 1e-12 ? '99.9' : digits;
  return `${shown} ± ${(deviation * 100).toFixed(1)} %`;
}

/** The result with so many seeds done of each model, in the order of the file. */
function partOf(result: Result, done: readonly number[]): Result {
  const names = result.models.map(({ name }) => name);
  const seeds = (result.seeds ?? []).map((split, s) => ({
    ...split,
    models: split.models.filter(({ name }) => s < (done[names.indexOf(name)] ?? 0)),
  }));
  return { ...result, models: seeds[0].models, seeds, means: meansOf(seeds) };
}

describe.skipIf(CHROMIUM === undefined)('several seeds in Chromium (skipped where there is none)', () => {
  const withPanel = usePanels();
  let result: Result;
  beforeAll(async () => {
    [result] = await certifyTexts(SEEDS);
  }, 120_000);

  const mean = (name: string): ModelMean => {
    const found = result.means?.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no mean of ${name}`);
    return found;
  };
  const pointOf = (name: string, kind: 'sampleWise' | 'collective', flips: number): MeanPoint => {
    const point = mean(name)[kind]?.curve.find((p) => p.flips === flips);
    if (!point) throw new Error(`${name} has nothing at ${flips}`);
    return point;
  };
  /** Pixels of the canvas that let most of the background through, as a band does. */
  const inBand = (page: Page): Promise<number> =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let n = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i] > 30 && data[i] < 80) n++;
      return n;
    });

  it('reads out the means with their deviation, ratio and accuracy, and says of how many seeds', async () => {
    await withPanel({ view: { model: 'GCN C=2' } }, async ({ page, send }) => {
      await send(stateOf(result));
      const thumb = page.locator('[role=slider]');
      for (const quantity of ['certified', 'certifiedAccuracy'] as const) {
        await page.locator('.select').selectOption(quantity === 'certified' ? 'ratio' : 'accuracy');
        await thumb.focus();
        await thumb.press('Home');
        for (let flips = 0; flips <= 4; flips++) {
          const one = pointOf('GCN C=2', 'sampleWise', flips)[quantity];
          const all = pointOf('GCN C=2', 'collective', flips)[quantity];
          expect(await text(page, '[data-figure=sample-wise] .value')).toBe(written(one));
          expect(await text(page, '[data-figure=collective] .value')).toBe(written(all));
          await thumb.press('ArrowRight');
        }
      }
      expect(await text(page, '[data-figure=accuracy] .value')).toBe(written(mean('GCN C=2').accuracy));
      expect(await text(page, '.marks .mean')).toBe('mean of 3 seeds; band: ± one standard deviation');
      expect(await texts(page, '.dataset .part')).toContain('3 seeds');
      // Where they differ the one is not the other: seed 0 alone is not what is shown.
      expect(result.models[1].sampleWise?.curve[2].certified).not.toBeCloseTo(
        pointOf('GCN C=2', 'sampleWise', 2).certified.mean,
        3,
      );
    });
  });

  it('ranks and lists by the means, and tells them to those who do not see the chart', async () => {
    await withPanel({ view: { model: 'SGC', flips: 2 } }, async ({ page, send }) => {
      await send(stateOf(result));
      const names = await texts(page, '.model .name');
      const value = (name: string): number => pointOf(name, 'sampleWise', 2).certified.mean;
      expect(names).toEqual([...names].sort((a, b) => value(b) - value(a)));
      expect(await text(page, '.models-title')).toBe('Best mean first');
      for (const name of names) {
        const row = page.locator(`[data-model="${name}"]`);
        const cell = row.locator('.cell').first();
        expect(plain(await cell.locator('.share').textContent())).toBe(`${(value(name) * 100).toFixed(1)} %`);
        expect(plain(await cell.getAttribute('title'))).toBe(
          `${written(pointOf(name, 'sampleWise', 2).certified)}, mean of 3 seeds`,
        );
        const width = await cell.locator('.fill').evaluate((e) => Number.parseFloat(e.style.width));
        expect(width).toBeCloseTo(value(name) * 100, 3);
        expect(plain(await row.locator('.hidden').textContent())).toContain('mean of 3 seeds');
      }
      expect(await texts(page, '.curve-table th[scope=col]')).toContain('SGC, all at once, mean of 3 seeds');
      const row = page.locator('.curve-table tbody tr').nth(2).locator('td');
      expect((await row.allTextContents()).map(plain)).toContain(
        written(pointOf('SGC', 'collective', 2).certified),
      );
    });
  });

  it('draws the deviation as a band of the chosen and of the compared model alone', async () => {
    await withPanel({ view: { model: 'GCN C=2', flips: 8 } }, async ({ page, send }) => {
      await send(stateOf(firstSplit(result)));
      const single = await inBand(page);
      await send(stateOf(result));
      const chosen = await inBand(page);
      expect(chosen).toBeGreaterThan(single + 2000);
      await page.locator('[data-model=SGC]').hover();
      await settled(page);
      expect(await inBand(page)).toBeGreaterThan(chosen + 1000);
    });
  });

  it('shows the nodes and the attack of the seed that is asked for, and remembers it', async () => {
    const view = { model: 'GCN C=2', flips: 3 };
    await withPanel({ view }, async ({ page, send }) => {
      await send(stateOf(result));
      const select = page.getByLabel('Seed', { exact: true });
      expect(await select.locator('option').allTextContents()).toEqual(['0', '1', '2']);
      expect(await select.inputValue()).toBe('0');
      expect(await text(page, '.scope')).toBe(
        'Nodes and attack: this one split. Chart and models: mean of 3 seeds.',
      );
      const readout = await text(page, '.readout');
      for (const seed of [2, 0, 1]) {
        const split = result.seeds?.[seed];
        const model = split?.models[1];
        if (!split || !model) throw new Error('no such seed');
        await select.selectOption(String(seed));
        expect((await texts(page, '.row .column.node')).map(Number)).toEqual(split.dataset.test);
        const broken = model.sampleWise?.nodes.filter((n) => (n.breakingFlips ?? 99) <= 3).length;
        expect(await texts(page, '.filter-chip')).toContain(`Broken ${broken}`);
        await page.locator('[role=tab]', { hasText: 'Worst attack' }).click();
        const turned = Math.round((1 - (model.collective?.curve[3].certified ?? 1)) * 12);
        const sentence = await text(page, '.attack .sentence');
        expect(sentence).toContain(`With seed ${seed}: Flipping labels `);
        expect(sentence).toContain(`changes ${turned} of GCN C=2’s 12 predictions.`);
        const given = new Set(split.dataset.labelled);
        const flipped = (await texts(page, '.attack .change:not(.head) dt')).map(Number);
        expect(flipped.length > 0 && flipped.every((node) => given.has(node))).toBe(true);
        await page.locator('[role=tab]', { hasText: 'Nodes' }).click();
        expect(await page.evaluate(() => window.savedView?.seed)).toBe(seed);
        // The mean is the same whichever seed is looked at.
        expect(await text(page, '.readout')).toBe(readout);
      }
      // A newer result without that seed starts at its first, and a single split has no choice to offer.
      await send(stateOf({ ...result, seeds: result.seeds?.slice(2) ?? [] }));
      expect(await select.inputValue()).toBe('2');
      await send(stateOf(firstSplit(result)));
      expect(await page.locator('.seed-bar').isHidden()).toBe(true);
      expect(await page.locator('.spread, .mean').count()).toBe(0);
    });
    await withPanel({ view: { ...view, seed: 2 } }, async ({ page, send }) => {
      await send(stateOf(result));
      expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('2');
      expect((await texts(page, '.row .column.node')).map(Number)).toEqual(result.seeds?.[2].dataset.test);
    });
  });

  it('counts the seeds that are there while a run goes on, and claims nothing of the others', async () => {
    await withPanel({ view: { model: 'GCN C=0.1', flips: 1, seed: 2 } }, async ({ page, send }) => {
      await send(stateOf(null, { kind: 'empty', models: 4, labelled: 16, test: 12 }));
      await send(stateOf(partOf(result, [1]), running([], 'GCN C=0.1', 0.1)));
      expect(await text(page, '.marks .mean')).toBe('1 of 3 seeds');
      // One value deviates from nothing.
      expect(await page.locator('.spread').count()).toBe(0);
      expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('0');
      expect(await texts(page, '.seed-bar option:disabled')).toEqual(['1', '2']);
      expect(await text(page, '[data-model="GCN C=0.1"] .caption')).toBe('running, 1 of 3 seeds');

      const two = partOf(result, [3, 2]);
      await send(stateOf(two, running(['GCN C=0.1'], 'GCN C=2', 0.4)));
      expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('2');
      await page.locator('[data-model="GCN C=2"]').click();
      expect(await text(page, '.marks .mean')).toBe('mean of 2 of 3 seeds; band: ± one standard deviation');
      const part = two.means?.[1].sampleWise?.curve[1].certified;
      expect(part && (await text(page, '[data-figure=sample-wise] .value'))).toBe(part && written(part));
      // Seed 2 has no such model yet: the table is of one that has.
      expect(await page.getByLabel('Seed', { exact: true }).inputValue()).toBe('0');
      expect((await texts(page, '.row .column.node')).map(Number)).toEqual(result.seeds?.[0].dataset.test);
      expect(await texts(page, '.model .name')).toHaveLength(2);
    });
  });

  it('shows the range of a mean that is a bracket, and no deviation of it', async () => {
    const seeds = (result.seeds ?? []).map((split, s) => ({
      ...split,
      models: split.models.map((model) => {
        const { sampleWise } = model;
        if (s > 0 || model.name !== 'SGC' || !sampleWise) return model;
        // Half of the answers beyond one flip are left open on this seed.
        const curve = sampleWise.curve.map((p) =>
          p.flips > 1 ? { ...p, certifiedAtMost: Math.min(1, p.certified + 0.3) } : p,
        );
        return { ...model, sampleWise: { ...sampleWise, status: 'bracket' as const, curve } };
      }),
    }));
    const open: Result = { ...result, models: seeds[0].models, seeds, means: meansOf(seeds) };
    const point = open.means?.find(({ name }) => name === 'SGC')?.sampleWise?.curve[2];
    if (!point) throw new Error('no mean');
    await withPanel({ view: { model: 'SGC', flips: 2 } }, async ({ page, send }) => {
      await send(stateOf(open));
      const range = [point.certified, point.certifiedAtMost].map(({ mean: m }) => (m * 100).toFixed(1));
      expect(await text(page, '[data-figure=sample-wise] .value')).toBe(`${range.join('–')} %`);
      expect(await text(page, '[data-figure=collective] .value')).toContain('±');
      expect(await text(page, '.marks .mean')).toBe(
        'mean of 3 seeds; band: ± one standard deviation, or what is open',
      );
      expect(await text(page, '.status-chip')).toBe('Bracket, current');
    });
  });

  it('does not call a stopped run exact', async () => {
    await withPanel({ width: 400 }, async ({ page, send }) => {
      await send(stateOf(partOf(result, [3, 2])));
      expect(await text(page, '.status-chip')).toBe('Stopped, seeds missing');
      expect(await page.locator('.status-chip').getAttribute('data-tone')).toBe('bracket');
      expect(await text(page, '[data-model="GCN C=2"] .row-marks')).toContain('mean of 2 of 3 seeds');
      await send(stateOf(result));
      expect(await text(page, '.status-chip')).toBe('Exact, current');
      for (const width of [360, 400, 640, 1040, 1200]) {
        await page.setViewportSize({ width, height: 800 });
        await settled(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });
  });
});
