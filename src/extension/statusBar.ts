import * as vscode from 'vscode';
import type { PanelStatus } from '../protocol/panel';
import type { Result } from '../report/result';
import { activeFile } from './activeFile';
import { Disposable } from './disposable';
import { messages } from './messages';
import type { PanelManager } from './panelManager';
import type { ResultStore } from './store';
import { isSettled, summarize } from './summary';

interface Shown {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  readonly background?: vscode.ThemeColor;
}

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
    this.item.command = 'flipcert.openPanel';
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
    const shown = present(this.store.status(uri, NO_COST), this.store.result(uri));
    this.item.text = `$(${shown.icon}) ${shown.text}`;
    this.item.tooltip = shown.tooltip;
    this.item.backgroundColor = shown.background;
    this.item.accessibilityInformation = { label: messages.statusAccessible(shown.text) };
    this.item.show();
  }
}

function present(status: PanelStatus, result: Result | null): Shown {
  switch (status.kind) {
    case 'empty':
      return { icon: 'shield', text: messages.statusEmpty(), tooltip: messages.statusTooltipPlain() };
    case 'running': {
      const text = status.cancelling ? messages.statusCancelling() : messages.statusRunning(status.done);
      return { icon: 'sync~spin', text, tooltip: messages.statusTooltipPlain() };
    }
    case 'stale':
      return {
        icon: 'warning',
        text: messages.statusStale(),
        tooltip: messages.statusTooltipStale(status.reason),
      };
    case 'failed':
      return {
        icon: 'error',
        text: messages.statusFailed(),
        tooltip: status.title,
        background: new vscode.ThemeColor('statusBarItem.errorBackground'),
      };
    case 'current':
      return presentResult(result);
  }
}

/** A sign of certainty only where every answer is exact. */
function presentResult(result: Result | null): Shown {
  const summary = result && summarize(result);
  if (!summary) {
    return { icon: 'circle-slash', text: messages.statusNoModels(), tooltip: messages.statusTooltipPlain() };
  }
  const { model, kind, flips, certified, certifiedAtMost, seeds } = summary;
  const exact = certified === certifiedAtMost;
  const tooltip =
    kind === 'sample-wise' ? messages.statusTooltip(model) : messages.statusTooltipCollective(model);
  return {
    icon: exact && isSettled(result) ? 'pass' : 'question',
    text: exact
      ? messages.statusExact(certified, flips)
      : messages.statusBracket(certified, certifiedAtMost, flips),
    tooltip: seeds ? messages.numberIsMean(tooltip, seeds.done, seeds.all) : tooltip,
  };
}
