import type { FoldingRange } from 'vscode-languageserver/node';
import { FoldingRangeKind } from 'vscode-languageserver/node';
import { spotsOf } from './spots';

/** What can be folded: everything that stands on several lines, and comments that do. */
export function foldsOf(text: string): FoldingRange[] {
  const byStart = new Map<number, FoldingRange>();
  for (const { key, value } of spotsOf(text)) {
    if (value === null) continue;
    const startLine = (key ?? value).start.line;
    // The line that closes a bracket stays in view.
    const endLine = value.end.line - (closesAlone(text, value.end.line) ? 1 : 0);
    if (endLine > startLine && !byStart.has(startLine)) byStart.set(startLine, { startLine, endLine });
  }
  return [...byStart.values(), ...comments(text)].sort((a, b) => a.startLine - b.startLine);
}

function closesAlone(text: string, line: number): boolean {
  return /^\s*[}\]]+\s*,?\s*(#.*)?$/.test(text.split(/\r?\n/)[line] ?? '');
}

function comments(text: string): FoldingRange[] {
  const folds: FoldingRange[] = [];
  const lines = text.split(/\r?\n/);
  for (let start = 0; start < lines.length; start++) {
    if (!/^\s*#/.test(lines[start])) continue;
    let end = start;
    while (end + 1 < lines.length && /^\s*#/.test(lines[end + 1])) end++;
    if (end > start) folds.push({ startLine: start, endLine: end, kind: FoldingRangeKind.Comment });
    start = end;
  }
  return folds;
}
