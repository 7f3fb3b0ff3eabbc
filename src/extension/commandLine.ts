import { fork, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { LIMIT_NAMES, limitOption } from '../core/limits';
import type { CommandProgress } from '../protocol/command-progress';
import { Disposable } from './disposable';
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

/** The command line beside the editor: each command in a process of its own, which ends with the window. */
export class CommandLine extends Disposable {
  private readonly children = new Set<ChildProcess>();

  /** @param entry path of the bundled command line */
  constructor(
    private readonly entry: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register({ dispose: () => this.children.forEach((child) => child.kill('SIGKILL')) });
  }

  /** Runs a command, with a notification that shows how far it is and can cancel it. Null where it was cancelled. */
  async run(title: string, args: readonly string[]): Promise<CommandEnd | null> {
    this.log.info(`flipcert ${args.join(' ')}`);
    const end = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => this.watched(this.start(args), progress, token),
    );
    if (end !== null) this.log.info(`${end.output}${end.words}`);
    return end;
  }

  private start(args: readonly string[]): ChildProcess {
    const limits = limitSettings();
    const bounds = LIMIT_NAMES.flatMap((name) => ['--max', `${limitOption(name)}=${limits[name]}`]);
    const child = fork(this.entry, [...args, ...bounds], {
      execPath: process.execPath,
      // A debugger of the extension host must not be inherited: its port is taken.
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.children.add(child);
    return child;
  }

  private watched(
    child: ChildProcess,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<CommandEnd | null> {
    const kept = { output: '', words: '' };
    const keep = (stream: keyof typeof kept) => (chunk: Buffer) => {
      kept[stream] = (kept[stream] + chunk.toString()).slice(-MOST);
    };
    child.stdout?.on('data', keep('output'));
    child.stderr?.on('data', keep('words'));
    let shown = 0;
    child.on('message', (message) => {
      const { task, done } = message as CommandProgress;
      const percent = Math.floor(100 * (done ?? 0));
      progress.report({ message: task, increment: Math.max(0, percent - shown) });
      shown = Math.max(shown, percent);
    });
    return new Promise((done, failed) => {
      const cancelled = token.onCancellationRequested(() => child.kill('SIGKILL'));
      const over = (): void => {
        cancelled.dispose();
        this.children.delete(child);
      };
      child.once('error', (error) => {
        over();
        failed(error);
      });
      child.once('close', (status) => {
        over();
        done(token.isCancellationRequested ? null : { status, ...kept });
      });
    });
  }
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
