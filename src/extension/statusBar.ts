import * as vscode from 'vscode';
import { activeFile } from './activeFile';
import { Disposable } from './disposable';
import { livingMessages } from './livingMessages';
import { messages } from './messages';
import type { PanelManager } from './panelManager';
import type { ResultStore } from './store';
import { statusLine } from './statusLine';

const NO_COST = { models: 0, labelled: null, test: null };

/** One line about the active configuration, at the foot of the window. */
export class StatusBar extends Disposable {
  private readonly item = this.register(
    vscode.window.createStatusBarItem('flipcert.status', vscode.StatusBarAlignment.Left, 50),
  );

  constructor(
    private readonly store: ResultStore,
    private readonly panels: PanelManager,
  ) {
    super();
    this.item.name = 'Flipcert';
    this.register(store.onDidChange(() => this.refresh()));
    this.register(vscode.window.onDidChangeActiveTextEditor(() => this.refresh()));
    this.register(panels.onDidChangeActive(() => this.refresh()));
    this.refresh();
  }

  private refresh(): void {
    const uri = activeFile(this.panels);
    if (!uri) {
      this.item.hide();
      return;
    }
    const waiting = this.store.all().filter(({ entry }) => entry.run && entry.run.queued !== null).length;
    const status = this.store.status(uri, NO_COST);
    const shown = statusLine(status, this.store.result(uri), waiting);
    const running = status.kind === 'running';
    this.item.text = `$(${shown.icon}) ${shown.text}`;
    this.item.command = running ? 'flipcert.runMenu' : 'flipcert.openPanel';
    this.item.tooltip = running ? withLinks(shown.tooltip) : shown.tooltip;
    this.item.backgroundColor = shown.error ? ERROR : undefined;
    this.item.accessibilityInformation = { label: messages.statusAccessible(shown.text) };
    this.item.show();
  }
}

const ERROR = new vscode.ThemeColor('statusBarItem.errorBackground');

function withLinks(text: string): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString().appendText(text);
  tooltip.isTrusted = { enabledCommands: ['flipcert.cancel', 'flipcert.openPanel'] };
  const links = [
    `[${livingMessages.cancelLink()}](command:flipcert.cancel)`,
    `[${livingMessages.panelLink()}](command:flipcert.openPanel)`,
  ];
  return tooltip.appendMarkdown(`\n\n${links.join(' · ')}`);
}
