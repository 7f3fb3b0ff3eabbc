import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

/** Files that are wrong. */
export function mistaking(stage: () => Stage): void {
  describe('a file with a mistake', () => {
    beforeAll(() => stage().person.tidy());

    it('is underlined and explained in the Problems panel', async () => {
      const { person } = stage();
      await person.openFile('deliberate-mistake.flipcert.yaml');
      await person.squiggles.first().waitFor();
      const problems = await person.problems();
      await expect
        .poll(() => problems.allInnerTexts())
        .toContainEqual(expect.stringContaining('architectur'));
      const texts = (await problems.allInnerTexts()).join('\n');
      expect(texts).toContain('Did you mean');
      await person.bothThemes('mistake');
      await stage().readmePicture('mistake');
    });

    it('is not certified, and the panel names the line', async () => {
      const { person } = stage();
      await person.focusEditor('deliberate-mistake.flipcert.yaml');
      await person.command('Flipcert: Certify This File');
      await person.panel.locator('.failed').waitFor();
      await expect.poll(() => person.chip.innerText()).toContain('Failed');
      expect(await person.panel.locator('.failed .cause').innerText()).toContain('architectur');
      await expect.poll(() => person.statusItem.innerText()).toContain('Failed');
      // The language server said it already; once is enough.
      expect(await (await person.problems()).filter({ hasText: 'Did you mean' }).count()).toBe(1);
      await person.bothThemes('failed');
    });

    it('leads from the panel to the line, and runs once it is corrected', async () => {
      const { person } = stage();
      await person.panel.locator('.failed .links button').first().click();
      const position = person.page.locator('.statusbar-item[id="status.editor.selection"]');
      await expect.poll(() => position.innerText()).toContain('Ln 10');
      await person.focusEditor('deliberate-mistake.flipcert.yaml');
      await person.goToLine(10, 16);
      await person.page.keyboard.type('e');
      await expect.poll(() => person.squiggles.count()).toBe(0);
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await person.command('File: Revert File');
      await person.hideBottom();
      await person.closeAll();
    });

    it('says which data file is missing', async () => {
      const { person } = stage();
      await person.openFile('cora-ml.flipcert.yaml');
      await person.squiggles.first().waitFor();
      await person.command('Flipcert: Certify This File');
      await person.panel.locator('.failed').waitFor();
      expect(await person.panel.locator('.failed .cause').innerText()).toContain('cora_ml.npz');
    });
  });
}
