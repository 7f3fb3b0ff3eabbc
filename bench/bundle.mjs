/** What the benchmarks share: where the data lies, and how a benchmark in TypeScript becomes a program. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../scripts/bundle-program.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Path of cora_ml.npz; undefined where there is none. */
export const cora = [
  process.env.FLIPCERT_CORA_ML,
  join(root, 'examples/cora-ml/cora_ml.npz'),
  join(root, '../shared/data/cora_ml.npz'),
].find((path) => path !== undefined && existsSync(path));

/** Writes a program made of a source file of this folder. */
export function bundle(source, outfile) {
  return bundleProgram({ entryPoints: [join('bench', source)], outfile });
}
