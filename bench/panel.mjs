/** The section `panel`: the panel in Chromium, with as much in it as the largest results have. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './bundle.mjs';
import { spread, table } from './table.mjs';

export async function panel() {
  const folder = join(root, 'out/bench');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'test/webview/support/panel.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/panel.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The browser's driver and the bundler are run from where they are installed.
    packages: 'external',
    define: {
      'import.meta.url': JSON.stringify(new URL('../test/webview/support/harness.ts', import.meta.url)),
    },
    logLevel: 'warning',
  });
  const ended = spawnSync(process.execPath, [program], { encoding: 'utf8', maxBuffer: 1e8 });
  if (ended.status !== 0) throw new Error(ended.stderr);
  const measured = JSON.parse(ended.stdout);
  if (measured.skipped) {
    console.log(`Skipped: ${measured.skipped}.`);
    return;
  }
  const { opened, scrolling, sliding } = measured;
  const ms = (values) => {
    const { median, least, most } = spread(values);
    return `${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
  };
  const frames = (turns) => {
    const rate = spread(turns.map(({ perSecond }) => perSecond)).median;
    return `${rate.toFixed(1)}, 95 % within ${spread(turns.map(({ slow }) => slow)).median.toFixed(1)} ms`;
  };
  console.log(
    table(
      ['3,000 test nodes, six models', 'median of five turns'],
      [
        ['from the data to the painted panel', ms(opened)],
        ['frames a second while scrolling', frames(scrolling)],
        ['frames a second while the budget moves', frames(sliding)],
      ],
    ),
  );
}
