import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'living.flipcert.yaml';
const LONG = 'long.flipcert.yaml';
/** The line of `C: 2`, and the column behind it. */
const C_LINE = 5;
const C_COLUMN = 43;

/** While files are certified: by themselves when they are saved, one after the other, and said beside the text. */
export function living(stage: () => Stage): void {
  describe('while certifying', () => {
    beforeAll(() => stage().person.tidy());

    const lens = (text: string | RegExp) =>
      stage().person.page.locator('.codelens-decoration a', { hasText: text });
    /** The page holds lenses in the order in which they came to be; the first model's is the topmost, above its line. */
    const clickFirstLens = async (): Promise<void> => {
      const line = stage().person.page.locator('.view-line', { hasText: /GCN:/ });
      const found = async () => {
        const bottom = (await line.boundingBox())?.y ?? 0;
        const all = await lens(/^Certify$/).all();
        const tops = await Promise.all(all.map(async (one) => (await one.boundingBox())?.y ?? Infinity));
        return all.find((_, i) => tops[i] < bottom);
      };
      await expect.poll(found).toBeDefined();
      await (await found())?.click();
    };
    const save = () => stage().person.page.keyboard.press('Control+S');
    const typeC = async (key: string): Promise<void> => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.goToLine(C_LINE, C_COLUMN);
      await person.page.keyboard.type(key);
    };

    it('saving a file that nobody asked about starts nothing', async () => {
      const { person } = stage();
      await person.openFile(FILE);
      await expect.poll(() => person.statusItem.innerText()).toContain('Not certified');
      await expect.poll(() => lens(/^Certify$/).count()).toBe(3);
      await typeC('1');
      await save();
      await person.page.locator(`.tabs-container .tab.active.dirty`).waitFor({ state: 'detached' });
      await person.page.waitForTimeout(1_500);
      expect(await person.statusItem.innerText()).toContain('Not certified');
    });

    it('lenses and marks say what is proven, and problems advise', async () => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await expect.poll(() => lens(/% at 1 flip one node at a time · .* all at once/).count()).toBe(3);
      await expect.poll(() => lens('1 of 2 hold').count()).toBe(1);
      await expect.poll(() => person.page.locator('.cgmr[class*="ced-"]').count()).toBeGreaterThan(2);
      const problems = await person.problems();
      await expect.poll(() => problems.filter({ hasText: 'clipped kernel' }).count()).toBe(1);
      await person.bothThemes('living');
      await person.hideBottom();
    });

    it('a comment makes nothing stale; an edit does, and saving it certifies again', async () => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.goToLine(1, 100);
      await person.page.keyboard.type(' Or not.');
      await person.page.waitForTimeout(500);
      expect(await person.chip.innerText()).not.toContain('Stale');
      await typeC('5');
      await expect.poll(() => person.chip.innerText()).toContain('Stale: edited');
      await expect.poll(() => lens(/^Stale: /).count()).toBe(3);
      await person.bothThemes('living-stale');
      await save();
      await person.waitForCurrent();
      await expect.poll(() => lens(/^Stale: /).count()).toBe(0);
    });

    it('a model is certified alone, and joins the others of the same text', async () => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await clickFirstLens();
      await expect.poll(() => person.panel.locator('.model').count()).toBe(3);
      await person.waitForCurrent();
      expect(await person.panel.locator('.model').count()).toBe(3);
      await typeC('1');
      await expect.poll(() => person.chip.innerText()).toContain('Stale');
      await clickFirstLens();
      await expect.poll(() => person.chip.innerText(), { timeout: 30_000 }).toContain('GCN alone');
      await expect.poll(() => lens(/% at 1 flip/).count()).toBe(1);
      await person.picture('living-alone');
      await person.command('Flipcert: Certify This File');
      await expect.poll(() => person.panel.locator('.model').count()).toBe(3);
      await person.waitForCurrent();
    });

    it('the Test Explorer shows what a command found', async () => {
      const { person } = stage();
      await person.command('Testing: Focus on Test Explorer View');
      const row = person.page.locator('.test-explorer .monaco-list-row').filter({ hasText: FILE });
      await expect.poll(() => row.getAttribute('aria-label'), { timeout: 30_000 }).toContain('Failed');
      await person.bothThemes('living-tests');
      await person.command('View: Show Explorer');
    });

    it('files wait for each other, say so, and leave the queue when they are cancelled', async () => {
      const { person } = stage();
      await person.openFile(LONG);
      await person.command('Flipcert: Certify This File');
      await expect.poll(() => person.statusItem.innerText(), { timeout: 30_000 }).toContain('Certifying');
      await person.focusEditor(FILE);
      await person.command('Flipcert: Certify This File');
      await expect.poll(() => person.statusItem.innerText()).toContain('Queued, 1 file first');
      await expect.poll(() => person.chip.innerText()).toContain('Queued, 1 file first');
      await person.picture('living-queued');
      await person.panel.locator('.header [data-action="cancel"]').click();
      await expect.poll(() => person.statusItem.innerText()).not.toContain('Queued');
      await person.focusEditor(LONG);
      await expect.poll(() => person.statusItem.innerText()).toContain('Certifying');
      await person.statusItem.click();
      await person.picture('living-menu');
      await person.choose(`Cancel ${LONG}`);
      await expect
        .poll(() => person.statusItem.innerText(), { timeout: 15_000 })
        .not.toMatch(/Certifying|Cancelling/);
    });
  });
}
