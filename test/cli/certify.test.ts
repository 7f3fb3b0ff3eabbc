import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/report/result';
import { workplace } from './support';
import type { Workplace } from './support';

const KARATE = `dataset: { generate: karate }
split: { labelled: { per-class: 4 }, seed: 3 }
models:
  GCN: { architecture: gcn, C: 0.1 }
  SGC: { architecture: sgc, depth: 2, C: 0.05 }
certify: { budgets: all }
`;

/** Too many flip sets to walk, and a time limit that ends the walk. */
const LONG = `dataset: { generate: karate }
split: { labelled: { per-class: 14 }, seed: 1 }
models:
  GCN: { architecture: gcn, C: 2 }
certify: { budgets: all, time-limit: 300s }
`;

/** What is said of the data before anything is solved. */
const HOLDS =
  'karate.flipcert.yaml: 34 nodes, 78 edges. Classes: 0 (17), 1 (17). 8 labelled, 26 test. A kernel needs about 242 kB of memory.\n';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
  await place.write('karate.flipcert.yaml', KARATE);
  await place.write('long.flipcert.yaml', LONG);
});
afterAll(() => place.remove());

/** The same run gives the same bytes apart from times. */
const withoutTimes = (json: string): string => json.replace(/"seconds": [^,\n]+/g, '"seconds": 0');

