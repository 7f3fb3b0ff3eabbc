import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'karate.flipcert.yaml';

/** What was certified before is read, until it is cleared. */
export function caching(stage: () => Stage): void {
  describe('the cache', () => {
    beforeAll(() => stage().person.tidy());

    const certify = async (): Promise<void> => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
    };
    /** What the panel's details tell of the last run. */
    const details = async (): Promise<string> => {
      const { panel } = stage().person;
      await panel.getByRole('tab', { name: 'Details' }).click();
      return panel.locator('[role=tabpanel]:visible').innerText();
    };

    it('answers a file that was certified before, and the details say so', async () => {
      await stage().person.openFile(FILE);
      await certify();
      await certify();
      await expect.poll(details).toContain('from the cache');
    });

    it('is cleared by a command that says how much it freed', async () => {
      const { person } = stage();
      await person.command('Flipcert: Clear Cache');
      const freed = person.toasts.filter({ hasText: 'The cache was cleared' });
      await freed.waitFor();
      expect(await freed.innerText()).toMatch(/\d [kM]B were freed/);
      await person.closeToasts();
      await person.command('Flipcert: Clear Cache');
      await person.toasts.filter({ hasText: 'The cache was empty' }).waitFor();
      await person.closeToasts();
      await certify();
      await expect.poll(details).not.toContain('from the cache');
    });
  });
}
