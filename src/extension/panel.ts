import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { FromPanel, PanelState, PictureFormat, ToPanel } from '../protocol/panel';
import type { Picture } from '../report/picture';
import { panelAudit } from './auditEntry';
import { patchOf } from '../report/patch';
import type { Result } from '../report/result';
import { costOf } from './cost';
import { detailsOf } from './details';
import { Disposable } from './disposable';
import { pictureOf, type Entry } from './entry';
import type { Look } from './history/looking';
import type { PanelRuns } from './history/panelRuns';
import { messages } from './messages';
import { translations } from './translations';
import { panelHtml } from './panelHtml';
import { PendingDrawings } from './pendingDrawings';
import { readFromPanel } from './panelMessages';
import { knownFile } from './knownFiles';
import { panelPicture, revealNode } from './revealNode';
import type { ResultStore } from './store';
import { currentText } from './texts';

/** Progress is drawn that often, and new numbers; a change of state is drawn at once. */
const PROGRESS_MS = 150;
const NUMBERS_MS = 500;

/** What a panel asks of the rest of the extension. */
export interface PanelActions {
  certify(uri: vscode.Uri): void;
  cancel(uri: vscode.Uri): void;
  audit(uri: vscode.Uri, model: string): void;
  cancelAudit(uri: vscode.Uri): void;
  trust(uri: vscode.Uri, nodes: readonly number[]): void;
  saveReport(uri: vscode.Uri): void;
  exportAs(uri: vscode.Uri): void;
  showLog(): void;
  /** Asks what to compare this model with. */
  compare(uri: vscode.Uri, model: string): void;
  turn(uri: vscode.Uri, look: Partial<Look>): void;
  withRun(id: string, action: 'open' | 'compareWithCurrent' | 'pin' | 'unpin'): void;
}

export interface PanelEnvironment {
  readonly extensionUri: vscode.Uri;
  readonly version: string;
  readonly store: ResultStore;
  readonly actions: PanelActions;
  readonly log: vscode.LogOutputChannel;
  /** What the history adds to the state. */
  readonly runs: PanelRuns;
  /** The panel of this file looks at another run. */
  readonly onDidTurn: vscode.Event<vscode.Uri>;
}

