import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from './disposable';
import type { PictureFormat } from '../protocol/panel';
import { messages } from './messages';
import { RobustnessPanel, webviewFolder, type PanelEnvironment } from './panel';
import { panelFile } from './panelHtml';

export const PANEL_TYPE = 'flipcert.panel';

/** All robustness panels, one for each file, and their return after a reload of the window. */
export class PanelManager extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly panels = new Map<string, RobustnessPanel>();
  private readonly changedActive = this.register(new vscode.EventEmitter<void>());
  /** Another panel, or none, has the focus. */
  readonly onDidChangeActive = this.changedActive.event;

  /**
   * @param know makes a file known to the store before its panel is drawn
   */
  constructor(
    private readonly environment: PanelEnvironment,
    private readonly know: (uri: vscode.Uri) => Promise<void>,
  ) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, this));
    this.register({ dispose: () => void [...this.panels.values()].map(({ panel }) => void panel.dispose()) });
  }

  /** Shows the panel of a file, beside the editor when it is new. The editor keeps the focus. */
  async show(uri: vscode.Uri): Promise<void> {
    const present = this.panels.get(uri.toString());
    if (present) {
      present.panel.reveal(undefined, true);
      return;
    }
    await this.know(uri);
    const panel = vscode.window.createWebviewPanel(
      PANEL_TYPE,
      '',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [webviewFolder(this.environment.extensionUri)] },
    );
    this.adopt(uri, panel);
  }

  isOpen(uri: vscode.Uri): boolean {
    return this.panels.has(uri.toString());
  }

  /** Shows a tab of a file's panel for a model. Without a panel, nothing happens. */
  showTab(uri: vscode.Uri, tab: string, model: string): void {
    this.panels.get(uri.toString())?.show(tab, model);
  }

  /** The chart of a file as its panel draws it, shown for it where it is not; null where it cannot be drawn. */
  async draw(uri: vscode.Uri, format: PictureFormat): Promise<string | null> {
    await this.show(uri);
    return this.panels.get(uri.toString())?.draw(format) ?? null;
  }

  /** Compares the chosen model of a file's panel with another one of the same run. */
  compareModel(uri: vscode.Uri, model: string): void {
    this.panels.get(uri.toString())?.tell({ type: 'compareModel', model });
  }

  /** Chooses a model in a file's panel. */
  chooseModel(uri: vscode.Uri, model: string): void {
    this.panels.get(uri.toString())?.tell({ type: 'chooseModel', model });
  }

  /** File of the panel that has the focus. */
  active(): vscode.Uri | undefined {
    return [...this.panels.values()].find(({ panel }) => panel.active)?.uri;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, memory: unknown): Promise<void> {
    const file = panelFile(memory);
    const uri = file === null ? await this.fileByTitle(panel.title) : vscode.Uri.parse(file);
    if (!uri) {
      panel.webview.html = `<p>${messages.panelGone()}</p>`;
      return;
    }
    await this.know(uri);
    this.adopt(uri, panel);
  }

  /** A window that closes right after its panel opened has not kept the panel's memory, only its title. */
  private async fileByTitle(title: string): Promise<vscode.Uri | undefined> {
    const files = await vscode.workspace.findFiles('**/*.flipcert.{yaml,yml}', '**/node_modules/**', 1_000);
    const fitting = files.filter((uri) => messages.panelTitle(basename(uri.fsPath)) === title);
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  private adopt(uri: vscode.Uri, panel: vscode.WebviewPanel): void {
    const key = uri.toString();
    // Two of one file would be two views to disagree.
    this.panels.get(key)?.panel.dispose();
    this.panels.set(key, new RobustnessPanel(uri, panel, this.environment));
    panel.onDidChangeViewState(() => this.changedActive.fire());
    panel.onDidDispose(() => {
      if (this.panels.get(key)?.panel === panel) this.panels.delete(key);
      this.changedActive.fire();
    });
    this.changedActive.fire();
  }
}
