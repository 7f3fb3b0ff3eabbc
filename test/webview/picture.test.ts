import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, describe } from 'vitest';
import type { FromPanel, PictureFormat } from '../../src/protocol/panel';
import { makeResult } from './support/fixture';
import { CHROMIUM, type Opened } from './support/harness';
import { usePanels } from './support/panels';
import { running, stateOf } from './support/states';

const OUT = fileURLToPath(new URL('../../out/webview', import.meta.url));

async function drawn(panel: Opened, format: PictureFormat): Promise<string> {
  await panel.tell({ type: 'draw', format });
  const isPicture = (m: FromPanel): m is Extract<FromPanel, { type: 'drawn' }> => m.type === 'drawn';
  await expect.poll(async () => (await panel.posted()).some(isPicture)).toBe(true);
  const answer = (await panel.posted()).filter(isPicture).at(-1);
  expect(answer?.format).toBe(format);
  if (!answer?.data) throw new Error('no picture');
  return answer.data;
}

describe.skipIf(CHROMIUM === undefined)('pictures of the chart (skipped where there is no Chromium)', () => {
  const withPanel = usePanels();

  it('are SVG with every drawn line, its words, and nothing of the theme', () =>
    withPanel({ theme: 'dark' }, async (panel) => {
      const result = makeResult({ test: 80 });
      await panel.send(stateOf(result));
      const svg = await drawn(panel, 'svg');
      await mkdir(OUT, { recursive: true });
      await writeFile(join(OUT, 'chart.svg'), svg);
      const read = await panel.page.evaluate((text) => {
        const root = new DOMParser().parseFromString(text, 'image/svg+xml');
        const strokes = [...root.querySelectorAll('path')];
        return {
          broken: root.querySelector('parsererror') !== null,
          words: [...root.querySelectorAll('text')].map((e) => e.textContent),
          dashed: strokes.filter((p) => (p.getAttribute('stroke-dasharray') ?? '') !== '').length,
          solid: strokes.filter((p) => p.getAttribute('stroke') === '#145fb0').length,
          fonts: new Set([...root.querySelectorAll('text')].map((e) => e.getAttribute('font-family'))).size,
        };
      }, svg);
      expect(read.broken).toBe(false);
      for (const { name } of result.models) expect(read.words).toContain(name);
      expect(read.words).toContain('Certified ratio');
      expect(read.words.join()).toContain('coramlb.flipcert.yaml: Cora-ML, two largest classes, 12 labelled');
      // Every model's collective line, and the legend's.
      expect(read.dashed).toBeGreaterThanOrEqual(result.models.length + 1);
      expect(read.solid).toBeGreaterThan(2);
      expect(read.fonts).toBe(1);
      expect(svg).not.toContain('31, 31, 31');
    }));

  it('are PNG at three times the size', () =>
    withPanel({ theme: 'light', width: 600 }, async (panel) => {
      await panel.send(stateOf(makeResult({ test: 80, openEvery: 5 })));
      const bytes = Buffer.from(await drawn(panel, 'png'), 'base64');
      await mkdir(OUT, { recursive: true });
      await writeFile(join(OUT, 'chart.png'), bytes);
      expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([2280, 1200]);
    }));

  it('say where they are of an older state, or not finished', () =>
    withPanel({}, async (panel) => {
      const result = makeResult({ test: 40 });
      await panel.send(stateOf(result, { kind: 'stale', reason: 'edited' }));
      expect(await drawn(panel, 'svg')).toContain('of an earlier state of the file');
      await panel.send(stateOf(result, running(['GCN'], 'SGC')));
      await panel.page.evaluate(() => (window.posted = []));
      expect(await drawn(panel, 'svg')).toContain('not finished');
    }));

  it('are null where there is nothing to draw', () =>
    withPanel({}, async (panel) => {
      await panel.send(stateOf(null, { kind: 'empty', models: 1, labelled: null, test: null }));
      await panel.tell({ type: 'draw', format: 'svg' });
      expect((await panel.posted()).at(-1)).toEqual({ type: 'drawn', format: 'svg', data: null });
    }));
});
