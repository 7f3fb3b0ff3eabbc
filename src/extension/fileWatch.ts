import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { filesChanged, restored, textChanged } from './entry';
import type { Certified } from './certified';
import { firstChanged } from './filePrints';
import { messages } from './messages';
import type { ResultCache } from './resultCache';
import type { ResultStore } from './store';
import { currentText, hashOf, LANGUAGE, openDocument } from './texts';

/** Tells the store whenever a configuration, or a file that a result was computed from, is not what it was. */
export class FileWatch extends Disposable {
  private readonly watchers = new Map<
    string,
    { readonly of: Certified | null; readonly all: vscode.Disposable }
  >();

  constructor(
    private readonly store: ResultStore,
    private readonly cache: ResultCache,
  ) {
    super();
    const { workspace } = vscode;
    this.register(
      workspace.onDidChangeTextDocument(({ document }) => {
        // No waiting here: an edit is acknowledged at once.
        if (store.get(document.uri)) this.compareText(document.uri, document.getText());
      }),
    );
    this.register(workspace.onDidOpenTextDocument((document) => void this.opened(document)));
    this.register(workspace.onDidCloseTextDocument(({ uri }) => void this.rereadText(uri)));
    this.register(
      vscode.window.onDidChangeWindowState(({ focused }) => (focused ? this.recheckAll() : undefined)),
    );
    this.register(
      store.onDidChange(({ uri, entry }) => {
        this.watch(uri, entry.certified);
      }),
    );
    this.register({
      dispose: () =>
        void vscode.Disposable.from(...[...this.watchers.values()].map(({ all }) => all)).dispose(),
    });
    for (const document of workspace.textDocuments) void this.opened(document);
  }

  /** Makes a file known to the store, with the result that was kept of it. */
  async know(uri: vscode.Uri): Promise<void> {
    const text = await currentText(uri);
    if (!this.store.add(uri, hashOf(text ?? ''))) return;
    const certified = await this.cache.load(uri);
    if (!certified) return;
    const changed = await firstChanged(certified.files);
    this.store.update(uri, (entry) =>
      restored(entry, certified, changed === null ? null : messages.fileChanged(changed)),
    );
  }

  private async opened(document: vscode.TextDocument): Promise<void> {
    if (document.languageId !== LANGUAGE || document.uri.scheme !== 'file') return;
    await this.know(document.uri);
    if (!document.isClosed) this.compareText(document.uri, document.getText());
  }

  private compareText(uri: vscode.Uri, text: string): void {
    this.store.update(uri, (entry) => textChanged(entry, hashOf(text)));
  }

  /** Closing without saving goes back to what the disk holds. */
  private async rereadText(uri: vscode.Uri): Promise<void> {
    if (!this.store.get(uri) || openDocument(uri)) return;
    const text = await currentText(uri);
    if (!openDocument(uri)) this.compareText(uri, text ?? '');
  }

  private recheckAll(): void {
    for (const { uri } of this.store.all()) void this.recheck(uri);
  }

  private async recheck(uri: vscode.Uri): Promise<void> {
    await this.rereadText(uri);
    const certified = this.store.get(uri)?.certified;
    if (!certified) return;
    const changed = await firstChanged(certified.files);
    if (this.store.get(uri)?.certified !== certified) return;
    this.store.update(uri, (entry) =>
      filesChanged(entry, changed === null ? null : messages.fileChanged(changed)),
    );
  }

  /** Watches the configuration and the files of its newest result. */
  private watch(uri: vscode.Uri, certified: Certified | null): void {
    const key = uri.toString();
    const present = this.watchers.get(key);
    if (present && present.of === certified) return;
    present?.all.dispose();
    const paths = [uri.fsPath, ...(certified?.files ?? []).map((file) => file.path)];
    const all = vscode.Disposable.from(
      ...paths.map((path) => this.watchPath(path, () => void this.recheck(uri))),
    );
    this.watchers.set(key, { of: certified, all });
  }

  private watchPath(path: string, changed: () => void): vscode.Disposable {
    // Relative to the folder, so that files outside the workspace are watched as well.
    const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(path)), escapeGlob(basename(path)));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    );
  }
}

function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, '[$&]');
}
