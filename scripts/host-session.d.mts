export interface Host {
  readonly node: string;
  readonly nodeBin: string;
  readonly entry: string;
}

export interface Session {
  readonly url: string;
  /** Everything of this session, the installed extension included; removed when it stops. */
  readonly folder: string;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

export interface SessionOptions {
  readonly vsix: string;
  readonly workspace: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trust?: boolean;
  readonly port?: number;
}

export function startWorkbench(host: Host, options: SessionOptions): Promise<Session>;
