import { formatDiagnostic } from '../config/diagnostic-text';
import type { Imported } from '../config/seml/import';
import { messages } from './messages';

/** What became of an experiment, as a page of text: the files, then a line for each thing that was not carried over. */
export function importDetails(name: string, { files, diagnostics }: Imported): string {
  const written = files.length === 0 ? [messages.importNothing()] : files.map((file) => file.name);
  const lines = [`${name} -> ${written.join(', ')}`, '', ...diagnostics.map(formatDiagnostic)];
  return `${lines.join('\n')}\n`;
}
