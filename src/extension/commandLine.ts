import { fork } from 'node:child_process';
import * as vscode from 'vscode';
import { LIMIT_NAMES, limitOption } from '../core/limits';
import type { CommandProgress } from '../protocol/command-progress';
import { limitSettings } from './runSettings';

/** How a command of the command line ended. */
export interface CommandEnd {
  /** Its exit status; null where it was killed. */
  readonly status: number | null;
  readonly output: string;
  /** What it said beside its output. */
  readonly words: string;
}

/** Characters of each stream that are kept. */
const MOST = 1_000_000;

/**
 * Runs a command of the command line in a process of its own, with a notification that shows how far it is and can
 * cancel it. Null where it was cancelled.
 * @param entry path of the bundled command line
 */
export async function runCommandLine(
  entry: string,
  title: string,
  args: readonly string[],
  log: vscode.LogOutputChannel,
): Promise<CommandEnd | null> {
  const limits = limitSettings();
  const bounds = LIMIT_NAMES.flatMap((name) => ['--max', `${limitOption(name)}=${limits[name]}`]);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      new Promise<CommandEnd | null>((done, failed) => {
        log.info(`flipcert ${args.join(' ')}`);
        const child = fork(entry, [...args, ...bounds], {
          execPath: process.execPath,
          execArgv: [],
          env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        });
        const kept = { output: '', words: '' };
        const keep = (stream: keyof typeof kept) => (chunk: Buffer) => {
          kept[stream] = (kept[stream] + chunk.toString()).slice(-MOST);
        };
        child.stdout?.on('data', keep('output'));
        child.stderr?.on('data', keep('words'));
        let shown = 0;
        child.on('message', (message) => {
          const { task, done: share } = message as CommandProgress;
          const percent = Math.floor(100 * (share ?? 0));
          progress.report({ message: task, increment: Math.max(0, percent - shown) });
          shown = Math.max(shown, percent);
        });
        token.onCancellationRequested(() => child.kill('SIGKILL'));
        child.once('error', failed);
        child.once('close', (status) => done(token.isCancellationRequested ? null : { status, ...kept }));
      }),
  );
}

/** The last thing it said, for a message. */
export function lastWords({ words, status }: CommandEnd): string {
  return (
    words
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^flipcert: /, '') || `exit status ${status}`
  );
}
