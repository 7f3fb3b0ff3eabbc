import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import type { PanelManager } from '../panelManager';
import { limitSettings } from '../runSettings';
import type { ResultStore } from '../store';
import { History } from './history';
import { Looking } from './looking';
import { PanelRuns } from './panelRuns';
import { Recorder } from './recorder';
import { RunCommands } from './runCommands';
import { RunDocuments } from './runDocuments';
import { RunFiles } from './runFiles';
import { RunsTree } from './runsTree';

export interface HistoryParts {
  /** A folder of the history's own. */
  readonly folder: string;
  readonly version: string;
  /** Says which code certifies. */
  readonly buildFile: string;
  readonly store: ResultStore;
  readonly log: vscode.LogOutputChannel;
  readonly know: (uri: vscode.Uri) => Promise<void>;
}

/** As the manifest has it. */
const DEFAULT_RUNS = 50;

/** The history and everything that shows it. */
export class Runs extends Disposable {
  readonly looking = this.register(new Looking());
  readonly panelRuns: PanelRuns;
  private readonly history: History;
  private readonly tree: RunsTree;

  constructor(private readonly parts: HistoryParts) {
    super();
    const { folder, store, log, version, buildFile } = parts;
    const changed = this.register(new vscode.EventEmitter<void>());
    const files = new RunFiles(join(folder, 'runs'), (message) => log.warn(message), limitSettings);
    this.history = new History(files, limitOf, () => changed.fire());
    this.panelRuns = new PanelRuns(this.history, this.looking, store);
    this.tree = this.register(new RunsTree(this.history));
    this.register(new Recorder(store, this.history, { extension: version, code: codeOf(buildFile) }, log));
    this.register(
      changed.event(() => {
        this.tree.refresh();
        for (const { uri } of store.all()) this.looking.refresh(uri);
      }),
    );
    // Who certifies wants to see what comes of it.
    this.register(
      store.onDidChange(({ uri, entry }) => {
        if (entry.run && this.looking.of(uri).shown !== null) this.looking.turn(uri, { shown: null });
      }),
    );
  }

  /** Adds the commands, once there are panels. */
  command(panels: PanelManager): RunCommands {
    const documents = this.register(new RunDocuments(this.history));
    const { history, looking, panelRuns, tree } = this;
    const { store, know, log } = this.parts;
    return this.register(
      new RunCommands({ history, looking, panelRuns, tree, documents, panels, store, know, log }),
    );
  }

  /** What a panel asks for, by the id of a run. */
  withRun(id: string, action: 'open' | 'compareWithCurrent' | 'pin' | 'unpin'): void {
    const run = this.history.get(id);
    if (run) void vscode.commands.executeCommand(`flipcert.runs.${action}`, { run });
  }
}

function limitOf(uri: string): number {
  const settings = vscode.workspace.getConfiguration('flipcert', vscode.Uri.parse(uri));
  return settings.get('history.maxRuns', DEFAULT_RUNS);
}

/** Digest of the code that certifies, as the build left it; empty where it did not. */
function codeOf(file: string): string {
  try {
    const { code } = JSON.parse(readFileSync(file, 'utf8')) as { code?: unknown };
    return typeof code === 'string' ? code : '';
  } catch {
    return '';
  }
}
