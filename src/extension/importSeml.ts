import { basename } from 'node:path';
import * as vscode from 'vscode';
import { hasErrors } from '../config/diagnostic-text';
import { importSeml } from '../config/seml/import';
import type { Imported } from '../config/seml/import';
import { importDetails } from './importSemlText';
import { messages } from './messages';
import { currentText } from './texts';
import { limitSettings } from './runSettings';
import { writeFile } from './writeFile';

/** Turns a SEML experiment into configurations beside it, opens the first, and says what was not carried over. */
export async function importSemlFile(asked: vscode.Uri | undefined): Promise<void> {
  const source = asked ?? (await askSource());
  if (!source) return;
  const text = await currentText(source);
  if (text === null) {
    void vscode.window.showErrorMessage(messages.unreadable(source.fsPath));
    return;
  }
  const name = basename(source.fsPath);
  const imported = importSeml(name, text, undefined, limitSettings());
  const targets = imported.files.map((file) => vscode.Uri.joinPath(source, '..', file.name));
  if (targets.length > 0 && !(await mayReplace(targets))) return;
  for (const [i, target] of targets.entries()) await writeFile(target, imported.files[i].text);
  if (targets.length > 0) await vscode.window.showTextDocument(targets[0]);
  await say(name, imported);
}

/** Proposes the file in the editor, where it may be an experiment. */
async function askSource(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const proposed =
    active?.scheme === 'file' && /\.ya?ml$/.test(active.path) && !/\.flipcert\.ya?ml$/.test(active.path)
      ? active
      : vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: messages.importTitle(),
    openLabel: messages.importPick(),
    filters: { [messages.importFilter()]: ['yaml', 'yml'] },
    ...(proposed ? { defaultUri: proposed } : {}),
  });
  return chosen?.[0];
}

/** Whether the files may be written: where some exist, only if the user says so. */
async function mayReplace(targets: readonly vscode.Uri[]): Promise<boolean> {
  const existing: string[] = [];
  for (const uri of targets) if ((await currentText(uri)) !== null) existing.push(basename(uri.fsPath));
  if (existing.length === 0) return true;
  const replace = messages.newReplace();
  const question = messages.importExists(existing);
  return (await vscode.window.showWarningMessage(question, { modal: true }, replace)) === replace;
}

async function say(name: string, imported: Imported): Promise<void> {
  const { files, diagnostics } = imported;
  const details = messages.importDetails();
  const buttons = diagnostics.length > 0 ? [details] : [];
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const notes = diagnostics.length;
  const answer =
    files.length === 0
      ? await vscode.window.showErrorMessage(messages.importFailed(name, error?.message ?? ''), ...buttons)
      : hasErrors(diagnostics)
        ? await vscode.window.showWarningMessage(messages.importPartly(files.length, notes), ...buttons)
        : await vscode.window.showInformationMessage(messages.imported(files.length, notes), ...buttons);
  if (answer !== details) return;
  const content = importDetails(name, imported);
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: 'plaintext', content }),
  );
}
