import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { lastWords, type CommandLine } from './commandLine';
import { messages } from './messages';
import { computationAllowed } from './restricted';
import { runSettings } from './runSettings';
import { savedFirst } from './savedFirst';
import type { ResultStore } from './store';

interface WidthParts {
  readonly store: ResultStore;
  readonly commandLine: CommandLine;
  readonly log: vscode.LogOutputChannel;
  /** Where runs keep kernels and certificates. */
  readonly cacheFolder: string;
}

/** Makes the command that trains finite networks and shows how often they agree with the certificate. */
export function createWidthCheck({ store, commandLine, log, cacheFolder }: WidthParts) {
  return async (uri: vscode.Uri): Promise<void> => {
    if (!computationAllowed() || !(await savedFirst(uri))) return;
    const models = store.result(uri)?.models.map(({ name }) => name) ?? [];
    const model = models.length > 1 ? await chosen(models) : null;
    if (model === undefined) return;
    const name = basename(uri.fsPath);
    const folder = await mkdtemp(join(tmpdir(), 'flipcert-widths-'));
    try {
      const page = join(folder, 'widths.html');
      const { threads, cache } = runSettings(uri, cacheFolder);
      const args = [
        ...['widthcheck', uri.fsPath, '--html', page],
        ...(cache ? ['--cache', cache.folder] : ['--no-cache']),
        ...(threads === undefined ? [] : ['--jobs', String(threads)]),
        ...(model === null ? [] : ['--model', model]),
      ];
      const end = await commandLine.run(messages.training(name), args);
      if (end === null) return;
      if (end.status === 0) {
        // The page has a policy of its own, and no script.
        const options = { enableScripts: false, localResourceRoots: [] };
        const column = vscode.ViewColumn.Beside;
        const panel = vscode.window.createWebviewPanel(
          'flipcert.widths',
          messages.widths(name),
          column,
          options,
        );
        panel.webview.html = await readFile(page, 'utf8');
        return;
      }
      const show = messages.showLog();
      const answer = await vscode.window.showErrorMessage(messages.notTrained(name, lastWords(end)), show);
      if (answer === show) log.show();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Null for all of them; undefined where the user picks none. */
async function chosen(models: readonly string[]): Promise<string | null | undefined> {
  const all = { label: messages.allModels(), model: null };
  const items = [...models.map((name) => ({ label: name, model: name })), all];
  const picked = await vscode.window.showQuickPick(items, { title: messages.widthModel() });
  return picked?.model;
}
