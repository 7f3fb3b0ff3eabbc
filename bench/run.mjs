/**
 * `npm run bench`: times the engine and the command line, and prints one table. Medians of several runs; ratios are
 * taken within one run of this script. Timings belong here and not into tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'dist', 'cli.mjs');
const cora = [
  process.env.FLIPCERT_CORA_ML,
  join(root, 'examples/cora-ml/cora_ml.npz'),
  join(root, '../shared/data/cora_ml.npz'),
].find((path) => path !== undefined && existsSync(path));
const RUNS = 3;

const folder = mkdtempSync(join(tmpdir(), 'flipcert-bench-'));
try {
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function main() {
  console.log(
    `${cpus()[0].model}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}\n`,
  );
  const rows = [];
  const karate = (perClass) => `dataset: { generate: karate }
split: { labelled: { per-class: ${perClass} }, seed: 3 }
models: { GCN: { architecture: gcn, C: 2 } }
certify: { budgets: all }
`;
  rows.push(row('karate, m=14, 20 test, GCN, all budgets', karate(7), 2));
  if (cora === undefined)
    console.log('Cora-ML is SKIPPED: set FLIPCERT_CORA_ML to the path of cora_ml.npz.\n');
  else {
    const one = row('Cora-ML, m=20, 50 test, GCN, SGC, MLP, 1 thread', coraMl('test: 50'), 1);
    const two = row('the same, 2 threads', coraMl('test: 50'), 2);
    rows.push(one, two);
    rows.push(row('Cora-ML, m=20, 1215 test, GCN, SGC, MLP, 2 threads', coraMl('test: rest'), 2));
    rows.push({
      name: '2 threads against 1, m=20, 50 test',
      text: `${(one.median / two.median).toFixed(2)} times`,
    });
  }
  const width = Math.max(...rows.map((r) => r.name.length));
  for (const r of rows) console.log(`${r.name.padEnd(width)}  ${r.text}`);
}

function coraMl(test) {
  return `dataset: { graph: ${JSON.stringify(resolve(cora))}, features: binary, classes: largest-two, nodes: no-isolated }
split: { labelled: { per-class: 10 }, ${test}, seed: 0 }
models:
  GCN: { architecture: gcn, C: 0.075 }
  SGC: { architecture: sgc, C: 0.075 }
  MLP: { architecture: mlp, C: 0.025 }
certify: { budgets: all, time-limit: 600s }
`;
}

/** Whole process, from start to result; refuses a run that is not exact, since its time would mean nothing. */
function row(name, configuration, threads) {
  const file = join(folder, 'bench.flipcert.yaml');
  writeFileSync(file, configuration);
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [cli, 'certify', file, '--quiet', '--jobs', String(threads)],
      { encoding: 'utf8' },
    );
    times.push((performance.now() - began) / 1000);
    if (status !== 0) throw new Error(`${name}: exit status ${status}\n${stderr}`);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  return {
    name,
    median,
    text: `${median.toFixed(2)} s (${times[0].toFixed(2)} to ${times[times.length - 1].toFixed(2)})`,
  };
}
