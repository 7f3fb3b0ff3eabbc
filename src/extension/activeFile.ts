import * as vscode from 'vscode';
import type { PanelManager } from './panelManager';
import { LANGUAGE } from './texts';

/** The configuration that a command without an argument is about: the focused panel's, or the editor's. */
export function activeFile(panels: PanelManager): vscode.Uri | undefined {
  const ofPanel = panels.active();
  if (ofPanel) return ofPanel;
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === LANGUAGE ? document.uri : undefined;
}
