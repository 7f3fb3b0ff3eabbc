import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeResult } from './support/fixture';
import { CHROMIUM } from './support/harness';
import { usePanels } from './support/panels';
import { stateOf } from './support/states';

const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');
const texts = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).allTextContents()).map(plain);
const LONG = 'GraphSAGE_with_a_very_long_name_indeed_2024';

/** What is wider than its box, or reaches past the page's right edge. */
const tooWide = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate((wanted) => {
    const edge = document.documentElement.clientWidth;
    return [...document.querySelectorAll<HTMLElement>(wanted)]
      .filter((e) => e.scrollWidth > e.clientWidth || e.getBoundingClientRect().right > edge + 0.5)
      .map((e) => e.textContent ?? '');
  }, selector);

describe.skipIf(CHROMIUM === undefined)('layout in Chromium (skipped where there is none)', () => {
  const withPanel = usePanels();

  it('fits values, brackets and differences beside long names, from 360 px up', async () => {
    const open = makeResult({ openEvery: 3, models: ['APPNP', LONG, 'GCN'] });
    const exact = makeResult({ models: ['APPNP', LONG, 'GCN'] });
    await withPanel(
      { view: { model: 'GCN', compared: LONG, flips: 2 }, width: 640 },
      async ({ page, send }) => {
        for (const result of [exact, open]) {
          await send(stateOf(result));
          for (const width of [360, 400, 480, 600, 639, 640, 1039, 1040, 1200]) {
            await page.setViewportSize({ width, height: 800 });
            expect(await page.locator('.difference').count()).toBe(2);
            // The compared row has both: nothing of it is cut, and no cell reaches into the next.
            expect(await tooWide(page, '.cell, .number, .share, .difference'), `${width}`).toEqual([]);
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
              width,
            );
          }
        }
        expect((await texts(page, '.compared .number'))[0]).toMatch(/^≥ \d/);
        await page.setViewportSize({ width: 360, height: 800 });
        const name = page.locator('.compared .name');
        expect(await name.getAttribute('title')).toBe(LONG);
        expect(
          await name.evaluate((e) => e.scrollWidth > e.clientWidth && getComputedStyle(e).textOverflow),
        ).toBe('ellipsis');
        expect(await tooWide(page, '.model .caption')).toEqual([]);
      },
    );
  });

  it('sorts from a menu where the table has no heads', async () => {
    const result = makeResult({ test: 60 });
    await withPanel({ view: { model: 'GCN', flips: 1 }, width: 400 }, async ({ page, send }) => {
      await send(stateOf(result));
      const select = page.locator('.sort-select select');
      // One line with the filter and the chips.
      const tops = await page.evaluate(() =>
        [...document.querySelectorAll('.input-box, .sort-select, .filter-chip:not([data-none=true])')].map(
          (e) => Math.round(e.getBoundingClientRect().top),
        ),
      );
      expect(new Set(tops).size).toBe(1);
      await page.locator('.input').focus();
      await page.keyboard.press('Tab');
      expect(await select.evaluate((e) => e === document.activeElement)).toBe(true);
      expect(await texts(page, '.sort-select option')).toEqual([
        'Order of the file',
        'Node: smallest first',
        'Status: broken first',
        'Withstands: fewest first',
        'Margin: largest first',
      ]);
      await page.keyboard.press('End');
      expect(await page.evaluate(() => window.savedView?.sort)).toEqual({
        column: 'margin',
        descending: true,
      });
      expect(await page.locator('.row .column.margin').first().isVisible()).toBe(true);
      const margins = (await texts(page, '.row .column.margin')).map(Number);
      expect(margins).toEqual([...margins].sort((a, b) => b - a));
      await select.selectOption({ label: 'Status: broken first' });
      expect((await texts(page, '.row .column.status'))[0]).toBe('broken');
      await select.selectOption({ label: 'Order of the file' });
      expect(await page.evaluate(() => window.savedView?.sort)).toBeNull();
      // An order from the wide table has a name here too, and the wide table needs no menu.
      await page.setViewportSize({ width: 1000, height: 800 });
      expect(await select.isHidden()).toBe(true);
      await page.locator('.sort', { hasText: 'Node' }).click();
      await page.locator('.sort', { hasText: 'Node' }).click();
      await page.setViewportSize({ width: 600, height: 800 });
      expect(await select.evaluate((e) => (e as HTMLSelectElement).selectedOptions[0].text)).toBe(
        'Node: largest first',
      );
    });
  });

  it('shows the details as labels and values that wrap, and copies them', async () => {
    const result = makeResult({ test: 30, models: ['GCN', LONG] });
    const expectation = {
      model: LONG,
      kind: 'collective',
      budget: 0.1,
      flips: 1,
      quantity: 'certified-ratio',
    } as const;
    const state = {
      ...stateOf({
        ...result,
        expectations: [{ ...expectation, condition: '>= 0.6', value: 0.7, atMost: 0.7, outcome: 'held' }],
      }),
      details: [
        ['Data', `/data/${'x'.repeat(200)}.npz`],
        ['GCN, one node at a time', 'exact by flip-engine, 0.4 s'],
      ] as const,
      command: `flipcert certify ${'y'.repeat(200)}`,
    };
    await withPanel({ view: { tab: 'details' }, width: 360 }, async ({ page, send, posted }) => {
      await send(state);
      for (const width of [360, 600, 1200]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await tooWide(page, '.details, .details dl, .details dt, .details dd'), `${width}`).toEqual(
          [],
        );
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      // What the run's own lines say is not said again.
      expect((await texts(page, 'dt')).filter((label) => label === 'GCN, one node at a time')).toHaveLength(
        1,
      );
      await page.locator('.link', { hasText: 'Copy details' }).click();
      const copied = (await posted()).at(-1);
      expect(copied?.type).toBe('copy');
      const text = copied?.type === 'copy' ? plain(copied.text) : '';
      expect(text).toContain(`Run\n  Data: /data/${'x'.repeat(200)}.npz\n`);
      expect(text).toContain(
        `${LONG}, all at once: held: certified-ratio >= 0.6 at 1 of 12 labels, 8.3 %; proven: 70.0 %`,
      );
      expect(text).toContain(state.command);
    });
  });

  it('shows more than two classes: what each label becomes, and long labels cut', async () => {
    const classes = ['Neural_Networks', 'Probabilistic_Methods', 'Theory', 3];
    const result = makeResult({ classes });
    const gcn = result.models[2];
    const target = gcn.sampleWise?.nodes.find((n) => n.safeFlips === 2);
    if (!target?.witness) throw new Error('no node withstands two flips');
    await withPanel(
      { view: { model: 'GCN', flips: 2, open: [target.node] }, width: 400 },
      async ({ page, send }) => {
        await send(stateOf(result));
        await page.locator('.input').fill(String(target.node));
        const row = page.locator(`[data-node="${target.node}"]`);
        expect(await row.locator('.sentence').textContent()).toContain('whatever 2 labels are changed.');
        expect(await row.locator('.label').allTextContents()).toEqual(
          target.witness?.map((f) => String(f.node)),
        );
        const { labelled, labels } = result.dataset;
        expect(await row.locator('.change:not(.head) dd').allTextContents()).toEqual(
          target.witness?.map((f) => `${labels[labelled.indexOf(f.node)]} → ${f.label}`),
        );
        expect(await tooWide(page, '.detail, .changes, .change dd, .row')).toEqual([]);
        await page.locator('.input').fill('probabilistic');
        const cell = page.locator('.row .column.class', {
          hasText: 'Probabilistic_Methods → Probabilistic_Methods',
        });
        expect(await cell.first().getAttribute('title')).toBe(
          'Probabilistic_Methods → Probabilistic_Methods',
        );
        // Both ends are cut, not only the predicted one pushed out.
        for (const part of await cell.first().locator('.cut').all()) {
          expect(await part.evaluate((e) => e.scrollWidth > e.clientWidth && e.clientWidth > 40)).toBe(true);
        }
        await page.setViewportSize({ width: 1200, height: 800 });
        expect((await texts(page, '.table-head .column.change'))[0]).toBe(
          'Smallest change: relabel these nodes',
        );
      },
    );
  });

  it('counts ties where there are any, and says what they are', async () => {
    const ties = makeResult({ test: 60, tieEvery: 10 });
    await withPanel({ view: { model: 'GCN', flips: 1 } }, async ({ page, send, posted }) => {
      await send(stateOf(ties));
      await page.locator('.filter-chip', { hasText: 'Tie 6' }).click();
      const node = ties.dataset.test[9];
      await page.locator(`[data-node="${node}"]`).click();
      const sentence = `Node ${node}’s decision cannot be told from zero: neither safe nor broken.`;
      expect(await texts(page, '.sentence')).toEqual([sentence]);
      await page.locator('.link', { hasText: 'Copy sentence' }).click();
      expect((await posted()).at(-1)).toEqual({ type: 'copy', text: sentence });
      // None left: the chip stays for as long as it is what filters.
      await send(stateOf(makeResult({ test: 60 })));
      expect(await texts(page, '.filter-chip')).toContain('Tie 0');
      await page.locator('.filter-chip', { hasText: 'All' }).click();
      expect(await page.locator('.filter-chip', { hasText: 'Tie' }).count()).toBe(0);
    });
  });
});
