import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { lastWords, type CommandLine } from './commandLine';
import { messages } from './messages';
import { computationAllowed } from './restricted';
import { runSettings } from './runSettings';
import { savedFirst } from './savedFirst';
import type { ResultStore } from './store';
import { inTemporaryFolder } from './temporaryFolder';

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
    const { threads, cache } = runSettings(uri, cacheFolder);
    const { end, html } = await inTemporaryFolder(async (folder) => {
      const page = join(folder, 'widths.html');
      const args = [
        ...['widthcheck', uri.fsPath, '--html', page],
        ...(cache ? ['--cache', cache.folder] : ['--no-cache']),
        ...(threads === undefined ? [] : ['--jobs', String(threads)]),
        ...(model === null ? [] : ['--model', model]),
      ];
      const ended = await commandLine.run(messages.training(name), args);
      return { end: ended, html: ended?.status === 0 ? await readFile(page, 'utf8') : null };
    });
    if (end === null) return;
    if (html !== null) {
      // The page has a policy of its own, and no script.
      const options = { enableScripts: false, localResourceRoots: [] };
      const column = vscode.ViewColumn.Beside;
      const title = messages.widths(name);
      const panel = vscode.window.createWebviewPanel('flipcert.widths', title, column, options);
      panel.webview.html = html;
      return;
    }
    const show = messages.showLog();
    const answer = await vscode.window.showErrorMessage(messages.notTrained(name, lastWords(end)), show);
    if (answer === show) log.show();
  };
}

/** Null for all of them; undefined where the user picks none. */
async function chosen(models: readonly string[]): Promise<string | null | undefined> {
  const all = { label: messages.allModels(), model: null };
  const items = [...models.map((name) => ({ label: name, model: name })), all];
  const picked = await vscode.window.showQuickPick(items, { title: messages.widthModel() });
  return picked?.model;
}
