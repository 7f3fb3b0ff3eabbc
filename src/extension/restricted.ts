import * as vscode from 'vscode';
import { messages } from './messages';

/**
 * Whether anything may be computed on the workspace's files. Where it is not trusted, that is said, with the way to
 * trust it.
 */
export function computationAllowed(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void sayRestricted();
  return false;
}

async function sayRestricted(): Promise<void> {
  const manage = messages.manageTrust();
  const answer = await vscode.window.showWarningMessage(messages.restricted(), manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
