import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelResult, Result } from '../../src/report/result';
import { workplace, type Workplace } from './support';

const TEXT = (models: string): string => `dataset: { generate: karate }
split: { labelled: { per-class: 15 }, test: rest, seed: 3 }
models:
${models}
certify:
  kinds: [collective]
  budgets: { flips: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14] }
  time-limit: 3s
`;
const SLOW = '  Slow: { architecture: gcn, depth: 1, C: 5 }';
const QUICK = '  Quick: { architecture: sgc, depth: 2, C: 0.01 }';

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
});
afterAll(() => place.remove());

async function certify(name: string, models: string): Promise<readonly ModelResult[]> {
  const file = await place.write(`${name}.flipcert.yaml`, TEXT(models));
  const { stdout } = await place.run(['certify', file, '--json', '-', '--quiet']);
  return (JSON.parse(stdout) as Result).models;
}

/** Without times. */
const told = ({ collective, ...rest }: ModelResult) => [rest, collective?.status, collective?.curve];

test('a model that is put off loses nothing, and keeps its place', async () => {
  const [slow, quick] = await certify('both', `${SLOW}\n${QUICK}`);
  expect([slow.name, quick.name]).toEqual(['Slow', 'Quick']);
  expect(slow.collective?.status).toBe('bracket');
  const [alone] = await certify('quick', QUICK);
  expect(quick.collective?.status).toBe('exact');
  expect(told(quick)).toEqual(told(alone));
  for (const { certified, certifiedAtMost } of slow.collective?.curve ?? [])
    expect(certified).toBeLessThanOrEqual(certifiedAtMost);
});
