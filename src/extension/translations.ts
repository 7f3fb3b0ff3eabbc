import * as vscode from 'vscode';
import type { Translations } from '../report/translations';

/** What the panel's pages carry; null where the editor speaks English, or a language without a translation. */
export function translations(): Translations | null {
  const messages = vscode.l10n.bundle;
  return messages ? { language: vscode.env.language, messages } : null;
}
