import * as vscode from 'vscode';
import { trustEdit } from '../config/trust-edit';
import type { Result } from '../report/result';
import { messages } from './messages';

/**
 * Adds labelled nodes to the trusted ones of a configuration, in its editor and unsaved, so that it can be looked at
 * and undone. What cannot be added is said.
 * @param result of the file, which knows what is labelled
 */
export async function trustLabels(
  uri: vscode.Uri,
  nodes: readonly number[],
  result: Result | null,
): Promise<void> {
  const splits = result?.seeds ?? (result ? [result] : []);
  const stranger = nodes.find((node) => !splits.every(({ dataset }) => dataset.labelled.includes(node)));
  if (splits.length === 0 || stranger !== undefined) {
    void vscode.window.showWarningMessage(messages.notLabelled(stranger ?? nodes[0], splits.length > 1));
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = trustEdit(document.getText(), nodes);
  if (edit.kind === 'nothing') {
    void vscode.window.showInformationMessage(messages.trustedAlready());
    return;
  }
  if (edit.kind === 'refused') {
    void vscode.window.showWarningMessage(edit.message);
    return;
  }
  const from = document.positionAt(edit.offset);
  const range = new vscode.Range(from, document.positionAt(edit.offset + edit.length));
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, range, edit.text);
  if (!(await vscode.workspace.applyEdit(change))) {
    void vscode.window.showWarningMessage(messages.editRefused());
    return;
  }
  const end = document.positionAt(edit.offset + edit.text.length);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    preserveFocus: true,
    selection: new vscode.Range(from, end),
  });
}
