import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const FILE = 'karate.flipcert.yaml';

/** Finding the labels to verify, and trusting one. */
export function auditing(stage: () => Stage): void {
  describe('labels to verify', () => {
    beforeAll(() => stage().person.tidy());

    it('are found from the palette for a model, with gains at the budget', async () => {
      const { person } = stage();
      await person.openFile(FILE);
      await person.command('Flipcert: Find Labels to Verify');
      await person.choose('SGC');
      await person.panel.locator('.audit-head').waitFor({ timeout: 60_000 });
      expect(await person.panel.locator('[role=tab][aria-selected=true]').innerText()).toBe(
        'Labels to verify',
      );
      expect(await person.panel.locator('.audit-head').innerText()).toContain('SGC');
      await expect.poll(() => person.panel.locator('.label-table tbody tr').count()).toBeGreaterThan(2);
      await person.bothThemes('labels to verify');
    });

    it('are added to the configuration, which is stale then, and can be undone', async () => {
      const { person } = stage();
      const first = person.panel.locator('.label-table tbody tr').first();
      const node = await first.getAttribute('data-node');
      await first.locator('input').check();
      await person.panel.locator('[data-action=trust]').click();
      await expect.poll(() => person.chip.innerText()).toContain('Stale: edited');
      const text = async (): Promise<string> =>
        (await person.page.locator('.editor-instance .view-lines').first().innerText()).replaceAll(
          '\u00a0',
          ' ',
        );
      await expect.poll(text).toContain(`trusted: [${node}]`);
      await person.focusEditor(FILE);
      await person.command('File: Revert File');
      await person.waitForCurrent();
      await expect.poll(() => person.panel.locator('.audit .note').count()).toBe(0);
    });
  });
}
