import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { lensesOf } from './lensText';
import type { ResultStore } from './store';
import { LANGUAGE } from './texts';

/** Progress is redrawn that often. */
const PAUSE_MS = 500;

/** What is known of each model and of the expectations, above them in the editor. */
export class CodeLenses extends Disposable implements vscode.CodeLensProvider {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;
  private timer: NodeJS.Timeout | null = null;

  /** @param earlier names of the models that earlier runs of a file have */
  constructor(
    private readonly store: ResultStore,
    private readonly earlier: (uri: vscode.Uri) => readonly string[],
  ) {
    super();
    this.register(vscode.languages.registerCodeLensProvider({ language: LANGUAGE }, this));
    this.register(store.onDidChange(() => (this.timer ??= setTimeout(() => this.refresh(), PAUSE_MS))));
    this.register({ dispose: () => clearTimeout(this.timer ?? undefined) });
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    return lensesOf(this.store.get(uri) ?? null, document.getText(), this.earlier(uri)).map(
      ({ line, title, tooltip, command, model }) =>
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title,
          tooltip,
          command,
          arguments: model === null ? [uri] : [uri, model],
        }),
    );
  }

  private refresh(): void {
    this.timer = null;
    this.changed.fire();
  }
}
