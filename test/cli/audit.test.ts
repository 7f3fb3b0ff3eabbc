import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditResult } from '../../src/report/audit-result';
import type { Result } from '../../src/report/result';
import { workplace } from './support';
import type { Workplace } from './support';

const karate = (certify: string, split = '{ labelled: { per-class: 4 }, seed: 3 }'): string =>
  `dataset: { generate: karate }
split: ${split}
models:
  GCN: { architecture: gcn, C: 0.1 }
  SGC: { architecture: sgc, depth: 2, C: 0.05 }
certify: ${certify}
`;

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
  await place.write('karate.flipcert.yaml', karate('{ budgets: all }'));
});
afterAll(() => place.remove());

const withoutTimes = (json: string): string => json.replace(/"seconds": [^,\n]+/g, '"seconds": 0');

describe('flipcert audit', () => {
  it('prints a table of labels, writes JSON as its schema describes, and ends with 0', async () => {
    const { status, stdout, stderr } = await place.run([
      'audit',
      'karate.flipcert.yaml',
      '--model',
      'GCN',
      '--json',
      'a.json',
    ]);
    expect(status).toBe(0);
    expect(stderr).toContain('Wrote a.json');
    expect(stdout).toContain('GCN: certified ratio at 1 flip (12.5 % of the labels)');
    expect(stdout).toMatch(/\n +\d+ +[01] +\d+ +\d+\.\d % → \d+\.\d % +\+\d+\.\d +/);
    const audit = JSON.parse(await readFile(join(place.folder, 'a.json'), 'utf8')) as AuditResult;
    const schema = JSON.parse(await readFile('schemas/audit.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    validate(audit);
    expect(validate.errors).toBe(null);
    const [model] = audit.models;
    expect(model.labels.map(({ node }) => node).sort((a, b) => a - b)).toEqual(
      [...audit.dataset.labelled].sort((a, b) => a - b),
    );
    const order = model.labels.map(({ sampleWise }) => sampleWise?.[1].gain ?? -1);
    expect(order).toEqual([...order].sort((a, b) => b - a));
  });

  it('its ratios are those of configurations that trust the label', async () => {
    const { stdout } = await place.run(['audit', 'karate.flipcert.yaml', '--json', '-']);
    const { models } = JSON.parse(stdout) as AuditResult;
    expect(models.map(({ name }) => name)).toEqual(['GCN', 'SGC']);
    for (const node of models[0].labels.slice(0, 3).map((label) => label.node)) {
      const flips = Array.from({ length: 8 }, (_, i) => i + 1).join(', ');
      await place.write(
        'trusting.flipcert.yaml',
        karate(`{ budgets: { flips: [${flips}] }, trusted: [${node}] }`),
      );
      const certified = await place.run(['certify', 'trusting.flipcert.yaml', '--json', '-']);
      const result = JSON.parse(certified.stdout) as Result;
      result.models.forEach((model, i) => {
        const label = models[i].labels.find((of) => of.node === node);
        for (const kind of ['sampleWise', 'collective'] as const)
          expect(label?.[kind]?.map((p) => p.certified)).toEqual(model[kind]?.curve.map((p) => p.certified));
      });
    }
  });

  it('the same bytes from any number of threads', async () => {
    const args = ['audit', 'karate.flipcert.yaml', '--json', '-', '--flips', '2'];
    const one = await place.run([...args, '--jobs', '1']);
    const two = await place.run([...args, '--jobs', '2']);
    expect(withoutTimes(one.stdout)).toBe(withoutTimes(two.stdout));
    expect((JSON.parse(one.stdout) as AuditResult).models.map(({ flips }) => flips)).toEqual([2, 2]);
  });

  it('leaves out what is trusted, and says which seed it is of', async () => {
    const first = await place.run(['audit', 'karate.flipcert.yaml', '--json', '-']);
    const [node] = (JSON.parse(first.stdout) as AuditResult).dataset.labelled;
    await place.write('trusted.flipcert.yaml', karate(`{ budgets: { flips: [1] }, trusted: [${node}] }`));
    const { stdout } = await place.run(['audit', 'trusted.flipcert.yaml', '--model', 'SGC']);
    expect(stdout).toContain(`Trusted already, left out: ${node}.`);
    await place.write(
      'seeds.flipcert.yaml',
      karate('{ budgets: { flips: [1] } }', '{ labelled: { per-class: 4 }, seeds: [5, 6] }'),
    );
    const seeds = await place.run(['audit', 'seeds.flipcert.yaml', '--model', 'SGC', '--json', 's.json']);
    expect(seeds.stdout).toContain('Of several seeds the first alone, seed 5');
    const audit = JSON.parse(await readFile(join(place.folder, 's.json'), 'utf8')) as AuditResult;
    expect(audit.seed).toBe(5);
  });

  it('a budget that is not certified, a wrong file or model, and an input as output are mistakes', async () => {
    const none = await place.run(['audit', 'karate.flipcert.yaml', '--flips', '40']);
    expect([none.status, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('karate.flipcert.yaml:6:12: error budget-not-asked: ');
    expect((await place.run(['audit', 'karate.flipcert.yaml', '--flips', '0'])).status).toBe(2);
    expect((await place.run(['audit', 'none.flipcert.yaml'])).status).toBe(2);
    expect((await place.run(['audit', 'karate.flipcert.yaml', '--model', 'X'])).stderr).toContain(
      'unknown-model',
    );
    const over = await place.run(['audit', 'karate.flipcert.yaml', '--json', 'karate.flipcert.yaml']);
    expect(over.status).toBe(2);
    expect(await readFile(join(place.folder, 'karate.flipcert.yaml'), 'utf8')).toContain('generate: karate');
  });

  it('past the time limit gains are brackets, and it ends with 3', async () => {
    await place.write(
      'long.flipcert.yaml',
      `dataset: { generate: karate }
split: { labelled: { per-class: 14 }, seed: 1 }
models: { GCN: { architecture: gcn, C: 2 } }
certify: { budgets: { flips: [6, 28] } }
`,
    );
    const { status, stdout, stderr } = await place.run([
      'audit',
      'long.flipcert.yaml',
      '--time-limit',
      '0.1',
      '--flips',
      '6',
    ]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/ 0\.0 to \+\d+\.\d/);
    expect(stderr).toContain('Some gains are brackets');
  });

  it('interrupted, it keeps what was proven and ends with 130', async () => {
    await place.write(
      'longer.flipcert.yaml',
      `dataset: { generate: karate }
split: { labelled: { per-class: 14 }, seed: 1 }
models: { GCN: { architecture: gcn, C: 2 } }
certify: { budgets: { flips: [1, 2, 3, 4, 5, 6, 28] }, time-limit: 1s }
`,
    );
    const child = await place.run(['audit', 'longer.flipcert.yaml', '--json', 'cut.json'], {
      interruptOnError: /Classes/,
    });
    expect(child.status).toBe(130);
    expect(child.stderr).toContain('Interrupted. What was proven until then is written out.');
    const audit = JSON.parse(await readFile(join(place.folder, 'cut.json'), 'utf8')) as AuditResult;
    expect(audit.models[0].status).toBe('cancelled');
    expect(audit.models[0].labels.length).toBe(28);
    expect(audit.models[0].certifications).toBeLessThan(28);
  });
});
