import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/protocol/panel';
import { makeResult } from './support/fixture';
import { CHROMIUM, type Opened, type OpenOptions } from './support/harness';
import { usePanels } from './support/panels';
import { failed, running, stateOf } from './support/states';
import { THEMES, type ThemeName } from './support/themes';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The rules of WCAG 2.2 A and AA, and axe's own good practices. */
const OPTIONS: RunOptions = { resultTypes: ['violations'], rules: { region: { enabled: true } } };

async function violations({ page }: Opened): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(o: unknown): Promise<AxeResults> } };
    return (await axe.run(options)).violations;
  }, OPTIONS);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`,
    ),
  );
}

const result = makeResult({ test: 60, openEvery: 7, tieEvery: 11 });
const exact = makeResult({ test: 60 });

const STATES: Readonly<Record<string, PanelState>> = {
  current: stateOf(exact),
  brackets: stateOf(result),
  stale: stateOf(exact, { kind: 'stale', reason: 'edited' }),
  running: stateOf(exact, running(['GCN'], 'SGC')),
  failed: stateOf(exact, failed()),
  'failed with nothing to show': stateOf(null, failed(true)),
  empty: stateOf(null, { kind: 'empty', models: 2, labelled: 20, test: 50 }),
};

describe.skipIf(CHROMIUM === undefined)('axe-core finds nothing (skipped where there is no Chromium)', () => {
  const withPanel = usePanels();
  const themes = Object.keys(THEMES) as ThemeName[];
  const inAll = async (
    options: OpenOptions,
    steps: (panel: Opened, theme: ThemeName) => Promise<void>,
  ): Promise<void> => {
    for (const theme of themes) await withPanel({ ...options, theme }, (panel) => steps(panel, theme));
  };

  it.each(Object.keys(STATES))('in the state %s, in every theme', (name) =>
    inAll({}, async (panel, theme) => {
      await panel.send(STATES[name]);
      expect([theme, ...(await violations(panel))]).toEqual([theme]);
    }),
  );

  it('with a row open, a comparison pinned and the menu open', () =>
    inAll(
      { view: { model: 'GCN', compared: 'SGC', open: [exact.dataset.test[0]], flips: 2 } },
      async (panel, theme) => {
        await panel.send(STATES['current']);
        await panel.page.getByRole('button', { name: 'More actions' }).click();
        expect([theme, ...(await violations(panel))]).toEqual([theme]);
      },
    ));

  it.each(['attack', 'audit', 'details'])('in the tab %s', (tab) =>
    inAll({ view: { tab, flips: 2 } }, async (panel, theme) => {
      await panel.send({ ...STATES['current'], audit: { found: [], run: null, failure: null } });
      expect([theme, ...(await violations(panel))]).toEqual([theme]);
    }),
  );

  it('in a narrow panel', () =>
    inAll({ width: 400 }, async (panel, theme) => {
      await panel.send(STATES['current']);
      expect([theme, ...(await violations(panel))]).toEqual([theme]);
    }));
});
