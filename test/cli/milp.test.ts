import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Highs } from 'highs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/report/result';
import { loadHighs, readMps, solveByHighs } from '../support/programs';
import { workplace } from './support';
import type { Workplace } from './support';

const KARATE = `dataset: { generate: karate }
split: { labelled: { per-class: 4 }, seed: 3 }
models:
  GCN: { architecture: gcn, C: 0.1 }
  Raw: { architecture: sgc, C: 1e6 }
certify: { budgets: all }
`;

let place: Workplace;
let highs: Highs;
let result: Result;

beforeAll(async () => {
  highs = await loadHighs();
  place = await workplace();
  await place.write('karate.flipcert.yaml', KARATE);
  const { stdout } = await place.run(['certify', 'karate.flipcert.yaml', '--model', 'GCN', '--json', '-']);
  result = JSON.parse(stdout) as Result;
});
afterAll(() => place.remove());

const milp = (...args: string[]) => place.run(['milp', 'karate.flipcert.yaml', '--model', 'GCN', ...args]);

describe('flipcert milp', () => {
  it('one node, as MPS and as LP: another solver gives the radius of the certificate', async () => {
    const nodes = result.models[0].sampleWise?.nodes ?? [];
    const labelled = result.dataset.labelled;
    // One node that a flip changes, and one that it does not.
    const asked = [
      nodes.find(({ breakingFlips }) => breakingFlips !== null && breakingFlips === 1),
      nodes.find(({ safeFlips }) => safeFlips >= 1),
    ];
    for (const entry of asked) {
      if (entry === undefined) throw new Error('The example lost its nodes.');
      for (const format of ['mps', 'lp'] as const) {
        const { status, stdout, stderr } = await milp(
          '--node',
          String(entry.node),
          '--flips',
          '1',
          '--format',
          format,
        );
        expect([status, stderr]).toEqual([0, '']);
        const { optimum, columns } = solveByHighs(highs, format, stdout);
        expect(optimum < 0).toBe(entry.safeFlips < 1);
        const flips = Object.keys(columns).filter((name) => /^flip_\d+$/.test(name));
        expect(flips.map((name) => Number(name.slice(5))).sort((a, b) => a - b)).toEqual(
          [...labelled].sort((a, b) => a - b),
        );
        expect(stdout).toContain(`prediction of test node ${entry.node}?`);
        expect(stdout).toMatch(/Model: GCN, C = 0\.1\. Form of the program: compact/);
        expect(stdout).toMatch(/at most 1 flip of 8 training/);
      }
    }
  });

  it('collective, into a file: another solver gives the count of the certificate', async () => {
    const { status, stdout, stderr } = await milp(
      '--collective',
      '--flips',
      '1',
      '--format',
      'mps',
      '--out',
      'all.mps',
    );
    expect([status, stdout, stderr]).toEqual([0, '', 'Wrote all.mps\n']);
    const text = await readFile(join(place.folder, 'all.mps'), 'utf8');
    const { optimum } = solveByHighs(highs, 'mps', text);
    const certified = result.models[0].collective?.curve[1].certified ?? NaN;
    const tests = result.dataset.test.length;
    expect(Math.round(-optimum)).toBe(Math.round((1 - certified) * tests));
    const changed = Object.keys(readMps(text).columns).filter((name) => name.startsWith('changed_'));
    expect(changed.length).toBe(tests);
    const node = String(result.dataset.test[0]);
    const both = await milp('--collective', '--node', node, '--flips', '1');
    expect([both.status, both.stdout]).toEqual([0, text]);
    expect(both.stderr).toContain('--node has no part in it');
  });

  it('a trusted label is fixed; the paper form is written too', async () => {
    const [first] = result.dataset.labelled;
    await place.write(
      'trust.flipcert.yaml',
      KARATE.replace('budgets: all', `budgets: all, trusted: [${first}]`),
    );
    const args = ['--model', 'GCN', '--collective', '--flips', '2', '--form', 'paper', '--format', 'mps'];
    const { status, stdout } = await place.run(['milp', 'trust.flipcert.yaml', ...args]);
    expect(status).toBe(0);
    expect(readMps(stdout).columns[`flip_${first}`]).toMatchObject({ lower: 0, upper: 0, integer: true });
    expect(stdout).toContain('Labels that cannot be flipped: 1');
    expect(Object.keys(readMps(stdout).columns)).toContain(`r_${first}_${first}`);
  });

  it('says in the file and on standard error where its constants are too large to be trusted', async () => {
    const args = ['--model', 'Raw', '--collective', '--flips', '1', '--format', 'lp'];
    const { status, stdout, stderr } = await place.run(['milp', 'karate.flipcert.yaml', ...args]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^flipcert: The largest big-M constant/);
    expect(stdout).toMatch(/^\\ Warning: The largest big-M/m);
  });

  it('what cannot be asked: status 2, a code, a place, nothing on standard output', async () => {
    const [labelled] = result.dataset.labelled;
    const [test] = result.dataset.test;
    const flips = ['--flips', '1', '--format', 'lp'];
    const cases: [string[], RegExp][] = [
      [['--node', '99', ...flips], /karate\.flipcert\.yaml:\d+:\d+: error not-a-test-node: .*--node/],
      [['--node', String(labelled), ...flips], /error not-a-test-node: Node \d+ is labelled/],
      [
        ['--node', String(test), '--flips', '9', '--format', 'lp'],
        /error budget-too-large: 9 flips are more than the 8/,
      ],
      [['--node', String(test), '--model', 'GAT', ...flips], /:3:1: error unknown-model/],
      [flips, /--node ID .* or --collective/],
      [['--node', String(test), '--flips', '0', '--format', 'lp'], /whole number from 1/],
      [['--node', 'x', ...flips], /id of a node/],
      [['--node', String(test), '--flips', '1', '--format', 'xml'], /Allowed choices are mps, lp/],
      [['--collective', ...flips, '--out', 'karate.flipcert.yaml'], /it is an input of this run/],
      [['--collective', ...flips, '--out', 'none/x.lp'], /there is no folder none/],
    ];
    for (const [args, message] of cases) {
      const { status, stdout, stderr } = await milp(...args);
      expect(stderr).toMatch(message);
      expect([status, stdout]).toEqual([2, '']);
    }
    await place.write('n.csv', 'id,label,x\n0,a,1\n1,b,2\n2,c,3\n3,a,1\n4,b,2\n5,c,4\n');
    await place.write('e.csv', 'source,target\n0,1\n1,2\n3,4\n4,5\n');
    await place.write(
      'three.flipcert.yaml',
      KARATE.replace('{ generate: karate }', '{ graph: { edges: e.csv, nodes: n.csv } }').replace(
        'class: 4',
        'class: 1',
      ),
    );
    const three = await place.run([
      'milp',
      'three.flipcert.yaml',
      '--model',
      'GCN',
      '--collective',
      ...flips,
    ]);
    expect(three.stderr).toMatch(
      /three\.flipcert\.yaml:1:\d+: error milp-needs-two-classes: .*take two `classes`/,
    );
    expect([three.status, three.stdout]).toEqual([2, '']);
  });
});
