import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/report/compare';
import type { Result } from '../../src/report/result';
import { workplace, type Workplace } from './support';

const text = (c: number): string => `
dataset: { generate: karate }
split: { labelled: { per-class: 4 }, test: rest, seed: 3 }
models: { GCN: { architecture: gcn, normalization: row, C: ${c} } }
certify: { kinds: [sample-wise, collective], budgets: { flips: [1, 2, 3] } }
`;

describe('flipcert compare', () => {
  let place: Workplace;
  const results: Result[] = [];
  beforeAll(async () => {
    place = await workplace();
    for (const [i, c] of [2, 0.2].entries()) {
      const name = await place.write(`${i}.flipcert.yaml`, text(c));
      await place.run(['certify', name, '--json', `${i}.json`, '--quiet']);
      results.push(JSON.parse(await readFile(join(place.folder, `${i}.json`), 'utf8')) as Result);
    }
  });
  afterAll(() => place.remove());

  test('a result and another run of it: the same answers, status 0', async () => {
    await place.run(['certify', '0.flipcert.yaml', '--json', 'again.json', '--quiet']);
    const ended = await place.run(['compare', '0.json', 'again.json']);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain('The answers are the same.');
  });

  test('another C: status 1, and the numbers of both results', async () => {
    const ended = await place.run(['compare', '0.json', '1.json', '--json', 'difference.json']);
    expect(ended.status).toBe(1);
    const comparison = JSON.parse(
      await readFile(join(place.folder, 'difference.json'), 'utf8'),
    ) as Comparison;
    const [first, second] = results.map(({ models }) => models[0]);
    for (const point of comparison.models[0].curves['sample-wise']) {
      const of = (model: Result['models'][number]): number =>
        model.sampleWise?.curve.find(({ flips }) => flips === point.flips)?.certified ?? NaN;
      expect([point.ratio.first, point.ratio.second]).toEqual([of(first), of(second)]);
      // Counted here in another way: by the radii.
      const changed = (first.sampleWise?.nodes ?? []).filter(({ node, safeFlips }) => {
        const other = second.sampleWise?.nodes.find((candidate) => candidate.node === node);
        return safeFlips >= point.flips !== (other?.safeFlips ?? 0) >= point.flips;
      }).length;
      expect(comparison.models[0].nodesChanged.find(({ flips }) => flips === point.flips)?.changed).toBe(
        changed,
      );
      const share = `${(100 * of(first)).toFixed(1)} % -> ${(100 * of(second)).toFixed(1)} %`;
      expect(ended.stdout).toContain(share);
    }
    const back = await place.run(['compare', '1.json', '0.json', '--json', '-']);
    expect(back.status).toBe(1);
    expect((JSON.parse(back.stdout) as Comparison).models[0].accuracy.difference).toBe(
      0 - comparison.models[0].accuracy.difference,
    );
  });

  test('what is no result, or not there: status 2, and nothing is said to be the same', async () => {
    await place.write('other.json', '{"flipcert": 1}');
    for (const file of ['other.json', '0.flipcert.yaml', 'nowhere.json']) {
      const ended = await place.run(['compare', '0.json', file]);
      expect(ended.status).toBe(2);
      expect(ended.stdout).toBe('');
      expect(ended.stderr).toContain(file);
    }
  });
});
