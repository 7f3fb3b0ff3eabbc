import * as vscode from 'vscode';
import { activeFile } from '../activeFile';
import { Disposable } from '../disposable';
import { historyMessages } from '../historyMessages';
import { messages } from '../messages';
import type { PanelManager } from '../panelManager';
import type { ResultStore } from '../store';
import { currentText, hashOf, LANGUAGE } from '../texts';
import { pickComparison, pickRun } from './comparePick';
import type { History } from './history';
import type { Looking } from './looking';
import type { PanelRuns } from './panelRuns';
import type { RunDocuments } from './runDocuments';
import { newestFirst } from './runHead';
import type { RunHead } from './runHead';
import type { RunsNode, RunsTree } from './runsTree';

export interface RunCommandParts {
  readonly history: History;
  readonly looking: Looking;
  readonly panelRuns: PanelRuns;
  readonly tree: RunsTree;
  readonly documents: RunDocuments;
  readonly panels: PanelManager;
  readonly store: ResultStore;
  /** Makes a file known to the store, with the result that was kept of it. */
  readonly know: (uri: vscode.Uri) => Promise<void>;
  readonly log: vscode.LogOutputChannel;
}

/** The commands about runs: of the view, of the palette and of the panel. */
export class RunCommands extends Disposable {
  constructor(private readonly parts: RunCommandParts) {
    super();
    const { documents, history } = parts;
    this.onRun('flipcert.runs.open', (run) => this.open(run));
    this.onRun('flipcert.runs.rerun', (run) => this.rerun(run));
    this.onRun('flipcert.runs.showConfiguration', (run) => documents.show(run));
    this.onRun('flipcert.runs.diffConfiguration', (run) => documents.diff(run));
    this.onRun('flipcert.runs.compareWithCurrent', (run) => this.compareWithCurrent(run));
    this.onRuns('flipcert.runs.pin', (runs) => history.pin(idsOf(runs), true));
    this.onRuns('flipcert.runs.unpin', (runs) => history.pin(idsOf(runs), false));
    this.onRuns('flipcert.runs.delete', (runs) => this.delete(runs));
    this.command('flipcert.runs.compareSelected', (node, nodes) => this.compareSelected(node, nodes));
    this.command('flipcert.runs.clear', () => this.clear());
    this.command('flipcert.compareRuns', (uri, model) =>
      this.compareWith(
        uri instanceof vscode.Uri ? uri : undefined,
        typeof model === 'string' ? model : undefined,
      ),
    );
  }

  /** Shows a run in its file's panel: the newest result as itself, any other as the earlier one that it is. */
  async open(run: RunHead): Promise<void> {
    const uri = vscode.Uri.parse(run.uri);
    await this.parts.know(uri);
    const newest = this.parts.panelRuns.newest(uri)?.id === run.id;
    this.parts.looking.turn(uri, { shown: newest ? null : run.id, other: null });
    await this.parts.panels.show(uri);
  }

  /** Compares what the panel of the run's file shows with the run. */
  async compareWithCurrent(run: RunHead): Promise<void> {
    const uri = vscode.Uri.parse(run.uri);
    await this.parts.know(uri);
    if (!this.parts.store.result(uri)) {
      void vscode.window.showInformationMessage(historyMessages.noResult());
      return;
    }
    if (this.parts.panelRuns.newest(uri)?.id === run.id) {
      void vscode.window.showInformationMessage(historyMessages.sameRun());
      return;
    }
    this.parts.looking.turn(uri, { shown: null, other: run.id });
    await this.parts.panels.show(uri);
  }

  /** Asks what to compare the model with. */
  async pick(uri: vscode.Uri, model: string | null): Promise<void> {
    const { history, looking, panels } = this.parts;
    await history.settled();
    const shown = this.shown(uri);
    const result = shown ? await history.result(shown) : this.parts.store.result(uri);
    const chosen = model ?? result?.models[0]?.name;
    const names = (result?.means ?? result?.models ?? []).map(({ name }) => name);
    const picked = await pickComparison(history, {
      uri,
      models: names.filter((name) => name !== chosen),
      shown,
    });
    if (!picked) return;
    await panels.show(uri);
    if ('run' in picked) looking.turn(uri, { other: picked.run.id });
    else {
      looking.turn(uri, { other: null });
      panels.compareModel(uri, picked.model);
    }
  }

  /** With a file and a model: with its last earlier run. Otherwise asks. */
  private async compareWith(asked: vscode.Uri | undefined, model: string | undefined): Promise<void> {
    const { history, looking, panels, store } = this.parts;
    const uri = asked ?? activeFile(panels);
    if (!uri) {
      void vscode.window.showInformationMessage(messages.noFile());
      return;
    }
    await this.parts.know(uri);
    await history.settled();
    if (!store.result(uri)) {
      void vscode.window.showInformationMessage(historyMessages.noResult());
      return;
    }
    if (model === undefined) return this.pick(uri, null);
    const newest = this.parts.panelRuns.newest(uri);
    const earlier = history
      .of(uri.toString())
      .find((run) => run.id !== newest?.id && run.models.includes(model));
    if (!earlier) {
      void vscode.window.showInformationMessage(
        historyMessages.noEarlier(vscode.workspace.asRelativePath(uri)),
      );
      return;
    }
    looking.turn(uri, { shown: null, other: earlier.id });
    await panels.show(uri);
    panels.chooseModel(uri, model);
  }

