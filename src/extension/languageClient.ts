import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import * as vscode from 'vscode';
import { limitSettings } from './runSettings';
import { LANGUAGE } from './texts';

/**
 * The client of the language server, which runs in its own process and is restarted by the client when it dies.
 * @param entry path of the bundled server
 */
export function createLanguageClient(entry: string, log: vscode.LogOutputChannel): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [{ language: LANGUAGE }],
    outputChannel: log,
    diagnosticCollectionName: 'flipcert',
    // Asked whenever it starts, also after it died.
    initializationOptions: () => ({ trusted: vscode.workspace.isTrusted, limits: limitSettings() }),
  };
  const server = { module: entry, transport: TransportKind.ipc };
  return new LanguageClient('flipcert', 'Flipcert', { run: server, debug: server }, options);
}
