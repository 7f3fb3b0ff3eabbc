/** Starts a benchmark in TypeScript as a program of its own. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, root } from './bundle.mjs';

/** Bundles a source file of this folder. @returns runs it once with a configuration, and gives what it wrote */
export async function program(folder, source) {
  const name = source.replace('.ts', '');
  const outfile = join(folder, `${name}.mjs`);
  const file = join(folder, `${name}.flipcert.yaml`);
  await bundle(source, outfile);
  return (configuration, ...options) => {
    writeFileSync(file, configuration);
    const args = [outfile, file, join(root, 'dist'), ...options.map(String)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${source}, exit status ${status}, of\n${configuration}\n${stderr}`);
    return JSON.parse(stdout);
  };
}
