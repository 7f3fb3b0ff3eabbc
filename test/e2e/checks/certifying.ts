import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage';
import type { Result } from '../../../src/report/result';

const FILE = 'karate.flipcert.yaml';

/** Per cent as the panel writes them. */
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').trim();

/** Opening a file, certifying it, and reading the numbers off the panel. */
export function certifying(stage: () => Stage): void {
  describe('certifying a file', () => {
    let expected: Result;

    it('offers its commands for a configuration, and says that it was not certified', async () => {
      const { person } = stage();
      expected = stage().commandLine(FILE);
      expect(await person.offers('Flipcert: New Configuration')).toBe(true);
      expect(await person.offers('Flipcert: Certify This File')).toBe(false);
      await person.openFile(FILE);
      await expect.poll(() => person.statusItem.innerText()).toContain('Not certified');
      expect(await person.offers('Flipcert: Certify This File')).toBe(true);
      expect(await person.offers('Flipcert: Cancel')).toBe(false);
    });

    it('opens an empty panel that asks its question', async () => {
      const { person } = stage();
      await person.command('Flipcert: Open Robustness Panel');
      await person.panel.locator('.empty').waitFor();
      await expect.poll(() => person.chip.innerText()).toContain('Not certified yet');
      expect(await person.panel.locator('.empty .cost').first().innerText()).toContain('3 models');
      expect(await person.panel.locator('.empty code').innerText()).toBe(`flipcert certify ${FILE}`);
      await person.bothThemes('empty');
    });

    it('certifies from the palette and shows an exact, current result', async () => {
      const { person } = stage();
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await expect.poll(() => person.chip.innerText()).toContain('Exact, current');
      await person.bothThemes('certified');
    });

    it('shows the numbers that the command line gives for the same file', async () => {
      const { panel, statusItem } = stage().person;
      const rows = await panel
        .locator('.model')
        .evaluateAll((all) => all.map((row) => row.getAttribute('data-model')));
      expect([...rows].sort()).toEqual(expected.models.map(({ name }) => name).sort());
      for (const model of expected.models) {
        await panel.locator(`.model[data-model="${model.name}"]`).click();
        await expect.poll(() => panel.locator('[data-figure="model"] .value').innerText()).toBe(model.name);
        const flips = Number(
          (await panel.getByRole('slider').getAttribute('aria-valuetext'))?.match(/^\d+/)?.[0],
        );
        const at = (curve: readonly { flips: number; certified: number }[] | undefined): number =>
          curve?.find((point) => point.flips === flips)?.certified ?? NaN;
        const figure = async (name: string): Promise<string> =>
          plain(await panel.locator(`[data-figure="${name}"] .value`).innerText());
        expect(await figure('sample-wise')).toBe(percent(at(model.sampleWise?.curve)));
        expect(await figure('collective')).toBe(percent(at(model.collective?.curve)));
        expect(await figure('accuracy')).toBe(percent(model.accuracy));
      }
      const best = Math.max(...expected.models.map((model) => model.sampleWise?.curve[1].certified ?? 0));
      expect(plain(await statusItem.innerText())).toContain(`${percent(best)} safe at 1 flip`);
    });

    it('lists every test node with the flips that the command line says it withstands', async () => {
      const { person } = stage();
      const model = expected.models[0];
      await person.panel.locator(`.model[data-model="${model.name}"]`).click();
      await expect
        .poll(() => person.panel.locator('[data-figure="model"] .value').innerText())
        .toBe(model.name);
      const shown = await person.tableRows();
      const wanted = new Map(
        model.sampleWise?.nodes.map(({ node, safeFlips, witness }) => [
          node,
          { withstands: String(safeFlips), change: (witness ?? []).map((flip) => flip.node) },
        ]),
      );
      expect(shown).toEqual(wanted);
      for (const { change } of shown.values())
        expect(expected.dataset.labelled).toEqual(expect.arrayContaining([...change]));
    });

    it('draws the curves on the canvas, in the colour of the chosen model', async () => {
      const { person } = stage();
      const blue = await person.themeColour('--vscode-charts-blue');
      // Two lines of some hundred pixels' length and two pixels' width, at the least.
      expect(await person.chartPixels(blue)).toBeGreaterThan(800);
      expect(await person.chartPixels({ red: 255, green: 0, blue: 255 })).toBe(0);
    });

    it('follows the keyboard: the budget, the rows', async () => {
      const { person } = stage();
      const { panel, page } = person;
      // Away from the list of models, where it would preview a comparison.
      await page.mouse.move(700, 5);
      const slider = panel.getByRole('slider');
      await slider.focus();
      await page.keyboard.press('Home');
      await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^0 of 14/);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/^2 of 14/);
      const first = expected.models[0].sampleWise?.curve.find(({ flips }) => flips === 2)?.certified ?? NaN;
      expect(plain(await panel.locator('[data-figure="sample-wise"] .value').innerText())).toBe(
        percent(first),
      );
      const row = panel.locator('.row[data-node]').first();
      await row.focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => row.getAttribute('aria-expanded')).toBe('true');
      await person.bothThemes('row-open');
      await row.focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => row.getAttribute('aria-expanded')).toBe('false');
    });
  });
}
