import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/report/result';
import { tableText } from '../support/verified';
import { workplace } from './support';
import type { Workplace } from './support';

const KARATE = `dataset: { generate: karate }
split: { labelled: { per-class: 4 }, seed: 3 }
models:
  GCN: { architecture: gcn, C: 0.5 }
  Clipped: { architecture: gcn, depth: 2, ntk: qpcert, C: 0.1 }
certify: { budgets: all }
expect: [{ model: GCN, kind: sample-wise, budget: 0.25, certified-ratio: "<= 1" }]
`;
const CSBM = `dataset: { generate: { csbm: { nodes: 80, seed: 0 } } }
split: { labelled: { per-class: 5 }, test: 20, seeds: [0, 1] }
models:
  GCN: { architecture: gcn, C: [0.1, 2] }
  APPNP: { architecture: appnp, teleport: 0.2, choose-C: { values: [0.1, 1], folds: 2 } }
certify: { budgets: { flips: [1, 2, 3] } }
`;
const TABLE = `dataset: { table: t.csv }
split: { labelled: { per-class: 3 }, test: 15 }
models: { MLP: { architecture: mlp, C: 0.4 } }
certify: { budgets: { flips: [1, 2] } }
`;

interface Report {
  readonly outcome: string;
  readonly totals: Readonly<Record<string, number>>;
  readonly remarks: readonly { readonly outcome: string; readonly kind: string; readonly where: string }[];
}

let place: Workplace;

async function certify(name: string, ...more: string[]): Promise<string> {
  const out = `${name}.json`;
  const { status, stderr } = await place.run([
    'certify',
    ...[name, ...more].map((of) => `${of}.flipcert.yaml`),
    '--json',
    out,
    '--quiet',
  ]);
  expect([status, stderr]).toEqual([0, '']);
  return out;
}

async function tampered(from: string, to: string, change: (result: Result) => void): Promise<string> {
  const result = JSON.parse(await readFile(join(place.folder, from), 'utf8')) as Result;
  change(result);
  return place.write(to, JSON.stringify(result));
}

beforeAll(async () => {
  place = await workplace();
  await place.write('karate.flipcert.yaml', KARATE);
  await place.write('csbm.flipcert.yaml', CSBM);
  await place.write('table.flipcert.yaml', TABLE);
  await place.write('t.csv', tableText(3, 45));
  await certify('karate');
});
afterAll(() => place.remove());

describe('flipcert verify', () => {
  it('checks every claim of a result, prints a table and ends with 0', async () => {
    const { status, stdout, stderr } = await place.run(['verify', 'karate.json', '--json', 'v.json']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^karate\.flipcert\.yaml\n claims +checked +sampled +open +refuted/);
    expect(stdout).toMatch(/ safe flips +52 +0 +0 +0 /);
    expect(stdout).toMatch(
      /\d{3} claims checked, 0 open, 0 refuted\nNot checked.*seconds, method, notes\.\n$/,
    );
    const report = JSON.parse(await readFile(join(place.folder, 'v.json'), 'utf8')) as Report;
    expect([report.outcome, report.remarks]).toEqual(['checked', []]);
    expect(report.totals).toMatchObject({ sampled: 0, open: 0, refuted: 0 });
  });

  it('checks seeds, sweeps, chosen C and more than two classes, and several results in one file', async () => {
    const seeds = await place.run(['verify', await certify('csbm')]);
    expect([seeds.status, seeds.stderr]).toEqual([0, '']);
    expect(seeds.stdout).toMatch(/ chosen C +\d+ +0 +0 +0 /);
    const both = await place.run(['verify', await certify('table', 'karate')]);
    expect([both.status, both.stderr]).toEqual([0, '']);
    expect(both.stdout.match(/0 open, 0 refuted/g)).toHaveLength(2);
  });

  it('ends with 1 and says which claim is refuted', async () => {
    const file = await tampered('karate.json', 'false.json', ({ models: [model] }) => {
      Object.assign(model.sampleWise?.nodes[0] ?? {}, { safeFlips: 8, breakingFlips: null, witness: null });
    });
    const { status, stdout } = await place.run(['verify', file]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^refuted: safe flips, GCN, node \d+: stated safe up to 8 flips, and \d flips? change it$/m,
    );
    expect(stdout).toMatch(/\d+ refuted\n/);
    const json = await place.run(['verify', file, '--json', '-']);
    expect((JSON.parse(json.stdout) as Report).outcome).toBe('refuted');
  });

  it('ends with 1 where the result does not fit its schema', async () => {
    const file = await tampered('karate.json', 'odd.json', ({ models: [model] }) => {
      Object.assign(model, { accuracy: 1.5 });
    });
    const { status, stderr } = await place.run(['verify', file]);
    expect(status).toBe(1);
    expect(stderr).toContain('odd.json: refuted: it does not fit the schema of a result: /models/0/accuracy');
  });

  it('ends with 3 where sets were sampled, or left out', async () => {
    const sampled = await place.run(['verify', 'karate.json', '--sample', '5', '--seed', '7']);
    expect(sampled.status).toBe(3);
    expect(sampled.stdout).toMatch(/\d+ claims checked, \d+ sampled, 0 open, 0 refuted/);
    const limited = await place.run(['verify', 'karate.json', '--limit', '20']);
    expect(limited.status).toBe(3);
    expect(limited.stdout).toContain('(--limit 20)');
  });

  it('ends with 2 where there is nothing to check it with', async () => {
    const gone = await tampered('karate.json', 'gone.json', (result) => {
      Object.assign(result, { config: 'gone.flipcert.yaml' });
    });
    const lost = await place.run(['verify', gone]);
    expect(lost.status).toBe(2);
    expect(lost.stderr).toContain('gone.flipcert.yaml');
    expect(lost.stderr).toContain('--config FILE');
    const named = await place.run(['verify', gone, '--config', 'karate.flipcert.yaml', '--quiet']);
    expect([named.status, named.stdout, named.stderr]).toEqual([0, '', '']);
    const other = await place.run(['verify', gone, '--config', 'table.flipcert.yaml']);
    expect(other.status).toBe(1);

    await place.write('text.json', 'no json');
    await place.write('list.json', '{"a": 1}');
    for (const [file, words] of [
      ['text.json', 'cannot read text.json as a result'],
      ['list.json', 'list.json is not a result'],
      ['none.json', 'cannot read none.json'],
    ]) {
      const { status, stderr } = await place.run(['verify', file]);
      expect(status).toBe(2);
      expect(stderr).toContain(words);
    }
    const over = await place.run(['verify', 'karate.json', '--json', 'karate.json']);
    expect([over.status, over.stderr]).toEqual([
      2,
      'flipcert: cannot write karate.json: it is an input of this run.\n',
    ]);
  });
});
