import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Certifier } from './certifier';
import { livingMessages as words } from './livingMessages';
import type { PanelManager } from './panelManager';
import { statusLine } from './statusLine';
import type { ResultStore } from './store';

interface Parts {
  readonly store: ResultStore;
  readonly certifier: Certifier;
  readonly panels: PanelManager;
}

interface Item extends vscode.QuickPickItem {
  readonly run: () => Promise<unknown>;
}

/** What can be done about the runs that go on and those that wait. */
export async function runMenu({ store, certifier, panels }: Parts): Promise<void> {
  const files = certifier.running();
  const items = files.flatMap((uri): Item[] => {
    const name = basename(uri.fsPath);
    const line = statusLine(store.status(uri, { models: 0, labelled: null, test: null }), null, 0);
    return [
      {
        label: `$(stop-circle) ${words.menuCancel(name)}`,
        description: line.text,
        run: () => certifier.cancel(uri),
      },
      { label: `$(graph-line) ${words.menuOpen(name)}`, run: () => panels.show(uri) },
    ];
  });
  if (files.length > 1) {
    const run = (): Promise<unknown> => Promise.all(files.map((uri) => certifier.cancel(uri)));
    items.push({ label: `$(stop-circle) ${words.menuCancelAll()}`, run });
  }
  const chosen = await vscode.window.showQuickPick(items, { title: words.menuTitle() });
  await chosen?.run();
}
