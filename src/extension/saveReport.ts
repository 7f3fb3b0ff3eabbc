import { basename } from 'node:path';
import * as vscode from 'vscode';
import { htmlReport } from '../report/html';
import type { PanelState } from '../report/panel-state';
import { reportPicture } from '../report/picture';
import { pictureOf } from './entry';
import { messages } from './messages';
import { panelState, webviewFolder } from './panel';
import type { ResultStore } from './store';
import { translations } from './translations';
import { writeFile } from './writeFile';

interface ReportParts {
  readonly store: ResultStore;
  readonly extensionUri: vscode.Uri;
  readonly version: string;
  /** Adds what the panel shows besides the newest result: an earlier run, a comparison. */
  readonly complete: (uri: vscode.Uri, state: PanelState) => Promise<PanelState>;
}

/** Makes the command that writes what the panel shows as one HTML page, which needs no editor to be read. */
export function createSaveReport({ store, extensionUri, version, complete }: ReportParts) {
  const asset = async (name: string): Promise<string> => {
    const uri = vscode.Uri.joinPath(webviewFolder(extensionUri), name);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  };
  return async (uri: vscode.Uri): Promise<void> => {
    if (!store.result(uri)) {
      void vscode.window.showInformationMessage(messages.nothingToReport());
      return;
    }
    const target = await vscode.window.showSaveDialog({
      title: messages.reportTitle(),
      defaultUri: uri.with({ path: uri.path.replace(/(\.flipcert)?\.ya?ml$/, '') + '.report.html' }),
      filters: { [messages.reportFilter()]: ['html'] },
    });
    if (!target) return;
    const shown = await complete(uri, await panelState(uri, store, version));
    const entry = store.get(uri);
    // An earlier run may be of another graph.
    const drawn = entry && !shown.earlier ? pictureOf(entry) : null;
    const state = { ...withoutRuns(shown), picture: drawn && reportPicture(drawn) };
    const spoken = translations();
    const html = htmlReport({
      state,
      script: await asset('panel.js'),
      style: await asset('panel.css'),
      ...(spoken ? { translations: spoken } : {}),
    });
    await writeFile(target, html);
    const open = messages.openReport();
    const answer = await vscode.window.showInformationMessage(
      messages.reportSaved(basename(target.fsPath)),
      open,
    );
    if (answer === open) await vscode.env.openExternal(target);
  };
}

/** The list of runs leads nowhere from a page without an editor. */
function withoutRuns(state: PanelState): PanelState {
  const page = { ...state };
  delete page.runs;
  return page;
}
