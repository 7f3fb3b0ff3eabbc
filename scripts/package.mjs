/** `npm run package`: builds, and packs the extension as flipcert-VERSION.vsix in the project's root. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main, manifest, mustRun, ROOT } from './run.mjs';

/** Larger than this, something is in the package that does not belong there. */
const MOST_MIB = 12;
const NEEDED = [
  'dist/extension.cjs',
  'dist/server.cjs',
  'dist/job.mjs',
  'dist/worker.mjs',
  'dist/highs.wasm',
  'dist/flip.wasm',
  'dist/build.json',
  'dist/webview/panel.js',
  'dist/webview/panel.css',
  'media/icon.png',
];

/** Builds unless told not to, packs, checks, and returns the path of the .vsix. */
export async function packageExtension({ build = true } = {}) {
  if (build) await mustRun(['esbuild.mjs']);
  const missing = NEEDED.filter((path) => !existsSync(join(ROOT, path)));
  if (missing.length > 0) throw new Error(`The build made no ${missing.join(', no ')}.`);
  const target = join(ROOT, `${manifest().name}-${manifest().version}.vsix`);
  await mustRun(
    [
      'node_modules/@vscode/vsce/vsce',
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '--out',
      target,
    ],
    { quiet: true },
  );
  const mebibytes = statSync(target).size / 2 ** 20;
  if (mebibytes > MOST_MIB)
    throw new Error(`${target} has ${mebibytes.toFixed(1)} MiB; at most ${MOST_MIB} were expected.`);
  return target;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const target = await packageExtension();
    console.log(`${target} (${(statSync(target).size / 2 ** 20).toFixed(2)} MiB)`);
  });
}
