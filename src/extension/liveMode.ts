import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { certifyOnOf, wantsRun, type LiveMoment } from './liveRule';
import type { ResultStore } from './store';
import { LANGUAGE } from './texts';

/** Long enough for the next key press, short enough that numbers seem to follow the text. */
const PAUSE_MS = 350;

export interface LiveParts {
  readonly store: ResultStore;
  readonly isPanelOpen: (uri: vscode.Uri) => boolean;
  /** Number of errors in the text as it stands, as the Problems panel has them; null where nobody can tell. */
  readonly errorsIn: (uri: vscode.Uri) => Promise<number | null>;
  readonly certify: (uri: vscode.Uri) => Promise<void>;
  readonly log: vscode.LogOutputChannel;
}

/** Certifies again when a file is saved, or as it is typed, where the setting `flipcert.certifyOn` says so. */
export class LiveMode extends Disposable {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly parts: LiveParts) {
    super();
    const { workspace } = vscode;
    this.register(
      workspace.onDidSaveTextDocument((document) => {
        if (isConfiguration(document)) void this.consider(document.uri, 'save');
      }),
    );
    this.register(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (isConfiguration(document) && contentChanges.length > 0) this.soon(document.uri);
      }),
    );
    this.register({ dispose: () => this.timers.forEach((timer) => clearTimeout(timer)) });
  }

  private soon(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.consider(uri, 'type');
      }, PAUSE_MS),
    );
  }

  private async consider(uri: vscode.Uri, trigger: LiveMoment['trigger']): Promise<void> {
    const { store, errorsIn, certify, log } = this.parts;
    const before = store.get(uri)?.textHash;
    if (before === undefined || !this.wants(uri, trigger)) return;
    try {
      const errors = await errorsIn(uri);
      // What was typed meanwhile has a timer of its own.
      if (errors !== 0 || this.isDisposed || store.get(uri)?.textHash !== before) return;
      if (this.wants(uri, trigger)) await certify(uri);
    } catch (error) {
      log.error(`${uri.fsPath}: ${String(error)}`);
    }
  }

  private wants(uri: vscode.Uri, trigger: LiveMoment['trigger']): boolean {
    if (!vscode.workspace.isTrusted) return false;
    const entry = this.parts.store.get(uri);
    const setting = certifyOnOf(vscode.workspace.getConfiguration('flipcert', uri).get('certifyOn'));
    return !!entry && wantsRun(entry, { setting, trigger, watched: this.parts.isPanelOpen(uri) });
  }
}

function isConfiguration({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === LANGUAGE && uri.scheme === 'file';
}
