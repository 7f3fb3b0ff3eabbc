import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const COPY = 'flipcert-examples/karate.flipcert.yaml';

/** The first minutes with the extension. */
export function starting(stage: () => Stage): void {
  describe('a first look', () => {
    beforeAll(() => stage().person.tidy());
    // Other checks open files by their names, which the copies have too.
    afterAll(() => rm(stage().path('flipcert-examples'), { recursive: true, force: true }));

    it('is guided by a walkthrough', async () => {
      const { person } = stage();
      await person.command('Welcome: Open Walkthrough...');
      await person.choose('Get started with Flipcert');
      const steps = person.page.locator('.getting-started-step');
      await expect.poll(() => steps.count()).toBe(5);
      await person.page.getByText('Prove how many wrong labels a network withstands.').first().waitFor();
      await person.bothThemes('walkthrough');
      await person.closeAll();
    });

    it('has examples to open, and leaves alone what was worked on', async () => {
      const { person } = stage();
      const tab = person.page.locator(
        '.tabs-container .tab.active[data-resource-name="karate.flipcert.yaml"]',
      );
      await person.command('Flipcert: Open Examples');
      await tab.waitFor();
      expect(existsSync(stage().path(COPY))).toBe(true);
      expect(existsSync(stage().path('flipcert-examples/paper/coramlb.flipcert.yaml'))).toBe(true);
      await person.closeAll();
      await writeFile(stage().path(COPY), '# mine\n');
      await rm(stage().path('flipcert-examples/csbm.flipcert.yaml'));
      await person.command('Flipcert: Open Examples');
      await tab.waitFor();
      expect(await readFile(stage().path(COPY), 'utf8')).toBe('# mine\n');
      expect(existsSync(stage().path('flipcert-examples/csbm.flipcert.yaml'))).toBe(true);
      await person.closeAll();
    });
  });
}