describe('flipcert certify', () => {
  it('prints a table, writes JSON, CSV, HTML and LaTeX, and ends with 0', async () => {
    const args = [
      'certify',
      'karate.flipcert.yaml',
      '--json',
      'r.json',
      '--csv',
      'r.csv',
      '--html',
      'r.html',
      '--latex',
      'r.tex',
    ];
    const { status, stdout, stderr } = await place.run(args);
    expect(stderr).toBe(`${HOLDS}Wrote r.json\nWrote r.csv\nWrote r.tex\nWrote r.html\n`);
    expect(status).toBe(0);
    expect(stdout).toMatch(/GCN +\d+\.\d % +one node at a time +100\.0 %/);
    expect(stdout).toContain('34 nodes, 78 edges, 8 labelled, 26 test');
    const result = JSON.parse(await readFile(join(place.folder, 'r.json'), 'utf8')) as Result;
    const schema = JSON.parse(await readFile('schemas/result.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    validate(result);
    expect(validate.errors).toBe(null);
    const csv = await readFile(join(place.folder, 'r.csv'), 'utf8');
    expect(csv.trim().split('\n').length).toBe(1 + 2 * 2 * 9);
    expect(await readFile(join(place.folder, 'r.html'), 'utf8')).toContain('karate.flipcert.yaml');
    const latex = await readFile(join(place.folder, 'r.tex'), 'utf8');
    expect(latex.split('\n').filter((line) => /& (sample-wise|collective) &/.test(line))).toHaveLength(4);
  });

  it('--json - writes the result alone, the same bytes from any number of threads', async () => {
    const one = await place.run(['certify', 'karate.flipcert.yaml', '--json', '-', '--jobs', '1']);
    const two = await place.run(['certify', 'karate.flipcert.yaml', '--json', '-', '--jobs', '2']);
    expect(one.status).toBe(0);
    expect(withoutTimes(one.stdout)).toBe(withoutTimes(two.stdout));
    const { models } = JSON.parse(one.stdout) as Result;
    for (const { sampleWise, collective } of models) {
      for (const curve of [sampleWise?.curve, collective?.curve]) {
        curve?.forEach((p, k) => {
          expect(p.certified).toBe(p.certifiedAtMost);
          if (k > 0) expect(p.certified).toBeLessThanOrEqual(curve[k - 1].certified);
        });
      }
      sampleWise?.curve.forEach((p, k) =>
        expect(collective?.curve[k].certified).toBeGreaterThanOrEqual(p.certified),
      );
    }
  });

  it('milp agrees with the engine on a budget', async () => {
    const small = KARATE.replace('per-class: 4', 'per-class: 2').replace('all }', '{ flips: [1, 2] } }');
    await place.write('engine.flipcert.yaml', small);
    await place.write('milp.flipcert.yaml', small.replace('certify: {', 'certify: { method: milp,'));
    const engine = await place.run(['certify', 'engine.flipcert.yaml', '--json', '-']);
    const milp = await place.run(['certify', 'milp.flipcert.yaml', '--json', '-']);
    expect(milp.status).toBe(engine.status);
    const curves = (text: string) =>
      (JSON.parse(text) as Result).models.map(({ sampleWise, collective }) => [
        sampleWise?.nodes.map(({ node, safeFlips, breakingFlips }) => ({ node, safeFlips, breakingFlips })),
        collective?.curve.map(({ certified, certifiedAccuracy }) => [certified, certifiedAccuracy]),
      ]);
    expect(curves(milp.stdout)).toEqual(curves(engine.stdout));
    expect((JSON.parse(milp.stdout) as Result).models[0].sampleWise?.method).toBe('milp');
  });

  it('relaxed says that it is a lower bound, and is one, from any number of threads', async () => {
    // Three clouds of points in the plane.
    const centres = [
      [0, 3],
      [3, 0],
      [-3, -3],
    ];
    const rows = Array.from({ length: 36 }, (_, i) => {
      const [x, y] = centres[i % 3];
      return `${x + 2 * Math.sin(7 * i)},${y + 2 * Math.cos(5 * i)},${'abc'[i % 3]}`;
    });
    await place.write('clouds.csv', `x,y,label\n${rows.join('\n')}\n`);
    const text = (method: string): string => `dataset: { table: clouds.csv }
split: { labelled: { per-class: 4 }, seed: 1 }
models:
  MLP: { architecture: mlp, C: 0.02 }
certify: { budgets: { flips: [1, 2, 3] }, method: ${method} }
`;
    await place.write('exact.flipcert.yaml', text('enumerate'));
    await place.write('relaxed.flipcert.yaml', text('relaxed'));
    const exact = await place.run(['certify', 'exact.flipcert.yaml', '--json', '-']);
    const one = await place.run(['certify', 'relaxed.flipcert.yaml', '--json', '-', '--jobs', '1']);
    const two = await place.run(['certify', 'relaxed.flipcert.yaml', '--json', '-', '--jobs', '2']);
    expect([exact.status, one.status]).toEqual([0, 3]);
    expect(withoutTimes(one.stdout)).toBe(withoutTimes(two.stdout));
    const [certified] = (JSON.parse(exact.stdout) as Result).models;
    const [relaxed] = (JSON.parse(one.stdout) as Result).models;
    let proven = 0;
    relaxed.sampleWise?.nodes.forEach(({ safeFlips, breakingFlips }, t) => {
      expect(safeFlips).toBeLessThanOrEqual(certified.sampleWise?.nodes[t].safeFlips ?? NaN);
      expect(breakingFlips).toBe(null);
      proven += safeFlips;
    });
    expect(proven).toBeGreaterThan(0);
    expect(relaxed.collective).toMatchObject({ status: 'bracket', method: 'relaxed (lower bound)' });
    const table = await place.run(['certify', 'relaxed.flipcert.yaml']);
    expect(table.stdout).toMatch(/one node at a time .* bracket \(relaxed \(lower bound\), /);
    expect(table.stderr).toContain('the method is a lower bound');
  });

  it('ends with 1 where an expectation failed, and says which', async () => {
    await place.write(
      'fails.flipcert.yaml',
      `${KARATE}expect:\n  - { model: GCN, kind: sample-wise, budget: 1.0, certified-ratio: ">= 0.99" }\n`,
    );
    const { status, stdout } = await place.run(['certify', 'fails.flipcert.yaml']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/failed: GCN, one node at a time, 8 flips: certified ratio >= 0\.99/);
  });

  it('a time limit gives brackets and ends with 3', async () => {
    const { status, stdout, stderr } = await place.run([
      'certify',
      'long.flipcert.yaml',
      '--time-limit',
      '1',
      '--json',
      '-',
    ]);
    expect(status).toBe(3);
    expect(stderr).toContain('brackets');
    const [model] = (JSON.parse(stdout) as Result).models;
    expect(model.collective?.status).toBe('bracket');
    const open = model.collective?.curve.filter((p) => p.certified < p.certifiedAtMost) ?? [];
    expect(open.length).toBeGreaterThan(0);
    for (const p of model.collective?.curve ?? []) expect(p.certified).toBeLessThanOrEqual(p.certifiedAtMost);
  });

  it('Ctrl-C writes what was proven and ends with 130', async () => {
    // The first table on standard output says that the second file, the long one, is at work.
    const running = place.run(
      ['certify', 'karate.flipcert.yaml', 'long.flipcert.yaml', '--json', 'part.json'],
      {
        interruptOn: /8 labelled/,
      },
    );
    const { status, stderr } = await running;
    expect(status).toBe(130);
    expect(stderr).toContain('Interrupted');
    const results = JSON.parse(await readFile(join(place.folder, 'part.json'), 'utf8')) as Result[];
    expect(results[0].models.length).toBe(2);
    const [model] = results[1].models;
    expect(model.collective?.status).toBe('cancelled');
    expect(model.collective?.curve[1].certifiedAtMost).toBeLessThanOrEqual(1);
  });

  it('--model certifies one model; an unknown one is an error with its place', async () => {
    const one = await place.run(['certify', 'karate.flipcert.yaml', '--model', 'SGC', '--json', '-']);
    expect((JSON.parse(one.stdout) as Result).models.map((m) => m.name)).toEqual(['SGC']);
    const none = await place.run(['certify', 'karate.flipcert.yaml', '--model', 'GAT']);
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(/karate\.flipcert\.yaml:3:1: error unknown-model/);
  });

  it('refuses to write over its own input', async () => {
    const { status, stderr } = await place.run([
      'certify',
      'karate.flipcert.yaml',
      '--json',
      'karate.flipcert.yaml',
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('it is an input of this run');
    expect(await readFile(join(place.folder, 'karate.flipcert.yaml'), 'utf8')).toBe(KARATE);
  });
});

describe('outputs that are refused before anything is certified', () => {
  const input = 'karate.flipcert.yaml';
  beforeAll(async () => {
    await symlink(input, join(place.folder, 'link.json'));
    await mkdir(join(place.folder, 'other'));
    await place.write(`other/${input}`, KARATE);
  });
  it.each([
    ['one path twice', ['--json', 'same', '--csv', './same'], 'another output goes there too'],
    ['standard output twice', ['--json', '-', '--csv', '-'], 'another output goes there too'],
    ['a link to the input', ['--json', 'link.json'], 'it is an input of this run'],
    ['a folder', ['--csv', 'other'], 'it is a folder'],
    ['a folder that is not there', ['--html', 'none/r.html'], 'there is no folder none'],
    ['nothing', ['--json', ''], 'it is a folder; name a file'],
  ])('%s', async (_name, flags, message) => {
    const { status, stdout, stderr } = await place.run(['certify', input, ...flags]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(await readFile(join(place.folder, input), 'utf8')).toBe(KARATE);
  });
  it('by check, too', async () => {
    const { status, stderr } = await place.run(['check', input, '--json', input]);
    expect(status).toBe(2);
    expect(stderr).toContain('it is an input of this run');
    expect(await readFile(join(place.folder, input), 'utf8')).toBe(KARATE);
  });
  it('the data of a configuration with a mistake is not written over', async () => {
    const nodes = 'id,label,x\n0,a,1\n1,b,2\n2,a,3\n';
    await place.write('n.csv', nodes);
    await place.write('e.csv', 'source,target\n0,1\n');
    const dataset = '{ graph: { edges: e.csv, nodes: n.csv } }';
    await place.write('unfit.flipcert.yaml', KARATE.replace('{ generate: karate }', dataset));
    const { status, stderr } = await place.run(['certify', 'unfit.flipcert.yaml', input, '--csv', 'n.csv']);
    expect(status).toBe(2);
    expect(stderr).toContain('it is an input of this run');
    expect(await readFile(join(place.folder, 'n.csv'), 'utf8')).toBe(nodes);
  });
  it('configurations of one name in two folders get a page each', async () => {
    const { stderr } = await place.run([
      'certify',
      input,
      `other/${input}`,
      '--html',
      'page.html',
      '--model',
      'SGC',
    ]);
    expect(stderr.split('\n').slice(-3)).toEqual(['Wrote page-karate.html', 'Wrote page-karate-2.html', '']);
  });
  it('a time limit that no timer can hold is a long one', async () => {
    const { status, stderr } = await place.run(['certify', input, '--time-limit', '1e12', '--quiet']);
    expect([status, stderr]).toEqual([0, '']);
  });
});

describe('wrong input: status 2, the place, no stack trace', () => {
  const cases: [string, string, RegExp][] = [
    [
      'a file that is not there',
      KARATE.replace('{ generate: karate }', '{ graph: missing.npz }'),
      /bad\.flipcert\.yaml:1:19: error file-not-found/,
    ],
    [
      'a truncated npz',
      KARATE.replace('{ generate: karate }', '{ graph: cut.npz }'),
      /bad\.flipcert\.yaml:1:19: error npz-/,
    ],
    [
      'an unknown key',
      KARATE.replace('architecture: gcn', 'architektur: gcn'),
      /bad\.flipcert\.yaml:4:10: error unknown-key: .*Did you mean `architecture`/,
    ],
    ['C of 0', KARATE.replace('C: 0.1', 'C: 0'), /bad\.flipcert\.yaml:4:32: error out-of-range/],
    [
      'too many labelled',
      KARATE.replace('per-class: 4', 'per-class: 40'),
      /bad\.flipcert\.yaml:2:33: error class-too-small/,
    ],
    [
      'a class that is not there',
      KARATE.replace('karate }', 'karate, classes: [0, 7] }'),
      /bad\.flipcert\.yaml:1:43: error unknown-class/,
    ],
    ['no YAML', KARATE.replace('models:', 'models: ['), /bad\.flipcert\.yaml:\d+:\d+: error yaml-syntax/],
  ];
  it.each(cases)('%s', async (_name, text, message) => {
    await place.write('cut.npz', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0]));
    await place.write('bad.flipcert.yaml', text);
    for (const command of ['certify', 'check']) {
      const { status, stdout, stderr } = await place.run([command, 'bad.flipcert.yaml']);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at |Error:/);
      expect(status).toBe(2);
      expect(stdout).toBe('');
    }
  });

  it('an unknown option', async () => {
    expect((await place.run(['certify', 'karate.flipcert.yaml', '--jsn', 'x'])).status).toBe(2);
    expect((await place.run(['certify', 'karate.flipcert.yaml', '--jobs', '0'])).status).toBe(2);
  });
});

describe('several seeds, lists of values, a chosen C, the clipped kernel', () => {
  it('are stated in the table, the JSON and the CSV', async () => {
    await place.write(
      'grid.flipcert.yaml',
      `dataset: { generate: karate }
split: { protocol: qpcert, per-class: 2, seeds: [0, 3, 1] }
models:
  GCN: { architecture: gcn, ntk: qpcert, C: [0.1, 0.5] }
  SGC: { architecture: sgc, choose-C: { values: [1, 0.01, 0.1], folds: 3 } }
certify: { kinds: [collective], budgets: { flips: [1, 2] } }
expect: [{ model: GCN, kind: collective, budget: { flips: 1 }, certified-ratio: ">= 0" }]
`,
    );
    const args = ['certify', 'grid.flipcert.yaml', '--json', 'grid.json', '--csv', 'grid.csv'];
    const { status, stdout } = await place.run(args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/GCN C=0\.1 +\d+\.\d ± \d+\.\d % +all at once +100\.0 ± 0\.0 %.*mean of 3 seeds/);
    expect(stdout).toContain('Seeds 0, 3, 1: mean ± sample standard deviation.');
    expect(stdout).toContain('GCN C=0.1, GCN C=0.5: the clipped kernel of the published code (ntk: qpcert)');
    expect(stdout).toMatch(/SGC: C = (1|0\.1|0\.01), the best of 3 in 3-fold cross-validation/);
    const result = JSON.parse(await readFile(join(place.folder, 'grid.json'), 'utf8')) as Result;
    const schema = JSON.parse(await readFile('schemas/result.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    validate(result);
    expect(validate.errors).toBe(null);
    expect(result.seeds?.map(({ seed }) => seed)).toEqual([0, 3, 1]);
    expect(result.models).toEqual(result.seeds?.[0].models);
    expect(result.models.map(({ name, ntk }) => [name, ntk])).toEqual([
      ['GCN C=0.1', 'qpcert'],
      ['GCN C=0.5', 'qpcert'],
      ['SGC', 'exact'],
    ]);
    const chosen = result.models[2];
    const accuracies = chosen.chosenC?.candidates ?? [];
    expect(accuracies.map(({ C }) => C)).toEqual([0.01, 0.1, 1]);
    const best = Math.max(...accuracies.map(({ accuracy }) => accuracy));
    expect(chosen.C).toBe(accuracies.find(({ accuracy }) => accuracy > best - 1e-12)?.C);
    const ratios = result.seeds?.map(({ models }) => models[0].collective?.curve[1].certified ?? NaN) ?? [];
    const mean = ratios.reduce((sum, r) => sum + r, 0) / 3;
    expect(result.means?.[0].collective?.curve[1].certified.mean).toBeCloseTo(mean, 12);
    expect(result.expectations?.map(({ model, outcome }) => [model, outcome])).toEqual([
      ['GCN C=0.1', 'held'],
      ['GCN C=0.5', 'held'],
    ]);
    const lines = (await readFile(join(place.folder, 'grid.csv'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(1 + 3 * 3 * 3);
    expect(lines[0]).toMatch(/,seed,C,ntk$/);
    expect(lines[1]).toMatch(/,0,0\.1,qpcert$/);
    const one = await place.run(['certify', 'grid.flipcert.yaml', '--model', 'GCN', '--json', '-']);
    const named = (JSON.parse(one.stdout) as Result).models.map(({ name }) => name);
    expect(named).toEqual(['GCN C=0.1', 'GCN C=0.5']);
  });
});

describe('flipcert check', () => {
  it('says when all is well, and gives diagnostics as JSON', async () => {
    const fine = await place.run(['check', 'karate.flipcert.yaml']);
    expect(fine).toMatchObject({
      status: 0,
      stderr: '',
      stdout: `karate.flipcert.yaml: no problems found\n  ${HOLDS.split(': ').slice(1).join(': ')}`,
    });
    await place.write('bad.flipcert.yaml', KARATE.replace('C: 0.1', 'C: -1'));
    const bad = await place.run(['check', 'bad.flipcert.yaml', '--json', '-']);
    const [first] = JSON.parse(bad.stdout) as { file: string; line: number; column: number; code: string }[];
    expect(first).toMatchObject({ file: 'bad.flipcert.yaml', line: 4, column: 32, code: 'out-of-range' });
  });
});
