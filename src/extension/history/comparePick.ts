import { basename } from 'node:path';
import * as vscode from 'vscode';
import { historyMessages } from '../historyMessages';
import type { History } from './history';
import type { RunHead } from './runHead';

export type Picked = { readonly run: RunHead } | { readonly model: string };
type Item = vscode.QuickPickItem & { readonly choice?: Picked };

export interface PickInput {
  readonly uri: vscode.Uri;
  /** Other models of the result that is shown. */
  readonly models: readonly string[];
  /** The run that is shown: nothing is compared with itself. */
  readonly shown: RunHead | undefined;
}

/** Asks what to compare with: another model of this run, an earlier run, or the last result of another file. */
export async function pickComparison(history: History, input: PickInput): Promise<Picked | undefined> {
  const { uri, models, shown } = input;
  const key = uri.toString();
  const group = (label: string, items: readonly Item[]): Item[] =>
    items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
  const earlier = history.of(key).filter(({ id }) => id !== shown?.id);
  const files = history
    .uris()
    .filter((other) => other !== key)
    .flatMap((other) => lastOf(history, other) ?? []);
  const items = [
    ...group(
      historyMessages.pickEarlier(),
      earlier.map((run) => runItem(run)),
    ),
    ...group(
      historyMessages.pickModels(),
      models.map((model): Item => ({ label: model, choice: { model } })),
    ),
    ...group(
      historyMessages.pickFiles(),
      files.map((run) => ({ ...runItem(run), label: basename(vscode.Uri.parse(run.uri).path) })),
    ),
  ];
  if (items.length === 0) {
    void vscode.window.showInformationMessage(historyMessages.nothingToCompare());
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: historyMessages.pickCompare(basename(uri.path)),
    matchOnDescription: true,
  });
  return chosen?.choice;
}

/** Asks for one of the runs. */
export async function pickRun(runs: readonly RunHead[], placeHolder: string): Promise<RunHead | undefined> {
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(historyMessages.noRuns());
    return undefined;
  }
  const several = new Set(runs.map(({ uri }) => uri)).size > 1;
  const items = runs.map((run) => ({
    ...runItem(run),
    ...(several ? { detail: vscode.workspace.asRelativePath(vscode.Uri.parse(run.uri)) } : {}),
    run,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.run;
}

/** The newest run of a file that was done in full, or else the newest. */
function lastOf(history: History, uri: string): RunHead | undefined {
  const runs = history.of(uri);
  return runs.find(({ complete }) => complete) ?? runs[0];
}

function runItem(run: RunHead): Item {
  return {
    label: historyMessages.runTitle(run.at),
    description: historyMessages.description(run),
    choice: { run },
  };
}
