import * as vscode from 'vscode';
import type { Diagnostic } from '../core/errors';
import type { ExpectationOutcome, Result } from '../report/result';
import { modelAdvice } from './adviceText';
import { Disposable } from './disposable';
import { isStanding, type Entry } from './entry';
import { culprits, expectationPlaces, outcomesOf } from './expectationText';
import { messages } from './messages';
import type { ResultStore, StoreChange } from './store';
import { hashOf, openDocument, sourceHashOf } from './texts';

const SOURCE = 'flipcert';

/**
 * Failed and undecided expectations as problems on their lines, and what a run found wrong with the data.
 * They belong to one text: an edit takes them away, undoing it brings them back.
 */
export class RunDiagnostics extends Disposable {
  private readonly collection = this.register(vscode.languages.createDiagnosticCollection('flipcert-run'));
  /** What the problems of a file were found from: progress changes nothing of it. */
  private readonly drawn = new Map<string, readonly unknown[]>();

  constructor(store: ResultStore) {
    super();
    this.register(store.onDidChange((change) => this.changed(change)));
    // A file that is opened may have a result already; its text is needed to find the lines.
    this.register(
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        const entry = store.get(uri);
        if (entry) this.refresh({ uri, entry });
      }),
    );
  }

  private changed(change: StoreChange): void {
    const { certified, filesChanged, failure, textHash } = change.entry;
    const running = change.entry.run !== null;
    const now = [certified, filesChanged, failure, textHash, running];
    const before = this.drawn.get(change.uri.toString());
    if (before?.every((value, i) => value === now[i])) return;
    this.drawn.set(change.uri.toString(), now);
    this.refresh(change);
  }

  private refresh({ uri, entry }: StoreChange): void {
    const text = openDocument(uri)?.getText();
    const found = text === undefined ? [] : [...this.ofResult(entry, text), ...this.ofFailure(uri, entry)];
    this.collection.set(uri, found);
  }

  private ofResult(entry: Entry, text: string): vscode.Diagnostic[] {
    const { certified } = entry;
    if (!certified || !isStanding(entry) || certified.textHash !== hashOf(text)) return [];
    return [...this.ofExpectations(certified.result, text), ...this.ofModels(certified.result, text)];
  }

  private ofModels(result: Result, text: string): vscode.Diagnostic[] {
    return modelAdvice(result, text).map(({ range, message, code }) => {
      const { Information } = vscode.DiagnosticSeverity;
      const diagnostic = new vscode.Diagnostic(toRange(range), message, Information);
      diagnostic.source = SOURCE;
      diagnostic.code = code;
      return diagnostic;
    });
  }

  private ofExpectations(result: Result, text: string): vscode.Diagnostic[] {
    const places = expectationPlaces(text);
    return outcomesOf(places, result.expectations ?? []).flatMap((expectation, i) => {
      if (!expectation || expectation.outcome === 'held') return [];
      const diagnostic = new vscode.Diagnostic(
        toRange(places[i].range),
        expectationMessage(result, expectation),
        expectation.outcome === 'failed'
          ? vscode.DiagnosticSeverity.Error
          : vscode.DiagnosticSeverity.Warning,
      );
      diagnostic.source = SOURCE;
      diagnostic.code = expectation.outcome === 'failed' ? 'expectation-failed' : 'expectation-open';
      return [diagnostic];
    });
  }

  /** A run sees more than the language server (it reads the data); what both found is shown once. */
  private ofFailure(uri: vscode.Uri, entry: Entry): vscode.Diagnostic[] {
    const { failure } = entry;
    if (!failure || failure.textHash !== entry.textHash) return [];
    // The same mistakes stand on other lines once a comment is added; the language server knows where.
    const text = openDocument(uri)?.getText() ?? '';
    if (failure.sourceHash !== undefined && failure.sourceHash !== sourceHashOf(text)) return [];
    const shown = vscode.languages
      .getDiagnostics(uri)
      .filter((other) => other.source !== SOURCE || !this.isOurs(uri, other));
    return failure.diagnostics
      .filter((diagnostic) => samePath(diagnostic.file, uri))
      .filter((diagnostic) => !shown.some((other) => sameProblem(other, diagnostic)))
      .map(toDiagnostic);
  }

  private isOurs(uri: vscode.Uri, diagnostic: vscode.Diagnostic): boolean {
    return (this.collection.get(uri) ?? []).some(
      (own) => own.message === diagnostic.message && own.range.isEqual(diagnostic.range),
    );
  }
}

/** One line for a failed or undecided expectation: what was asked, what is proven, who is to blame. */
export function expectationMessage(result: Result, expectation: ExpectationOutcome): string {
  const { quantity, condition, value, atMost, flips } = expectation;
  const mean = result.means?.find(({ name }) => name === expectation.model);
  const seeds = mean && result.seeds ? { done: mean.seeds, all: result.seeds.length } : null;
  if (expectation.outcome === 'open') {
    const open = messages.expectationOpen(quantity, condition, value, atMost, flips);
    return seeds ? messages.numberIsMean(open, seeds.done, seeds.all) : open;
  }
  const failed = messages.expectationFailed(quantity, condition, value, flips);
  const base = seeds ? messages.expectationMean(failed, seeds.done, seeds.all) : failed;
  const who = culprits(result, expectation);
  if (!who) return `${base}.`;
  const blame =
    who.nodes.length > 0 ? messages.expectationNodes(who.nodes, who.flips) : messages.expectationSet(who.set);
  return `${base}: ${who.seed === null ? blame : messages.expectationSeed(who.seed, blame)}.`;
}

function toRange(range: Diagnostic['range']): vscode.Range {
  return new vscode.Range(range.startLine, range.startColumn, range.endLine, range.endColumn);
}

function toDiagnostic(diagnostic: Diagnostic): vscode.Diagnostic {
  const severity = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    information: vscode.DiagnosticSeverity.Information,
  }[diagnostic.severity];
  const shown = new vscode.Diagnostic(toRange(diagnostic.range), diagnostic.message, severity);
  shown.source = SOURCE;
  shown.code = diagnostic.code;
  return shown;
}

function samePath(file: string, uri: vscode.Uri): boolean {
  return vscode.Uri.file(file).fsPath === uri.fsPath;
}

function sameProblem(shown: vscode.Diagnostic, diagnostic: Diagnostic): boolean {
  const code = typeof shown.code === 'object' ? shown.code.value : shown.code;
  return code === diagnostic.code && shown.range.start.line === diagnostic.range.startLine;
}
