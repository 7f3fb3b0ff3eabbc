/**
 * `node bench/anytime.mjs [CASE...]`, after a build: how soon a run on Cora-ML with a cached kernel says something, how
 * soon it stops, and how well it tells the time left. A case is what its name contains; without one, all.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundle, cora, root } from './bundle.mjs';

const THREADS = 2;
/** Seconds for each model. */
const LIMIT = 15;
const GCN = '{ GCN: { architecture: gcn, C: 0.075 } }';
const THREE =
  '{ GCN: { architecture: gcn, C: 0.075 }, SGC: { architecture: sgc, C: 0.075 }, MLP: { architecture: mlp, C: 0.025 } }';
const SHARES = '[0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1.0]';

/** Name, labelled for each class, test nodes, budgets, models. */
const CASES = [
  ['m=20, 50 test, all budgets', 10, 50, 'all', GCN],
  ['m=20, 1215 test, all budgets', 10, 'rest', 'all', GCN],
  ['m=20, 1215 test, all budgets, three models', 10, 'rest', 'all', THREE],
  ['m=40, 50 test, to 5 flips', 20, 50, '{ flips: [1, 2, 3, 4, 5] }', GCN],
  ['m=40, 50 test, to all labels', 20, 50, SHARES, GCN],
  ['m=60, 50 test, to 4 flips', 30, 50, '{ flips: [1, 2, 3, 4] }', GCN],
  ['m=60, 50 test, to all labels', 30, 50, SHARES, GCN],
  ['m=60, rest test, to 4 flips', 30, 'rest', '{ flips: [1, 2, 3, 4] }', GCN],
  ['m=100, 50 test, to 3 flips', 50, 50, '{ flips: [1, 2, 3] }', GCN],
  ['m=100, 50 test, to all labels', 50, 50, SHARES, GCN],
  ['m=100, rest test, to all labels', 50, 'rest', SHARES, GCN],
];

if (cora === undefined) throw new Error('Set FLIPCERT_CORA_ML to the path of cora_ml.npz.');
const folder = mkdtempSync(join(tmpdir(), 'flipcert-bench-'));
try {
  const program = join(folder, 'anytime.mjs');
  await bundle('anytime.ts', program);
  const asked = process.argv.slice(2);
  for (const [name, perClass, test, budgets, models] of CASES) {
    if (asked.length > 0 && !asked.some((part) => name.includes(part))) continue;
    const file = join(folder, 'bench.flipcert.yaml');
    writeFileSync(
      file,
      `dataset: { graph: ${JSON.stringify(resolve(cora))}, features: binary, classes: largest-two, nodes: no-isolated }
split: { labelled: { per-class: ${perClass} }, test: ${test}, seed: 0 }
models: ${models}
certify: { budgets: ${budgets} }
`,
    );
    const args = [program, file, join(root, 'dist'), join(folder, 'cache'), String(THREADS), String(LIMIT)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name}: exit status ${status}\n${stderr}`);
    console.log(`${name}\n  ${stdout.trim()}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
