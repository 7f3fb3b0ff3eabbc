import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

/** What the panel shows, in the formats that papers and scripts want. */
export function exporting(stage: () => Stage): void {
  describe('an export', () => {
    beforeAll(async () => {
      const { person } = stage();
      await person.tidy();
      await person.openFile('karate.flipcert.yaml');
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
    });

    const saved = async (label: string, name: string): Promise<Buffer> => {
      const { person } = stage();
      await person.command('Flipcert: Export Result...');
      await person.choose(label);
      await person.accept('Export');
      const read = (): Promise<Buffer> => readFile(stage().path(name)).catch(() => Buffer.alloc(0));
      await expect.poll(async () => (await read()).length, { timeout: 15_000 }).toBeGreaterThan(0);
      await person.closeToasts();
      return read();
    };

    it('is a LaTeX table', async () => {
      const table = (await saved('LaTeX table', 'karate.tex')).toString();
      expect(table).toContain('\\toprule');
      expect(table).toMatch(/GCN & sample-wise & 95\.0 & /);
    });

    it('is the result as JSON', async () => {
      const result = JSON.parse((await saved('JSON result', 'karate.json')).toString()) as {
        models: unknown[];
      };
      expect(result.models).toHaveLength(3);
    });

    it('is the chart as SVG and as PNG', async () => {
      const svg = (await saved('SVG chart', 'karate.svg')).toString();
      expect(svg).toContain('Deep GCN');
      const png = await saved('PNG chart', 'karate.png');
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    });

    it('is in the menu of the panel', async () => {
      const { person } = stage();
      await person.panel.getByRole('button', { name: 'More actions' }).click();
      await person.panel.getByRole('menuitem', { name: 'Export…' }).click();
      await person.page.getByText('Export the Result As').waitFor();
      await person.picture('export');
      await person.page.keyboard.press('Escape');
    });
  });
}
