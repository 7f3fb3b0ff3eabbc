import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'long.flipcert.yaml';

/** A certification process that dies. */
export function crashing(stage: () => Stage): void {
  describe('a crash of the certification process', () => {
    it('is said, in a message and in the panel', async () => {
      const { person } = stage();
      await person.openFile(FILE);
      await person.command('Flipcert: Certify This File');
      await expect.poll(() => stage().jobProcesses().length, { timeout: 30_000 }).toBe(1);
      await expect.poll(() => person.panel.locator('.model').count(), { timeout: 60_000 }).toBeGreaterThan(0);
      process.kill(stage().jobProcesses()[0], 'SIGKILL');
      const toast = person.toasts.filter({ hasText: 'ended unexpectedly' });
      await toast.waitFor();
      await expect.poll(() => person.chip.innerText()).toContain('Failed');
      await expect.poll(() => person.statusItem.innerText()).toContain('Failed');
      await person.bothThemes('crashed');
    });

    it('offers to start again, and does', async () => {
      const { person } = stage();
      const toast = person.toasts.filter({ hasText: 'ended unexpectedly' });
      await toast.hover();
      await toast.locator('.monaco-button', { hasText: 'Restart' }).click();
      await expect.poll(() => person.statusItem.innerText(), { timeout: 30_000 }).toContain('Certifying');
      expect(stage().jobProcesses()).toHaveLength(1);
      await person.command('Flipcert: Cancel');
      await expect
        .poll(() => person.statusItem.innerText(), { timeout: 15_000 })
        .not.toMatch(/Certifying|Cancelling/);
      await person.closeAll();
    });

    it('is in the log', async () => {
      const { person } = stage();
      await person.command('Flipcert: Show Log');
      const lines = person.page.locator('.output-view .view-line');
      await lines.first().waitFor();
      await expect
        .poll(async () => (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' '))
        .toContain('The certification process ended');
      await person.picture('log');
      await person.hideBottom();
    });
  });
}
