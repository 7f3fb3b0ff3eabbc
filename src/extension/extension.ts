import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Limits } from '../core/limits';
import {
  ERRORS_REQUEST,
  LIMITS_NOTIFICATION,
  TRUSTED_NOTIFICATION,
  type ErrorsAnswer,
} from '../protocol/server';
import { Auditor } from './auditor';
import { Certifier } from './certifier';
import { CodeLenses } from './codeLenses';
import { createWidthCheck } from './checkWidths';
import { CommandLine } from './commandLine';
import { Commands } from './commands';
import { ContextKeys } from './contextKeys';
import { RunDiagnostics } from './diagnostics';
import { createExport } from './exportResult';
import { FileWatch } from './fileWatch';
import { Runs } from './history/start';
import { JobProcess } from './jobProcess';
import { LiveMode } from './liveMode';
import { MarginMarks } from './marginMarks';
import { messages } from './messages';
import { PanelManager } from './panelManager';
import { ResultCache } from './resultCache';
import { limitSettings } from './runSettings';
import { createSaveReport } from './saveReport';
import { StatusBar } from './statusBar';
import { ResultStore } from './store';
import { ExpectationTests } from './testExplorer';
import { TrustActions } from './trustActions';
import { trustLabels } from './trustLabels';
import { createVerify } from './verifyResult';

/** Puts the parts together. Everything that lives is in `subscriptions`, and nothing lives outside. */
export function activate(context: vscode.ExtensionContext): void {
  const began = performance.now();
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Flipcert', { log: true }));
  const { version } = context.extension.packageJSON as { version: string };
  const folder = (context.storageUri ?? context.globalStorageUri).fsPath;

  const cacheFolder = join(context.globalStorageUri.fsPath, 'cache');

  const store = own(new ResultStore());
  const cache = new ResultCache(join(folder, 'results'), log);
  const jobs = own(new JobProcess(context.asAbsolutePath('dist/job.mjs'), log));
  const certifier = own(new Certifier(jobs, store, cache, log, cacheFolder));
  const auditor = own(new Auditor(jobs, store, log, cacheFolder));
  const watch = own(new FileWatch(store, cache));
  own(new RunDiagnostics(store));
  const know = (uri: vscode.Uri): Promise<void> => watch.know(uri);
  const buildFile = context.asAbsolutePath('dist/build.json');
  const runs = own(new Runs({ folder, version, buildFile, store, log, know }));

  const saveReport = createSaveReport({
    store,
    extensionUri: context.extensionUri,
    version,
    complete: (uri, state) => runs.panelRuns.complete(uri, state),
  });
  const actions = {
    certify: (uri: vscode.Uri) => void vscode.commands.executeCommand('flipcert.certify', uri),
    cancel: (uri: vscode.Uri) => void vscode.commands.executeCommand('flipcert.cancel', uri),
    audit: (uri: vscode.Uri, model: string) =>
      void vscode.commands.executeCommand('flipcert.audit', uri, model),
    cancelAudit: (uri: vscode.Uri) => void auditor.cancel(uri),
    trust: (uri: vscode.Uri, nodes: readonly number[]) =>
      void trustLabels(uri, nodes, store.result(uri)).catch((error: unknown) => log.error(String(error))),
    exportAs: (uri: vscode.Uri) => void vscode.commands.executeCommand('flipcert.export', uri),
    saveReport: (uri: vscode.Uri) => void vscode.commands.executeCommand('flipcert.saveReport', uri),
    showLog: () => log.show(),
    compare: (uri: vscode.Uri, model: string) => void runCommands.pick(uri, model),
    turn: runs.looking.turn.bind(runs.looking),
    withRun: runs.withRun.bind(runs),
  };
  const environment = {
    extensionUri: context.extensionUri,
    version,
    store,
    actions,
    log,
    runs: runs.panelRuns,
    onDidTurn: runs.looking.onDidChange,
  };
  const panels = own(new PanelManager(environment, know));
  const runCommands = runs.command(panels);
  own(new StatusBar(store, panels));
  own(new ContextKeys(store, panels));
  const commandLine = own(new CommandLine(context.asAbsolutePath('dist/cli.mjs'), log));
  const exportAs = createExport({ store, panels, version, saveReport });
  const { extensionUri } = context;
  own(
    new Commands({
      store,
      certifier,
      auditor,
      jobs,
      panels,
      log,
      saveReport,
      exportAs,
      verify: createVerify({ store, commandLine, log }),
      checkWidths: createWidthCheck({ store, commandLine, log, cacheFolder }),
      extensionUri,
      cacheFolder,
    }),
  );
  own(new ExpectationTests(certifier, store));
  own(new CodeLenses(store, (uri) => runs.panelRuns.earlierModels(uri)));
  own(new MarginMarks(store, context.extensionUri));
  own(new TrustActions(store));

  // The client's library takes longer to load than all else together: nothing waits for it.
  const client = import('./languageClient').then(({ createLanguageClient }) =>
    createLanguageClient(context.asAbsolutePath('dist/server.cjs'), log),
  );
  own({ dispose: () => void client.then((running) => running.dispose()).catch(() => undefined) });
  own(
    new LiveMode({
      store,
      log,
      isPanelOpen: (uri) => panels.isOpen(uri),
      errorsIn: async (uri) => {
        const server = await client;
        return server.isRunning()
          ? server.sendRequest<ErrorsAnswer>(ERRORS_REQUEST, { uri: uri.toString() })
          : null;
      },
      certify: async (uri) => {
        // What an audit of an older text finds would be old when it ends.
        void auditor.cancel(uri);
        await certifier.certify(uri);
      },
    }),
  );
  const started = client.then((server) => server.start());
  // What it starts with may change while it starts.
  const tell = async (notification: string, what?: Limits): Promise<void> => {
    await started;
    await (await client).sendNotification(notification, what);
  };
  const failed = (error: unknown): void => log.error(`The language server was not told: ${String(error)}`);
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => void tell(TRUSTED_NOTIFICATION).catch(failed)));
  own(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('flipcert.limits'))
        void tell(LIMITS_NOTIFICATION, limitSettings()).catch(failed);
    }),
  );
  started.catch((error: unknown) => {
    log.error(`The language server did not start: ${String(error)}`);
    void vscode.window.showErrorMessage(messages.startFailed(String(error)));
  });
  log.debug(`Activated in ${(performance.now() - began).toFixed(0)} ms`);
}
