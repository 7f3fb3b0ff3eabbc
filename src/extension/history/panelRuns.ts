import type * as vscode from 'vscode';
import type { OtherRun, PanelState, RunLine } from '../../report/panel-state';
import type { Result } from '../../report/result';
import { detailsOf } from '../details';
import { newEntry } from '../entry';
import { historyMessages } from '../historyMessages';
import type { ResultStore } from '../store';
import type { History } from './history';
import type { Looking } from './looking';
import { runDifferences } from './runDifferences';
import type { RunHead } from './runHead';

/** Results that stay in memory: what a panel shows is sent again with every step of a run. */
const MOST_LOADED = 4;

/** Adds to a panel's state what the history knows: the runs, an earlier one in place of the newest, a comparison. */
export class PanelRuns {
  private readonly loaded = new Map<string, Promise<Result | null>>();

  constructor(
    private readonly history: History,
    private readonly looking: Looking,
    private readonly store: ResultStore,
  ) {}

  async complete(uri: vscode.Uri, state: PanelState): Promise<PanelState> {
    await this.history.settled();
    const look = this.looking.of(uri);
    const runs = this.lines(uri);
    const shown = look.shown === null ? undefined : this.history.get(look.shown);
    const earlier = shown && (await this.earlier(shown, state));
    const base: PanelState = { ...(earlier ?? state), runs };
    const other = look.other === null ? undefined : this.history.get(look.other);
    const beside = other && base.result ? await this.other(uri, other, earlier ? shown : undefined) : null;
    return beside ? { ...base, other: beside } : base;
  }

  /** The run whose result is the newest of the file; undefined where it is not in the history. */
  newest(uri: vscode.Uri): RunHead | undefined {
    const certified = this.store.get(uri)?.certified;
    return certified
      ? this.history
          .of(uri.toString())
          .find(({ at, textHash }) => at === certified.at && textHash === certified.textHash)
      : undefined;
  }

  /** Names of all models that runs before the newest one have. */
  earlierModels(uri: vscode.Uri): readonly string[] {
    const newest = this.newest(uri);
    const earlier = this.history.of(uri.toString()).filter((head) => head !== newest);
    return [...new Set(earlier.flatMap(({ models }) => models))];
  }

  private lines(uri: vscode.Uri): readonly RunLine[] {
    const newest = this.newest(uri);
    const now = Date.now();
    return this.history.of(uri.toString()).map((head) => ({
      id: head.id,
      title: historyMessages.runTitle(head.at),
      age: historyMessages.age(head.at, now),
      models: head.models,
      best: head.best ? historyMessages.best(head) : null,
      state: head.state,
      pinned: head.pinned,
      newest: head === newest,
    }));
  }

  /** The state with an earlier run's result, which is of no text that stands; null where it cannot be read. */
  private async earlier(head: RunHead, state: PanelState): Promise<PanelState | null> {
    const result = await this.result(head);
    if (!result) return null;
    const { textHash, stages, complete, at, data, extension } = head;
    const files = data.map(({ path }) => ({ path, size: null, modified: null }));
    const certified = { result, textHash, stages, complete, at, files };
    const title = historyMessages.runTitle(at);
    const { title: name, command, runs } = state;
    return {
      title: name,
      command,
      ...(runs ? { runs } : {}),
      result,
      status: { kind: 'stale', reason: title },
      details: detailsOf({ ...newEntry(textHash), certified }, extension),
      earlier: { title },
    };
  }

  /** @param shown the earlier run that is shown; undefined: the newest result */
  private async other(uri: vscode.Uri, head: RunHead, shown: RunHead | undefined): Promise<OtherRun | null> {
    const result = await this.result(head);
    if (!result) return null;
    const own = head.uri === uri.toString();
    const title = own ? historyMessages.runTitle(head.at) : historyMessages.runOfFile(head.uri, head.at);
    const made = shown ?? this.newest(uri);
    return {
      title,
      short: own ? historyMessages.moment(head.at) : title,
      result,
      note: head.complete ? null : historyMessages.cancelledNote(),
      differences: made
        ? runDifferences(head, made, {
            text: historyMessages.wordText(),
            extension: 'Flipcert',
            code: historyMessages.wordCode(),
            unknown: historyMessages.wordUnknown(),
          })
        : null,
    };
  }

  private result(head: RunHead): Promise<Result | null> {
    const key = `${head.id} ${head.resultHash}`;
    const known = this.loaded.get(key);
    // The one used last is the last to go.
    if (known) this.loaded.delete(key);
    const result = known ?? this.history.result(head);
    this.loaded.set(key, result);
    for (const old of [...this.loaded.keys()].slice(0, -MOST_LOADED)) this.loaded.delete(old);
    return result;
  }
}
