import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { marginMarks, MARKS } from './marginText';
import type { Mark } from './standing';
import type { ResultStore } from './store';
import { LANGUAGE } from './texts';

const PAUSE_MS = 500;

/** Draws the signs in the margin. Their shapes differ, so that nobody depends on the colours. */
export class MarginMarks extends Disposable {
  private readonly types: ReadonlyMap<Mark, vscode.TextEditorDecorationType>;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly store: ResultStore,
    extensionUri: vscode.Uri,
  ) {
    super();
    const icon = (mark: Mark, theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extensionUri, 'media', `mark-${mark}-${theme}.svg`);
    this.types = new Map(
      MARKS.map((mark) => [
        mark,
        this.register(
          vscode.window.createTextEditorDecorationType({
            gutterIconSize: 'contain',
            light: { gutterIconPath: icon(mark, 'light') },
            dark: { gutterIconPath: icon(mark, 'dark') },
          }),
        ),
      ]),
    );
    this.register(store.onDidChange(() => (this.timer ??= setTimeout(() => this.draw(), PAUSE_MS))));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.draw()));
    this.register({ dispose: () => clearTimeout(this.timer ?? undefined) });
    this.draw();
  }

  private draw(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const entry = document.languageId === LANGUAGE ? this.store.get(document.uri) : undefined;
      if (!entry) continue;
      const marks = marginMarks(entry, document.getText());
      for (const [mark, type] of this.types) {
        const ranges = marks
          .filter((one) => one.mark === mark)
          .map(({ line, hover }) => ({
            range: document.lineAt(Math.min(line, document.lineCount - 1)).range,
            hoverMessage: hover.map((text) => new vscode.MarkdownString().appendText(text)),
          }));
        editor.setDecorations(type, ranges);
      }
    }
  }
}
