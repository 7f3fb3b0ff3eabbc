import * as vscode from 'vscode';
import type { PanelStatus } from '../protocol/panel';
import type { Result } from '../report/result';
import { Disposable } from './disposable';
import { newEntry, resultOf, statusOf, type Cost, type Entry } from './entry';
import { messages } from './messages';

/** A change of one file's entry. */
export interface StoreChange {
  readonly uri: vscode.Uri;
  readonly entry: Entry;
}

interface Held {
  readonly uri: vscode.Uri;
  entry: Entry;
  /** The result to show, and what it was made of. */
  shown?: { readonly sources: readonly unknown[]; readonly result: Result | null };
}

/** The only place that knows results. Every view is drawn from it and subscribes to it, so that no two disagree. */
export class ResultStore extends Disposable {
  private readonly entries = new Map<string, Held>();
  private readonly changed = this.register(new vscode.EventEmitter<StoreChange>());
  readonly onDidChange = this.changed.event;

  get(uri: vscode.Uri): Entry | undefined {
    return this.entries.get(uri.toString())?.entry;
  }

  /** All files that are known, with their entries. */
  all(): StoreChange[] {
    return [...this.entries.values()].map(({ uri, entry }) => ({ uri, entry }));
  }

  /** Makes the file known. Returns true where it was not. */
  add(uri: vscode.Uri, textHash: string): boolean {
    if (this.entries.has(uri.toString())) return false;
    this.entries.set(uri.toString(), { uri, entry: newEntry(textHash) });
    this.notify(uri);
    return true;
  }

  /** Applies a change; subscribers hear of it only where something is different. */
  update(uri: vscode.Uri, change: (entry: Entry) => Entry): void {
    const held = this.entries.get(uri.toString());
    if (!held) return;
    const next = change(held.entry);
    if (next === held.entry) return;
    held.entry = next;
    this.notify(uri);
  }

  /** Finds the file of a run that is still going on. */
  fileOfRun(runId: string): vscode.Uri | undefined {
    for (const { uri, entry } of this.entries.values()) if (entry.run?.runId === runId) return uri;
    return undefined;
  }

  status(uri: vscode.Uri, cost: Cost): PanelStatus {
    const entry = this.get(uri);
    return entry ? statusOf(entry, cost, messages.edited()) : { kind: 'empty', ...cost };
  }

  /** The same object for as long as it says the same, so that views can tell what is new. */
  result(uri: vscode.Uri): Result | null {
    const held = this.entries.get(uri.toString());
    if (!held) return null;
    const { certified, run } = held.entry;
    const sources = [certified, run?.partial ?? null];
    if (!held.shown || held.shown.sources.some((source, i) => source !== sources[i]))
      held.shown = { sources, result: resultOf(held.entry) };
    return held.shown.result;
  }

  private notify(uri: vscode.Uri): void {
    const entry = this.get(uri);
    if (entry) this.changed.fire({ uri, entry });
  }
}
