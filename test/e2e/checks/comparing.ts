import { writeFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { changedNodes } from '../../../src/report/compare';
import type { Result } from '../../../src/report/result';
import type { Stage } from '../stage';

const FILE = 'compared.flipcert.yaml';
const C_LINE = 4;
const text = (c: string): string =>
  [
    'dataset: { generate: karate }',
    'split: { labelled: { per-class: 7 }, test: rest, seed: 3 }',
    'models:',
    `  GCN: { architecture: gcn, normalization: row, C: ${c} }`,
    '  SGC: { architecture: sgc, depth: 2, normalization: row, C: 2 }',
    'certify: { kinds: [sample-wise, collective], budgets: { flips: [1, 2, 3] } }',
    '',
  ].join('\n');

/** Runs are kept, and two of them can be held against each other. */
export function comparing(stage: () => Stage): void {
  describe('the history and comparisons', () => {
    let before: Result;
    let after: Result;
    /** Rows of the view "Runs": the file certified last comes first. */
    const rows = (): Locator =>
      stage().person.page.locator('[id="workbench.view.extension.flipcert"] .monaco-list-row');
    const runsOfFile = async (): Promise<string[]> => {
      const labels = await rows().evaluateAll((all) =>
        all.map((row) => row.getAttribute('aria-label') ?? ''),
      );
      const from = labels.findIndex((label) => label.startsWith(FILE));
      const to = labels.findIndex((label, i) => i > from && /\.ya?ml/.test(label));
      return from < 0 ? [] : labels.slice(from + 1, to < 0 ? labels.length : to);
    };
    const setC = async (to: string): Promise<void> => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.goToLine(C_LINE, text('2').split('\n')[C_LINE - 1].indexOf('C: ') + 4);
      await person.page.keyboard.press('Shift+End');
      await person.page.keyboard.type(`${to} }`);
      await person.command('File: Save');
    };
    const certify = async (): Promise<void> => {
      const { person } = stage();
      await person.focusEditor(FILE);
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
    };

    beforeAll(async () => {
      await stage().person.tidy();
      await writeFile(stage().path(FILE), text('0.5'));
      after = stage().commandLine(FILE);
      await writeFile(stage().path(FILE), text('2'));
      before = stage().commandLine(FILE);
    });

    it('keeps a run of every text that was certified, the same answer once', async () => {
      const { person } = stage();
      await person.openFile(FILE);
      await certify();
      await person.command('Flipcert: Focus on Runs View');
      await expect.poll(runsOfFile).toHaveLength(1);
      await certify();
      await setC('0.5');
      await certify();
      await expect.poll(runsOfFile).toHaveLength(2);
      expect((await runsOfFile())[0]).toMatch(
        /^just now, certified ratio .+ at 1 flip, \w+ of 2 models, exact$/,
      );
      await person.bothThemes('runs-view');
    });

    it('compares with an earlier run, and lists the nodes that changed', async () => {
      const { person } = stage();
      const { panel, page } = person;
      await panel.locator('.model[data-model="GCN"]').click();
      await person.command('View: Close Primary Side Bar');
      await person.giveRoomToPanel();
      await panel.locator('[data-action="compare"]').click();
      await page
        .locator('.quick-input-widget .monaco-list-row', { hasText: 'Run of' })
        .filter({ hasText: 'certified ratio' })
        .first()
        .click();
      const strip = panel.locator('.against');
      await strip.waitFor();
      expect(await strip.innerText()).toContain('models.GCN.C');
      expect((await strip.innerText()).replaceAll('\u00a0', ' ')).toContain('2 → 0.5');
      const flips = Number(
        (await panel.getByRole('slider').getAttribute('aria-valuetext'))?.match(/^\d+/)?.[0],
      );
      const [first, second] = [before, after].map(({ models }) => models.find(({ name }) => name === 'GCN'));
      const changed = changedNodes(first, second, flips).map(({ node }) => node);
      expect(changed.length).toBeGreaterThan(0);
      await panel.locator('[data-key="status:changed"]').click();
      await expect
        .poll(async () => [...(await person.tableRows()).keys()])
        .toEqual([...changed].sort((a, b) => a - b));
      const orange = await person.themeColour('--compared');
      expect(await person.chartPixels(orange)).toBeGreaterThan(300);
      await person.bothThemes('comparing');
      await panel.locator('[data-key="status:all"]').click();
      await panel.getByRole('slider').focus();
      await page.keyboard.press('Escape');
      await strip.waitFor({ state: 'hidden' });
    });

    it('shows an earlier run as that, and goes back', async () => {
      const { person } = stage();
      await person.command('Flipcert: Focus on Runs View');
      await rows().nth(2).click();
      await expect.poll(() => person.chip.innerText()).toMatch(/^Run of /);
      await expect.poll(() => person.panel.locator('.row .status').first().innerText()).toMatch(/^was /);
      await person.bothThemes('earlier-run');
      await person.panel.locator('[data-action="showNewest"]').click();
      await person.waitForCurrent();
    });

    it('shows what was certified beside the file', async () => {
      const { person } = stage();
      await rows().nth(2).click();
      await person.command('Flipcert: Compare Configuration of Run with File');
      await person.page.locator('.monaco-diff-editor').waitFor();
      await person.page.locator('.monaco-diff-editor .view-line', { hasText: 'C: 2' }).first().waitFor();
      await person.bothThemes('run-diff');
      await person.page.keyboard.press('Control+W');
    });

    it('pins a run, deletes another after asking, and keeps both decisions over a reload', async () => {
      const { person } = stage();
      await person.command('Flipcert: Focus on Runs View');
      await rows().nth(2).click();
      await person.command('Flipcert: Pin Run');
      await expect.poll(async () => (await runsOfFile())[1]).toContain('pinned');
      await rows().nth(1).click();
      await person.page.keyboard.press('Delete');
      const dialog = person.page.locator('.monaco-dialog-box', { hasText: 'Delete this run?' });
      await dialog.waitFor();
      expect(await dialog.innerText()).toContain(FILE);
      await dialog.locator('.monaco-button', { hasText: 'Delete' }).click();
      await expect.poll(runsOfFile).toHaveLength(1);
      await person.settled();
      await person.page.reload();
      await rows().first().waitFor();
      await expect.poll(runsOfFile).toHaveLength(1);
      expect((await runsOfFile())[0]).toContain('pinned');
      await person.bothThemes('runs-kept');
      await person.command('View: Show Explorer');
    });
  });
}
