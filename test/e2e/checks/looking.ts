import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';

const THEMES = { light: 'Light Modern', contrast: 'Dark High Contrast', dark: 'Dark Modern' };

/** Every theme, with room for the panel: what the documentation shows. */
export function looking(stage: () => Stage): void {
  describe('the look', () => {
    beforeAll(() => stage().person.tidy());

    it.each(Object.entries(THEMES))('follows the %s theme', async (name, theme) => {
      const { person } = stage();
      if ((await person.page.locator('iframe.webview.ready').count()) === 0) {
        await person.openFile('karate.flipcert.yaml');
        await person.command('Flipcert: Certify This File');
        await person.waitForCurrent();
        await person.command('View: Toggle Primary Side Bar Visibility');
        await person.giveRoomToPanel();
        await person.panel.getByRole('slider').focus();
        await person.page.keyboard.press('ArrowRight');
        await person.focusEditor('karate.flipcert.yaml');
        await person.goToLine(1);
      }
      await person.theme(theme);
      const kind =
        { dark: 'vscode-dark', light: 'vscode-light', contrast: 'vscode-high-contrast' }[name] ?? '';
      await expect.poll(() => person.panel.locator('body').getAttribute('class')).toContain(kind);
      await person.page.waitForTimeout(500);
      await stage().readmePicture(name);
    });
  });
}
