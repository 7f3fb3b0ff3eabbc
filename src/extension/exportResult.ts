import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { PictureFormat } from '../protocol/panel';
import { curvesCsv } from '../report/csv';
import { latexTable } from '../report/latex';
import type { Result } from '../report/result';
import { messages } from './messages';
import { panelState } from './panel';
import type { PanelManager } from './panelManager';
import type { ResultStore } from './store';
import { writeFile } from './writeFile';

interface ExportParts {
  readonly store: ResultStore;
  readonly panels: PanelManager;
  readonly version: string;
  readonly saveReport: (uri: vscode.Uri) => Promise<void>;
}

type Format = 'html' | 'json' | 'csv' | 'latex' | PictureFormat | 'command';

interface Choice extends vscode.QuickPickItem {
  readonly format: Format;
}

const EXTENSIONS: Readonly<Record<Exclude<Format, 'html' | 'command'>, string>> = {
  json: 'json',
  csv: 'csv',
  latex: 'tex',
  svg: 'svg',
  png: 'png',
};

/** Makes the command that writes what the panel shows in a format that the user picks, or gives as the argument. */
export function createExport({ store, panels, version, saveReport }: ExportParts) {
  const bytesOf = async (
    uri: vscode.Uri,
    format: keyof typeof EXTENSIONS,
    result: Result,
  ): Promise<Uint8Array | null> => {
    const text = (value: string): Uint8Array => new TextEncoder().encode(value);
    switch (format) {
      case 'json':
        return text(`${JSON.stringify(result, null, 2)}\n`);
      case 'csv':
        return text(curvesCsv([result]));
      case 'latex':
        return text(latexTable(result));
      case 'svg':
      case 'png': {
        const data = await panels.draw(uri, format);
        if (data === null) return null;
        return format === 'svg' ? text(data) : Buffer.from(data, 'base64');
      }
    }
  };

  const write = async (uri: vscode.Uri, format: keyof typeof EXTENSIONS, result: Result): Promise<void> => {
    const bytes = await bytesOf(uri, format, result);
    if (!bytes) {
      void vscode.window.showErrorMessage(messages.notDrawn());
      return;
    }
    const extension = EXTENSIONS[format];
    const target = await vscode.window.showSaveDialog({
      title: messages.exportTitle(),
      defaultUri: uri.with({ path: `${uri.path.replace(/(\.flipcert)?\.ya?ml$/, '')}.${extension}` }),
      filters: { [extension.toUpperCase()]: [extension] },
    });
    if (!target) return;
    await writeFile(target, bytes);
    const open = messages.openExport();
    const answer = await vscode.window.showInformationMessage(
      messages.exported(basename(target.fsPath)),
      ...(format === 'png' || format === 'svg' ? [] : [open]),
    );
    if (answer === open) await vscode.window.showTextDocument(target, { preview: true });
  };

  return async (uri: vscode.Uri, asked?: string): Promise<void> => {
    const choices = choicesOf();
    const result = store.result(uri);
    const given = choices.find(({ format }) => format === asked);
    const known = result ? choices : choices.filter(({ format }) => format === 'command');
    const chosen = given ?? (await vscode.window.showQuickPick(known, { title: messages.exportQuestion() }));
    if (!chosen) return;
    const { format } = chosen;
    if (format === 'command') {
      const { command } = await panelState(uri, store, version);
      await vscode.env.clipboard.writeText(command);
      vscode.window.setStatusBarMessage(messages.copied(), 2_000);
    } else if (!result) {
      void vscode.window.showInformationMessage(messages.nothingToReport());
    } else if (format === 'html') await saveReport(uri);
    else await write(uri, format, result);
  };
}

function choicesOf(): Choice[] {
  return [
    { format: 'html', label: messages.exportHtml(), detail: messages.exportHtmlDetail() },
    { format: 'json', label: messages.exportJson(), detail: messages.exportJsonDetail() },
    { format: 'csv', label: messages.exportCsv(), detail: messages.exportCsvDetail() },
    { format: 'latex', label: messages.exportLatex(), detail: messages.exportLatexDetail() },
    { format: 'svg', label: messages.exportSvg(), detail: messages.exportPictureDetail() },
    { format: 'png', label: messages.exportPng(), detail: messages.exportPictureDetail() },
    { format: 'command', label: messages.exportCommand(), detail: messages.exportCommandDetail() },
  ];
}
