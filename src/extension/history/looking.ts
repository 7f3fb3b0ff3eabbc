import * as vscode from 'vscode';
import { Disposable } from '../disposable';

/** What the panel of one file is turned to, as ids of runs. */
export interface Look {
  /** An earlier run in place of the newest result; null: the newest. */
  readonly shown: string | null;
  /** The run that what is shown is compared with. */
  readonly other: string | null;
}

const NEWEST: Look = { shown: null, other: null };

/** Which runs the panels look at. Kept here and not in a panel, so that the saved report shows the same. */
export class Looking extends Disposable {
  private readonly looks = new Map<string, Look>();
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;

  of(uri: vscode.Uri): Look {
    return this.looks.get(uri.toString()) ?? NEWEST;
  }

  turn(uri: vscode.Uri, look: Partial<Look>): void {
    const before = this.of(uri);
    const next = { ...before, ...look };
    if (next.shown === before.shown && next.other === before.other) return;
    this.looks.set(uri.toString(), next);
    this.changed.fire(uri);
  }

  /** Something that every panel shows has changed, such as the list of runs. */
  refresh(uri: vscode.Uri): void {
    this.changed.fire(uri);
  }
}
