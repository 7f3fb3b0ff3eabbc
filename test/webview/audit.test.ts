import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PanelAudit, PanelState } from '../../src/protocol/panel';
import { worstSetsOf } from '../../src/report/audit';
import type { GainPoint, ModelAudit } from '../../src/report/audit-result';
import { htmlReport } from '../../src/report/html';
import type { ModelResult } from '../../src/report/result';
import { makeResult } from './support/fixture';
import { buildPanel, CHROMIUM, launch, openFile } from './support/harness';
import { usePanels } from './support/panels';
import { running, stateOf } from './support/states';

const result = makeResult({ test: 90, models: ['GCN', 'SGC'] });
const gcn = result.models[0];
const [first, second, third, fourth] = result.dataset.labelled;

/** GCN's labels: one that gains, one whose gain is open, and others that gain nothing. */
function auditOf(model: ModelResult): ModelAudit {
  const points = (kind: 'sampleWise' | 'collective', low: number, high: number): GainPoint[] =>
    (model[kind]?.curve ?? []).map((p) => ({
      flips: p.flips,
      certified: p.certified + (p.flips === 0 ? 0 : low),
      certifiedAtMost: p.certified + (p.flips === 0 ? 0 : high),
      gain: p.flips === 0 ? 0 : low,
      gainAtMost: p.flips === 0 ? 0 : high,
    }));
  const label = (node: number, low: number, high: number, sets: number): ModelAudit['labels'][number] => ({
    node,
    label: 'NN',
    worstSets: { sampleWise: sets, collective: 0 },
    status: low === high ? 'exact' : 'bracket',
    sampleWise: points('sampleWise', low, high),
    collective: points('collective', 0, 0),
  });
  return {
    name: model.name,
    C: 1,
    status: 'bracket',
    seconds: 1,
    certifications: 2,
    flips: 1,
    without: { sampleWise: model.sampleWise?.curve ?? [], collective: model.collective?.curve ?? [] },
    trusted: [],
    labels: [
      label(first, 0, 0, 0),
      label(second, 0, 0.1, 3),
      label(third, 0.05, 0.05, 2),
      label(fourth, 0, 0, 1),
    ],
  };
}

const withAudit = (audit: Partial<PanelAudit>, state = stateOf(result)): PanelState => ({
  ...state,
  audit: { found: [], run: null, failure: null, ...audit },
});
const cells = (page: Page, row: number): Promise<string[]> =>
  page.locator(`.label-table tbody tr >> nth=${row}`).locator('th, td').allTextContents();
const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');

