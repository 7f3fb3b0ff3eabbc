import * as vscode from 'vscode';
import { digestOfBytes } from '../prepare/digest';
import { meaningOf } from './meaning';

export const LANGUAGE = 'flipcert';

/** Fingerprint of what a text means: comments and layout do not count, so that changing them makes nothing stale. */
export function hashOf(text: string): string {
  return sourceHashOf(meaningOf(text));
}

/** SHA-256 of a text; line ends do not count, since checking a file out elsewhere changes them. */
export function sourceHashOf(text: string): string {
  return digestOfBytes(text.replaceAll('\r\n', '\n'));
}

/** The open document of a file, which holds its unsaved changes. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
}

/** The text as it stands: the editor's where the file is open, otherwise the disk's. Null where there is none. */
export async function currentText(uri: vscode.Uri): Promise<string | null> {
  const document = openDocument(uri);
  if (document) return document.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
