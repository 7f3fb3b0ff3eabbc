import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import type * as vscode from 'vscode';
import { limitSettings } from './runSettings';
import { LANGUAGE } from './texts';

/**
 * The client of the language server, which runs in its own process and is restarted by the client when it dies.
 * @param entry path of the bundled server
 * @param trusted whether it may read files
 */
export function createLanguageClient(
  entry: string,
  log: vscode.LogOutputChannel,
  trusted: boolean,
): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [{ language: LANGUAGE }],
    outputChannel: log,
    diagnosticCollectionName: 'flipcert',
    initializationOptions: () => ({ trusted, limits: limitSettings() }),
  };
  const server = { module: entry, transport: TransportKind.ipc };
  return new LanguageClient('flipcert', 'Flipcert', { run: server, debug: server }, options);
}
