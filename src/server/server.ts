import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Connection, InitializeResult } from 'vscode-languageserver/node';
import { DidChangeWatchedFilesNotification, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS, limitsWith } from '../core/limits';
import type { ExperimentFiles } from '../prepare/files';
import { samePath } from '../config/same-path';
import { ERRORS_REQUEST, LIMITS_NOTIFICATION, TRUSTED_NOTIFICATION } from '../protocol/server';
import type { ErrorsAnswer, ErrorsParams } from '../protocol/server';
import { Checks } from './checks';
import { listFolder } from './completion-paths';
import { CAPABILITIES, serveFeatures } from './features';
import { pathOf } from './file-uri';
import type { Exists } from './links';
import { Publisher } from './publisher';
import { Trust, guarded } from './trust';

const WATCHED = '**/*.{npz,csv,tsv,data,yaml,yml,json}';

/**
 * Serves `*.flipcert.yaml` on a connection: diagnostics as one types, and everything an editor asks for.
 * In a workspace that is not trusted nothing is read but what is open in an editor, and no data is looked at.
 * Open editors take the place of files, also those of referenced `.dataset.yaml` and `.model.yaml` files.
 */
export function startServer(
  connection: Connection,
  given: ExperimentFiles,
  within: (limits: Limits) => ExperimentFiles = () => given,
): void {
  let limited = given;
  const trust = new Trust();
  const disk = guarded(() => limited, trust);
  const documents = new TextDocuments(TextDocument);
  const publisher = new Publisher((uri, diagnostics, version) => {
    void connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  });
  let canWatch = false;
  let canRefreshHints = false;

  const opened: ExperimentFiles = {
    readBytes: (path) => disk.readBytes(path),
    ...(given.stamp === undefined ? {} : { stamp: async (path: string) => (await disk.stamp?.(path)) ?? '' }),
    get limits() {
      return disk.limits ?? DEFAULT_LIMITS;
    },
    readText: (path) => {
      const open = documents.all().find(({ uri }) => samePath(pathOf(uri) ?? '', resolve(path)));
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
    opened,
    trust,
  );
  serveFeatures(connection, {
    experiment: (uri) => {
      const document = documents.get(uri);
      if (document === undefined || !isExperiment(document)) return null;
      return { uri: document.uri, path: pathOf(document.uri), text: document.getText() };
    },
    facts: ({ uri, text }) => checks.factsFor(uri, text),
    exists: (path) => (trust.granted ? isFile(path) : Promise.resolve(false)),
    list: (path) => (trust.granted ? listFolder(path) : Promise.resolve([])),
  });

  connection.onInitialize(({ capabilities: { workspace }, initializationOptions }): InitializeResult => {
    trust.initialize(initializationOptions);
    const { limits = {} } = (initializationOptions ?? {}) as { readonly limits?: Partial<Limits> };
    limited = within(limitsWith(limits));
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
  const checkAll = (): void => {
    for (const document of documents.all()) if (isExperiment(document)) checks.request(document.uri, false);
  };
  connection.onNotification(TRUSTED_NOTIFICATION, () => {
    trust.grant();
    checkAll();
  });
  connection.onNotification(LIMITS_NOTIFICATION, (limits: Partial<Limits>) => {
    limited = within(limitsWith(limits));
    checkAll();
  });
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
