import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Certifier } from './certifier';
import { expectationMessage } from './diagnostics';
import { Disposable } from './disposable';
import { expectationPlaces, outcomesOf } from './expectationText';
import { messages } from './messages';
import type { ResultStore } from './store';
import { currentText, hashOf, LANGUAGE } from './texts';

/** Each `expect:` line as a test: running one certifies its file, and the result is a pass or a fail. */
export class ExpectationTests extends Disposable {
  private readonly controller = this.register(
    vscode.tests.createTestController('flipcert.expectations', messages.testsOf()),
  );

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
        const item = this.controller.createTestItem(`${uri.toString()}#${i}`, nameOf(lines, range), uri);
        item.range = new vscode.Range(range.startLine, range.startColumn, range.endLine, range.endColumn);
        return item;
      }),
    );
    items.add(file);
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
      for (const { uri, items } of files.values()) {
        if (token.isCancellationRequested) break;
        await this.runFile(run, uri, items, token);
      }
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
    items.forEach((item) => run.started(item));
    const cancelling = token.onCancellationRequested(() => void this.certifier.cancel(uri));
    try {
      await this.certifier.certify(uri);
    } finally {
      cancelling.dispose();
    }
    const entry = this.store.get(uri);
    const certified = entry?.certified;
    const text = (await currentText(uri)) ?? '';
    const current = !entry?.failure && certified?.complete && certified.textHash === hashOf(text);
    const outcomes = current ? outcomesOf(expectationPlaces(text), certified.result.expectations ?? []) : [];
    for (const item of items) {
      const index = Number(item.id.slice(item.id.lastIndexOf('#') + 1));
      const expectation = outcomes[index];
      if (token.isCancellationRequested) run.skipped(item);
      else if (!expectation) {
        run.errored(item, new vscode.TestMessage(entry?.failure?.title ?? messages.testNotReached()));
      } else if (expectation.outcome === 'held') run.passed(item);
      else {
        const message = new vscode.TestMessage(expectationMessage(certified!.result, expectation));
        if (item.range) message.location = new vscode.Location(uri, item.range);
        run.failed(item, message);
      }
    }
  }
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
