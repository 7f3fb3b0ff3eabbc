import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../stage';
import type { Workbench } from '../workbench';

const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ').trim();

/** Opens the first row whose smallest change is known, and gives its node and the flipped ones. */
async function openRow(
  person: Workbench,
): Promise<{ readonly node: number; readonly flipped: readonly string[] }> {
  const rows = person.panel.locator('.row[data-node]:has(.label)');
  await rows.first().waitFor();
  const node = Number(await rows.first().getAttribute('data-node'));
  const flipped = await rows.first().locator('.label').allInnerTexts();
  await rows.first().locator('.column.node').click();
  await person.panel.locator(`.row[data-node="${node}"] .near-graph`).waitFor();
  return { node, flipped };
}

/** The graph in the panel: around a node, and whole with the worst attack; and the way back to the data. */
export function picturing(stage: () => Stage): void {
  describe('the pictures of the graph', () => {
    beforeAll(() => stage().person.tidy());

    it('show the neighbourhood of a node, with the flips that change it', async () => {
      const { person } = stage();
      await person.openFile('karate.flipcert.yaml');
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      await person.giveRoomToPanel();
      await person.panel.locator('[role=tab][data-tab=nodes]').click();
      const { node, flipped } = await openRow(person);
      const row = person.panel.locator(`.row[data-node="${node}"]`);
      const svg = row.locator('.near-graph');
      expect(await svg.locator('.chosen text').textContent()).toBe(String(node));
      expect((await svg.locator('.flipped text').allTextContents()).sort()).toEqual([...flipped].sort());
      expect(plain(await svg.getAttribute('aria-label'))).toMatch(
        new RegExp(`^Node ${node} has \\d+ neighbour`),
      );
      await row.locator('.row-line .label').first().hover();
      expect(await svg.locator('.ringed text').allTextContents()).toEqual([flipped[0]]);
      await person.bothThemes('graph around a node');
      // A generated graph stands in no file.
      expect(await row.locator('.link', { hasText: 'Show in' }).count()).toBe(0);
      await row.locator('.column.node').click();
    });

    it('show the whole graph with as many changed predictions as the attack is said to have', async () => {
      const { person } = stage();
      await person.panel.locator('[role=tab][data-tab=attack]').click();
      const slider = person.panel.getByRole('slider');
      await slider.focus();
      await person.page.keyboard.press('Home');
      // Fewer flips change nothing.
      for (let i = 0; i < 3; i++) await person.page.keyboard.press('ArrowRight');
      await person.panel.locator('.map-stage[data-done=true]').waitFor({ timeout: 30_000 });
      const said = plain(await person.panel.locator('.attack .sentence').first().innerText());
      const changed = Number(/changes (\d+) of/.exec(said)?.[1]);
      expect(changed).toBeGreaterThan(0);
      expect(await person.panel.locator('.turned-nodes button').count()).toBe(changed);
      await person.panel.locator('.map').evaluate((map) => map.scrollIntoView({ block: 'center' }));
      await person.bothThemes('graph with the worst attack');
    });

    it('stay after a reload of the window', async () => {
      const { person } = stage();
      await person.settled();
      await person.reload();
      await person.waitForCurrent();
      await person.panel.locator('.map-stage[data-done=true]').waitFor({ timeout: 30_000 });
      await person.panel.locator('[role=tab][data-tab=nodes]').click();
    });

    it('lead to the row of a node in the data', async () => {
      const { person } = stage();
      await person.tidy();
      await person.openFile('table.flipcert.yaml');
      await person.command('Flipcert: Certify This File');
      await person.waitForCurrent();
      const { node } = await openRow(person);
      await person.bothThemes('graph of a csv');
      await person.panel.locator(`.row[data-node="${node}"] .link`, { hasText: 'Show in nodes.csv' }).click();
      await person.page.locator('.tabs-container .tab.active[data-resource-name="nodes.csv"]').waitFor();
      // Behind the header: the file counts its lines from 1.
      const line = node + 2;
      const text = readFileSync(stage().path('nodes.csv'), 'utf8').split(/\r?\n/)[line - 1];
      await expect
        .poll(() => person.page.locator('.statusbar-item[id="status.editor.selection"]').innerText())
        .toContain(`Ln ${line}, Col ${text.length + 1} (${text.length} selected)`);
      await person.picture('row of a node in the data');
    });
  });
}
