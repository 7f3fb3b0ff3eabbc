import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Ctrl-C some time after standard output matches. */
  readonly interruptOn?: RegExp;
  /** The same, of standard error. */
  readonly interruptOnError?: RegExp;
  /** Keeps and reads what was certified, as the command does it by itself; without it every run is computed anew. */
  readonly cached?: boolean;
}

/** A folder with the built command line in it, and a place for configurations. */
export interface Workplace {
  readonly folder: string;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>;
  readonly write: (name: string, text: string | Uint8Array) => Promise<string>;
  readonly remove: () => Promise<void>;
}

export async function workplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'flipcert-cli-'));
  const { buildAll } = await import('../../esbuild.mjs');
  await buildAll(join(folder, 'dist'));
  return {
    folder,
    run: (args, options) => run(join(folder, 'dist', 'cli.mjs'), args, folder, options),
    write: async (name, text) => {
      await writeFile(join(folder, name), text);
      return name;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The commands that read the cache. */
const CERTIFY = ['certify', 'audit', 'reproduce', 'widthcheck'];

/** Milliseconds from the output waited for to the interrupt: long enough for a small kernel to be formed. */
const INTO_THE_RUN = 2500;

function run(cli: string, args: readonly string[], cwd: string, options: RunOptions = {}): Promise<Ended> {
  return new Promise((done, failed) => {
    const anew = options.cached !== true && CERTIFY.includes(args[0]) ? ['--no-cache'] : [];
    // Nothing here may touch the cache of whoever runs the tests.
    const env = { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache') };
    const child = spawn(process.execPath, [cli, ...args, ...anew], { cwd, env });
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    const interrupt = (on: RegExp | undefined, text: string): void => {
      if (interrupted || on?.test(text) !== true) return;
      interrupted = true;
      setTimeout(() => child.kill('SIGINT'), INTO_THE_RUN);
    };
    child.stdout.on('data', (chunk: Buffer) => interrupt(options.interruptOn, (stdout += chunk.toString())));
    child.stderr.on('data', (chunk: Buffer) =>
      interrupt(options.interruptOnError, (stderr += chunk.toString())),
    );
    child.on('error', failed);
    child.on('close', (status) => done({ status, stdout, stderr }));
  });
}
