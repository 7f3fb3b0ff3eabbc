import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'karate.flipcert.yaml';

/** Checking a result by other means, and against finite networks. */
export function verifying(stage: () => Stage): void {
  describe('a result', () => {
    beforeAll(async () => {
      const { person } = stage();
      await person.tidy();
      await person.openFile(FILE);
    });

    it('is verified by other means, and the numbers are said', async () => {
      const { person } = stage();
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await person.focusEditor(FILE);
      await person.command('Flipcert: Verify Result');
      const toast = person.toasts.filter({ hasText: 'claims of the result hold, checked by other means' });
      await toast.waitFor({ timeout: 120_000 });
      expect(await toast.innerText()).toMatch(/all \d,\d{3} claims/);
      const opacity = (): Promise<string> =>
        toast.evaluate((item) => getComputedStyle(item.closest('.notification-toast') ?? item).opacity);
      await expect.poll(opacity).toBe('1');
      await person.picture('verified');
      await person.closeToasts();
    });

    it('is asked to be saved, and certified, before it is verified', async () => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.page.keyboard.press('Control+End');
      await person.page.keyboard.type('seeds: 3');
      await person.command('Flipcert: Verify Result');
      await person.toasts.filter({ hasText: 'Save karate.flipcert.yaml first' }).waitFor();
      await person.closeToasts();
      await person.focusEditor(FILE);
      await person.command('File: Revert File');
    });

    it('is held against finite networks, on a page in the theme of the editor', async () => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.command('Flipcert: Compare With Finite Networks');
      await person.choose('SGC');
      const page = person.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
      const rows = page.locator('tbody tr');
      await expect.poll(() => rows.count(), { timeout: 240_000 }).toBe(3);
      expect(await page.locator('.note').innerText()).toContain('infinitely wide');
      expect(await page.locator('svg').count()).toBe(1);
      await person.bothThemes('finite width');
      await person.closeAll();
    });
  });
}