/** Folder that the webview may load from: its own bundle and no more. */
export function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The state of one file as a panel shows it; the saved report shows the same. */
export async function panelState(uri: vscode.Uri, store: ResultStore, version: string): Promise<PanelState> {
  const path = vscode.workspace.asRelativePath(uri);
  const cost = costOf((await currentText(uri)) ?? '');
  const file = /[\s"'$&;|<>()\\]/.test(path) ? JSON.stringify(path) : path;
  return {
    title: basename(uri.fsPath),
    command: `flipcert certify ${file}`,
    auditCommand: `flipcert audit ${file}`,
    ...auditOf(store.get(uri)),
    result: store.result(uri),
    status: store.status(uri, cost),
    details: detailsOf(store.get(uri), version),
  };
}

function auditOf(entry: Entry | undefined): Pick<PanelState, 'audit'> {
  if (!entry) return {};
  const { textHash, filesChanged, certified } = entry;
  const standing = { textHash, filesChanged, files: certified?.files ?? null };
  const words = { edited: messages.edited(), changed: messages.fileChanged };
  return { audit: panelAudit(entry.audit, standing, words) };
}

/** One robustness panel: draws its file's entry of the store, and passes on what the reader asks for. */
export class RobustnessPanel extends Disposable {
  private listening = false;
  private timer: NodeJS.Timeout | null = null;
  private lastKind = '';
  private readonly drawings = this.register(new PendingDrawings());
  /** What the page has been sent to draw the graph from. */
  private sentPicture: Picture | null = null;
  /** The result that the page has; undefined where it has no state yet. */
  private sent: Result | null | undefined = undefined;
  private sentAt = -Infinity;
  /** Which models' numbers the page takes for those of the run. */
  private sentClaim = '';
  /** Counts what is being sent. */
  private turn = 0;
  /** To be shown once the page listens. */
  private wanted: Exclude<ToPanel, { type: 'state' }> | null = null;

  constructor(
    readonly uri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    private readonly environment: PanelEnvironment,
  ) {
    super();
    const { store, extensionUri } = environment;
    const folder = webviewFolder(extensionUri);
    panel.title = messages.panelTitle(basename(uri.fsPath));
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'panel-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    this.register(panel.webview.onDidReceiveMessage((message) => this.receive(message)));
    this.register(panel.onDidDispose(() => this.dispose()));
    this.register(store.onDidChange((change) => change.uri.toString() === uri.toString() && this.changed()));
    this.register(environment.onDidTurn((file) => file.toString() === uri.toString() && void this.send()));
    this.register({ dispose: () => clearTimeout(this.timer ?? undefined) });
    const address = (name: string): string =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    panel.webview.html = panelHtml({
      script: address('panel.js'),
      style: address('panel.css'),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      title: panel.title,
      file: uri.toString(),
      translations: translations(),
    });
  }

  /** Shows a tab for a model. */
  show(tab: string, model: string): void {
    this.tell({ type: 'show', tab, model });
  }

  /** To be said once the page listens, after the state that it is about. */
  tell(message: Exclude<ToPanel, { type: 'state' }>): void {
    this.wanted = message;
    void this.send();
  }

  /** The chart as the panel draws it; null where it cannot, or the panel closes first. */
  draw(format: PictureFormat): Promise<string | null> {
    const answer = this.drawings.wait(format);
    void this.askDrawing(format);
    return answer;
  }

  private async askDrawing(format: PictureFormat): Promise<void> {
    // A page that does not listen yet asks again once it does.
    if (!this.listening) return;
    await this.send();
    await this.panel.webview.postMessage({ type: 'draw', format } satisfies ToPanel);
  }

  private changed(): void {
    const entry = this.environment.store.get(this.uri);
    const status = this.environment.store.status(this.uri, { models: 0, labelled: null, test: null });
    const run = entry?.run;
    const kind = [status.kind, run?.cancelling, run?.finished.length, run?.queued].join(' ');
    if (kind !== this.lastKind) {
      this.lastKind = kind;
      void this.send();
    } else {
      this.timer ??= setTimeout(() => void this.send(), PROGRESS_MS);
    }
  }

  private async send(): Promise<void> {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    if (!this.listening) return;
    const { store, version, runs } = this.environment;
    const turn = ++this.turn;
    const state = await runs.complete(this.uri, await panelState(this.uri, store, version));
    // A run's result is read from the disk: what was asked for later may be there sooner.
    if (turn !== this.turn) return;
    if (this.isDisposed) return;
    this.sendPicture(state);
    await this.panel.webview.postMessage(this.messageOf(state));
    const { wanted } = this;
    this.wanted = null;
    if (wanted) await this.panel.webview.postMessage(wanted);
  }

  /** The graph is large, and changes with a certification only: it is not sent twice to one page. */
  private sendPicture({ earlier }: PanelState): void {
    const entry = this.environment.store.get(this.uri);
    // An earlier run may be of another graph.
    const picture = entry && !earlier ? pictureOf(entry) : null;
    if (picture === this.sentPicture) return;
    this.sentPicture = picture;
    const message: ToPanel = { type: 'picture', picture: picture && panelPicture(picture) };
    // Not waited for: the state that it belongs to must be the very next message.
    void this.panel.webview.postMessage(message);
  }

  /** Only what is new: results of many nodes are large, and the editor's other extensions wait while they are sent. */
  private messageOf(state: PanelState): ToPanel {
    const { sent } = this;
    if (sent === undefined) {
      this.sent = state.result;
      return { type: 'state', state };
    }
    const { result, ...rest } = state;
    const { status } = state;
    // A claim about numbers never comes before the numbers.
    const claim = JSON.stringify(
      status.kind === 'running'
        ? [status.finished, status.reached, state.earlier]
        : [status.kind, state.earlier],
    );
    const due = claim !== this.sentClaim || performance.now() - this.sentAt >= NUMBERS_MS;
    if (result === sent) {
      this.sentClaim = claim;
      return { type: 'update', state: rest, result: null };
    }
    if (!due) {
      // What is held back comes with the next tick.
      this.timer ??= setTimeout(() => void this.send(), NUMBERS_MS);
      return { type: 'update', state: rest, result: null };
    }
    this.sent = result;
    this.sentAt = performance.now();
    this.sentClaim = claim;
    return result === null
      ? { type: 'state', state }
      : { type: 'update', state: rest, result: patchOf(sent, result) };
  }

  private receive(raw: unknown): void {
    const message = readFromPanel(raw);
    if (message) void this.answer(message);
    else this.environment.log.warn(`The panel sent something unknown: ${JSON.stringify(raw)?.slice(0, 200)}`);
  }

  private async answer(message: FromPanel): Promise<void> {
    const { actions } = this.environment;
    switch (message.type) {
      case 'ready':
        this.listening = true;
        this.sent = undefined;
        this.sentPicture = null;
        await this.send();
        for (const format of this.drawings.wanted()) await this.askDrawing(format);
        return;
      case 'certify':
        return actions.certify(this.uri);
      case 'cancel':
        return actions.cancel(this.uri);
      case 'audit':
        return actions.audit(this.uri, message.model);
      case 'cancelAudit':
        return actions.cancelAudit(this.uri);
      case 'trust':
        return actions.trust(this.uri, message.nodes);
      case 'showLog':
        return actions.showLog();
      case 'saveReport':
        return actions.saveReport(this.uri);
      case 'export':
        return actions.exportAs(this.uri);
      case 'drawn':
        return this.drawings.answer(message.format, message.data);
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(messages.copied(), 2_000);
        return;
      case 'reveal':
        return revealNode(this.environment.store.get(this.uri), message.node);
      case 'compare':
        return actions.compare(this.uri, message.model);
      case 'endComparison':
        return actions.turn(this.uri, { other: null });
      case 'showNewest':
        return actions.turn(this.uri, { shown: null });
      case 'openRun':
        return actions.withRun(message.id, 'open');
      case 'compareRun':
        return actions.withRun(message.id, 'compareWithCurrent');
      case 'pinRun':
        return actions.withRun(message.id, message.pinned ? 'pin' : 'unpin');
      case 'openFile':
        return this.open(message.file, message.line);
    }
  }

  /** Opens the configuration, or a file that a message names, at a line counted from 1. */
  private async open(file: string | null, line: number | null): Promise<void> {
    const target = file === null ? this.uri : this.known(file);
    if (target === null) {
      this.environment.log.warn(`The panel asked for a file that no message names: ${file}`);
      return;
    }
    const position = new vscode.Position((line ?? 1) - 1, 0);
    try {
      await vscode.window.showTextDocument(target, {
        viewColumn: vscode.ViewColumn.One,
        ...(line === null ? {} : { selection: new vscode.Range(position, position) }),
      });
    } catch {
      // No text file, an .npz for one: the explorer at least shows where it is.
      await vscode.commands.executeCommand('revealInExplorer', target);
    }
  }

  /** A page may only ask for what it was told of: the files that were read, and those that problems stand in. */
  private known(file: string): vscode.Uri | null {
    const path = knownFile(file, this.uri.fsPath, this.environment.store.get(this.uri));
    return path === null ? null : vscode.Uri.file(path);
  }
}
