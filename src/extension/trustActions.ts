import * as vscode from 'vscode';
import { trustEdit } from '../config/trust-edit';
import { familyLabel, VERIFY_FIRST } from './adviceText';
import { Disposable } from './disposable';
import { livingMessages } from './livingMessages';
import { placesOf } from './places';
import type { ResultStore } from './store';
import { LANGUAGE } from './texts';

/** Offers to trust a label that is to be verified first, beside its problem. */
export class TrustActions extends Disposable implements vscode.CodeActionProvider {
  constructor(private readonly store: ResultStore) {
    super();
    this.register(
      vscode.languages.registerCodeActionsProvider({ language: LANGUAGE }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const result = this.store.get(document.uri)?.certified?.result;
    if (!result) return [];
    const text = document.getText();
    return diagnostics
      .filter(({ code }) => code === VERIFY_FIRST)
      .flatMap((diagnostic) => {
        const place = placesOf(text).models.find(
          ({ range }) => range.startLine === diagnostic.range.start.line,
        );
        const label = place && familyLabel(result, place.family);
        // With several seeds a label may be missing from some of the splits.
        const everywhere =
          label && (result.seeds ?? [result]).every(({ dataset }) => dataset.labelled.includes(label.node));
        const edit = label && everywhere ? trustEdit(text, [label.node]) : null;
        if (!label || edit?.kind !== 'edit') return [];
        const action = new vscode.CodeAction(
          livingMessages.trustFix(label.node),
          vscode.CodeActionKind.QuickFix,
        );
        action.diagnostics = [diagnostic];
        action.edit = new vscode.WorkspaceEdit();
        const from = document.positionAt(edit.offset);
        const to = document.positionAt(edit.offset + edit.length);
        action.edit.replace(document.uri, new vscode.Range(from, to), edit.text);
        return [action];
      });
  }
}
