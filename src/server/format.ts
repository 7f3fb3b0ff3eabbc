import { isDeepStrictEqual } from 'node:util';
import type { Range, TextEdit } from 'vscode-languageserver/node';
import { Parser } from 'yaml';
import { documentOf, excessOf } from '../config/yaml-document';
import type { Layout } from './layout';
import { layoutOf } from './layout';

/** Rounds until a text no longer changes; two are enough but for texts made to confuse. */
const MOST_ROUNDS = 4;

/**
 * A text in the usual layout: two spaces a level, one space after marks, no spaces at line ends. Comments, blank lines
 * and the choice of brackets stay. A text with mistakes, or one whose meaning would change, stays as it is.
 */
export function formatted(text: string): string {
  let now = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = formattedOnce(now);
    if (next === now) return now;
    now = next;
  }
  return text;
}

/** Edits that format a text, or the lines of a range of it. */
export function formatEdits(text: string, range: Range | null = null): TextEdit[] {
  const after = formatted(text);
  if (after === text) return [];
  const edits = lineEdits(text, after).filter(
    ({ range: { start, end } }) =>
      range === null || (end.line >= range.start.line && start.line <= range.end.line),
  );
  // A part in another indentation than the rest may say something else.
  return range === null || sameMeaning(text, applied(text, edits)) ? edits : [];
}

function formattedOnce(text: string): string {
  const before = plain(text);
  if (before === null) return text;
  if (excessOf(text) !== null) return text;
  const layout = layoutOf(text, [...new Parser().parse(text)]);
  if (layout === null) return text;
  const after = laidOut(text, layout);
  return sameMeaning(text, after) ? after : text;
}

/** Null for a text with mistakes. */
function plain(text: string): { readonly value: unknown } | null {
  const document = documentOf(text, { version: '1.2' });
  if (document.errors.length > 0) return null;
  try {
    return { value: document.toJS({ maxAliasCount: 1000 }) };
  } catch {
    return null;
  }
}

function sameMeaning(before: string, after: string): boolean {
  const [a, b] = [plain(before), plain(after)];
  return a !== null && b !== null && isDeepStrictEqual(a.value, b.value);
}

function laidOut(text: string, layout: Layout): string {
  const rows = text.split('\n');
  const indents = newIndents(rows, layout);
  let offset = 0;
  let next = 0;
  const edits = [...layout.edits].sort((a, b) => a.from - b.from);
  const lines = rows.map((row, line) => {
    const end = offset + row.length;
    let shown = '';
    let at = offset;
    for (; next < edits.length && edits[next].from <= end; next++) {
      const { from, to, text: put } = edits[next];
      shown += text.slice(at, from) + put;
      at = to;
    }
    shown += text.slice(at, Math.max(at, end));
    offset = end + 1;
    if (layout.verbatim.has(line)) return reindented(shown, indents[line]);
    const cut = shown.endsWith('\r') ? '\r' : '';
    const kept = shown.trimEnd();
    return (kept === '' ? '' : reindented(kept, indents[line])) + cut;
  });
  const joined = lines.join('\n');
  if (joined.trim() === '' || layout.verbatim.has(rows.length - 1)) return joined;
  return joined.replace(/(\r?\n)?\s*$/, (_, newline: string | undefined) => newline ?? '\n');
}

function reindented(line: string, indent: number | null): string {
  return indent === null || line.trim() === '' ? line : ' '.repeat(indent) + line.trimStart();
}

/** Of each line the columns it shall be indented; null for as it is. */
function newIndents(rows: readonly string[], { indents, continues }: Layout): (number | null)[] {
  const old = rows.map((row) => row.length - row.trimStart().length);
  const own = (line: number): number => indents.get(line) ?? old[line];
  const result: (number | null)[] = rows.map((_, line) => indents.get(line) ?? null);
  for (const [line, owner] of continues)
    result[line] = Math.max(0, old[line] + (result[owner] ?? old[owner]) - old[owner]);
  const isComment = (line: number): boolean => rows[line].trimStart().startsWith('#') && !continues.has(line);
  rows.forEach((_, line) => {
    if (!isComment(line)) return;
    const below = rows.findIndex((row, i) => i > line && row.trim() !== '' && !isComment(i));
    let above = line - 1;
    while (above >= 0 && !indents.has(above)) above--;
    // A comment goes with the nearest line that was indented as it is, the one below first.
    if (below >= 0 && old[below] === old[line]) result[line] = own(below);
    else if (above >= 0 && old[above] === old[line]) result[line] = own(above);
    else {
      const near = below >= 0 ? below : above;
      if (near >= 0) result[line] = Math.max(0, old[line] + own(near) - old[near]);
    }
  });
  return result;
}

/** One edit for each line that differs, and one for what differs in number at the end. */
function lineEdits(before: string, after: string): TextEdit[] {
  const [from, to] = [before.split('\n'), after.split('\n')];
  const shared = Math.min(from.length, to.length);
  const edits: TextEdit[] = [];
  for (let line = 0; line < shared - 1; line++) {
    if (from[line] === to[line]) continue;
    const end = { line, character: from[line].length };
    edits.push({ range: { start: { line, character: 0 }, end }, newText: to[line] });
  }
  const last = shared - 1;
  const rest = [from.slice(last).join('\n'), to.slice(last).join('\n')];
  if (rest[0] !== rest[1]) {
    const end = { line: from.length - 1, character: from[from.length - 1].length };
    edits.push({ range: { start: { line: last, character: 0 }, end }, newText: rest[1] });
  }
  return edits;
}

/** A text with edits that do not overlap put into it. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  const offset = ({ line, character }: Range['start']): number => (starts[line] ?? text.length) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (now, { range, newText }) => now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)),
      text,
    );
}
