import { basename } from 'node:path';
import * as vscode from 'vscode';
import { lineOf } from '../report/picture';
import type { PanelPicture, Picture } from '../report/picture';
import { pictureOf, type Entry } from './entry';
import { firstChanged } from './filePrints';
import { messages } from './messages';

/** What a panel gets of a picture: of the file with the nodes only its name. */
export function panelPicture({ graph, attacks, rows }: Picture): PanelPicture {
  return { graph, attacks, rows: rows && basename(rows.file) };
}

/** Opens the text file that holds the nodes at the row of one, if the file is still what was certified. */
export async function revealNode(entry: Entry | undefined, node: number): Promise<void> {
  const rows = entry ? (pictureOf(entry)?.rows ?? null) : null;
  if (!entry?.certified || !rows) return;
  const line = lineOf(rows, node);
  const print = entry.certified.files.filter(({ path }) => path === rows.file);
  const changed = print.length === 0 || (await firstChanged(print)) !== null;
  try {
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(rows.file), {
      viewColumn: vscode.ViewColumn.One,
    });
    // What is not saved yet may have moved the rows as well.
    if (line === null || changed || editor.document.isDirty || line >= editor.document.lineCount) {
      void vscode.window.showInformationMessage(messages.rowUnknown(basename(rows.file), node));
      return;
    }
    const row = editor.document.lineAt(line).range;
    editor.selection = new vscode.Selection(row.start, row.end);
    editor.revealRange(row, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch {
    void vscode.window.showErrorMessage(messages.unreadable(rows.file));
  }
}
