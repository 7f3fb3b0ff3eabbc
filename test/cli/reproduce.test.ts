import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/report/result';
import { workplace } from './support';
import type { Workplace } from './support';

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
});
afterAll(() => place.remove());

describe('flipcert reproduce', () => {
  it('runs an experiment that needs no data', async () => {
    const { status, stdout } = await place.run(['reproduce', 'karate', '--model', 'GCN']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Certified ratio, all at once, in %\n model +20 % +30 %/);
    expect(stdout).toMatch(/GCN C=0\.001 +\d+\.\d ± \d+\.\d/);
    expect(stdout).toContain('Mean rank by certified ratio, all at once');
    expect(stdout).not.toContain('one node at a time, in %');
  });
  it('says which experiments there are, and which data is missing', async () => {
    const unknown = await place.run(['reproduce', 'coramlc']);
    expect([unknown.status, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('there are coramlb, coramlb-density, coramlb-depth, karate');
    await mkdir(join(place.folder, 'empty'));
    const missing = await place.run(['reproduce', 'coramlb', '--data', 'empty']);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('there is no cora_ml.npz in empty');
  });

  const data = resolve('../shared/data');
  it.skipIf(!existsSync(join(data, 'cora_ml.npz')))(
    'Cora-ML: a GCN has the published ratios within 0.8 points',
    async () => {
      const args = ['reproduce', 'coramlb', '--data', data, '--model', 'GCN', '--json', 'gcn.json'];
      const { status, stdout } = await place.run(args);
      expect(status).toBe(0);
      expect(stdout).toMatch(/Greatest difference: 0\.\d points/);
      const { means } = JSON.parse(await readFile(join(place.folder, 'gcn.json'), 'utf8')) as Result;
      const ratios = means?.[0].collective?.curve.map(({ certified }) => 100 * certified.mean) ?? [];
      [86.4, 55.6, 46.8, 43.6, 43.6, 41.6].forEach((published, k) =>
        expect(Math.abs(ratios[k + 1] - published)).toBeLessThanOrEqual(0.8),
      );
    },
    180_000,
  );
});
