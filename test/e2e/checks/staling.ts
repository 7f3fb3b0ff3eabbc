import { appendFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

/** A result belongs to what was certified, and to nothing else. */
export function staling(stage: () => Stage): void {
  describe('a result and its file', () => {
    it('is stale at the first key press, before anything is saved', async () => {
      const { person } = stage();
      await person.focusEditor('karate.flipcert.yaml');
      await person.goToLine(10, 100);
      await person.page.keyboard.type('0');
      await expect.poll(() => person.chip.innerText()).toContain('Stale: edited');
      await expect.poll(() => person.statusItem.innerText()).toContain('Stale');
      expect(await person.panel.locator('.header [data-action="certify"]').innerText()).toContain(
        'Certify again',
      );
      await person.picture('stale');
    });

    it('is current again when the edit is undone', async () => {
      const { person } = stage();
      await person.page.keyboard.press('Control+Z');
      await person.waitForCurrent();
      await expect.poll(() => person.statusItem.innerText()).toContain('safe at');
    });

    it('certifies the text as it stands, unsaved', async () => {
      const { person } = stage();
      // Three labels of each side instead of seven.
      await person.focusEditor('karate.flipcert.yaml');
      await person.goToLine(9, 27);
      await person.page.keyboard.press('Backspace');
      await person.page.keyboard.type('3');
      await expect.poll(() => person.chip.innerText()).toContain('Stale');
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await expect.poll(() => person.panel.locator('.dataset').innerText()).toContain('6 labelled');
      await person.focusEditor('karate.flipcert.yaml');
      await person.command('File: Revert File');
      await expect.poll(() => person.chip.innerText()).toContain('Stale: edited');
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await expect.poll(() => person.panel.locator('.dataset').innerText()).toContain('14 labelled');
    });

    it('is stale when a data file changes on the disk, and says which', async () => {
      const { person } = stage();
      await person.closeAll();
      await person.openFile('table.flipcert.yaml');
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await appendFile(stage().path('edges.csv'), '0,9\n');
      await expect
        .poll(() => person.chip.innerText(), { timeout: 30_000 })
        .toContain('Stale: edges.csv changed');
      await person.bothThemes('stale-data');
      await person.panel.locator('.header [data-action="certify"]').click();
      await person.waitForCurrent();
      // A narrow panel hides the edges; they are in the page all the same.
      await expect.poll(() => person.panel.locator('.dataset').textContent()).toContain('15 edges');
    });
  });
}
