/** `npm start`: builds, certifies the bundled example, prints the table and writes the HTML report. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { main, mustRun, node, ROOT } from './run.mjs';

await main(async () => {
  await mustRun(['esbuild.mjs'], { quiet: true });
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  const report = join('out', 'report.html');
  const status = await node(['dist/cli.mjs', 'certify', 'examples/karate.flipcert.yaml', '--html', report]);
  // 1: an expectation failed, 3: a bracket; the report tells either story.
  if (status === 0 || status === 1 || status === 3)
    console.log(`\nThe report, to open in a browser: ${join(ROOT, report)}`);
  return status;
});
