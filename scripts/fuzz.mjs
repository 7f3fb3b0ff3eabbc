/** Bundles the fuzzer of test/fuzz into a folder of its own, and runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleProgram } from './bundle-program.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Writes main.mjs and worker.mjs into a folder. */
export async function bundleFuzzer(folder) {
  await bundleProgram({
    entryPoints: { main: 'test/fuzz/main.ts', worker: 'test/fuzz/worker.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    alias: { vscode: join(root, 'test/support/vscode.ts') },
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = mkdtempSync(join(tmpdir(), 'flipcert-fuzz-'));
  try {
    await bundleFuzzer(folder);
    const args = [join(folder, 'main.mjs'), ...process.argv.slice(2)];
    process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