  /** The newer one is shown, compared with the older one. */
  private async compareSelected(node: unknown, nodes: unknown): Promise<void> {
    const { history, tree, looking, panels, panelRuns } = this.parts;
    let runs = runsOf(node, nodes) ?? tree.selected();
    if (runs.length !== 2) {
      await history.settled();
      const all = history.uris().flatMap((uri) => history.of(uri));
      const first = runs[0] ?? (await pickRun(all, historyMessages.pickFirst()));
      const second =
        first &&
        (await pickRun(
          all.filter(({ id }) => id !== first.id),
          historyMessages.pickRun(),
        ));
      if (!first || !second) return;
      runs = [first, second];
    }
    const [newer, older] = newestFirst(runs);
    const uri = vscode.Uri.parse(newer.uri);
    await this.parts.know(uri);
    const newest = panelRuns.newest(uri)?.id === newer.id;
    looking.turn(uri, { shown: newest ? null : newer.id, other: older.id });
    await panels.show(uri);
  }

  /** Certifies the file where it still says the same; otherwise opens what was certified then, to be saved somewhere. */
  private async rerun(run: RunHead): Promise<void> {
    const uri = vscode.Uri.parse(run.uri);
    const text = await currentText(uri);
    if (text !== null && hashOf(text) === run.textHash) {
      await vscode.commands.executeCommand('flipcert.certify', uri);
      return;
    }
    const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: run.text });
    await vscode.window.showTextDocument(document);
  }

  private async delete(runs: readonly RunHead[]): Promise<void> {
    const yes = historyMessages.delete();
    const answer = await vscode.window.showWarningMessage(
      historyMessages.deleteRuns(runs.length),
      { modal: true, detail: historyMessages.deleteDetail(runs) },
      yes,
    );
    if (answer === yes) await this.parts.history.remove(idsOf(runs));
  }

  private async clear(): Promise<void> {
    const { history } = this.parts;
    await history.settled();
    const all = history.uris().flatMap((uri) => history.of(uri));
    const pinned = all.filter((run) => run.pinned).length;
    if (all.length === 0) {
      void vscode.window.showInformationMessage(historyMessages.noRuns());
      return;
    }
    const [everything, unpinned] = [historyMessages.clearAll(), historyMessages.clearUnpinned()];
    const answer = await vscode.window.showWarningMessage(
      historyMessages.clear(all.length, pinned),
      { modal: true, detail: historyMessages.deleteDetail(all) },
      everything,
      ...(pinned > 0 ? [unpinned] : []),
    );
    if (answer === everything) await history.remove(idsOf(all));
    if (answer === unpinned) await history.remove(idsOf(all.filter((run) => !run.pinned)));
  }

  private shown(uri: vscode.Uri): RunHead | undefined {
    const { shown } = this.parts.looking.of(uri);
    return (shown === null ? undefined : this.parts.history.get(shown)) ?? this.parts.panelRuns.newest(uri);
  }

  private onRun(id: string, action: (run: RunHead) => Promise<void>): void {
    this.command(id, async (node) => {
      const [run] = await this.target(node, undefined);
      if (run) await action(run);
    });
  }

  private onRuns(id: string, action: (runs: readonly RunHead[]) => Promise<void>): void {
    this.command(id, async (node, nodes) => {
      const runs = await this.target(node, nodes);
      if (runs.length > 0) await action(runs);
    });
  }

  /** The runs that a command is about: those it was called on, those selected in the view, or one that is asked for. */
  private async target(node: unknown, nodes: unknown): Promise<readonly RunHead[]> {
    const { history, tree } = this.parts;
    const given = runsOf(node, nodes);
    if (given) return given;
    const selected = tree.view.visible ? tree.selected() : [];
    if (selected.length > 0) return selected;
    await history.settled();
    const picked = await pickRun(
      history.uris().flatMap((uri) => history.of(uri)),
      historyMessages.pickRun(),
    );
    return picked ? [picked] : [];
  }

  private command(id: string, run: (first: unknown, second: unknown) => Promise<void>): void {
    this.register(
      vscode.commands.registerCommand(id, async (first: unknown, second: unknown) => {
        try {
          await run(first, second);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          this.parts.log.error(`${id}: ${error instanceof Error ? (error.stack ?? message) : message}`);
          void vscode.window.showErrorMessage(messages.unexpected(message));
        }
      }),
    );
  }
}

/** What the view passes to a command: the item it was called on, and all that are selected. */
function runsOf(node: unknown, nodes: unknown): readonly RunHead[] | null {
  const all: readonly unknown[] = Array.isArray(nodes) && nodes.length > 0 ? nodes : [node];
  const runs = all.flatMap((one) => (isRunNode(one) ? [one.run] : []));
  return runs.length > 0 ? runs : null;
}

function isRunNode(value: unknown): value is Extract<RunsNode, { run: RunHead }> {
  return typeof value === 'object' && value !== null && 'run' in value;
}

function idsOf(runs: readonly RunHead[]): readonly string[] {
  return runs.map(({ id }) => id);
}
