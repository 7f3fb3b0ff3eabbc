import type { Position, Range } from 'vscode-languageserver/node';
import type { Node, Pair } from 'yaml';
import { isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import { documentOf } from '../config/yaml-document';
import type { KeyPath } from '../core/errors';

/** Stands where the cursor is while the text is parsed. */
const CURSOR = 'flipcertCursor';

/** What is being written at a position. */
export interface Cursor {
  /** Of the mapping whose key, or of the value, that the cursor stands for. */
  readonly path: KeyPath;
  /** Keys that the mapping has beside the one that is written. */
  readonly siblings: ReadonlySet<string>;
  readonly isValue: boolean;
  /** Whether the key that is written has its colon, and maybe a value, already. */
  readonly hasColon: boolean;
  /** Begun before the cursor, or empty. */
  readonly quote: string;
  /** What has been written so far, without its quote. */
  readonly typed: string;
  /** Of the whole word or text, without its quotes. */
  readonly range: Range;
  /** Whether it stands between brackets. */
  readonly inFlow: boolean;
}

/**
 * The text is parsed with a word put in at the cursor, in place of what has been typed of it, so that unfinished text
 * still has a place in the tree. Null in a comment, and where nothing can be told.
 */
export function cursorAt(text: string, position: Position): Cursor | null {
  const lines = text.split('\n');
  const line = lines[position.line] ?? '';
  const head = headOf(line.slice(0, position.character));
  if (head === null) return null;
  const { start, quote, isValue } = head;
  const before = line.slice(0, start);
  const typed = line.slice(start + quote.length, position.character);
  const rest = line.slice(position.character);
  const more = restOf(rest, quote, isValue);
  const closing = quote !== '' && rest[more.length] === quote ? 1 : 0;
  // The colon of the key that is written goes with it.
  const colon =
    !isValue && /^\s*:(?=\s|$)/.test(rest.slice(more.length)) ? rest.indexOf(':', more.length) + 1 : 0;
  const after = rest.slice(Math.max(more.length + closing, colon));
  const gap = /[\w:-]$/.test(before) ? ' ' : '';
  lines[position.line] = `${before}${gap}${CURSOR}${isValue ? '' : ': '}${after}`;
  const place = placeIn(lines.join('\n'));
  if (place === null) return null;
  const at = (character: number): Position => ({ line: position.line, character });
  const range = { start: at(start + quote.length), end: at(position.character + more.length) };
  return { ...place, isValue, hasColon: colon > 0, quote, typed, range };
}

interface Head {
  /** Where the word or text begins. */
  readonly start: number;
  readonly quote: string;
  readonly isValue: boolean;
}

/** Where on a line the word begins that its end is in; null in a comment. */
function headOf(before: string): Head | null {
  let start = 0;
  let isValue = false;
  let quote = '';
  const open: string[] = [];
  for (let i = 0; i < before.length; i++) {
    const letter = before[i];
    if (quote !== '') {
      if (letter === quote) quote = '';
      continue;
    }
    const begins = before.slice(start, i).trim() === '';
    if (letter === '#' && (i === 0 || /\s/.test(before[i - 1]))) return null;
    if ((letter === '"' || letter === "'") && begins) {
      quote = letter;
      start = i;
    } else if (letter === '{' || letter === '[' || letter === ',') {
      if (letter !== ',') open.push(letter);
      // An item of a list stands by itself; in a mapping a key comes first.
      isValue = open.at(-1) === '[';
      start = i + 1;
    } else if (letter === '}' || letter === ']') {
      open.pop();
      start = i + 1;
    } else if (letter === ':' && /\s/.test(before[i + 1] ?? '')) {
      isValue = true;
      start = i + 1;
    } else if (letter === '-' && begins && /\s/.test(before[i + 1] ?? '')) start = i + 1;
  }
  if (quote === '') start += /^\s*/.exec(before.slice(start))?.[0].length ?? 0;
  return { start, quote, isValue };
}

/** What follows the cursor and belongs to the same word or text. */
function restOf(rest: string, quote: string, isValue: boolean): string {
  if (quote !== '') return rest.includes(quote) ? rest.slice(0, rest.indexOf(quote)) : '';
  return (isValue ? /^[^\s,{}[\]#"']*/ : /^[\w-]*/).exec(rest)?.[0] ?? '';
}

function placeIn(text: string): Pick<Cursor, 'path' | 'siblings' | 'inFlow'> | null {
  const document = documentOf(text);
  let place: Pick<Cursor, 'path' | 'siblings' | 'inFlow'> | null = null;
  visit(document, {
    Scalar(key, node, ancestors) {
      if (typeof node.value !== 'string' || !node.value.includes(CURSOR)) return undefined;
      const around = [...ancestors].reverse().find((step) => isMap(step) || isSeq(step));
      const siblings = key === 'key' && isMap(around) ? around.items.map((pair) => pair.key) : [];
      place = {
        path: pathOf(ancestors as readonly (Node | Pair)[], node),
        siblings: new Set(
          siblings
            .map((name) => (isScalar(name) ? String(name.value) : ''))
            .filter((name) => name !== CURSOR),
        ),
        inFlow: (isMap(around) || isSeq(around)) && around.flow === true,
      };
      return visit.BREAK;
    },
  });
  return place;
}

/** Path of a node; for a key, that of the mapping it stands in. */
function pathOf(ancestors: readonly (Node | Pair)[], node: Node): KeyPath {
  const chain = [...ancestors, node];
  const path: (string | number)[] = [];
  chain.forEach((step, i) => {
    const next = chain[i + 1];
    if (isPair(step) && next !== undefined && step.key !== next)
      path.push(isScalar(step.key) ? String(step.key.value) : '');
    if (isSeq(step) && next !== undefined) path.push(step.items.indexOf(next));
  });
  return path;
}
