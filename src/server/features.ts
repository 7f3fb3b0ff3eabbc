import { pathToFileURL } from 'node:url';
import type { Connection, ServerCapabilities } from 'vscode-languageserver/node';
import {
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { completionsAt } from './completion';
import type { ListFolder } from './completion-paths';
import { pathsAt } from './completion-paths';
import { snippetsAt } from './completion-snippets';
import type { Facts } from './facts';
import { fixesFor } from './fixes';
import { foldsOf } from './folding';
import { formatEdits } from './format';
import { hoverAt } from './hover';
import { hintsIn } from './inlay';
import type { Exists } from './links';
import { fileAt, linksOf } from './links';
import { highlightsAt, mentionAt, renamed, sameModel } from './names';
import { symbolsOf } from './symbols';

/** An open experiment. */
export interface Experiment {
  readonly uri: string;
  /** Null for an editor that was never saved. */
  readonly path: string | null;
  readonly text: string;
}

/** What the features need of the server. */
export interface FeatureHost {
  /** Null for a file that is no experiment, or not open. */
  experiment(uri: string): Experiment | null;
  facts(experiment: Experiment): Facts;
  readonly exists: Exists;
  readonly list: ListFolder;
}

export const CAPABILITIES: ServerCapabilities = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  hoverProvider: true,
  completionProvider: { triggerCharacters: [' ', ':', '{', '[', ',', '/', '"', "'"] },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  inlayHintProvider: true,
  documentSymbolProvider: true,
  documentLinkProvider: {},
  foldingRangeProvider: true,
  renameProvider: { prepareProvider: true },
  referencesProvider: true,
  documentHighlightProvider: true,
  definitionProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
};

/** Answers what an editor asks about an experiment. */
export function serveFeatures(connection: Connection, host: FeatureHost): void {
  /** The answer for an open experiment, and for any other file that there is none. */
  const on =
    <P extends { readonly textDocument: { readonly uri: string } }, R>(
      none: R,
      answer: (params: P, experiment: Experiment) => R | Promise<R>,
    ) =>
    (params: P): R | Promise<R> => {
      const experiment = host.experiment(params.textDocument.uri);
      return experiment === null ? none : answer(params, experiment);
    };

  connection.onHover(
    on(null, ({ position }, experiment) => hoverAt(experiment.text, position, host.facts(experiment))),
  );
  connection.onCompletion(
    on([], async ({ position }, experiment) => {
      const { text, path } = experiment;
      return [
        ...completionsAt(text, position, host.facts(experiment)),
        ...(path === null ? [] : await pathsAt(path, text, position, host.list)),
        ...snippetsAt(text, position),
      ];
    }),
  );
  connection.onCodeAction(on([], ({ context }, { uri, text }) => fixesFor(uri, text, context.diagnostics)));
  connection.languages.inlayHint.on(
    on([], ({ range }, experiment) => hintsIn(experiment.text, range, host.facts(experiment))),
  );
  connection.onDocumentSymbol(on([], (_, { text }) => symbolsOf(text)));
  connection.onDocumentLinks(
    on([], (_, { path, text }) => (path === null ? [] : linksOf(path, text, host.exists))),
  );
  connection.onFoldingRanges(on([], (_, { text }) => foldsOf(text)));
  connection.onDocumentFormatting(on([], (_, { text }) => formatEdits(text)));
  connection.onDocumentRangeFormatting(on([], ({ range }, { text }) => formatEdits(text, range)));
  connection.onDocumentHighlight(on([], ({ position }, { text }) => highlightsAt(text, position)));
  connection.onReferences(
    on([], ({ position, context }, { uri, text }) =>
      sameModel(text, position)
        .filter(({ isDefinition }) => context.includeDeclaration || !isDefinition)
        .map(({ range }) => ({ uri, range })),
    ),
  );
  connection.onDefinition(
    on(null, async ({ position }, { uri, path, text }) => {
      const model = sameModel(text, position).find(({ isDefinition }) => isDefinition);
      if (model !== undefined) return { uri, range: model.range };
      const file = path === null ? null : await fileAt(path, text, position, host.exists);
      const start = { line: 0, character: 0 };
      return file === null ? null : { uri: pathToFileURL(file).href, range: { start, end: start } };
    }),
  );
  connection.onPrepareRename(
    on(null, ({ position }, { text }) => {
      const mention = mentionAt(text, position);
      return mention === null ? null : { range: mention.range, placeholder: mention.family };
    }),
  );
  connection.onRenameRequest(
    on(null, ({ position, newName }, { uri, text }) => {
      const edits = renamed(text, position, newName);
      if (typeof edits === 'string') throw new ResponseError(LSPErrorCodes.RequestFailed, edits);
      return { changes: { [uri]: edits } };
    }),
  );
}
