import { describe, expect, it } from 'vitest';
import type { ToPanel } from '../../src/protocol/panel';
import type { PanelState } from '../../src/report/panel-state';
import { makeResult } from './support/fixture';
import { CHROMIUM } from './support/harness';
import type { Opened } from './support/harness';
import { usePanels } from './support/panels';
import { stateOf } from './support/states';

const MARKUP = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script></script>&amp;"'`;

describe.skipIf(CHROMIUM === undefined)('names full of markup (skipped where there is no Chromium)', () => {
  const withPanel = usePanels();
  const marked = makeResult({ test: 12, models: [MARKUP], classes: [`A${MARKUP}`, `B${MARKUP}`] });
  const state: PanelState = {
    ...stateOf({ ...marked, dataset: { ...marked.dataset, name: MARKUP } }),
    title: MARKUP,
    command: MARKUP,
    details: [[MARKUP, MARKUP]],
  };
  const foreign = ({ page }: Opened): Promise<unknown> =>
    page.evaluate(() => ({
      pwned: 'pwned' in window,
      images: document.querySelectorAll('img, iframe, object, embed').length,
      scripts: document.body.querySelectorAll('#root script').length,
    }));

  it('are shown as text on every tab, and in the picture of the chart', () =>
    withPanel({}, async (panel) => {
      const { page } = panel;
      await panel.send(state);
      for (const tab of await page.locator('.tab').all()) {
        await tab.click();
        expect(await foreign(panel)).toEqual({ pwned: false, images: 0, scripts: 0 });
      }
      expect(await page.locator('body').innerText()).toContain('<img src=x onerror=');
      await panel.tell({ type: 'draw', format: 'svg' });
      const drawing = async (): Promise<string | null> => {
        const found = (await panel.posted()).find((message) => message.type === 'drawn');
        return found?.type === 'drawn' ? found.data : null;
      };
      await expect.poll(drawing).not.toBeNull();
      const svg = (await drawing()) ?? '';
      expect(svg).not.toContain('<img');
      expect(svg).not.toContain('<script');
      expect(svg).toMatch(/&(lt|#60);img/);
      await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        if (parsed.querySelector('parsererror, script, foreignObject') !== null)
          throw new Error('no plain SVG');
      }, svg);
    }));

  it('and messages that are none leave the panel as it was', () =>
    withPanel({}, async (panel) => {
      await panel.send(stateOf(marked));
      const before = await panel.page.locator('#root').innerHTML();
      for (const message of [
        null,
        1,
        'state',
        [],
        { type: 'state' },
        { type: 'state', state: {} },
        { type: 'state', state: { ...state, status: { kind: '__proto__' } } },
        { type: 'state', state: { ...state, result: { ...marked, models: [{ name: 1 }] } } },
        { type: 'update', state: { ...state }, result: { result: { models: 1 }, order: 1 } },
        { type: 'picture', picture: { graph: { ids: 'x', edges: {} }, attacks: [], rows: null } },
        { type: 'draw', format: 'exe' },
        { type: 'show', tab: 1, model: {} },
        { type: 'constructor' },
      ])
        await panel.tell(message as unknown as ToPanel);
      await panel.page.waitForTimeout(300);
      expect(await panel.page.locator('#root').innerHTML()).toBe(before);
      expect((await panel.posted()).filter(({ type }) => type === 'drawn')).toEqual([]);
    }));
});
