import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'karate.flipcert.yaml';

/** What is left after the window was closed and opened. */
export function reloading(stage: () => Stage): void {
  describe('after a reload of the window', () => {
    beforeAll(() => stage().person.tidy());

    it('shows the panel with the result again, and with what the reader had chosen', async () => {
      const { person } = stage();
      await person.openFile(FILE);
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await person.panel.getByRole('slider').focus();
      await person.page.keyboard.press('End');
      await expect
        .poll(() => person.panel.getByRole('slider').getAttribute('aria-valuetext'))
        .toMatch(/^14 of 14/);
      await person.settled();
      await person.reload();
      await person.waitForCurrent();
      await expect
        .poll(() => person.panel.getByRole('slider').getAttribute('aria-valuetext'))
        .toMatch(/^14 of 14/);
      await person.bothThemes('reloaded');
    });

    it('marks the result as stale where the file was changed meanwhile', async () => {
      const { person } = stage();
      const file = stage().path(FILE);
      const text = await readFile(file, 'utf8');
      // The window has just come back: a change that comes before it watches the file again goes unseen.
      const write = (what: string) => async (): Promise<string> => {
        await writeFile(file, what);
        return person.chip.innerText();
      };
      const patient = { timeout: 60_000, interval: 2_000 };
      await expect.poll(write(text.replace('seed: 3', 'seed: 31')), patient).toContain('Stale');
      await person.settled();
      await person.reload();
      await expect.poll(() => person.chip.innerText()).toContain('Stale: edited');
      await expect.poll(write(text), patient).not.toContain('Stale');
      await person.waitForCurrent();
    });
  });
}
