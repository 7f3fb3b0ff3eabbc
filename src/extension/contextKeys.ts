import * as vscode from 'vscode';
import { activeFile } from './activeFile';
import { Disposable } from './disposable';
import type { PanelManager } from './panelManager';
import type { ResultStore } from './store';

/** `flipcert.running`: anything runs. `flipcert.activeRunning`: the active file's certification runs. */
export class ContextKeys extends Disposable {
  private readonly last = new Map<string, boolean>();

  constructor(
    private readonly store: ResultStore,
    private readonly panels: PanelManager,
  ) {
    super();
    this.register(store.onDidChange(() => this.refresh()));
    this.register(vscode.window.onDidChangeActiveTextEditor(() => this.refresh()));
    this.register(panels.onDidChangeActive(() => this.refresh()));
    this.refresh();
  }

  private refresh(): void {
    const active = activeFile(this.panels);
    this.set(
      'flipcert.running',
      this.store.all().some(({ entry }) => entry.run !== null || entry.audit.run !== null),
    );
    this.set('flipcert.activeRunning', active !== undefined && !!this.store.get(active)?.run);
  }

  /** Progress comes often, its keys change rarely. */
  private set(key: string, value: boolean): void {
    if (this.last.get(key) === value) return;
    this.last.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
