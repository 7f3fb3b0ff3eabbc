import type { Diagnostic } from '../core/errors';

const WORDS = { error: 'error', warning: 'warning', information: 'note' } as const;

/** One line for a terminal: `FILE:LINE:COLUMN: error CODE: message`, counted from 1. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, range, severity, code, message } = diagnostic;
  return `${file}:${range.startLine + 1}:${range.startColumn + 1}: ${WORDS[severity]} ${code}: ${printable(message)}`;
}

/** Text of a user's file on one line, and without the control sequences that a terminal would obey. */
export function printable(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/\p{Cc}/gu, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Whether any of them is an error: then nothing is certified. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
