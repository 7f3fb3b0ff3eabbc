import * as vscode from 'vscode';
import { writeWhole } from '../prepare/write-whole';

/** Writes what a user saves: on this machine whole or not at all, elsewhere as the editor does it. */
export async function writeFile(target: vscode.Uri, content: string | Uint8Array): Promise<void> {
  if (target.scheme === 'file') await writeWhole(target.fsPath, content);
  else {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await vscode.workspace.fs.writeFile(target, bytes);
  }
}
