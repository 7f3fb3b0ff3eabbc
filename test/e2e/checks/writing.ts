import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const NAME = 'writing.flipcert.yaml';
const TEXT = `# A file that is being written
dataset:
  generate: karate
split:
  labelled: { per-class: 4 }
  test: rest
models:
  GCN:
    architecture: gcn
    C: 0.1
certify:
  budgets: [0.125, 0.25]
  trusted: []
expect:
  - { model: "GCN", kind: sample-wise, budget: 0.25, certified-ratio: ">= 0" }
`;

/** What the editor does while one writes. */
export function writing(stage: () => Stage): void {
  describe('writing a configuration', () => {
    const path = (): string => stage().path(NAME);
    const saved = async (): Promise<string> => {
      const { page } = stage().person;
      await page.keyboard.press('Control+S');
      await page.locator('.tabs-container .tab.active.dirty').waitFor({ state: 'detached' });
      return readFile(path(), 'utf8');
    };
    beforeAll(async () => {
      const { person } = stage();
      await person.tidy();
      await writeFile(path(), TEXT);
      await person.openFile(NAME);
      await person.focusEditor(NAME);
    });
    afterAll(async () => {
      await stage().person.tidy();
      await rm(path(), { force: true });
    });

    it('shows behind each budget how many labels it is', async () => {
      const { person } = stage();
      const lines = person.page.locator('.monaco-editor .view-lines').first();
      await expect.poll(() => lines.innerText()).toMatch(/1.of.8.labels/);
      await expect.poll(() => lines.innerText()).toMatch(/2.of.8.labels/);
      await expect.poll(() => lines.innerText()).toMatch(/8.labelled/);
      await person.bothThemes('writing hints');
    });

    it('offers labelled nodes with their class, and keys with what is required first', async () => {
      const { person } = stage();
      const rows = person.page.locator('.suggest-widget.visible .monaco-list-row');
      await person.goToLine(13, 13);
      await person.page.keyboard.press('Control+Space');
      await expect.poll(() => rows.allInnerTexts()).toContainEqual(expect.stringMatching(/label/));
      await person.picture('writing nodes');
      await person.page.keyboard.press('Escape');
      await person.goToLine(10, 11);
      await person.page.keyboard.press('Enter');
      await person.page.keyboard.type('de');
      await expect.poll(() => rows.first().innerText()).toContain('depth');
      await person.picture('writing keys');
      await person.page.keyboard.press('Enter');
      await person.page.keyboard.type('2');
      await person.page.keyboard.press('Escape');
      expect(await saved()).toContain('    C: 0.1\n    depth: 2\n');
    });

    it('underlines a mistake as it is typed, and corrects it', async () => {
      const { person } = stage();
      await expect.poll(() => person.squiggles.count()).toBe(0);
      await person.goToLine(9, 17);
      await person.page.keyboard.press('Backspace');
      await person.page.keyboard.press('Backspace');
      await person.page.keyboard.press('Escape');
      await person.squiggles.first().waitFor();
      await person.picture('writing mistake');
      await person.page.keyboard.press('Control+.');
      const fix = person.page.locator('.action-widget .monaco-list-row', {
        hasText: "Change to 'architecture'",
      });
      await fix.waitFor();
      await person.picture('writing quick fix');
      await person.page.keyboard.press('Enter');
      await expect.poll(() => person.squiggles.count()).toBe(0);
      expect(await saved()).toContain('    architecture: gcn\n');
    });

    it('explains a key with its formula, and a model with its meaning', async () => {
      const { person } = stage();
      const hover = person.page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
      await person.goToLine(10, 5);
      await person.command('Show or Focus Hover');
      await expect.poll(() => hover.innerText()).toContain('Box constraint');
      await person.picture('writing hover');
      await person.page.keyboard.press('Escape');
      await person.goToLine(16, 15);
      await person.command('Show or Focus Hover');
      await expect.poll(() => hover.innerText()).toContain('2 hidden layers');
      await person.page.keyboard.press('Escape');
    });

    it('renames a model everywhere', async () => {
      const { person } = stage();
      await person.goToLine(8, 4);
      await person.page.keyboard.press('F2');
      const input = person.page.locator('.rename-box input');
      await input.waitFor();
      await input.fill('Deep net');
      await person.page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden' });
      await expect.poll(saved).toContain('{ model: "Deep net", kind');
      expect(await saved()).toContain('\n  Deep net:\n');
      expect(await person.squiggles.count()).toBe(0);
    });

    it('lists models and expectations in the outline', async () => {
      const { person } = stage();
      await person.page.keyboard.press('Control+Shift+O');
      const rows = person.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
      await expect.poll(() => rows.allInnerTexts()).toContainEqual(expect.stringContaining('Deep net'));
      const texts = (await rows.allInnerTexts()).join('\n');
      for (const name of ['dataset', 'split', 'models', 'certify', 'expect']) expect(texts).toContain(name);
      await person.bothThemes('writing outline');
      await person.page.keyboard.press('Escape');
    });

    it('formats, and keeps the comment', async () => {
      const { person } = stage();
      await person.focusEditor(NAME);
      await person.goToLine(12, 1);
      await person.page.keyboard.press('End');
      await person.page.keyboard.type('   ');
      await person.goToLine(9, 18);
      await person.page.keyboard.type('   ');
      await person.command('Format Document');
      await expect.poll(saved).toContain('    architecture: gcn\n    C: 0.1\n    depth: 2\ncertify:\n');
      expect(await saved()).toMatch(/^# A file that is being written\n/);
    });

    it.each(['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'])(
      'colours parts, keys, models and words apart in %s',
      async (theme) => {
        const { person } = stage();
        await person.theme(theme);
        await person.focusEditor(NAME);
        const colourOf = (word: string): Promise<string> =>
          person.page
            .locator('.monaco-editor .view-lines span > span[class^="mtk"]')
            .filter({ hasText: new RegExp(`^\\s*${word}\\s*$`) })
            .first()
            .evaluate((span) => getComputedStyle(span).color);
        const colours = async (): Promise<string[]> =>
          Promise.all([colourOf('models'), colourOf('architecture'), colourOf('Deep.net'), colourOf('gcn')]);
        await expect.poll(async () => new Set(await colours()).size).toBe(4);
        // Also between brackets.
        expect(await colourOf('kind')).toBe(await colourOf('architecture'));
        await person.picture(`writing ${theme}`);
        if (theme.startsWith('Light H')) await person.theme('Dark Modern');
      },
    );
  });
}
