import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { semlExperiment } from '../../fixtures/seml';
import type { Stage } from '../stage';

/** An experiment of the published code becomes a configuration. */
export function importing(stage: () => Stage): void {
  describe('importing an experiment', () => {
    beforeAll(async () => {
      await stage().person.tidy();
      const experiment = semlExperiment({ data: 'dataset: karate_club', specification: 'n_per_class: 2' });
      await writeFile(stage().path('experiment.yaml'), experiment);
    });

    it('proposes the file in the editor, writes a configuration beside it and shows what is different', async () => {
      const { person } = stage();
      await person.openFile('experiment.yaml');
      await person.command('Flipcert: Import SEML Configuration');
      await person.accept('Import a SEML Configuration', 'Import');
      await person.page
        .locator('.tabs-container .tab.active[data-resource-name="experiment.flipcert.yaml"]')
        .waitFor();
      expect(await readFile(stage().path('experiment.flipcert.yaml'), 'utf8')).toContain('generate: karate');
      const toast = person.toasts.filter({ hasText: 'One configuration was written' });
      await toast.locator('.monaco-button', { hasText: 'Show Details' }).click();
      await person.page
        .locator('.editor-instance .view-lines', { hasText: 'experiment.yaml -> experiment.flipcert.yaml' })
        .waitFor();
    });

    it('replaces an existing configuration only where the user says so', async () => {
      const { person } = stage();
      await writeFile(stage().path('experiment.flipcert.yaml'), '# mine\n');
      await person.openFile('experiment.yaml');
      await person.command('Flipcert: Import SEML Configuration');
      await person.accept('Import a SEML Configuration', 'Import');
      const dialog = person.page.locator('.monaco-dialog-box', { hasText: 'Replace it?' });
      await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await readFile(stage().path('experiment.flipcert.yaml'), 'utf8')).toBe('# mine\n');
    });
  });
}
