/** Sections `process` and `cache`: the command line as a whole process, from its start to its result. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bundle.mjs';
import { coraMl, hasCora, threeModels } from './cases.mjs';
import { seconds, spread, table } from './table.mjs';

const cli = join(root, 'dist', 'cli.mjs');
const RUNS = 3;

const KARATE = `dataset: { generate: karate }
split: { labelled: { per-class: 7 }, seed: 3 }
models: { GCN: { architecture: gcn, C: 2 } }
certify: { budgets: all }
`;

/** Everything computed. */
export function wholeProcess(folder) {
  const rows = [row(folder, 'karate, m=14, 20 test, GCN, all budgets', KARATE, 2)];
  if (hasCora('Cora-ML')) {
    const one = row(folder, 'Cora-ML, m=20, 50 test, GCN, SGC, MLP, 1 thread', threeModels('50'), 1);
    const two = row(folder, 'the same, 2 threads', threeModels('50'), 2);
    const ratio = { name: '2 threads against 1, m=20, 50 test', ratio: one.median / two.median };
    const rest = row(folder, 'Cora-ML, m=20, 1215 test, GCN, SGC, MLP, 2 threads', threeModels('rest'), 2);
    const seven = row(
      folder,
      'Cora-ML, 7 classes, m=70, 50 test, GCN, single nodes, 2 threads',
      coraMl({
        classes: 'all',
        labelled: 10,
        test: '50',
        certify: '{ kinds: [sample-wise], budgets: all, time-limit: 600s }',
      }),
      2,
    );
    rows.push(one, two, rest, seven, ratio);
  }
  print(rows);
}

/** Everything read from a cache that was filled before. */
export function fromCache(folder) {
  if (!hasCora('From the cache')) return;
  print([
    row(folder, 'again, from the cache, 50 test', threeModels('50'), 2, true),
    row(folder, 'again, from the cache, 1215 test', threeModels('rest'), 2, true),
  ]);
}

function print(rows) {
  const cells = ({ name, ratio, median, least, most }) =>
    ratio === undefined
      ? [name, seconds(median), `${seconds(least)} to ${seconds(most)}`]
      : [name, `${ratio.toFixed(2)} times`, ''];
  console.log(table(['case', 'median', 'least to most'], rows.map(cells)));
}

/** Refuses a run that is not exact, since its time would mean nothing. @param again reads from the cache */
function row(folder, name, configuration, threads, again = false) {
  const file = join(folder, 'bench.flipcert.yaml');
  writeFileSync(file, configuration);
  const cache = again ? ['--cache', join(folder, 'cache')] : ['--no-cache'];
  const certify = () =>
    spawnSync(process.execPath, [cli, 'certify', file, '--quiet', ...cache, '--jobs', String(threads)], {
      encoding: 'utf8',
    });
  if (again) certify();
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    const { status, stderr } = certify();
    times.push((performance.now() - began) / 1000);
    if (status !== 0) throw new Error(`${name}: exit status ${status}\n${stderr}`);
  }
  return { name, ...spread(times) };
}
