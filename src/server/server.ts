import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection, InitializeResult } from 'vscode-languageserver/node';
import {
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { structureCheck } from '../config/validate';
import type { ExperimentFiles } from '../prepare/files';
import { GraphCache } from '../prepare/load';
import type { OpenedExperiment } from '../prepare/open';
import { openExperiment } from '../prepare/open';
import type { DatasetDescription } from '../prepare/summary';
import { describeDataset } from '../prepare/summary';
import { completionsAt } from './completion';
import { hoverAt } from './hover';
import { Publisher } from './publisher';
import { Scheduler } from './scheduler';

/** Long enough for the next key press, short enough to feel immediate. */
const TYPING_PAUSE_MS = 150;
const WATCHED = '**/*.{npz,csv,tsv,data,yaml,yml,json}';

/**
 * Serves diagnostics as one types, hover and completion for `*.flipcert.yaml` on a connection.
 * Open editors take the place of files, also those of referenced `.dataset.yaml` and `.model.yaml` files.
 */
export function startServer(connection: Connection, disk: ExperimentFiles): void {
  const documents = new TextDocuments(TextDocument);
  const scheduler = new Scheduler();
  const cache = new GraphCache();
  const check = structureCheck();
  /** Experiment's URI -> absolute paths of the files it depends on. */
  const dependencies = new Map<string, ReadonlySet<string>>();
  /** Experiment's URI -> what its dataset holds, where it could be read. */
  const descriptions = new Map<string, DatasetDescription>();
  const publisher = new Publisher((uri, diagnostics, version) => {
    void connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  });
  let canWatch = false;

  const files: ExperimentFiles = {
    ...disk,
    readText: (path) => {
      const open = documents.all().find(({ uri }) => pathOf(uri) === resolve(path));
      return open === undefined ? disk.readText(path) : Promise.resolve(open.getText());
    },
  };

  const describe = (uri: string, { dataset, splits, experiment }: OpenedExperiment): void => {
    if (dataset === null || splits === null || experiment === null) descriptions.delete(uri);
    else
      descriptions.set(
        uri,
        describeDataset(
          dataset,
          splits.map(({ split }) => split),
          experiment.models,
        ),
      );
  };

  const validate = (uri: string, delayMs: number): void => {
    const path = pathOf(uri);
    if (path === null) return;
    scheduler.schedule(uri, delayMs, async (isNewest) => {
      const document = documents.get(uri);
      if (document === undefined) return;
      const { version } = document;
      const opened = await openExperiment(path, document.getText(), files, { cache, check });
      if (!isNewest() || documents.get(uri)?.version !== version) return;
      dependencies.set(uri, new Set(opened.files));
      describe(uri, opened);
      publisher.update(uri, path, version, opened.diagnostics);
    });
  };
  /** Validates the open experiments that depend on one of the files. */
  const revalidate = (paths: ReadonlySet<string>): void => {
    for (const [uri, used] of dependencies) {
      if ([...used].some((path) => paths.has(path))) validate(uri, TYPING_PAUSE_MS);
    }
  };

  connection.onInitialize((params): InitializeResult => {
    canWatch = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        completionProvider: { triggerCharacters: [' ', ':', '{', '[', ','] },
      },
      serverInfo: { name: 'flipcert' },
    };
  });
  connection.onInitialized(() => {
    if (!canWatch) return;
    const watchers = [{ globPattern: WATCHED }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    revalidate(new Set(changes.flatMap(({ uri }) => pathOf(uri) ?? [])));
  });
  connection.onHover(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined || !isExperiment(document)) return null;
    return hoverAt(document.getText(), position, descriptions.get(document.uri) ?? null);
  });
  connection.onCompletion(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    return document === undefined || !isExperiment(document)
      ? []
      : completionsAt(document.getText(), position);
  });
  connection.onShutdown(() => scheduler.dispose());

  documents.onDidChangeContent(({ document }) => {
    if (isExperiment(document)) validate(document.uri, dependencies.has(document.uri) ? TYPING_PAUSE_MS : 0);
    const path = pathOf(document.uri);
    // The experiment itself is among its dependencies; it has just been asked for.
    if (path !== null && !isExperiment(document)) revalidate(new Set([path]));
  });
  documents.onDidSave(({ document }) => {
    if (isExperiment(document)) validate(document.uri, 0);
  });
  documents.onDidClose(({ document }) => {
    scheduler.cancel(document.uri);
    dependencies.delete(document.uri);
    descriptions.delete(document.uri);
    if (isExperiment(document)) publisher.remove(document.uri);
  });
  documents.listen(connection);
  connection.listen();
}

function isExperiment({ languageId, uri }: TextDocument): boolean {
  return languageId === 'flipcert' || /\.flipcert\.ya?ml$/.test(uri);
}

/** Absolute path of a file's URI; null for what is no file, such as an unsaved new editor. */
function pathOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}
