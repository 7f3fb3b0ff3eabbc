import { fork, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import {
  auditProgressNotification,
  auditRequest,
  certifyRequest,
  clearCacheRequest,
  logNotification,
  partialNotification,
  progressNotification,
  versionRequest,
  type AuditOutcome,
  type AuditParams,
  type AuditProgress,
  type CertifyOutcome,
  type CertifyParams,
  type CertifyPartial,
  type CertifyProgress,
  type ClearedCache,
} from '../protocol/job';
import { Disposable } from './disposable';
import { messages } from './messages';

/** How long a fresh process may take to answer its first question. */
const START_MS = 20_000;
/** How much of the process's last words is kept for the message about its end. */
const LAST_WORDS = 2_000;

/** The process ended before it answered. `planned` where the extension itself ended it. */
export class ProcessGone extends Error {
  override readonly name = 'ProcessGone';
  constructor(
    readonly planned: boolean,
    readonly how: string,
  ) {
    super(how);
  }
}

interface Live {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  /** Rejects with `ProcessGone` at the process's end, never resolves. */
  readonly gone: Promise<never>;
  planned: boolean;
}

/** The background process that certifies: started when first needed, kept, and replaced when it dies. */
export class JobProcess extends Disposable {
  private readonly progress = this.register(new vscode.EventEmitter<CertifyProgress>());
  private readonly auditProgress = this.register(new vscode.EventEmitter<AuditProgress>());
  private readonly partial = this.register(new vscode.EventEmitter<CertifyPartial>());
  private readonly crash = this.register(new vscode.EventEmitter<ProcessGone>());
  readonly onDidProgress = this.progress.event;
  readonly onDidAuditProgress = this.auditProgress.event;
  readonly onDidPartial = this.partial.event;
  /** The process ended on its own, whether or not it was working. */
  readonly onDidCrash = this.crash.event;
  private current: Promise<Live> | null = null;
  private live: Live | null = null;

  /** @param entry path of the bundled job process */
  constructor(
    private readonly entry: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register({ dispose: () => this.end() });
  }

  /** Sends one run. Rejects with `ProcessGone` where the process ends before it answers. */
  async certify(params: CertifyParams, token: vscode.CancellationToken): Promise<CertifyOutcome> {
    const live = await this.answering();
    return Promise.race([live.connection.sendRequest(certifyRequest, params, token), live.gone]);
  }

  /** Sends one audit of labels; as `certify`. */
  async audit(params: AuditParams, token: vscode.CancellationToken): Promise<AuditOutcome> {
    const live = await this.answering();
    return Promise.race([live.connection.sendRequest(auditRequest, params, token), live.gone]);
  }

  /** Removes what runs keep in this folder; returns how much it was. */
  async clearCache(folder: string): Promise<ClearedCache> {
    const live = await this.answering();
    return Promise.race([live.connection.sendRequest(clearCacheRequest, { folder }), live.gone]);
  }

  /** Ends the process; the next run starts a new one. */
  end(): void {
    const { live } = this;
    if (!live) return;
    live.planned = true;
    this.forget(live);
    live.child.kill('SIGKILL');
  }

  private forget(live: Live): void {
    if (this.live !== live) return;
    this.live = null;
    this.current = null;
  }

  /**
   * A process that answers. One that has just died may still be taken for alive, and what it is given then would fail
   * for what was wrong before.
   */
  private async answering(): Promise<Live> {
    const before = this.live;
    const live = await this.start();
    if (live !== before) return live;
    try {
      await Promise.race([live.connection.sendRequest(versionRequest), live.gone]);
      return live;
    } catch {
      return this.start();
    }
  }

  private start(): Promise<Live> {
    if (!this.current) {
      const starting = this.spawn();
      this.current = starting;
      starting.catch(() => {
        if (this.current === starting) this.current = null;
      });
    }
    return this.current;
  }

  private async spawn(): Promise<Live> {
    this.log.info(`Starting the certification process ${this.entry}`);
    const child = fork(this.entry, [], {
      execPath: process.execPath,
      // A debugger of the extension host must not be inherited: its port is taken.
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const live = this.watch(child);
    this.live = live;
    this.listen(live.connection);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ProcessGone(false, messages.noAnswer(START_MS / 1000))), START_MS);
    });
    try {
      const answer = live.connection.sendRequest(versionRequest);
      const { version, pid } = await Promise.race([answer, live.gone, late]);
      this.log.info(`Certification process ${pid} is ready, version ${version}`);
      return live;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Connects to the child and turns its end, however it comes, into one rejection. */
  private watch(child: ChildProcess): Live {
    let words = '';
    let over = false;
    const hear = (chunk: Buffer): void => {
      words = (words + chunk.toString()).slice(-LAST_WORDS);
      this.log.warn(`Certification process: ${chunk.toString().trimEnd()}`);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const gone = new Promise<never>((_, reject) => {
      const ended = (how: string): void => {
        if (over) return;
        over = true;
        const error = new ProcessGone(live.planned, how);
        this.forget(live);
        if (!live.planned) {
          this.log.error(`The certification process ended: ${how}`);
          this.crash.fire(error);
        }
        // First this, then the connection: it rejects what is pending too, and says less.
        reject(error);
        connection.dispose();
      };
      child.once('error', (error) => ended(error.message));
      child.once('exit', (code, signal) => {
        const last = words.trim().split('\n').slice(-8).join('\n');
        ended(
          [signal ? messages.endedBySignal(signal) : messages.endedByCode(code ?? 0), last]
            .filter(Boolean)
            .join('\n'),
        );
      });
    });
    const live: Live = { child, connection, gone, planned: false };
    // Every run races against `gone` and reports it; with no run there is nobody to hear, and that is no error.
    gone.catch(() => undefined);
    return live;
  }

  private listen(connection: MessageConnection): void {
    connection.onNotification(progressNotification, (params) => this.progress.fire(params));
    connection.onNotification(auditProgressNotification, (params) => this.auditProgress.fire(params));
    connection.onNotification(partialNotification, (params) => this.partial.fire(params));
    connection.onNotification(logNotification, ({ level, message }) => this.log[level](message));
    connection.onError(([error]) => this.log.error(`Certification process, channel: ${error.message}`));
    connection.listen();
  }
}
