import { dirname, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { messages } from './messages';
import { NEW_MODELS, newConfigurationText, type NewDataset, type NewModel } from './newConfigurationText';
import { writeFile } from './writeFile';

interface DatasetItem extends vscode.QuickPickItem {
  readonly kindOf: NewDataset['kind'];
}

/** Asks what to certify, writes a configuration that runs, and opens it. Nothing is written before the last answer. */
export async function newConfiguration(): Promise<vscode.Uri | undefined> {
  const dataset = await askDataset();
  if (!dataset) return undefined;
  const models = await askModels(dataset);
  if (!models) return undefined;
  const target = await askTarget(dataset);
  if (!target) return undefined;
  const text = newConfigurationText(relativeTo(dirname(target.fsPath), dataset), models);
  await writeFile(target, text);
  await vscode.window.showTextDocument(target);
  return target;
}

async function askDataset(): Promise<NewDataset | undefined> {
  const items: DatasetItem[] = [
    { label: messages.newKarate(), detail: messages.newKarateDetail(), kindOf: 'karate' },
    { label: messages.newGraph(), detail: messages.newGraphDetail(), kindOf: 'npz' },
    { label: messages.newCsv(), detail: messages.newCsvDetail(), kindOf: 'csv' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: messages.newTitle(),
    placeHolder: messages.newDataset(),
  });
  switch (picked?.kindOf) {
    case undefined:
      return undefined;
    case 'karate':
      return { kind: 'karate' };
    case 'npz': {
      const path = await askFile(messages.newPickGraph(), ['npz']);
      return path === undefined ? undefined : { kind: 'npz', path };
    }
    case 'csv': {
      const edges = await askFile(messages.newPickEdges(), ['csv', 'tsv']);
      const nodes = edges && (await askFile(messages.newPickNodes(), ['csv', 'tsv']));
      return edges && nodes ? { kind: 'csv', edges, nodes } : undefined;
    }
  }
}

async function askFile(title: string, extensions: string[]): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: messages.newPick(),
    filters: { [extensions.join(', ')]: extensions },
    ...(folder ? { defaultUri: folder } : {}),
  });
  return chosen?.[0]?.fsPath;
}

/** An MLP sees features alone, and the karate club has none: there it is offered, but not chosen. */
async function askModels(dataset: NewDataset): Promise<NewModel[] | undefined> {
  for (;;) {
    const picked = await vscode.window.showQuickPick(
      NEW_MODELS.map((label) => ({ label, picked: label !== 'MLP' || dataset.kind !== 'karate' })),
      { title: messages.newTitle(), placeHolder: messages.newModels(), canPickMany: true },
    );
    if (!picked) return undefined;
    if (picked.length > 0) return picked.map(({ label }) => label);
    await vscode.window.showWarningMessage(messages.newNoModels());
  }
}

/** Where to save. An existing file is replaced only where the user says so, whichever dialog the system has. */
async function askTarget(dataset: NewDataset): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const start = vscode.Uri.file(
    join(folder, `${dataset.kind === 'karate' ? 'karate' : 'experiment'}.flipcert.yaml`),
  );
  const chosen = await vscode.window.showSaveDialog({
    title: messages.newSaveTitle(),
    defaultUri: await freeName(start),
    // The dialog knows the last part of an ending only, and would add the whole of a longer one once more.
    filters: { [messages.newFilter()]: ['yaml', 'yml'] },
  });
  if (!chosen) return undefined;
  const target = /\.flipcert\.ya?ml$/.test(chosen.path)
    ? chosen
    : chosen.with({ path: `${chosen.path.replace(/(\.flipcert)?(\.ya?ml)?$/, '')}.flipcert.yaml` });
  // The dialog asked about the name it knew; it did not see one that was completed here.
  if (target.path === chosen.path || !(await exists(target))) return target;
  const replace = messages.newReplace();
  const answer = await vscode.window.showWarningMessage(
    messages.newExists(target.fsPath),
    { modal: true },
    replace,
  );
  return answer === replace ? target : undefined;
}

/** `name.flipcert.yaml`, or with the first number that is free. */
async function freeName(uri: vscode.Uri): Promise<vscode.Uri> {
  for (let i = 2, free = uri; ; i++) {
    if (!(await exists(free))) return free;
    free = uri.with({ path: uri.path.replace(/\.flipcert\.yaml$/, `-${i}.flipcert.yaml`) });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function relativeTo(folder: string, dataset: NewDataset): NewDataset {
  const short = (path: string): string => relative(folder, path).split(sep).join('/');
  switch (dataset.kind) {
    case 'karate':
      return dataset;
    case 'npz':
      return { kind: 'npz', path: short(dataset.path) };
    case 'csv':
      return { kind: 'csv', edges: short(dataset.edges), nodes: short(dataset.nodes) };
  }
}
