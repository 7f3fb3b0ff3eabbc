import { basename } from 'node:path';
import * as vscode from 'vscode';
import { messages } from './messages';
import { openDocument } from './texts';

/** For what reads the file from the disk: asks to save what is unsaved. False where it stays so. */
export async function savedFirst(uri: vscode.Uri): Promise<boolean> {
  const document = openDocument(uri);
  if (!document?.isDirty) return true;
  const save = messages.save();
  const answer = await vscode.window.showInformationMessage(messages.unsaved(basename(uri.fsPath)), save);
  return answer === save && (await document.save());
}
