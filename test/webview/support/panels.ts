import { afterAll, beforeAll, expect } from 'vitest';
import type { Browser } from 'playwright-core';
import { buildPanel, launch, openPanel } from './harness';
import type { Built, Opened, OpenOptions } from './harness';

export type WithPanel = (options: OpenOptions, steps: (panel: Opened) => Promise<void>) => Promise<void>;

/**
 * To be called once in a `describe`: builds the panel and starts the browser for its tests. What it returns opens the
 * panel, runs the steps, and expects no error and no breach of the content policy.
 */
export function usePanels(): WithPanel {
  let browser: Browser | undefined;
  let built: Built | undefined;
  beforeAll(async () => {
    built = await buildPanel();
    browser = await launch();
  });
  afterAll(async () => browser?.close());
  return async (options, steps) => {
    if (browser === undefined || built === undefined) throw new Error('The browser has not started.');
    const panel = await openPanel(browser, built, options);
    try {
      await steps(panel);
    } finally {
      await panel.close();
    }
    expect(panel.problems).toEqual([]);
  };
}
