import { basename } from 'node:path';
import * as vscode from 'vscode';
import { bytes } from '../report/format';
import { activeFile } from './activeFile';
import type { Auditor } from './auditor';
import type { Certifier, Crash } from './certifier';
import { Disposable } from './disposable';
import type { JobProcess } from './jobProcess';
import { importSemlFile } from './importSeml';
import { messages } from './messages';
import { newConfiguration } from './newConfiguration';
import { openExamples } from './openExamples';
import type { PanelManager } from './panelManager';
import { runMenu } from './runMenu';
import type { ResultStore } from './store';

export interface CommandParts {
  readonly store: ResultStore;
  readonly certifier: Certifier;
  readonly auditor: Auditor;
  readonly jobs: JobProcess;
  readonly panels: PanelManager;
  readonly log: vscode.LogOutputChannel;
  readonly saveReport: (uri: vscode.Uri) => Promise<void>;
  readonly verify: (uri: vscode.Uri) => Promise<void>;
  readonly checkWidths: (uri: vscode.Uri) => Promise<void>;
  readonly exportAs: (uri: vscode.Uri, format?: string) => Promise<void>;
  readonly extensionUri: vscode.Uri;
  /** Where runs keep kernels and certificates. */
  readonly cacheFolder: string;
}

/** As the panel names it. */
const AUDIT_TAB = 'audit';

/** The commands of the palette, the menus and the panel, and the messages that answer them. */
export class Commands extends Disposable {
  constructor(private readonly parts: CommandParts) {
    super();
    const { panels, log } = parts;
    this.command('flipcert.certify', async (uri) => this.certify(await this.target(uri)));
    this.command('flipcert.certifyModel', async (uri, model) =>
      this.certify(await this.target(uri), typeof model === 'string' ? model : null),
    );
    this.command('flipcert.runMenu', () => runMenu(parts));
    this.command('flipcert.cancel', (uri) => this.cancel(uri));
    this.command('flipcert.openPanel', async (uri) => {
      const target = await this.target(uri);
      if (target) await panels.show(target);
    });
    this.command('flipcert.audit', async (uri, model) =>
      this.audit(await this.target(uri), typeof model === 'string' ? model : undefined),
    );
    this.command('flipcert.newConfiguration', async () => {
      await newConfiguration();
    });
    this.command('flipcert.openExamples', async () => {
      await openExamples(parts.extensionUri);
    });
    this.command('flipcert.importSeml', (uri) => importSemlFile(uri));
    this.command('flipcert.saveReport', async (uri) => {
      const target = await this.target(uri);
      if (target) await parts.saveReport(target);
    });
    this.command('flipcert.export', async (uri, format) => {
      const target = await this.target(uri);
      if (target) await parts.exportAs(target, typeof format === 'string' ? format : undefined);
    });
    this.command('flipcert.copyCommand', async (uri) => {
      const target = await this.target(uri);
      if (target) await parts.exportAs(target, 'command');
    });
    for (const [id, check] of [
      ['flipcert.verify', parts.verify],
      ['flipcert.checkWidths', parts.checkWidths],
    ] as const)
      this.command(id, async (uri) => {
        const target = await this.target(uri);
        if (target) await check(target);
      });
    this.command('flipcert.showLog', () => Promise.resolve(log.show()));
    this.command('flipcert.restart', () => {
      parts.jobs.end();
      void vscode.window.showInformationMessage(messages.restarted());
      return Promise.resolve();
    });
    this.command('flipcert.clearCache', async () => {
      const removed = await parts.jobs.clearCache(parts.cacheFolder);
      void vscode.window.showInformationMessage(messages.cacheCleared(bytes(removed.bytes), removed.entries));
    });
    this.register(parts.certifier.onDidCrash((crash) => void this.crashed(crash)));
  }

