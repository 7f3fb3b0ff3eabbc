import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ExpectationOutcome } from '../report/result';
import type { Certifier } from './certifier';
import { expectationMessage } from './diagnostics';
import { Disposable } from './disposable';
import { isStanding } from './entry';
import type { Certified } from './certified';
import { expectationPlaces } from './expectationText';
import { numbersOf } from './marginText';
import { messages } from './messages';
import { expectationStandings, type ExpectationStanding } from './standing';
import type { ResultStore } from './store';
import { currentText, hashOf, LANGUAGE } from './texts';

/** Each `expect:` line as a test: running one certifies its file, and the result is a pass or a fail. */
export class ExpectationTests extends Disposable {
  private readonly controller = this.register(
    vscode.tests.createTestController('flipcert.expectations', messages.testsOf()),
  );

  /** Files whose expectations are being run as tests: those tell the outcome themselves. */
  private readonly asked = new Set<string>();
  /** The result whose outcomes the tests of a file show. */
  private readonly told = new Map<string, Certified | null>();

  constructor(
    private readonly certifier: Certifier,
    private readonly store: ResultStore,
  ) {
    super();
    const { controller } = this;
    controller.createRunProfile(
      messages.testRun(),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    controller.resolveHandler = async (item) => {
      if (item) return;
      const files = await vscode.workspace.findFiles('**/*.flipcert.{yaml,yml}', '**/node_modules/**', 500);
      await Promise.all(files.map((uri) => this.list(uri)));
    };
    const { workspace } = vscode;
    this.register(
      workspace.onDidOpenTextDocument(
        ({ uri, languageId }) => languageId === LANGUAGE && void this.list(uri),
      ),
    );
    this.register(
      workspace.onDidChangeTextDocument(
        ({ document }) => document.languageId === LANGUAGE && void this.list(document.uri),
      ),
    );
    this.register(
      workspace.onDidDeleteFiles(({ files }) =>
        files.forEach((uri) => controller.items.delete(uri.toString())),
      ),
    );
    this.register(store.onDidChange(({ uri }) => this.follow(uri)));
    for (const { uri, languageId } of workspace.textDocuments)
      if (languageId === LANGUAGE) void this.list(uri);
  }

  /** Brings the tests of one file in line with its text. */
  private async list(uri: vscode.Uri): Promise<void> {
    if (uri.scheme !== 'file') return;
    const text = (await currentText(uri)) ?? '';
    const places = expectationPlaces(text);
    const { items } = this.controller;
    if (places.length === 0) {
      items.delete(uri.toString());
      return;
    }
    const file =
      items.get(uri.toString()) ?? this.controller.createTestItem(uri.toString(), basename(uri.fsPath), uri);
    const lines = text.split(/\r?\n/);
    file.children.replace(
      places.map(({ range }, i) => {
        const id = `${uri.toString()}#${i}`;
        const name = nameOf(lines, range);
        const known = file.children.get(id);
        const item = known?.label === name ? known : this.controller.createTestItem(id, name, uri);
        item.range = new vscode.Range(range.startLine, range.startColumn, range.endLine, range.endColumn);
        return item;
      }),
    );
    items.add(file);
    this.follow(uri);
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const asked = request.include ?? [...this.controller.items].map(([, item]) => item);
    const left = new Set((request.exclude ?? []).map((item) => item.id));
    const files = new Map<string, { readonly uri: vscode.Uri; readonly items: vscode.TestItem[] }>();
    for (const item of asked.flatMap((test) =>
      test.parent ? [test] : [...test.children].map(([, child]) => child),
    )) {
      if (!item.uri || left.has(item.id)) continue;
      const key = item.uri.toString();
      const file = files.get(key) ?? { uri: item.uri, items: [] };
      file.items.push(item);
      files.set(key, file);
      run.enqueued(item);
    }
    try {
      // All at once: they wait for each other, and every view says so.
      await Promise.all([...files.values()].map(({ uri, items }) => this.runFile(run, uri, items, token)));
    } finally {
      run.end();
    }
  }

  private async runFile(
    run: vscode.TestRun,
    uri: vscode.Uri,
    items: readonly vscode.TestItem[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const key = uri.toString();
    let began: number | null = null;
    const begin = (): void => {
      const going = this.store.get(uri)?.run;
      if (began !== null || !going || going.queued !== null) return;
      began = Date.now();
      items.forEach((item) => run.started(item));
    };
    const watching = this.store.onDidChange((change) => change.uri.toString() === key && begin());
    const cancelling = token.onCancellationRequested(() => void this.certifier.cancel(uri));
    this.asked.add(key);
    try {
      if (!token.isCancellationRequested) await this.certifier.certify(uri);
    } finally {
      cancelling.dispose();
      watching.dispose();
      this.asked.delete(key);
    }
    const duration = Date.now() - (began ?? Date.now());
    const entry = this.store.get(uri);
    this.told.set(key, entry?.certified ?? null);
    const standings = await this.standings(uri);
    for (const item of items) {
      const outcome = standings[indexOf(item)]?.outcome;
      if (token.isCancellationRequested) run.skipped(item);
      else if (outcome) this.tell(run, item, outcome, duration);
      else run.errored(item, new vscode.TestMessage(entry?.failure?.title ?? messages.testNotReached()));
    }
  }

  /**
   * Nothing is known of the text as it stands. An outdated result would keep its sign, and a green one is read as proven.
   */
  private forget(file: vscode.TestItem): void {
    this.controller.invalidateTestResults(file);
    const run = this.controller.createTestRun(new vscode.TestRunRequest([file]), undefined, false);
    file.children.forEach((item) => run.skipped(item));
    run.end();
  }

  /** Shows what other commands and live runs find, and that it is old once the text is another. */
  private follow(uri: vscode.Uri): void {
    const key = uri.toString();
    const entry = this.store.get(uri);
    const file = this.controller.items.get(key);
    if (!entry || !file || entry.run || this.asked.has(key)) return;
    const standing = isStanding(entry) ? entry.certified : null;
    if (this.told.get(key) === standing) return;
    if (standing === null) {
      if (this.told.delete(key)) this.forget(file);
      return;
    }
    this.told.set(key, standing);
    void this.report(uri, file, standing);
  }

  private async report(uri: vscode.Uri, file: vscode.TestItem, certified: Certified): Promise<void> {
    const standings = await this.standings(uri);
    const items = [...file.children].map(([, item]) => item);
    const known = items.filter((item) => standings[indexOf(item)]?.outcome);
    if (known.length === 0 || this.store.get(uri)?.certified !== certified) return;
    const request = new vscode.TestRunRequest(known);
    const run = this.controller.createTestRun(request, messages.testsOf(), false);
    for (const item of known) {
      const { outcome } = standings[indexOf(item)];
      if (outcome) this.tell(run, item, outcome, secondsOf(certified, outcome.model) * 1000);
    }
    run.end();
  }

  private async standings(uri: vscode.Uri): Promise<ExpectationStanding[]> {
    const text = await currentText(uri);
    const entry = this.store.get(uri);
    if (text === null || !entry || entry.textHash !== hashOf(text)) return [];
    return expectationStandings({ ...entry, run: null }, expectationPlaces(text));
  }

  private tell(
    run: vscode.TestRun,
    item: vscode.TestItem,
    outcome: ExpectationOutcome,
    milliseconds: number,
  ): void {
    const result = item.uri && this.store.get(item.uri)?.certified?.result;
    if (!result) return;
    const place = item.uri && item.range ? new vscode.Location(item.uri, item.range) : undefined;
    run.appendOutput(`${item.label}\r\n  ${numbersOf(outcome)}\r\n`, place, item);
    if (outcome.outcome === 'held') {
      run.passed(item, milliseconds);
      return;
    }
    const message = new vscode.TestMessage(expectationMessage(result, outcome));
    if (place) message.location = place;
    run.failed(item, message, milliseconds);
  }
}

function indexOf(item: vscode.TestItem): number {
  return Number(item.id.slice(item.id.lastIndexOf('#') + 1));
}

/** What a model took, on all seeds. */
function secondsOf({ stages }: Certified, model: string): number {
  return stages.filter((stage) => stage.model === model).reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The line as the user wrote it, without what makes it a list. */
function nameOf(
  lines: readonly string[],
  range: { startLine: number; startColumn: number; endLine: number; endColumn: number },
): string {
  const text = lines
    .slice(range.startLine, range.endLine + 1)
    .map((line, i, all) =>
      line.slice(
        i === 0 ? range.startColumn : 0,
        i === all.length - 1 ? range.endColumn || undefined : undefined,
      ),
    )
    .join(' ');
  return text
    .replace(/^\{\s*|\s*\}$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
