/**
 * `npm run bench [-- SECTION...]`: times the engines, the command line and the kernels, and prints tables. Without a
 * section, all of them. Ratios are taken within one run of this script. Timings belong here and not into tests.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { engines } from './engine.mjs';
import { kernels } from './kernels.mjs';
import { againstPrograms } from './milp.mjs';
import { fromCache, wholeProcess } from './process.mjs';
import { panel } from './panel.mjs';
import { scaling } from './scaling.mjs';

/** By name: what it is called, and what runs it in a folder of its own. */
const SECTIONS = {
  process: ['The whole process', wholeProcess],
  cache: ['Certified before', fromCache],
  engine: ['The flip engine alone, warm, GCN on Cora-ML, m = 20', engines],
  milp: ['Flip engine against MILP, the same problems', againstPrograms],
  scaling: ['Time against m and budget', scaling],
  kernels: ['Kernels', kernels],
  panel: ['The panel in Chromium', panel],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0)
  throw new Error(`No section ${unknown.join(', ')}. There are: ${Object.keys(SECTIONS).join(', ')}.`);
console.log(
  `${cpus()[0].model}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
);
for (const [name, [title, run]] of Object.entries(SECTIONS))
  if (asked.length === 0 || asked.includes(name)) await section(name, title, run);

async function section(name, title, run) {
  const folder = mkdtempSync(join(tmpdir(), 'flipcert-bench-'));
  try {
    console.log(`\n${title}\n`);
    const began = performance.now();
    await run(folder);
    console.log(`\nSection ${name} took ${((performance.now() - began) / 1000).toFixed(0)} s.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