  /**
   * Certifies a file and shows its panel, as the command does. Without a file it says what is missing.
   * @param model this model alone
   */
  async certify(uri: vscode.Uri | undefined, model: string | null = null): Promise<void> {
    if (!uri) return;
    const { certifier, auditor, panels, store } = this.parts;
    // The threads are wanted here, and what an audit of an older text finds would be old when it ends.
    void auditor.cancel(uri);
    const running = certifier.certify(uri, model);
    const open = vscode.workspace.getConfiguration('flipcert', uri).get('openPanelOnCertify', true);
    if (open) await panels.show(uri);
    await running;
    const failure = store.get(uri)?.failure;
    // A crash has its own message; what is wrong with the file stands in the panel, where one is open.
    if (failure && !failure.crashed && !open) await this.sayInvalid(uri, failure.title);
  }

  /**
   * Finds the labels to verify, and shows the tab where they stand. What stands there is about a result, so that a
   * file without a current one is certified first.
   */
  async audit(uri: vscode.Uri | undefined, chosen?: string): Promise<void> {
    if (!uri) return;
    const { auditor, panels, store } = this.parts;
    await panels.show(uri);
    const isCurrent = (): boolean =>
      store.status(uri, { models: 0, labelled: null, test: null }).kind === 'current';
    if (!isCurrent()) await this.certify(uri);
    const names = store.result(uri)?.models.map(({ name }) => name) ?? [];
    if (!isCurrent() || names.length === 0) return;
    const model =
      chosen ??
      (names.length === 1
        ? names[0]
        : await vscode.window.showQuickPick(names, { title: messages.auditModel() }));
    if (model === undefined) return;
    panels.showTab(uri, AUDIT_TAB, model);
    await auditor.audit(uri, model);
  }

  private async sayInvalid(uri: vscode.Uri, title: string): Promise<void> {
    const [problems, log] = [messages.showProblems(), messages.showLog()];
    const text = messages.invalid(basename(uri.fsPath), title);
    const answer = await vscode.window.showErrorMessage(text, problems, log);
    if (answer === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
    if (answer === log) this.parts.log.show();
  }

  private async cancel(asked: vscode.Uri | undefined): Promise<void> {
    const { certifier, auditor, panels } = this.parts;
    const running = [...certifier.running(), ...auditor.running()];
    const active = asked ?? activeFile(panels);
    const one = running.find((uri) => uri.toString() === active?.toString());
    if (running.length === 0) void vscode.window.showInformationMessage(messages.nothingToCancel());
    await Promise.all((one ? [one] : running).flatMap((uri) => [certifier.cancel(uri), auditor.cancel(uri)]));
  }

  private async crashed({ how, files }: Crash): Promise<void> {
    const [again, log] = [messages.certifyAgain(), messages.showLog()];
    const answer = await vscode.window.showErrorMessage(messages.crashed(how.split('\n')[0]), again, log);
    if (answer === again) await Promise.all(files.map((uri) => this.certify(uri)));
    if (answer === log) this.parts.log.show();
  }

  /** The file that a command is about; asks to save one that is on no disk yet, since its paths start from its place. */
  private async target(asked: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
    const uri = asked ?? activeFile(this.parts.panels);
    if (!uri) {
      void vscode.window.showInformationMessage(messages.noFile());
      return undefined;
    }
    if (uri.scheme === 'file') return uri;
    if (uri.scheme !== 'untitled') {
      void vscode.window.showErrorMessage(messages.onlyDisk());
      return undefined;
    }
    const save = messages.save();
    const answer = await vscode.window.showInformationMessage(messages.saveFirst(), save);
    return answer === save ? vscode.workspace.save(uri) : undefined;
  }

  /** Registers a command; menus pass the file they were opened on. What it throws is logged and said. */
  private command(id: string, run: (uri: vscode.Uri | undefined, second: unknown) => Promise<void>): void {
    this.register(
      vscode.commands.registerCommand(id, async (argument: unknown, second: unknown) => {
        try {
          await run(argument instanceof vscode.Uri ? argument : undefined, second);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          this.parts.log.error(`${id}: ${error instanceof Error ? (error.stack ?? message) : message}`);
          const log = messages.showLog();
          const answer = await vscode.window.showErrorMessage(messages.unexpected(message), log);
          if (answer === log) this.parts.log.show();
        }
      }),
    );
  }
}
