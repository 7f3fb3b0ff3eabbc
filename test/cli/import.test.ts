import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { semlExperiment } from '../fixtures/seml';
import { workplace } from './support';
import type { Workplace } from './support';

const SEVERAL = semlExperiment({
  data: 'dataset: karate_club',
  specification: 'balance_test: True',
  rest: 'grid: { data_params: { specification: { n_per_class: { type: choice, options: [1, 2] } } } }\n',
});

let place: Workplace;
const written = (...path: string[]): Promise<string> => readFile(join(place.folder, ...path), 'utf8');

beforeAll(async () => {
  place = await workplace();
  for (const folder of ['a', 'b', 'out', 'all']) await mkdir(join(place.folder, folder));
  await place.write('a/exp.yaml', semlExperiment());
  await place.write('b/exp.yaml', semlExperiment({ specification: 'n_per_class: 7' }));
  await place.write('several.yaml', SEVERAL);
  await place.write('features.yaml', semlExperiment({ executable: 'exp_qpcert.py' }));
});
afterAll(() => place.remove());

it('writes a configuration beside the experiment, prints its path, and says what is different', async () => {
  const { status, stdout, stderr } = await place.run(['import', 'a/exp.yaml', '--data', '../graphs']);
  expect(status).toBe(0);
  expect(stdout).toBe(`${join('a', 'exp.flipcert.yaml')}\n`);
  expect(stderr).toMatch(/^a\/exp\.yaml:4:48: note time-limit: .*\n$/);
  expect(await written('a', 'exp.flipcert.yaml')).toContain('graph: ../graphs/cora_ml.npz');
});

it('writes over nothing unless it is told to', async () => {
  await place.write('out/exp.flipcert.yaml', 'mine');
  const refused = await place.run(['import', 'a/exp.yaml', '--out', 'out']);
  expect(refused.status).toBe(2);
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toContain('cannot write out/exp.flipcert.yaml: it exists; give --force');
  expect(await written('out', 'exp.flipcert.yaml')).toBe('mine');
  const forced = await place.run(['import', 'a/exp.yaml', '--out', 'out', '--force']);
  expect(forced.status).toBe(0);
  expect(await written('out', 'exp.flipcert.yaml')).toContain('per-class: 5');
});

it('writes several, and none of two experiments over the other', async () => {
  const files = ['several.yaml', 'a/exp.yaml', 'b/exp.yaml'];
  const { status, stdout, stderr } = await place.run(['import', ...files, '--out', 'all', '--force']);
  expect(status).toBe(2);
  expect(stdout.split('\n').filter(Boolean)).toEqual([
    'all/several-per-class1.flipcert.yaml',
    'all/several-per-class2.flipcert.yaml',
    'all/exp.flipcert.yaml',
  ]);
  expect(stderr).toContain('cannot write all/exp.flipcert.yaml: another output goes there too.');
  expect(await written('all', 'exp.flipcert.yaml')).toContain('per-class: 5');
});

it('prints one configuration to standard output, and refuses to print several', async () => {
  const one = await place.run(['import', 'a/exp.yaml', '--out', '-']);
  expect([one.status, one.stdout]).toEqual([0, expect.stringMatching(/^# Imported from exp\.yaml/)]);
  const several = await place.run(['import', 'several.yaml', '--out', '-']);
  expect([several.status, several.stdout]).toEqual([2, '']);
  expect(several.stderr).toContain('2 configurations result');
});

it('ends with 2 for what is no label certificate, no file or no folder, and goes on with the rest', async () => {
  const before = await readdir(place.folder);
  const files = ['features.yaml', 'nowhere.yaml', 'a/exp.yaml'];
  const { status, stdout, stderr } = await place.run(['import', ...files, '--out', '-']);
  expect(status).toBe(2);
  expect(stdout).toContain('# Imported from exp.yaml');
  expect(stderr).toMatch(/^features\.yaml:1:21: error not-a-label-certificate: .*\n/);
  expect(stderr).toContain('\nnowhere.yaml:1:1: error file-not-found: ');
  const nowhere = await place.run(['import', 'a/exp.yaml', '--out', 'missing']);
  expect(nowhere.status).toBe(2);
  expect(nowhere.stderr).toContain('there is no folder missing');
  expect(await readdir(place.folder)).toEqual(before);
});
