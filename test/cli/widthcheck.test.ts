import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandProgress } from '../../src/protocol/command-progress';
import type { WidthResult } from '../../src/report/width/result';
import { workplace } from './support';
import type { Workplace } from './support';

const MODELS = `dataset: { generate: { csbm: { nodes: 60, seed: 0 } } }
split: { labelled: { per-class: 5 }, test: 15, seeds: [4, 5] }
models:
  "<img src=x onerror=alert(1)>": { architecture: gcn, C: 0.5 }
  Skips: { architecture: gcn, skip: pc, C: 0.5 }
certify: { budgets: { flips: [1, 2] } }
`;
const THREE = `dataset: { table: t.csv }
split: { labelled: { per-class: 2 }, test: 5 }
models: { MLP: { architecture: mlp, C: 0.5 } }
`;

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
  await place.write('small.flipcert.yaml', MODELS);
  await place.write('three.flipcert.yaml', THREE);
  await place.write(
    't.csv',
    ['a,label', ...Array.from({ length: 30 }, (_, i) => `${i},${i % 3}`)].join('\n'),
  );
  await place.write('collective.flipcert.yaml', MODELS.replace('budgets:', 'kinds: [collective], budgets:'));
});
afterAll(() => place.remove());

describe('flipcert widthcheck', () => {
  it('says in a table, as JSON and on a page how often networks agree with the certificate', async () => {
    const { status, stdout, stderr } = await place.run([
      ...['widthcheck', 'small.flipcert.yaml', '--widths', '256,16', '--seeds', '2', '--sets', '4'],
      ...['--json', 'w.json', '--html', 'w.html'],
    ]);
    expect([status, stderr]).toEqual([0, expect.stringContaining('Wrote w.html')]);
    expect(stdout).toContain('an observation, not a proof');
    expect(stdout).toContain('Skips: left out, since skip connections are not supported.');
    expect(stdout).toContain('Of several splits the first alone, seed 4.');
    const result = JSON.parse(await readFile(join(place.folder, 'w.json'), 'utf8')) as WidthResult;
    const schema = JSON.parse(await readFile('schemas/widths.schema.json', 'utf8')) as object;
    const validate = new Ajv2020().compile(schema);
    expect([validate(result), validate.errors]).toEqual([true, null]);
    expect(result.widths).toEqual([16, 256]);
    expect(result.note).toContain('infinitely wide');
    const [model, ...others] = result.models;
    expect(others).toEqual([]);
    expect(model.flipSets).toBeLessThanOrEqual(4);
    expect(model.witnesses.used).toBeLessThanOrEqual(2);
    const [narrow, wide] = model.widths;
    expect(wide.difference.mean).toBeLessThan(narrow.difference.mean);
    for (const { clean, broken, safe, trainings } of model.widths) {
      expect(clean.of).toBe(2 * 15);
      expect(trainings).toBe(2 * (1 + model.flipSets));
      for (const { agree, of, share } of [clean, broken, safe]) {
        expect(of).toBeGreaterThan(0);
        expect(agree).toBeLessThanOrEqual(of);
        expect(share?.mean).toBeCloseTo(agree / of, 9);
      }
    }
    expect(wide.clean.share?.mean).toBeGreaterThan(0.8);
    expect(wide.safe.share?.mean).toBeGreaterThan(0.8);
    const page = await readFile(join(place.folder, 'w.html'), 'utf8');
    expect(page).toContain('an observation, not a proof');
    expect(page).toContain('<svg');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img|https?:/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('gives the same figures again', async () => {
    const run = ['widthcheck', 'small.flipcert.yaml', '--widths', '16', '--sets', '2', '--json', '-'];
    const [first, second] = [await place.run(run), await place.run([...run, '--jobs', '1'])];
    expect(first.status).toBe(0);
    expect(second.stdout).toBe(first.stdout);
  });

  it('claims no deviation of one network', async () => {
    const { stdout } = await place.run([
      'widthcheck',
      'small.flipcert.yaml',
      '--widths',
      '16',
      '--sets',
      '2',
      '--seeds',
      '1',
    ]);
    expect(stdout).toContain('1 network of each width.');
    expect(stdout).not.toContain('±');
  });

  it('tells a parent that opened a channel how far it is', async () => {
    const file = join(place.folder, 'small.flipcert.yaml');
    const args = ['widthcheck', file, '--widths', '16', '--sets', '2', '--no-cache'];
    const child = fork(join(place.folder, 'dist', 'cli.mjs'), args, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const told: CommandProgress[] = [];
    child.on('message', (progress) => told.push(progress as CommandProgress));
    expect(await new Promise((ended) => child.once('close', ended))).toBe(0);
    expect(told.length).toBeGreaterThan(0);
    for (const { task, done } of told) {
      expect(task).not.toBe('');
      expect(done ?? 0).toBeGreaterThanOrEqual(0);
      expect(done ?? 1).toBeLessThanOrEqual(1);
    }
  });

  it('refuses what it cannot hold against anything, and says why', async () => {
    for (const [args, words] of [
      [['three.flipcert.yaml'], 'three.flipcert.yaml has 3 classes'],
      [['collective.flipcert.yaml'], 'add sample-wise'],
      [['small.flipcert.yaml', '--model', 'Skips'], 'Skips: left out, since skip connections'],
      [['small.flipcert.yaml', '--model', 'Nobody'], 'Nobody'],
      [['small.flipcert.yaml', '--widths', '64,none'], 'whole numbers from 1 to 16384'],
      [['gone.flipcert.yaml'], 'gone.flipcert.yaml'],
      [['small.flipcert.yaml', '--max', 'configuration-keys=2'], 'flipcert.limits.configurationKeys'],
    ] as const) {
      const { status, stderr } = await place.run(['widthcheck', ...args]);
      expect([words, status]).toEqual([words, 2]);
      expect(stderr).toContain(words);
    }
  });
});