describe.skipIf(CHROMIUM === undefined)('labels to verify in Chromium (skipped where there is none)', () => {
  const withPanel = usePanels();
  const view = { model: 'GCN', flips: 1, tab: 'audit' };

  it('says what it is and what it costs, and asks for it for the chosen model', async () => {
    await withPanel({ view }, async ({ page, send, posted }) => {
      await send(withAudit({}));
      expect(plain(await page.locator('.audit .sentence').textContent())).toMatch(
        /GCN is certified \d+ times more, with one label trusted each time: about \d+ s\./,
      );
      const [sets] = await page
        .locator('.label-table tbody tr >> nth=0')
        .locator('td.number')
        .allTextContents();
      const most = Math.max(
        ...result.dataset.labelled.map((node) => {
          const { sampleWise, collective } = worstSetsOf(gcn, node);
          return sampleWise + collective;
        }),
      );
      expect(Number(sets)).toBe(most);
      await page.locator('[data-action=audit]').click();
      expect((await posted()).at(-1)).toEqual({ type: 'audit', model: 'GCN' });
      // Nothing to be had from a result that is old.
      await send(withAudit({}, stateOf(result, { kind: 'stale', reason: 'edited' })));
      expect(await page.locator('[data-action=audit]').isDisabled()).toBe(true);
      await send(withAudit({}, stateOf(result, running([], 'GCN'))));
      expect(await page.locator('[data-action=audit]').isDisabled()).toBe(true);
    });
  });

  it('shows how far it is, can be cancelled, and says why it failed', async () => {
    await withPanel({ view }, async ({ page, send, posted }) => {
      const run = { model: 'GCN', node: third, done: 0.43, secondsLeft: 12, cancelling: false };
      await send(withAudit({ run }));
      expect(plain(await page.locator('.audit-run').textContent())).toContain(
        `GCN, label of node ${third} trusted: 43 %, 12 s left`,
      );
      expect(await page.locator('.audit-track').getAttribute('aria-valuenow')).toBe('43');
      expect(await page.locator('[data-action=audit]').isDisabled()).toBe(true);
      const cancel = page.locator('[data-action=cancel-audit]');
      await cancel.focus();
      await send(withAudit({ run: { ...run, done: 0.5 } }));
      expect(await cancel.evaluate((e) => e === document.activeElement)).toBe(true);
      await cancel.click();
      expect((await posted()).at(-1)).toEqual({ type: 'cancelAudit' });
      await send(withAudit({ run: { ...run, cancelling: true } }));
      expect(await cancel.isDisabled()).toBe(true);
      await send(withAudit({ failure: 'The certification process ended unexpectedly.' }));
      expect(await page.locator('.audit [role=alert]').textContent()).toBe(
        'The labels were not audited: The certification process ended unexpectedly.',
      );
    });
  });

  it('ranks by the gain at the budget, tells certain from open, and adds what is ticked to trusted', async () => {
    const found = [{ audit: auditOf(gcn), stale: null }];
    await withPanel({ view }, async ({ page, send, posted }) => {
      await send(withAudit({ found }));
      expect(plain(await page.locator('.audit-head').textContent())).toContain(
        'GCN: certified ratio at 1 flip',
      );
      const rows = await Promise.all([0, 1, 2].map((i) => cells(page, i)));
      expect(rows.map((row) => row[1])).toEqual(['gains', 'open', 'no gain']);
      expect(rows.map((row) => Number(row[2]))).toEqual([third, second, fourth]);
      expect(rows[0][5]).toMatch(/→.*\+5\.0$/);
      expect(rows[1][5]).toMatch(/±0\.0 to \+10\.0$/);
      expect(await page.locator('.audit > .caption').textContent()).toContain(
        '1 more label gains nothing and stands in no worst set.',
      );
      const button = page.locator('[data-action=trust]');
      expect(await button.isDisabled()).toBe(true);
      await page.getByLabel(`Trust the label of node ${third}`).check();
      await page.getByLabel(`Trust the label of node ${second}`).check();
      expect(await button.textContent()).toBe('Add 2 labels to trusted');
      await button.click();
      expect((await posted()).at(-1)).toEqual({
        type: 'trust',
        nodes: [second, third].sort((a, b) => a - b),
      });
      expect(await button.isDisabled()).toBe(true);
      // The audit of one model is none of another.
      await page.locator('[data-model=SGC]').click();
      expect(await page.locator('.audit-head').count()).toBe(0);
      expect(await page.locator('[data-action=audit]').textContent()).toBe('Find labels to verify');
    });
  });

  it('is grey and offers no trust once the files are others', async () => {
    const found = [{ audit: auditOf(gcn), stale: 'edited' }];
    await withPanel({ view }, async ({ page, send }) => {
      await send(withAudit({ found }));
      expect(await page.locator('.audit.was').count()).toBe(1);
      expect(await page.locator('.audit .note').textContent()).toBe(
        'Of an earlier version of the files: edited.',
      );
      expect(await page.locator('.audit input[type=checkbox]').count()).toBe(0);
      expect(await page.locator('.audit .sign.safe').count()).toBe(0);
    });
  });

  it('is shown when the extension asks for it, and fits 360 px', async () => {
    const found = [{ audit: auditOf(gcn), stale: null }];
    await withPanel({ width: 360 }, async ({ page, send }) => {
      await send(withAudit({ found }));
      await page.evaluate(() =>
        window.postMessage({ type: 'show', tab: 'audit', model: 'GCN' }, window.location.origin),
      );
      await page.locator('.audit-head').waitFor();
      expect(await page.locator('[role=tab][aria-selected=true]').textContent()).toBe('Labels to verify');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });
  });

  it('a report has the worst sets, and the command for the gains', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flipcert-audit-'));
    const browser = await launch();
    try {
      const path = join(folder, 'report.html');
      const state = { ...stateOf(result), auditCommand: 'flipcert audit coramlb.flipcert.yaml' };
      await writeFile(path, htmlReport({ state, ...(await buildPanel()) }));
      const { page, problems, close } = await openFile(browser, path);
      await page.locator('[data-model=GCN]').click();
      await page.locator('[data-tab=audit]').click();
      expect(await page.locator('.audit code').textContent()).toBe(
        'flipcert audit coramlb.flipcert.yaml --model GCN',
      );
      expect(await page.locator('.label-table tbody tr').count()).toBeGreaterThan(3);
      expect(await page.locator('.audit button, .audit input').count()).toBe(0);
      await close();
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
