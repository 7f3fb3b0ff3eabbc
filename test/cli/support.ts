import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with the built command line in it, and a place for configurations. */
export interface Workplace {
  readonly folder: string;
  /** `interruptOn`: Ctrl-C some time after standard output matches. */
  readonly run: (args: readonly string[], options?: { readonly interruptOn?: RegExp }) => Promise<Ended>;
  readonly write: (name: string, text: string | Uint8Array) => Promise<string>;
  readonly remove: () => Promise<void>;
}

export async function workplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'flipcert-cli-'));
  const { buildAll } = await import('../../esbuild.mjs');
  await buildAll(join(folder, 'dist'));
  return {
    folder,
    run: (args, options) => run(join(folder, 'dist', 'cli.mjs'), args, folder, options?.interruptOn),
    write: async (name, text) => {
      await writeFile(join(folder, name), text);
      return name;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Milliseconds from the output waited for to the interrupt: long enough for a small kernel to be formed. */
const INTO_THE_RUN = 2500;

function run(cli: string, args: readonly string[], cwd: string, interruptOn?: RegExp): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd });
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (interrupted || interruptOn?.test(stdout) !== true) return;
      interrupted = true;
      setTimeout(() => child.kill('SIGINT'), INTO_THE_RUN);
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', failed);
    child.on('close', (status) => done({ status, stdout, stderr }));
  });
}
