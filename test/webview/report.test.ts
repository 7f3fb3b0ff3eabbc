import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html';
import { makeResult } from './support/fixture';
import { buildPanel, CHROMIUM, launch, openFile, type Built } from './support/harness';
import { stateOf } from './support/states';

describe('HTML report', () => {
  const result = makeResult({ test: 20, models: ['GCN'] });
  const state = { ...stateOf(result), title: '</title><script>1</script>&' };

  it('cannot be left by what is in it', () => {
    const html = htmlReport({
      state,
      script: 'const a = "</script><!--";\r\nrun(a);',
      style: 'a{content:"</style>"}',
    });
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).not.toContain('<!--');
    expect(html).not.toContain('\r');
    expect(html).toContain('<title>&lt;/title&gt;');
    expect(html).not.toMatch(/https?:\/\//);
  });
  it('is the same bytes for the same result', () => {
    const input = { state, script: 'run()', style: '' };
    expect(htmlReport(input)).toBe(htmlReport(input));
  });
});

describe.skipIf(CHROMIUM === undefined)('HTML report in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let built: Built;
  let folder: string;
  beforeAll(async () => {
    [built, folder] = await Promise.all([buildPanel(), mkdtemp(join(tmpdir(), 'flipcert-report-'))]);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('opens from a file and shows the numbers, without what only an editor can do', async () => {
    const result = makeResult({ test: 80 });
    const path = join(folder, 'report.html');
    await writeFile(path, htmlReport({ state: stateOf(result), ...built }));
    const { page, problems, close } = await openFile(browser, path);
    const best = await page.locator('[data-figure=model] .value').textContent();
    const model = result.models.find((m) => m.name === best);
    const shown = (await page.locator('[data-figure=sample-wise] .value').textContent())?.replaceAll(
      '\u00a0',
      ' ',
    );
    expect(shown).toBe(`${((model?.sampleWise?.curve[1].certified ?? -1) * 100).toFixed(1)} %`);
    expect(await page.locator('.row').count()).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'More actions' }).click();
    const items = await page.locator('.header [role=menuitem]').allTextContents();
    expect(items).toEqual([
      'Save chart as SVG',
      'Save chart as PNG',
      'Save LaTeX table',
      'Save result as JSON',
      'Copy as command line',
    ]);
    const saved = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save result as JSON' }).click(),
    ]);
    expect(saved[0].suggestedFilename()).toBe('coramlb.json');
    expect(JSON.parse(await readFile(await saved[0].path(), 'utf8'))).toEqual(result);
    expect(await page.locator('body').evaluate((e) => getComputedStyle(e).backgroundColor)).toBe(
      'rgb(31, 31, 31)',
    );
    await close();
    expect(problems).toEqual([]);
  });
});
