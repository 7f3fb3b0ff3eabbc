import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { historyMessages } from '../historyMessages';
import type { RunState } from '../../report/panel-state';
import type { History } from './history';
import type { RunHead } from './runHead';

export type RunsNode = { readonly file: string } | { readonly run: RunHead };

/** As the manifest names it. */
export const RUNS_VIEW = 'flipcert.runs';
const MINUTE_MS = 60_000;

// Without colour: green says that something holds for the file as it stands, and a run of the past cannot say that.
const ICONS: Readonly<Record<RunState, string>> = {
  exact: 'pass',
  bracket: 'symbol-array',
  cancelled: 'circle-slash',
  failed: 'error',
};

/** The view "Runs": files, and under each its runs, newest first. */
export class RunsTree extends Disposable implements vscode.TreeDataProvider<RunsNode> {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<RunsNode>;

  constructor(private readonly history: History) {
    super();
    this.view = this.register(
      vscode.window.createTreeView(RUNS_VIEW, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.register(this.view.onDidChangeVisibility(() => this.refresh()));
    // Ages grow while nobody certifies.
    const timer = setInterval(() => this.view.visible && this.refresh(), MINUTE_MS);
    this.register({ dispose: () => clearInterval(timer) });
  }

  refresh(): void {
    this.changed.fire();
  }

  /** Runs that are selected, in the order of the view. */
  selected(): readonly RunHead[] {
    return this.view.selection.flatMap((node) => ('run' in node ? [node.run] : []));
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    await this.history.settled();
    if (!node) return this.history.uris().map((file) => ({ file }));
    return 'file' in node ? this.history.of(node.file).map((run) => ({ run })) : [];
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    return 'file' in node ? fileItem(node.file) : runItem(node.run);
  }
}

function fileItem(file: string): vscode.TreeItem {
  const uri = vscode.Uri.parse(file);
  const name = basename(uri.path);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  const folder = dirname(vscode.workspace.asRelativePath(uri));
  item.accessibilityInformation = { label: folder === '.' ? name : `${name}, ${folder}` };
  item.id = file;
  item.contextValue = 'file';
  item.iconPath = vscode.ThemeIcon.File;
  item.resourceUri = uri;
  if (folder !== '.') item.description = folder;
  item.tooltip = uri.fsPath;
  return item;
}

function runItem(head: RunHead): vscode.TreeItem {
  const age = historyMessages.age(head.at, Date.now());
  const item = new vscode.TreeItem(age);
  item.id = head.id;
  item.description = historyMessages.description(head);
  item.iconPath = new vscode.ThemeIcon(ICONS[head.state]);
  item.contextValue = head.pinned ? 'run.pinned' : 'run';
  item.tooltip = tooltipOf(head);
  item.command = { command: 'flipcert.runs.open', title: '', arguments: [{ run: head } satisfies RunsNode] };
  const state = historyMessages.state(head.state);
  item.accessibilityInformation = { label: `${age}, ${item.description}, ${state}` };
  return item;
}

function tooltipOf(head: RunHead): vscode.MarkdownString {
  const { best, models, state, pinned, seeds, threads, stages, extension, code, textHash, data } = head;
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const lines = [
    ...(best ? [historyMessages.tipBest(best)] : []),
    historyMessages.tipState(state),
    ...(pinned ? [historyMessages.tipPinned()] : []),
    historyMessages.tipModels(models),
    ...(seeds.length > 0 ? [historyMessages.tipSeeds(seeds)] : []),
    historyMessages.tipThreads(threads),
    ...(stages.length > 0 ? [historyMessages.tipSeconds(seconds)] : []),
    historyMessages.tipVersion(extension, code.slice(0, 8)),
    historyMessages.tipText(textHash.slice(0, 8)),
    ...data.map(({ path, sha256 }) => historyMessages.tipData(basename(path), sha256?.slice(0, 8) ?? null)),
  ];
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**');
  text.appendText(historyMessages.runTitle(head.at));
  text.appendMarkdown('**\n');
  for (const line of lines) {
    // Names are the user's own, so that what looks like markup in them is none.
    text.appendMarkdown('\n- ');
    text.appendText(line);
  }
  return text;
}
