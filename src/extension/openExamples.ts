import * as vscode from 'vscode';
import { messages } from './messages';

/** The file to begin with. */
const FIRST = 'karate.flipcert.yaml';
/** Folder that the examples go into. */
const FOLDER = 'flipcert-examples';

/**
 * Copies the bundled examples into a folder of the user's, and opens the first. A file that is there already is left as
 * it is: it may have been worked on.
 */
export async function openExamples(extensionUri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const parent = vscode.workspace.workspaceFolders?.[0]?.uri ?? (await askFolder());
  if (!parent) return undefined;
  const target = vscode.Uri.joinPath(parent, FOLDER);
  await copyMissing(vscode.Uri.joinPath(extensionUri, 'examples'), target);
  const first = vscode.Uri.joinPath(target, FIRST);
  await vscode.window.showTextDocument(first);
  return first;
}

async function askFolder(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: messages.examplesTitle(),
    openLabel: messages.examplesPick(),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}

async function copyMissing(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(to);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(from)) {
    const [source, target] = [vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name)];
    if (type === vscode.FileType.Directory) await copyMissing(source, target);
    else if (!(await exists(target))) await vscode.workspace.fs.copy(source, target, { overwrite: false });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
