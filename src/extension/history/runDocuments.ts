import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { historyMessages } from '../historyMessages';
import type { History } from './history';
import type { RunHead } from './runHead';

const SCHEME = 'flipcert-run';

/** Configurations of runs as documents that can be read and not written. */
export class RunDocuments extends Disposable implements vscode.TextDocumentContentProvider {
  constructor(private readonly history: History) {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    await this.history.settled();
    return this.history.get(uri.query)?.text ?? '';
  }

  async show(head: RunHead): Promise<void> {
    const document = await vscode.workspace.openTextDocument(addressOf(head));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** The run's configuration on the left, the file as it stands on the right. */
  async diff(head: RunHead): Promise<void> {
    const file = vscode.Uri.parse(head.uri);
    const title = historyMessages.diffTitle(basename(file.path), historyMessages.runTitle(head.at));
    await vscode.commands.executeCommand('vscode.diff', addressOf(head), file, title);
  }
}

/** Plain YAML by its name: the language server has nothing to say of a text that cannot be changed. */
function addressOf(head: RunHead): vscode.Uri {
  const name = basename(vscode.Uri.parse(head.uri).path).replace(/\.flipcert\.ya?ml$/, '');
  const path = `/${name} (${historyMessages.runTitle(head.at).replaceAll('/', '-')}).yaml`;
  return vscode.Uri.from({ scheme: SCHEME, path, query: head.id });
}
