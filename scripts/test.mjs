/**
 * `npm test`: builds, then runs every test: unit, property and webview, then end to end in a real workbench.
 * What this machine cannot run says so by name and counts as skipped, never as passed.
 * `npm test -- --update-pictures` also replaces the pictures of the documentation.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './package.mjs';
import { main, mustRun, node, ROOT } from './run.mjs';
import { ensureBrowser, ensureHost, HostUnavailable } from './vscode-host.mjs';

const OUT = join(ROOT, 'out', 'test');

/** Runs one configuration of vitest and counts what came of it. A file that does not even load is a failure. */
async function suite(name, config, env = {}) {
  const report = join(OUT, `${name}.json`);
  rmSync(report, { force: true });
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, '--passWithNoTests'];
  const status = await node(
    [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { env },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const failed = status !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

/** The host of the end-to-end tests, or null with the reason said. In CI it must be there. */
async function endToEndHost() {
  try {
    const log = (message) => console.log(`end to end: ${message}`);
    const host = await ensureHost(log);
    return { host, browser: await ensureBrowser(log) };
  } catch (error) {
    if (process.env.CI || !(error instanceof HostUnavailable)) throw error;
    console.log(`\nSKIPPED: the end-to-end tests in a VS Code workbench. Reason: ${error.message}\n`);
    return null;
  }
}

async function endToEnd() {
  let given = null;
  try {
    const found = await endToEndHost();
    if (found) given = { ...found, vsix: await packageExtension({ build: false }) };
  } catch (error) {
    console.error(`end to end: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return suite('e2e', 'test/e2e/vitest.config.ts', {
    ...(given ? { FLIPCERT_E2E: JSON.stringify(given) } : {}),
    ...(process.argv.includes('--update-pictures') ? { FLIPCERT_UPDATE_PICTURES: '1' } : {}),
  });
}

await main(async () => {
  mkdirSync(OUT, { recursive: true });
  await mustRun(['esbuild.mjs'], { quiet: true });
  const counts = [];
  if (!process.argv.includes('--only-e2e')) counts.push(await suite('unit', 'vitest.config.ts'));
  counts.push(await endToEnd());
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') > 0 ? 1 : 0;
});
