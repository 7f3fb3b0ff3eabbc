import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

/** A configuration from nothing, and a report to give away. */
export function creating(stage: () => Stage): void {
  describe('making files', () => {
    beforeAll(() => stage().person.tidy());

    it('makes a new configuration that runs, and leaves an existing one alone', async () => {
      const { person } = stage();
      const before = await readFile(stage().path('karate.flipcert.yaml'), 'utf8');
      await person.command('Flipcert: New Configuration');
      await person.choose('Karate club');
      await person.accept('New Flipcert Configuration');
      // The dialog proposes a name that is free.
      await person.accept('Save the Configuration');
      await person.page
        .locator('.tabs-container .tab.active[data-resource-name="karate-2.flipcert.yaml"]')
        .waitFor();
      expect(existsSync(stage().path('karate-2.flipcert.yaml'))).toBe(true);
      expect(await readFile(stage().path('karate.flipcert.yaml'), 'utf8')).toBe(before);
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      expect(await person.squiggles.count()).toBe(0);
    });

    it('saves the panel as a page of its own', async () => {
      const { person } = stage();
      await person.command('Flipcert: Save HTML Report');
      await person.accept('Save the Report');
      await expect
        .poll(() => existsSync(stage().path('karate-2.report.html')), { timeout: 15_000 })
        .toBe(true);
      const html = await readFile(stage().path('karate-2.report.html'), 'utf8');
      expect(html).toContain('karate-2.flipcert.yaml');
      expect(html).not.toMatch(/(src|href)="https?:/);
    });
  });
}
