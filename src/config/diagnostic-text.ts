import type { Diagnostic } from '../core/errors';

const WORDS = { error: 'error', warning: 'warning', information: 'note' } as const;

/** One line for a terminal: `FILE:LINE:COLUMN: error CODE: message`, counted from 1. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, range, severity, code, message } = diagnostic;
  return `${file}:${range.startLine + 1}:${range.startColumn + 1}: ${WORDS[severity]} ${code}: ${message}`;
}

/** Whether any of them is an error: then nothing is certified. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
