import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'unmet.flipcert.yaml';

/** `expect:` lines: problems on their line, and tests in the Test Explorer. */
export function expecting(stage: () => Stage): void {
  describe('expectations', () => {
    beforeAll(() => stage().person.tidy());

    it('become problems on their lines where they fail, with who is to blame', async () => {
      const { person } = stage();
      const model = stage().commandLine(FILE).models[0];
      const weakest = model.sampleWise?.nodes.filter(({ breakingFlips }) => breakingFlips === 1)[0].node;
      await person.openFile(FILE);
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      const problems = await person.problems();
      await expect
        .poll(() => problems.filter({ hasText: 'Expected certified-ratio >= 0.99' }).count())
        .toBe(2);
      const texts = await problems.allInnerTexts();
      expect(
        texts.some(
          (text) =>
            text.includes('proven 0.500') && text.includes(`${weakest}`) && text.includes('broken by 1 flip'),
        ),
      ).toBe(true);
      expect(texts.some((text) => text.includes('proven 0.700') && text.includes('worst set found'))).toBe(
        true,
      );
      expect(texts.join('\n')).toContain('Ln 9');
      await person.bothThemes('expectations');
    });

    it('go when the text changes, and come back with it', async () => {
      const { person } = stage();
      await person.focusEditor(FILE);
      // The C of the model; a comment would change nothing.
      await person.goToLine(5, 43);
      await person.page.keyboard.type('.5');
      await expect.poll(() => person.squiggles.count()).toBe(0);
      await person.page.keyboard.press('Control+Z');
      await expect.poll(() => person.squiggles.count()).toBeGreaterThan(0);
      await person.hideBottom();
    });

    it('pass and fail in the Test Explorer', async () => {
      const { person } = stage();
      // The extension, and its tests with it, comes with the first file that is opened.
      await person.openFile(FILE);
      await person.statusItem.waitFor();
      await person.command('Testing: Focus on Test Explorer View');
      await person.focusEditor(FILE);
      await person.command('Test: Run Tests in Current File');
      const rows = person.page.locator('.test-explorer .monaco-list-row');
      await expect.poll(() => rows.filter({ hasText: FILE }).count(), { timeout: 30_000 }).toBe(1);
      const labels = async (): Promise<string[]> =>
        rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
      await expect
        .poll(async () => (await labels()).find((label) => label.startsWith(FILE)), { timeout: 30_000 })
        .toContain('Failed');
      await rows.filter({ hasText: FILE }).click();
      await person.page.keyboard.press('ArrowRight');
      const tests = async (outcome: string): Promise<number> =>
        (await labels()).filter((label) => label.includes('model: GCN') && label.includes(`(${outcome})`))
          .length;
      await expect.poll(() => tests('Failed')).toBe(2);
      expect(await tests('Passed')).toBe(1);
      await person.bothThemes('tests');
      await person.command('View: Show Explorer');
    });
  });
}
