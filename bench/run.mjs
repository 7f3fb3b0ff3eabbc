/**
 * `npm run bench`: times the engine and the command line, and prints two tables. Medians of several runs; ratios are
 * taken within one run of this script. Timings belong here and not into tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { bundle, cora, root } from './bundle.mjs';

const cli = join(root, 'dist', 'cli.mjs');
const RUNS = 3;
const ENGINE_RUNS = 3;

const folder = mkdtempSync(join(tmpdir(), 'flipcert-bench-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
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
    rows.push(row('Cora-ML, 7 classes, m=70, 50 test, GCN, single nodes, 2 threads', sevenClasses(), 2));
    rows.push(row('again, from the cache, 50 test', coraMl('test: 50'), 2, true));
    rows.push(row('again, from the cache, 1215 test', coraMl('test: rest'), 2, true));
    rows.push({
      name: '2 threads against 1, m=20, 50 test',
      text: `${(one.median / two.median).toFixed(2)} times`,
    });
  }
  const width = Math.max(...rows.map((r) => r.name.length));
  for (const r of rows) console.log(`${r.name.padEnd(width)}  ${r.text}`);
  if (cora !== undefined) await engines();
}

/** The flip engine alone, warm: the plain one against the compiled one, whose answers must be the same. */
async function engines() {
  const program = join(folder, 'engine.mjs');
  await bundle('engine.ts', program);
  console.log('\nThe flip engine alone, warm, GCN on Cora-ML, m=20:');
  for (const [test, threads] of [
    ['test: 50', 1],
    ['test: 50', 2],
    ['test: rest', 1],
    ['test: rest', 2],
  ]) {
    const file = join(folder, 'engine.flipcert.yaml');
    writeFileSync(file, coraMl(test));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [program, file, join(root, 'dist'), String(threads), String(ENGINE_RUNS)],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`engine, ${test}: exit status ${status}\n${stderr}`);
    const [plain, compiled] = JSON.parse(stdout);
    console.log(`${test}, threads: ${threads}, ${(plain.cpuSeconds / compiled.cpuSeconds).toFixed(2)} times`);
    for (const { engine, seconds, cpuSeconds, rate } of [plain, compiled])
      console.log(
        `  ${engine.padEnd(11)}  ${seconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s, ${(rate / 1e6).toFixed(2)} million label vectors per CPU second`,
      );
  }
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

function sevenClasses() {
  return `dataset: { graph: ${JSON.stringify(resolve(cora))}, features: binary, classes: all, nodes: no-isolated }
split: { labelled: { per-class: 10 }, test: 50, seed: 0 }
models: { GCN: { architecture: gcn, C: 0.075 } }
certify: { kinds: [sample-wise], budgets: all, time-limit: 600s }
`;
}

/**
 * Whole process, from start to result, everything computed or, `again`, everything read from a cache that was filled
 * before; refuses a run that is not exact, since its time would mean nothing.
 */
function row(name, configuration, threads, again = false) {
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
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  return {
    name,
    median,
    text: `${median.toFixed(2)} s (${times[0].toFixed(2)} to ${times[times.length - 1].toFixed(2)})`,
  };
}
