import * as vscode from 'vscode';
import { ProcessGone, type JobProcess } from './jobProcess';

/** How long a cancelled run may take to answer before its process is ended. */
const CANCEL_MS = 1_000;

/** A request to the job process that goes on, for one file. */
export interface ActiveRun<P> {
  readonly uri: vscode.Uri;
  readonly params: P;
  readonly textHash: string;
  readonly source: vscode.CancellationTokenSource;
  startedAt: number;
  cancelled: boolean;
  /** Settles when the run is over, whatever its end. */
  over: Promise<void>;
}

/** The runs of one kind that go on: finds them, stops them, and sends them again where they fell victim to another. */
export class ActiveRuns<P extends { readonly runId: string }> {
  private readonly runs = new Map<string, ActiveRun<P>>();

  /** @param over whether whoever holds the runs is gone */
  constructor(
    private readonly jobs: JobProcess,
    private readonly log: vscode.LogOutputChannel,
    private readonly over: () => boolean,
  ) {}

  begin(uri: vscode.Uri, params: P, textHash: string): ActiveRun<P> {
    const run: ActiveRun<P> = {
      uri,
      params,
      textHash,
      source: new vscode.CancellationTokenSource(),
      startedAt: Date.now(),
      cancelled: false,
      over: Promise.resolve(),
    };
    this.runs.set(params.runId, run);
    return run;
  }

  end({ params, source }: ActiveRun<P>): void {
    this.runs.delete(params.runId);
    source.dispose();
  }

  get(runId: string): ActiveRun<P> | undefined {
    return this.runs.get(runId);
  }

  of(uri: vscode.Uri): ActiveRun<P> | undefined {
    return this.all().find((run) => run.uri.toString() === uri.toString());
  }

  all(): ActiveRun<P>[] {
    return [...this.runs.values()];
  }

  /**
   * Asks the run to stop, and settles when it is over. Where it does not answer in time its process goes, and other
   * runs start over in a new one.
   * @param say tells the user that it is being stopped
   */
  async stop(run: ActiveRun<P>, say: () => void): Promise<void> {
    run.cancelled = true;
    say();
    run.source.cancel();
    const timer = setTimeout(() => {
      this.log.warn(
        `${run.uri.fsPath}: the cancelled run did not answer within ${CANCEL_MS / 1000} s; its process is ended`,
      );
      this.jobs.end();
    }, CANCEL_MS);
    try {
      await run.over;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends the run, and once more where its process was ended on account of another run. */
  async request<T>(
    run: ActiveRun<P>,
    send: (params: P, token: vscode.CancellationToken) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      try {
        return await send(run.params, run.source.token);
      } catch (error) {
        if (!(error instanceof ProcessGone && error.planned) || run.cancelled || this.over()) throw error;
        this.log.info(`${run.uri.fsPath}: starting over in a new process`);
      }
    }
  }
}
