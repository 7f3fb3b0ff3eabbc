import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { resultDetails } from '../../src/report/details';
import type { ModelResult, Result } from '../../src/report/result';
import { certifyTexts, firstSplit, SEEDS, SWEEP } from './support/certified';
import { CHROMIUM, settled } from './support/harness';
import { usePanels } from './support/panels';
import { stateOf } from './support/states';

const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');
const text = async (page: Page, selector: string): Promise<string> =>
  plain(await page.locator(selector).first().textContent());
const texts = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).allTextContents()).map(plain);

const CLIPPED = 'The clipped kernel of the paper’s published code (ntk: qpcert), not the network’s own NTK';
const NOTE = 'training has no single answer, so that every prediction stays open on some of the seeds';

describe.skipIf(CHROMIUM === undefined)('marks in Chromium (skipped where there is none)', () => {
  const withPanel = usePanels();
  let seeds: Result;
  let single: Result;
  let sweep: Result;
  beforeAll(async () => {
    [seeds, sweep] = await certifyTexts(SEEDS, SWEEP);
    single = firstSplit(seeds);
  }, 120_000);

  /** The result with something else of its model SGC. */
  const withSgc = (result: Result, change: (model: ModelResult) => ModelResult): Result => ({
    ...result,
    models: result.models.map((model) => (model.name === 'SGC' ? change(model) : model)),
  });

  it('say of each model and of the chosen one that its kernel is the clipped one', async () => {
    for (const result of [single, seeds]) {
      await withPanel({ view: { model: 'GCN C=2', flips: 2 } }, async ({ page, send }) => {
        await send(stateOf(result));
        const marked = await page
          .locator('.model.marked')
          .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['model']).sort());
        expect(marked).toEqual(['GCN C=0.1', 'GCN C=2']);
        for (const place of ['[data-model="GCN C=2"]', '.marks']) {
          const chip = page.locator(`${place} [data-mark=clipped]`);
          expect(await chip.textContent()).toBe('clipped kernel');
          expect(await chip.getAttribute('title')).toBe(CLIPPED);
        }
        expect(await page.locator('[data-model="GCN C=2"] .hidden').textContent()).toContain(
          'clipped kernel',
        );
        await page.locator('[data-model=SGC]').click();
        expect(await page.locator('.marks [data-mark]').count()).toBe(0);
        expect(await page.locator('.marks').isHidden()).toBe(result === single);
      });
    }
  });

  it('show lower bounds and notes, of one split and of one of the seeds', async () => {
    const noted = withSgc(single, (model) => ({
      ...model,
      notes: [NOTE],
      ...(model.collective ? { collective: { ...model.collective, method: 'relaxed (lower bound)' } } : {}),
    }));
    const [first, second, third] = seeds.seeds ?? [];
    const onOne: Result = {
      ...seeds,
      seeds: [
        first,
        { ...second, models: withSgc({ ...seeds, ...second }, (m) => ({ ...m, notes: [NOTE] })).models },
        third,
      ],
    };
    await withPanel({ view: { model: 'SGC', flips: 2 }, width: 360 }, async ({ page, send }) => {
      await send(stateOf(noted));
      for (const place of ['[data-model=SGC]', '.marks']) {
        const bound = page.locator(`${place} [data-mark=bound]`);
        expect(await bound.textContent()).toBe('lower bound');
        expect(await bound.getAttribute('title')).toBe(
          'Bounded by a relaxation: at least this much holds, all at once',
        );
        const note = page.locator(`${place} [data-mark=note]`);
        expect([await note.textContent(), await note.getAttribute('title')]).toEqual([NOTE, NOTE]);
        expect(await note.locator('.icon').isVisible()).toBe(true);
      }
      // In the row it is cut, in the read-out it is all there.
      const cut = (selector: string): Promise<boolean> =>
        page.locator(selector).evaluate((e) => e.scrollWidth > e.clientWidth);
      expect([await cut('[data-model=SGC] .note span'), await cut('.marks .note')]).toEqual([true, false]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await send(stateOf(onOne));
      expect(await text(page, '.marks [data-mark=note]')).toBe(`Seed 1: ${NOTE}`);
      expect(await page.locator('[data-mark=bound]').count()).toBe(0);
    });
  });

  it('tell how far the plateau of the result goes: read-out, pointer, attack', async () => {
    const model = single.models.find(({ name }) => name === 'GCN C=2');
    const plateau = model?.collective?.plateaus?.find(({ from, certified }) => from > 0 && certified > 0);
    if (!plateau?.witness || plateau.to - plateau.from < 2) throw new Error('no plateau to look at');
    const { from, to, witness } = plateau;
    const level = `falls no further from ${from} to ${to} flips`;
    await withPanel({ view: { model: 'GCN C=2', flips: from } }, async ({ page, send }) => {
      await send(stateOf(single));
      const thumb = page.locator('[role=slider]');
      await page.locator('[role=tab]', { hasText: 'Worst attack' }).click();
      await thumb.focus();
      for (let flips = from; flips <= to; flips++) {
        expect(await text(page, '[data-figure=collective] .caption')).toBe(`all at once, ${level}`);
        expect(plain(await page.locator('[data-figure=collective]').getAttribute('title'))).toBe(level);
        expect(await text(page, '.attack .level')).toContain(`from ${from} to ${to} flips`);
        // One set for all of them: the first, which is the smallest.
        expect((await texts(page, '.attack .change:not(.head) dt')).map(Number)).toEqual(
          witness.map(({ node }) => node),
        );
        await thumb.press('ArrowRight');
      }
      expect(await text(page, '[data-figure=collective] .caption')).toBe('all at once');
      expect(await page.locator('.attack .level').count()).toBe(0);
      const stage = await page.locator('.stage').boundingBox();
      const end = await thumb.boundingBox();
      if (!stage || !end) throw new Error('no chart');
      // One budget to the left of the thumb, at the height of the plateau.
      const step = (end.x + 9 - stage.x - 44) / (to + 1);
      const bottom = end.y + 9;
      const height = bottom - (stage.y + 30);
      await page.mouse.move(end.x + 9 - 1.5 * step, bottom - plateau.certified * height);
      await settled(page);
      expect(plain(await page.locator('.stage').getAttribute('title'))).toBe(level);
      await page.mouse.move(end.x + 9 - 1.5 * step, stage.y + 40);
      expect(await page.locator('.stage').getAttribute('title')).toBeNull();
    });
    // Of a mean the line of the marks says it, so that the accuracy keeps its place.
    await withPanel({ view: { model: 'GCN depth=2 C=0.01', flips: 1 } }, async ({ page, send }) => {
      await send(stateOf(sweep));
      expect(plain(await page.locator('.level-mark').textContent())).toMatch(
        /^all at once: falls no further from 1 to \d flips$/,
      );
      const box = await page.locator('[data-figure=accuracy]').boundingBox();
      const line = await page.locator('.readout').boundingBox();
      expect(box && line && box.y < line.y + line.height / 2).toBe(true);
    });
    // The result's word, not the curve's look: without it there is none to be told of a level that is no plateau.
    const changed: Result = {
      ...single,
      models: single.models.map((m) =>
        m.collective ? { ...m, collective: { ...m.collective, plateaus: [] } } : m,
      ),
    };
    await withPanel({ view: { model: 'GCN C=2', flips: from } }, async ({ page, send }) => {
      await send(stateOf(changed));
      expect(await text(page, '[data-figure=collective] .caption')).toBe('all at once');
    });
  });

  it('stand in the details in words', async () => {
    await withPanel({ view: { tab: 'details' } }, async ({ page, send }) => {
      await send({ ...stateOf(seeds), details: resultDetails(seeds) });
      const facts = new Map((await texts(page, '.facts dt')).map((label, i) => [label, i] as const));
      const values = await texts(page, '.facts dd');
      const value = (label: string): string | undefined => values[facts.get(label) ?? -1];
      expect(value('GCN C=2')).toBe('gcn, clipped kernel of the published code (ntk: qpcert), C = 2');
      expect(value('Deep')).toMatch(
        /^gcn, exact NTK, C = [\d.]+, best of 3 in 4-fold cross-validation, [\d.]+ % right$/,
      );
      expect(value('Seeds')).toBe('0, 1, 2; mean ± sample standard deviation');
      expect(value('SGC, all at once')).toMatch(/^exact by saturation, .+ on 3 seeds$/);
      // The run's lines and the panel's own are the same ones: each certificate stands there once.
      expect(values.filter((line) => line.startsWith('exact by'))).toHaveLength(8);
    });
  });

  it('leave forty models of a sweep to be told apart, from 360 px up', async () => {
    await withPanel({ view: { flips: 1 }, height: 700 }, async ({ page, send }) => {
      await send(stateOf(sweep));
      expect(await page.locator('.model').count()).toBe(40);
      const list = page.locator('.models-list');
      for (const width of [360, 400, 640, 1040, 1200]) {
        await page.setViewportSize({ width, height: 700 });
        await settled(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await list.evaluate((e) => e.scrollHeight > e.clientHeight && e.clientHeight <= 450)).toBe(
          true,
        );
        // No name reaches into what stands beside it.
        const over = await page.locator('.model').evaluateAll(
          (rows) =>
            rows.filter((row) => {
              const name = row.querySelector('.name')?.getBoundingClientRect();
              const values = row.querySelector('.values')?.getBoundingClientRect();
              const cell = row.querySelector('.cell')?.getBoundingClientRect();
              return (
                !name || !values || !cell || values.right > name.right + 0.5 || name.right > cell.left + 0.5
              );
            }).length,
        );
        expect(over, `${width}`).toBe(0);
      }
      const longest = page.locator('[data-model="GCN depth=4 C=0.01"] .name');
      expect(await longest.textContent()).toBe('GCN depth=4 C=0.01');
      expect(await longest.getAttribute('title')).toBe('GCN depth=4 C=0.01');
      // What tells it from the others is readable where there is room for the numbers beside it.
      expect(await longest.locator('.values').evaluate((e) => e.scrollWidth <= e.clientWidth)).toBe(true);
      // The chosen one and the best three, each in two lines.
      expect(await page.locator('.curve-table th[scope=col]').count()).toBe(81);
      await page.locator('[data-model="GCN depth=1 C=0.01"]').click();
      expect(await page.locator('[data-figure=model] .value').getAttribute('title')).toBe(
        'GCN depth=1 C=0.01',
      );
    });
  });
});
