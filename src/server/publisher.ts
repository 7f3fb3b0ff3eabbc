import { pathToFileURL } from 'node:url';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic } from '../core/errors';

/** Sends what is known about one file; an empty list clears it. */
export type Publish = (uri: string, diagnostics: LspDiagnostic[], version: number | null) => void;

/**
 * Diagnostics by file. A dataset or model file may be used by several experiments: it shows what any of them says
 * about it, each thing once, and is cleared when none says anything any more.
 */
export class Publisher {
  /** Experiment's URI -> file's URI -> diagnostics. */
  private readonly known = new Map<string, ReadonlyMap<string, readonly LspDiagnostic[]>>();

  constructor(private readonly publish: Publish) {}

  /** Replaces everything that one experiment says. */
  update(
    experimentUri: string,
    experimentPath: string,
    version: number | null,
    diagnostics: readonly Diagnostic[],
  ): void {
    const byFile = new Map<string, LspDiagnostic[]>([[experimentUri, []]]);
    for (const diagnostic of diagnostics) {
      const uri = diagnostic.file === experimentPath ? experimentUri : pathToFileURL(diagnostic.file).href;
      const list = byFile.get(uri);
      if (list === undefined) byFile.set(uri, [toLsp(diagnostic)]);
      else list.push(toLsp(diagnostic));
    }
    this.replace(experimentUri, byFile, version);
  }

  /** Forgets an experiment that was closed. */
  remove(experimentUri: string): void {
    this.replace(experimentUri, new Map(), null);
    this.known.delete(experimentUri);
  }

  private replace(
    experimentUri: string,
    byFile: ReadonlyMap<string, readonly LspDiagnostic[]>,
    version: number | null,
  ): void {
    const before = this.known.get(experimentUri) ?? new Map<string, readonly LspDiagnostic[]>();
    this.known.set(experimentUri, byFile);
    for (const uri of new Set([...before.keys(), ...byFile.keys()])) {
      this.publish(uri, this.union(uri), uri === experimentUri ? version : null);
    }
  }

  private union(uri: string): LspDiagnostic[] {
    const distinct = new Map<string, LspDiagnostic>();
    for (const byFile of this.known.values()) {
      for (const diagnostic of byFile.get(uri) ?? []) distinct.set(JSON.stringify(diagnostic), diagnostic);
    }
    return [...distinct.values()];
  }
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** The same diagnostic in the protocol's terms; both count lines and columns from 0. */
export function toLsp({ code, message, severity, range, fixes = [] }: Diagnostic): LspDiagnostic {
  return {
    code,
    message,
    // Nothing is wrong with a file that is not read.
    severity: code === 'restricted-mode' ? DiagnosticSeverity.Information : SEVERITIES[severity],
    source: 'flipcert',
    range: {
      start: { line: range.startLine, character: range.startColumn },
      end: { line: range.endLine, character: range.endColumn },
    },
    // Comes back with a request for quick fixes.
    ...(fixes.length === 0 ? {} : { data: { fixes } }),
  };
}
