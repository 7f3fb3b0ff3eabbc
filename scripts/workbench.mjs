/** `npm run workbench`: the examples in a real VS Code workbench on localhost, until Ctrl-C. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorkbench } from './host-session.mjs';
import { packageExtension } from './package.mjs';
import { main, ROOT } from './run.mjs';
import { ensureHost } from './vscode-host.mjs';

await main(async () => {
  const host = await ensureHost(console.log);
  const vsix = await packageExtension();
  // A copy: trying things out must not change the project.
  const folder = await mkdtemp(join(tmpdir(), 'flipcert-examples-'));
  const workspace = join(folder, 'examples');
  await cp(join(ROOT, 'examples'), workspace, { recursive: true });
  const port = process.env.PORT ? Number(process.env.PORT) : undefined;
  const session = await startWorkbench(host, { vsix, workspace, port });
  console.log(`\nThe workbench: ${session.url}\nCtrl-C ends it.`);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await session.stop();
  await rm(folder, { recursive: true, force: true });
});
