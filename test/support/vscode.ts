import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** What parts of the extension without an editor need of it: words, in the language they are written in. */
export const l10n = {
  t: (text: string, ...values: readonly (string | number)[]): string =>
    text.replace(/\{(\d+)\}/g, (_, i: string) => String(values[Number(i)])),
};

export { Emitter as EventEmitter, CancellationTokenSource } from 'vscode-jsonrpc/node';

/** A trusted workspace, the files of this machine and the settings as they are by default; no file is open. */
export const workspace = {
  isTrusted: true,
  textDocuments: [],
  fs: { readFile: (uri: { readonly fsPath: string }) => readFile(uri.fsPath) },
  getConfiguration: () => ({ get: <T>(_key: string, otherwise: T): T => otherwise }),
};

export const Uri = {
  file: (fsPath: string) => ({
    fsPath,
    path: fsPath,
    scheme: 'file',
    toString: () => pathToFileURL(fsPath).href,
  }),
};
