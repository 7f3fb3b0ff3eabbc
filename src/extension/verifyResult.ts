import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { lastWords, type CommandEnd, type CommandLine } from './commandLine';
import { messages } from './messages';
import { computationAllowed } from './restricted';
import { savedFirst } from './savedFirst';
import type { ResultStore } from './store';
import { inTemporaryFolder } from './temporaryFolder';

interface VerifyParts {
  readonly store: ResultStore;
  readonly commandLine: CommandLine;
  readonly log: vscode.LogOutputChannel;
}

/** As `flipcert verify --json` writes it. */
interface VerifyReport {
  readonly totals: { readonly checked: number; readonly open: number; readonly refuted: number };
}

const HELD = 0;
const REFUTED = 1;
const OPEN = 3;

/** Makes the command that checks every claim of the result anew, by other means than those that made it. */
export function createVerify({ store, commandLine, log }: VerifyParts) {
  return async (uri: vscode.Uri): Promise<void> => {
    if (!computationAllowed() || !(await savedFirst(uri))) return;
    const result = store.result(uri);
    const { kind } = store.status(uri, { models: 0, labelled: null, test: null });
    if (!result || kind !== 'current') {
      void vscode.window.showInformationMessage(messages.nothingToVerify());
      return;
    }
    const name = basename(uri.fsPath);
    const found = await inTemporaryFolder(async (folder) => {
      const [stated, written] = [join(folder, 'result.json'), join(folder, 'found.json')];
      await writeFile(stated, JSON.stringify(result));
      const args = ['verify', stated, '--config', uri.fsPath, '--json', written];
      const end = await commandLine.run(messages.verifying(name), args);
      const report = await readFile(written, 'utf8')
        .then((text) => JSON.parse(text) as VerifyReport)
        .catch(() => null);
      return { end, report };
    });
    if (found.end !== null) await say(name, found.end, found.report, log);
  };
}

async function say(
  name: string,
  end: CommandEnd,
  report: VerifyReport | null,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const { window } = vscode;
  const show = messages.showLog();
  const { checked = 0, open = 0, refuted = 0 } = report?.totals ?? {};
  const answer =
    report !== null && end.status === HELD
      ? await window.showInformationMessage(messages.verified(name, checked), show)
      : report !== null && end.status === OPEN
        ? await window.showWarningMessage(messages.verifiedPartly(name, checked, open), show)
        : report !== null && end.status === REFUTED
          ? await window.showErrorMessage(messages.refuted(name, refuted), show)
          : await window.showErrorMessage(messages.notVerified(name, lastWords(end)), show);
  if (answer === show) log.show();
}
