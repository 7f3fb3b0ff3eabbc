/** Makes a program that Node runs of sources in TypeScript: for benchmarks, the soak run and the fuzzer. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @param {import('esbuild').BuildOptions} options entry points from the project's root, where the programs go, and what
 *   is special about them
 */
export async function bundleProgram(options) {
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    loader: { '.yaml': 'text' },
    // Packages that are CommonJS ask for Node's own modules this way.
    banner: {
      js: "import { createRequire as programRequire } from 'node:module';\nconst require = programRequire(import.meta.url);",
    },
    logLevel: 'warning',
    ...options,
  });
}
