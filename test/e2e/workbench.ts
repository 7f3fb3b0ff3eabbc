/** A person in front of the workbench: types, clicks, and looks. Waits for what is on the screen, never for time. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';

/** Everything shows up much sooner; a slow machine is no failure. */
const PATIENCE = 60_000;

export interface Pixel {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** A row of the node table. */
export interface ShownNode {
  readonly withstands: string;
  /** Labelled nodes of the smallest change. */
  readonly change: readonly number[];
}

export class Workbench {
  private constructor(
    readonly page: Page,
    private readonly pictures: string,
  ) {}

  /** Opens the workbench in a fresh browser window and waits until it can be used. */
  static async open(browser: Browser, url: string, pictures: string): Promise<Workbench> {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(url);
    const workbench = new Workbench(page, pictures);
    await workbench.ready();
    return workbench;
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Runs a command by its title, through the palette. */
  async command(title: string): Promise<void> {
    await this.pick(`>${title}`, title);
  }

  /** Opens a file by its name, through quick open. */
  async openFile(name: string): Promise<void> {
    // The whole name: other files, and untitled ones, have it in theirs.
    const whole = new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    await this.pick(name, this.page.locator('.label-name', { hasText: whole }), 'Control+P');
    await this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** The palette swallows keys while a notification closes: try again until the row is there. */
  private async pick(text: string, row: string | Locator, key = 'F1'): Promise<void> {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    const found = this.page
      .locator('.quick-input-widget .quick-input-list .monaco-list-row')
      .filter(typeof row === 'string' ? { hasText: row } : { has: row })
      .first();
    for (let attempt = 0; ; attempt++) {
      await this.page.keyboard.press(key);
      try {
        await input.waitFor({ timeout: 3_000 });
        await input.fill(text);
        await found.waitFor({ timeout: 5_000 });
        break;
      } catch (error) {
        if (attempt === 9) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    await found.click();
  }

  /** Whether the palette offers a command now. */
  async offers(title: string): Promise<boolean> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget .quick-input-box input').fill(`>${title}`);
    const rows = this.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    const texts = await rows.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return texts.some((text) => text.includes(title));
  }

  /** The editor that shows a file, with the keyboard in it. */
  async focusEditor(name: string): Promise<void> {
    await this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).click();
    await this.page.keyboard.press('Control+1');
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Puts the cursor at the end of the first line that holds `text`, counted by quick open's `:line`. */
  async goToLine(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    // Enter before the line was understood would leave the cursor where it is.
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: String(line) }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    const place = new RegExp(`Ln ${line}, Col ${column === 1 ? '1\\b' : '(?!1\\b)'}`);
    await this.page.locator('#status\\.editor\\.selection', { hasText: place }).waitFor();
  }

  get squiggles(): Locator {
    return this.page.locator('.monaco-editor .squiggly-error');
  }

  /** Rows of the Problems panel, which is opened for it. */
  async problems(): Promise<Locator> {
    await this.command('Problems: Focus on Problems View');
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  get statusItem(): Locator {
    return this.page.locator('.statusbar-item[id="flipcert.flipcert.flipcert.status"]');
  }

  get toasts(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** The robustness panel on the screen. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  get chip(): Locator {
    return this.panel.locator('.status-chip');
  }

  /** Waits until the panel shows a result that belongs to the file as it stands. */
  async waitForCurrent(): Promise<void> {
    await this.panel.locator('.status-chip[data-tone="proven"], .status-chip[data-tone="bracket"]').waitFor();
  }

  /** Number of pixels of the chart's canvas that are close to a colour. */
  async chartPixels(colour: Pixel, tolerance = 40): Promise<number> {
    return this.panel
      .locator('canvas')
      .first()
      .evaluate(
        (canvas, [wanted, most]) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const context = (canvas as HTMLCanvasElement).getContext('2d');
          const data = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
          let count = 0;
          for (let i = 0; i < data.length; i += 4) {
            const far =
              Math.abs(data[i] - wanted.red) +
              Math.abs(data[i + 1] - wanted.green) +
              Math.abs(data[i + 2] - wanted.blue);
            if (data[i + 3] > 200 && far <= most) count++;
          }
          return count;
        },
        [colour, tolerance] as const,
      );
  }

  /** The text of the editor and of the panel's top, for the report of a check that failed. */
  async shown(): Promise<string> {
    const texts = [this.page.locator('.editor-instance .view-lines'), this.panel.locator('body')];
    const all = await Promise.all(texts.map((text) => text.allInnerTexts().catch(() => [])));
    return all
      .flat()
      .map((text) => text.slice(0, 1_500))
      .join('\n---\n');
  }

  /** A theme colour as the panel sees it. */
  async themeColour(variable: string): Promise<Pixel> {
    const [red, green, blue] = await this.panel.locator('body').evaluate((body, name) => {
      const probe = body.ownerDocument.createElement('span');
      probe.style.color = `var(${name})`;
      body.append(probe);
      // A mixed colour is computed as shares of one, so it is the canvas that says what it looks like.
      const context = body.ownerDocument.createElement('canvas').getContext('2d');
      if (context) {
        context.fillStyle = getComputedStyle(probe).color;
        context.fillRect(0, 0, 1, 1);
      }
      probe.remove();
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
    }, variable);
    return { red, green, blue };
  }

  /** What the table says of each node: only rows in view exist, so it is scrolled through. */
  async tableRows(): Promise<Map<number, ShownNode>> {
    const body = this.panel.locator('body');
    const read = async (): Promise<(readonly [number, ShownNode])[]> =>
      this.panel.locator('.row[data-node]').evaluateAll((rows) =>
        rows.map((row) => {
          const withstands = row.querySelector('.withstands .number')?.textContent ?? '';
          const change = [...row.querySelectorAll('.change .label')].map((chip) =>
            Number(chip.textContent || NaN),
          );
          return [Number(row.getAttribute('data-node')), { withstands, change }] as const;
        }),
      );
    const found = new Map<number, ShownNode>();
    for (let top = 0, end = false; !end; top += 300) {
      end = await body.evaluate((element, y) => {
        const view = element.ownerDocument.defaultView;
        view?.scrollTo(0, y);
        return y + (view?.innerHeight ?? 0) >= element.ownerDocument.documentElement.scrollHeight;
      }, top);
      // The table paints after the scroll event.
      await body.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      for (const [node, shown] of await read()) found.set(node, shown);
    }
    await body.evaluate((element) => element.ownerDocument.defaultView?.scrollTo(0, 0));
    return new Map([...found].sort(([a], [b]) => a - b));
  }

  /** Picks an entry of the list that is open. */
  async choose(label: string): Promise<void> {
    await this.page
      .locator('.quick-input-widget .monaco-list-row')
      .filter({ hasText: label })
      .first()
      .click();
  }

  /** Chooses a colour theme by its name in the list. */
  async theme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.fill(name);
    await this.choose(name);
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Accepts what the dialog of this title proposes, by its button. */
  async accept(title: string, button = 'OK'): Promise<void> {
    const dialog = this.page.locator('.quick-input-widget', { hasText: title });
    await dialog.waitFor();
    await dialog.locator('a.monaco-text-button', { hasText: button }).first().click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Drags the border between editor and panel to the left. */
  async giveRoomToPanel(): Promise<void> {
    const box = await this.page.locator('iframe.webview.ready').boundingBox();
    if (!box) return;
    await this.page.mouse.move(box.x - 1, box.y + 300);
    await this.page.mouse.down();
    await this.page.mouse.move(480, box.y + 300, { steps: 12 });
    await this.page.mouse.up();
    await this.page.mouse.move(700, 5);
  }

  /** Waits until the workbench has written what it keeps; in a browser it does so some seconds late. */
  async settled(): Promise<void> {
    await this.page.waitForTimeout(8_000);
  }

  /** Keeps what is on the screen, for people to look at. */
  async picture(name: string): Promise<void> {
    await mkdir(this.pictures, { recursive: true });
    await this.page.screenshot({ path: join(this.pictures, `${name}.png`) });
  }

  /** The same in the dark and in the light theme; the dark one is left. */
  async bothThemes(name: string): Promise<void> {
    await this.picture(name);
    await this.toggleTheme('vs');
    await this.picture(`${name}, light`);
    await this.toggleTheme('vs-dark');
  }

  private async toggleTheme(kind: 'vs' | 'vs-dark'): Promise<void> {
    await this.command('Preferences: Toggle between Light/Dark Themes');
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
    // The panel and its chart follow a moment later.
    await this.page.waitForTimeout(400);
  }

  /** Reloads the window, as closing and opening it does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Closes every editor; what was not saved is let go. */
  async closeAll(): Promise<void> {
    const tabs = this.page.locator('.tabs-container .tab');
    if ((await tabs.count()) === 0) return;
    await this.command('View: Close All Editors');
    const letGo = this.page.locator('.monaco-dialog-box .monaco-button', { hasText: "Don't Save" });
    for (;;) {
      if ((await tabs.count()) === 0) return;
      if (await letGo.isVisible()) await letGo.click();
      await this.page.waitForTimeout(100);
    }
  }

  async closeToasts(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
  }

  /** Hides the area at the bottom, Problems and Output and the like. */
  async hideBottom(): Promise<void> {
    const bottom = this.page.locator('.part.panel');
    if (!(await bottom.isVisible())) return;
    await this.page.keyboard.press('Control+J');
    await bottom.waitFor({ state: 'hidden' });
  }

  /** A clean desk: no file, no message, nothing at the bottom. */
  async tidy(): Promise<void> {
    await this.closeAll();
    await this.closeToasts();
    await this.hideBottom();
  }
}
