import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Connection, InitializeResult } from 'vscode-languageserver/node';
import { DidChangeWatchedFilesNotification, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS, limitsWith } from '../core/limits';
import type { ExperimentFiles } from '../prepare/files';
import { ERRORS_REQUEST } from '../protocol/server';
import type { ErrorsAnswer, ErrorsParams } from '../protocol/server';
import { Checks } from './checks';
import { listFolder } from './completion-paths';
import { CAPABILITIES, serveFeatures } from './features';
import { pathOf } from './file-uri';
import type { Exists } from './links';
import { Publisher } from './publisher';

const WATCHED = '**/*.{npz,csv,tsv,data,yaml,yml,json}';

/**
 * Serves `*.flipcert.yaml` on a connection: diagnostics as one types, and everything an editor asks for.
 * Open editors take the place of files, also those of referenced `.dataset.yaml` and `.model.yaml` files.
 */
export function startServer(
  connection: Connection,
  given: ExperimentFiles,
  within: (limits: Limits) => ExperimentFiles = () => given,
): void {
  let disk = given;
  const documents = new TextDocuments(TextDocument);
  const publisher = new Publisher((uri, diagnostics, version) => {
    void connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  });
  let canWatch = false;
  let canRefreshHints = false;

  const files: ExperimentFiles = {
    readBytes: (path) => disk.readBytes(path),
    ...(given.stamp === undefined ? {} : { stamp: async (path: string) => (await disk.stamp?.(path)) ?? '' }),
    get limits() {
      return disk.limits ?? DEFAULT_LIMITS;
    },
    readText: (path) => {
      const open = documents.all().find(({ uri }) => pathOf(uri) === resolve(path));
      return open === undefined ? disk.readText(path) : Promise.resolve(open.getText());
    },
  };
  const checks = new Checks(
    {
      document: (uri) => documents.get(uri),
      publish: (uri, path, version, diagnostics) => publisher.update(uri, path, version, diagnostics),
      factsChanged: () => {
        if (canRefreshHints) void connection.languages.inlayHint.refresh();
      },
    },
    files,
  );
  serveFeatures(connection, {
    experiment: (uri) => {
      const document = documents.get(uri);
      if (document === undefined || !isExperiment(document)) return null;
      return { uri: document.uri, path: pathOf(document.uri), text: document.getText() };
    },
    facts: ({ uri, text }) => checks.factsFor(uri, text),
    exists: isFile,
    list: listFolder,
  });

  connection.onInitialize(({ capabilities: { workspace }, initializationOptions }): InitializeResult => {
    const { limits = {} } = (initializationOptions ?? {}) as { readonly limits?: Partial<Limits> };
    disk = within(limitsWith(limits));
    canWatch = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    canRefreshHints = workspace?.inlayHint?.refreshSupport === true;
    return { capabilities: CAPABILITIES, serverInfo: { name: 'flipcert' } };
  });
  connection.onInitialized(() => {
    if (!canWatch) return;
    const watchers = [{ globPattern: WATCHED }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    checks.filesChanged(new Set(changes.flatMap(({ uri }) => pathOf(uri) ?? [])));
  });
  connection.onRequest(ERRORS_REQUEST, ({ uri }: ErrorsParams): Promise<ErrorsAnswer> =>
    checks.errorsOf(uri),
  );
  connection.onShutdown(() => checks.dispose());

  documents.onDidChangeContent(({ document }) => {
    if (isExperiment(document)) checks.request(document.uri, true);
    const path = pathOf(document.uri);
    // The experiment itself is among its dependencies; it has just been asked for.
    if (path !== null && !isExperiment(document)) checks.filesChanged(new Set([path]));
  });
  documents.onDidSave(({ document }) => {
    if (isExperiment(document)) checks.request(document.uri, false);
  });
  documents.onDidClose(({ document }) => {
    checks.forget(document.uri);
    if (isExperiment(document)) publisher.remove(document.uri);
  });
  documents.listen(connection);
  connection.listen();
}

const isFile: Exists = async (path) => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

function isExperiment({ languageId, uri }: TextDocument): boolean {
  return languageId === 'flipcert' || /\.flipcert\.ya?ml$/.test(uri);
}
