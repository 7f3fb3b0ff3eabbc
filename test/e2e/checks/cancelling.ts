import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'long.flipcert.yaml';

/** A run that is not waited for. */
export function cancelling(stage: () => Stage): void {
  describe('cancelling a run', () => {
    beforeAll(() => stage().person.tidy());

    it('shows progress, and keeps the models that were finished', async () => {
      const { person } = stage();
      await person.openFile(FILE);
      await person.command('Flipcert: Certify This File');
      await expect.poll(() => person.statusItem.innerText(), { timeout: 30_000 }).toContain('Certifying');
      await expect.poll(() => person.chip.innerText()).toContain('Running');
      // The first model is done, the second is on its way.
      await expect.poll(() => person.panel.locator('.model').count(), { timeout: 60_000 }).toBeGreaterThan(0);
      expect(await person.offers('Flipcert: Cancel')).toBe(true);
      await person.picture('running');
      await person.panel.locator('.header [data-action="cancel"]').click();
      await expect
        .poll(() => person.statusItem.innerText(), { timeout: 10_000 })
        .not.toMatch(/Certifying|Cancelling/);
      expect(await person.panel.locator('.model[data-model="First"]').count()).toBe(1);
      expect(await person.chip.innerText()).not.toContain('Exact');
      await person.bothThemes('cancelled');
    });

    it('ends a process that does not answer', async () => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.command('Flipcert: Certify This File');
      await expect.poll(() => person.statusItem.innerText(), { timeout: 30_000 }).toContain('Certifying');
      const [pid] = stage().jobProcesses();
      process.kill(pid, 'SIGSTOP');
      await person.focusEditor(FILE);
      await person.command('Flipcert: Cancel');
      await expect
        .poll(() => person.statusItem.innerText(), { timeout: 15_000 })
        .not.toMatch(/Certifying|Cancelling/);
      expect(stage().jobProcesses()).not.toContain(pid);
      // No complaint: it was asked for.
      expect(await person.toasts.filter({ hasText: 'unexpectedly' }).count()).toBe(0);
    });
  });
}
