import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeResult, MODELS } from './support/fixture';
import { CHROMIUM, settled } from './support/harness';
import { usePanels } from './support/panels';
import { failed, running, stateOf } from './support/states';

const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');
const text = async (page: Page, selector: string): Promise<string> =>
  plain(await page.locator(selector).first().textContent());
const texts = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).allTextContents()).map(plain);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

describe.skipIf(CHROMIUM === undefined)('panel in Chromium (skipped where there is none)', () => {
  const result = makeResult();
  const gcn = result.models[2];

  const withPanel = usePanels();

  /** How many pixels of the canvas are near a colour. */
  const pixels = (page: Page, colour: readonly [number, number, number]): Promise<number> =>
    page.evaluate((wanted) => {
      const canvas = document.querySelector('canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let n = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] > 200 && wanted.every((c, k) => Math.abs(data[i + k] - c) < 12)) n++;
      }
      return n;
    }, colour);

  it('asks for its state, and shows the result in the colours of the roles', async () => {
    await withPanel({ view: { model: 'GCN', flips: 2 } }, async ({ page, send, posted }) => {
      expect(await posted()).toEqual([{ type: 'ready' }]);
      await send(stateOf(result));
      expect(await text(page, '.status-chip')).toBe('Exact, current');
      expect(await pixels(page, [0x37, 0x94, 0xff])).toBeGreaterThan(1000);
      // Foreground at 62 % on the background: the other models.
      expect(await pixels(page, [0x8a, 0x8a, 0x8a])).toBeGreaterThan(200);
      expect(await pixels(page, [0xd1, 0x86, 0x16])).toBe(0);
      expect(await texts(page, '.tab')).toEqual(['Nodes200', 'Worst attack', 'Labels to verify', 'Details']);
    });
  });

  it('reads out the result at every budget, by keyboard, and says which number it is', async () => {
    await withPanel({ view: { model: 'GCN' } }, async ({ page, send }) => {
      await send(stateOf(result));
      const thumb = page.locator('[role=slider]');
      await thumb.focus();
      await thumb.press('Home');
      for (const quantity of ['ratio', 'accuracy'] as const) {
        await page.locator('.select').selectOption(quantity);
        await thumb.press('Home');
        for (let k = 0; k <= 12; k++) {
          const sample = gcn.sampleWise?.curve[k];
          const all = gcn.collective?.curve[k];
          const of = (p: typeof sample): number =>
            (quantity === 'ratio' ? p?.certified : p?.certifiedAccuracy) ?? -1;
          expect(await text(page, '[data-figure=sample-wise] .value')).toBe(percent(of(sample)));
          expect(await text(page, '[data-figure=collective] .value')).toBe(percent(of(all)));
          expect(await thumb.getAttribute('aria-valuenow')).toBe(String(k));
          expect(plain(await thumb.getAttribute('aria-valuetext'))).toMatch(`${k} of 12 labels, `);
          await thumb.press('ArrowRight');
        }
        expect(await thumb.getAttribute('aria-valuenow')).toBe('12');
      }
      expect(await text(page, '[data-figure=accuracy] .value')).toBe(percent(gcn.accuracy));
      expect(await page.evaluate(() => window.savedView?.quantity)).toBe('accuracy');
      expect(await text(page, '.curve-table caption')).toContain('Certified accuracy');
    });
  });

  it('moves the budget by pointer, and widens the axis past its end', async () => {
    await withPanel({ view: { model: 'GCN', flips: 1 } }, async ({ page, send }) => {
      await send(stateOf(result));
      const thumb = page.locator('[role=slider]');
      const from = await thumb.boundingBox();
      if (!from) throw new Error('no thumb');
      await page.mouse.move(from.x + 9, from.y + 9);
      await page.mouse.down();
      await page.mouse.move(from.x + 9 + 170, from.y - 60, { steps: 4 });
      expect(Number(await thumb.getAttribute('aria-valuenow'))).toBe(3);
      await page.mouse.up();
      await thumb.press('End');
      expect(await thumb.getAttribute('aria-valuenow')).toBe('12');
      const stage = await page.locator('.stage').boundingBox();
      const end = await thumb.boundingBox();
      expect(end && stage && end.x + 18 <= stage.x + stage.width).toBe(true);
    });
  });

  it('chooses, previews and pins models by pointer and by keyboard', async () => {
    await withPanel({ view: { model: 'GCN', flips: 2 } }, async ({ page, send }) => {
      await send(stateOf(result));
      const row = (name: string) => page.locator(`[data-model="${name}"]`);
      await row('SGC').hover();
      await settled(page);
      expect(await pixels(page, [0xd1, 0x86, 0x16])).toBeGreaterThan(100);
      expect(await row('SGC').locator('.difference').count()).toBe(2);
      await page.mouse.move(5, 5);
      await settled(page);
      expect(await page.locator('.difference').count()).toBe(0);
      await row('SGC').click({ modifiers: ['Control'] });
      await page.mouse.move(5, 5);
      const sgc = result.models[1].sampleWise?.curve[2].certified ?? 0;
      const mine = gcn.sampleWise?.curve[2].certified ?? 0;
      const points = `${sgc < mine ? '−' : '+'}${Math.abs((sgc - mine) * 100).toFixed(1)}`;
      expect(await text(page, '[data-model=SGC] .difference')).toBe(points);
      await row('MLP').click();
      expect(await text(page, '[data-figure=model] .value')).toBe('MLP');
      await row('MLP').focus();
      await page.keyboard.press('Home');
      const first = await page.evaluate(() => (document.activeElement as HTMLElement).dataset['model']);
      await page.keyboard.press('Enter');
      expect(await text(page, '[data-figure=model] .value')).toBe(first);
      expect(await page.locator('[role=option][aria-selected=true]').count()).toBe(1);
      expect(await page.evaluate(() => [window.savedView?.model, window.savedView?.compared])).toEqual([
        first,
        first === 'SGC' ? null : 'SGC',
      ]);
    });
  });

  it('filters and sorts the nodes, and opens one', async () => {
    await withPanel({ view: { model: 'GCN', flips: 2 } }, async ({ page, send, posted }) => {
      await send(stateOf(result));
      const nodes = gcn.sampleWise?.nodes ?? [];
      const safe = nodes.filter((n) => n.safeFlips >= 2).length;
      expect(await texts(page, '.filter-chip')).toEqual([
        'All',
        `Safe ${safe}`,
        `Broken ${nodes.length - safe}`,
        'Open 0',
      ]);
      const ids = async (): Promise<number[]> => (await texts(page, '.row .column.node')).map(Number);
      expect((await ids()).slice(0, 3)).toEqual(result.dataset.test.slice(0, 3));
      await page.locator('.filter-chip', { hasText: 'Broken' }).click();
      expect(await page.locator('[role=treegrid]').getAttribute('aria-rowcount')).toBe(
        String(nodes.length - safe + 1),
      );
      expect(new Set(await texts(page, '.row .column.status'))).toEqual(new Set(['broken']));
      await page.locator('.filter-chip', { hasText: 'All' }).click();
      await page.locator('.sort', { hasText: 'Margin' }).click();
      const margins = (await texts(page, '.row .column.margin')).map(Number);
      expect(margins).toEqual([...margins].sort((a, b) => b - a));
      expect(await page.locator('[role=columnheader].margin').getAttribute('aria-sort')).toBe('descending');
      await page.locator('.sort', { hasText: 'Margin' }).click();
      await page.locator('.sort', { hasText: 'Margin' }).click();
      expect((await ids()).slice(0, 3)).toEqual(result.dataset.test.slice(0, 3));

      const target = nodes.find((n) => n.safeFlips === 1) ?? nodes[0];
      await page.locator('.input').fill(String(target.node));
      await page.locator(`[data-node="${target.node}"]`).click();
      const fits = await page.evaluate(() => {
        const body = document.querySelector<HTMLElement>('.table-body');
        const row = document.querySelector<HTMLElement>('.row.open');
        return [...document.querySelectorAll<HTMLElement>('.row')].every(
          (other) => other === row || other.offsetHeight === 28,
        )
          ? [body?.offsetHeight, document.querySelectorAll('.row').length, row?.offsetHeight]
          : [];
      });
      // Nothing overlaps: the body is as high as the open row and the closed ones together.
      expect(fits[0]).toBe((fits[2] ?? 0) + 28 * ((fits[1] ?? 0) - 1));
      const sentence = await text(page, '.sentence');
      expect(sentence).toContain(`Node ${target.node} is predicted`);
      for (const flip of target.witness ?? []) expect(sentence).toContain(String(flip.node));
      const changed = await texts(page, '.change:not(.head) dd');
      expect(changed.every((c) => ['NN → PM', 'PM → NN'].includes(c))).toBe(true);
      await page.locator('.link', { hasText: 'Copy sentence' }).click();
      expect((await posted()).at(-1)).toEqual({ type: 'copy', text: sentence });
      await page.locator('.input').fill('zz');
      expect(await text(page, '.no-match')).toBe('No node matches.');
    });
  });

  it('is walked by keyboard: tabs, rows, details, and back', async () => {
    await withPanel({ view: { model: 'GCN', flips: 1 } }, async ({ page, send }) => {
      await send(stateOf(result));
      const focused = (): Promise<string | undefined> =>
        page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['key']);
      await page.locator('.input').focus();
      await page.keyboard.press('ArrowDown');
      const [a, b, c] = result.dataset.test;
      expect(await focused()).toBe(`row:${a}`);
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe(`row:${b}`);
      await page.keyboard.press('ArrowRight');
      expect(await page.locator(`[data-node="${b}"]`).getAttribute('aria-expanded')).toBe('true');
      expect(await focused()).toBe(`row:${b}`);
      await page.keyboard.press('ArrowRight');
      expect(await focused()).toBe(`copy:${b}`);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      expect(await page.locator(`[data-node="${b}"]`).getAttribute('aria-expanded')).toBe('false');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe(`row:${c}`);
      await page.keyboard.press('End');
      expect(await focused()).toBe(`row:${result.dataset.test.at(-1)}`);
      await page.locator('[role=tab]').first().focus();
      await page.keyboard.press('End');
      expect(await text(page, '[role=tab][aria-selected=true]')).toBe('Details');
      expect(await text(page, '.details')).toContain('flipcert certify coramlb.flipcert.yaml');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      const worst = gcn.collective?.curve[1];
      expect(await text(page, '.attack .sentence')).toContain(
        `changes ${Math.round((1 - (worst?.certified ?? 0)) * 200)} of`,
      );
      await page.locator('[aria-haspopup=menu]').focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Open file');
      await page.keyboard.press('Escape');
      expect(await page.locator('[role=menu]').isHidden()).toBe(true);
    });
  });

  it('keeps 10,000 rows virtual and quick', async () => {
    const big = makeResult({ test: 10_000, models: ['GCN', 'MLP'] });
    await withPanel({ view: { model: 'GCN' } }, async ({ page, send }) => {
      await send(stateOf(big));
      const rows = (): Promise<number> => page.locator('.row').count();
      expect(await rows()).toBeLessThan(80);
      const started = performance.now();
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      await page.locator(`[data-node="${big.dataset.test.at(-1)}"]`).waitFor();
      expect(performance.now() - started).toBeLessThan(3000);
      expect(await rows()).toBeLessThan(80);
      const slider = page.locator('[role=slider]');
      await page.evaluate(() => window.scrollTo(0, 0));
      await slider.focus();
      const moved = performance.now();
      for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
      await settled(page);
      expect(performance.now() - moved).toBeLessThan(3000);
    });
  });

  it('shows a run: what is finished counts, what waits is grey and off the chart', async () => {
    await withPanel({ view: { model: 'GCN', flips: 2 } }, async ({ page, send, posted }) => {
      await send(stateOf(result));
      const order = await texts(page, '.model .name');
      await send(stateOf(result, running(['GCN'], 'SGC')));
      expect(await text(page, '.status-chip')).toBe('Running 43 %, 12 s left');
      expect(await texts(page, '.model .name')).toEqual(order);
      expect((await texts(page, '.model .rank')).join('')).toBe('');
      expect(await page.locator('.model.was').count()).toBe(MODELS.length - 1);
      expect(await page.locator('.progress').getAttribute('aria-valuenow')).toBe('43');
      expect(await text(page, '.header [aria-live]')).toBe('Certifying');
      await page.locator('.button', { hasText: 'Cancel' }).click();
      expect((await posted()).at(-1)).toEqual({ type: 'cancel' });
      await send(stateOf(null, running([], null, 0)));
      expect(await page.locator('.result').isHidden()).toBe(true);
    });
  });

  it('shows a stale result as what was', async () => {
    await withPanel({ view: { model: 'GCN', flips: 2 } }, async ({ page, send, posted }) => {
      await send(stateOf(result, { kind: 'stale', reason: 'labels.csv changed 2 min ago' }));
      expect(await text(page, '.status-chip')).toBe('Stale: labels.csv changed 2 min ago');
      expect(
        (await texts(page, '.row .column.status')).every((s) => s === 'was safe' || s === 'was broken'),
      ).toBe(true);
      expect(await page.locator('.result').evaluate((e) => getComputedStyle(e).filter)).toBe('grayscale(1)');
      await page.locator('.button.primary', { hasText: 'Certify again' }).click();
      expect((await posted()).at(-1)).toEqual({ type: 'certify' });
    });
  });

  it('asks one question where nothing is certified, and says what failed and where', async () => {
    await withPanel({ theme: 'light' }, async ({ page, send, posted }) => {
      await send(stateOf(null, { kind: 'empty', models: 6, labelled: 20, test: 1215 }));
      expect(await text(page, '.empty')).toContain('6 models, 20 labels, 1,215 test nodes.');
      expect(await page.locator('.button.primary').count()).toBe(1);
      await page.locator('.button.primary').click();
      expect((await posted()).at(-1)).toEqual({ type: 'certify' });
      await send(stateOf(null, failed()));
      expect(await text(page, '.cause')).toBe('labels.csv has 21 labelled nodes; the graph has 20 of them.');
      await page.locator('.link', { hasText: 'Open labels.csv, line 14' }).click();
      expect((await posted()).at(-1)).toEqual({ type: 'openFile', file: 'data/labels.csv', line: 14 });
      await page.locator('.link', { hasText: 'Show log' }).click();
      expect((await posted()).at(-1)).toEqual({ type: 'showLog' });
      expect(await text(page, '.button.primary')).toBe('Try again');
      await send(stateOf(result, failed(true)));
      expect(await text(page, '.button.primary')).toBe('Restart');
      expect(await page.locator('.result.stale').count()).toBe(1);
    });
  });

  it('shows brackets as brackets and never in green', async () => {
    const open = makeResult({ openEvery: 3, tieEvery: 25 });
    await withPanel({ view: { model: 'GCN', flips: 1 } }, async ({ page, send }) => {
      await send(stateOf(open));
      expect(await text(page, '.status-chip')).toBe('Bracket, current');
      expect(await page.locator('.status-chip').getAttribute('data-tone')).toBe('bracket');
      const p = open.models[2].sampleWise?.curve[1];
      const range = `${((p?.certified ?? 0) * 100).toFixed(1)}–${percent(p?.certifiedAtMost ?? 0)}`;
      expect(await text(page, '[data-figure=sample-wise] .value')).toBe(range);
      expect(await texts(page, '.filter-chip')).toHaveLength(5);
      await page.locator('.filter-chip', { hasText: 'Tie' }).click();
      expect(new Set(await texts(page, '.row .column.status'))).toEqual(new Set(['tie']));
    });
  });

  it('leaves out what was not asked for', async () => {
    await withPanel({}, async ({ page, send }) => {
      await send(stateOf(makeResult({ kinds: ['sample-wise'] })));
      expect(await page.locator('[data-figure=collective]').count()).toBe(0);
      expect(await texts(page, '.tab')).toEqual(['Nodes200', 'Labels to verify', 'Details']);
      await send(stateOf(makeResult({ kinds: ['collective'] })));
      expect(await page.locator('[data-figure=sample-wise]').count()).toBe(0);
      expect(await page.locator('.row .column.status').count()).toBe(0);
    });
  });

  it('remembers the view, fits 360 px, and moves nothing for those who ask for that', async () => {
    const view = {
      model: 'SGC',
      compared: 'GCN',
      flips: 3,
      quantity: 'accuracy',
      tab: 'nodes',
      filter: 'PM',
    } as const;
    await withPanel({ view, width: 360, theme: 'contrast', reducedMotion: true }, async ({ page, send }) => {
      await send(stateOf(result));
      expect(await text(page, '[data-figure=model] .value')).toBe('SGC');
      expect(await page.locator('.select').inputValue()).toBe('accuracy');
      expect(await page.locator('.input').inputValue()).toBe('PM');
      expect(await page.locator('[role=slider]').getAttribute('aria-valuenow')).toBe('3');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect(
        await page
          .locator('.tab')
          .first()
          .evaluate((e) => getComputedStyle(e).transitionDuration),
      ).toBe('0s');
    });
  });

  it('shows hostile names as text', async () => {
    const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    const bad = makeResult({ test: 30, models: [hostile, 'MLP'], classes: [hostile, 'b'] });
    await withPanel({}, async ({ page, send }) => {
      const state = stateOf({ ...bad, dataset: { ...bad.dataset, name: hostile } });
      await send({ ...state, title: hostile, details: [[hostile, hostile]], command: hostile });
      expect(await text(page, '.title')).toBe(hostile);
      await page.locator('.row').first().click();
      await page.locator('[role=tab]', { hasText: 'Details' }).click();
      expect(await page.locator('#root img, #root script').count()).toBe(0);
      expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    });
  });
});
