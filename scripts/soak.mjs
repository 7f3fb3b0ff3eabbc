/** `npm run soak -- [--minutes N] [--seed S] [--problems N]`: see test/soak/main.ts. Needs a build. */
import { spawnSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.mjs';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const outfile = join(root, 'out', 'soak', 'soak.mjs');
await bundleProgram({ entryPoints: ['test/soak/main.ts'], outfile });
// HiGHS looks for it beside the program.
await copyFile(join(root, 'dist', 'highs.wasm'), join(root, 'out', 'soak', 'highs.wasm'));
const { status } = spawnSync(process.execPath, [outfile, join(root, 'dist'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
