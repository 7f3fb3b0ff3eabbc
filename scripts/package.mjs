/** `npm run package`: builds, and packs the extension as flipcert-VERSION.vsix in the project's root. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { main, manifest, mustRun, ROOT } from './run.mjs';

/** Larger than this, something is in the package that does not belong there. */
export const MOST_BYTES = 3_000_000;
const NEEDED = [
  'dist/extension.cjs',
  'dist/client.cjs',
  'dist/server.cjs',
  'dist/job.mjs',
  'dist/worker.mjs',
  'dist/highs.wasm',
  'dist/trainer.cjs',
  'dist/tfjs-backend-wasm-simd.wasm',
  'THIRD-PARTY-NOTICES.txt',
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
  compressHighs();
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
  const { size } = statSync(target);
  if (size > MOST_BYTES) throw new Error(`${target} has ${size} bytes; at most ${MOST_BYTES} are allowed.`);
  return target;
}

/**
 * HiGHS is a third of the package, and brotli makes it a third smaller than what a zip does. It takes some seconds, so
 * that it is kept for as long as HiGHS is the same.
 */
function compressHighs() {
  const bytes = readFileSync(join(ROOT, 'dist', 'highs.wasm'));
  const folder = join(ROOT, 'out', 'package');
  const kept = join(folder, `highs-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.br`);
  if (!existsSync(kept)) {
    mkdirSync(folder, { recursive: true });
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
    writeFileSync(kept, brotliCompressSync(bytes, { params }));
  }
  copyFileSync(kept, join(ROOT, 'dist', 'highs.wasm.br'));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    const target = await packageExtension();
    console.log(`${target} (${(statSync(target).size / 1e6).toFixed(2)} MB of at most ${MOST_BYTES / 1e6})`);
  });
}
