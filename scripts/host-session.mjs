/** Starts the workbench of vscode-host.mjs on a folder, with the extension installed, and stops it again. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const START_MS = 60_000;

/** Settings that keep the workbench quiet and offline. */
const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.enabled': false,
  'files.autoSave': 'off',
  'testing.automaticallyOpenTestResults': 'neverOpen',
  'extensions.ignoreRecommendations': true,
};

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {{ node: string, nodeBin: string, entry: string }} host from `ensureHost`
 * @param {{ vsix: string, workspace: string, settings?: object, trust?: boolean, port?: number }} options
 * @returns {Promise<import('./host-session.d.mts').Session>}
 */
export async function startWorkbench(host, { vsix, workspace, settings = {}, trust = false, port }) {
  const folder = await mkdtemp(join(tmpdir(), 'flipcert-workbench-'));
  const home = join(folder, 'home');
  const userData = join(folder, 'user-data');
  await mkdir(home, { recursive: true });
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(join(folder, 'config.yaml'), '');
  await writeFile(
    join(userData, 'User', 'settings.json'),
    JSON.stringify({ ...SETTINGS, 'security.workspace.trust.enabled': trust, ...settings }),
  );
  const env = {
    PATH: `${host.nodeBin}${delimiter}${process.env.PATH}`,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    // No marketplace: nothing may be looked up or installed from outside.
    EXTENSIONS_GALLERY: '{}',
  };
  const base = [
    host.entry,
    ...['--config', join(folder, 'config.yaml')],
    ...['--user-data-dir', userData],
    ...['--extensions-dir', join(folder, 'extensions')],
  ];
  const install = spawnSync(host.node, [...base, '--install-extension', vsix, '--force'], {
    env,
    encoding: 'utf8',
  });
  if (!install.stdout?.includes('successfully installed')) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`The extension could not be installed:\n${install.stdout}\n${install.stderr}`);
  }
  const chosen = port ?? (await freePort());
  const child = spawn(
    host.node,
    [
      ...base,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${chosen}`],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        '--disable-proxy',
      ],
      ...(trust ? [] : ['--disable-workspace-trust']),
      workspace,
    ],
    // A group of its own: stopping it stops the extension host and our processes in it as well.
    { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const stop = async () => {
    const ended = new Promise((resolve) =>
      child.exitCode === null ? child.once('close', resolve) : resolve(),
    );
    try {
      process.kill(-child.pid, 'SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The workbench did not start:\n${output}`)), START_MS);
      const hear = (chunk) => {
        output += chunk;
        if (!output.includes('HTTP server listening')) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('close', (code) => {
        clearTimeout(timer);
        reject(new Error(`The workbench ended with ${code}:\n${output}`));
      });
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `http://localhost:${chosen}/?folder=${encodeURIComponent(workspace)}`;
  return { url, folder, output: () => output, stop };
}
