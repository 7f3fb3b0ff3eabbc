import type { CST, Document, ParseOptions, DocumentOptions, ParsedNode, SchemaOptions } from 'yaml';
import { Lexer, Parser, YAMLParseError, parseDocument } from 'yaml';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS, KILOBYTE } from '../core/limits';
import * as messages from './messages';

/**
 * The one way to YAML. The library follows a text by recursion and compares every key of a mapping with all others:
 * deep nesting can end the whole process, many keys take minutes. So a text is first looked over without either.
 */

export type YamlOptions = ParseOptions & DocumentOptions & SchemaOptions;

/** Stands in `errors` of a document that was not read at all. */
class Beyond extends YAMLParseError {
  constructor(from: number, to: number, message: string) {
    super([from, to], 'IMPOSSIBLE', message);
  }
}

/** The document of a text; one that is beyond a limit is empty, and has an error that says so with its place. */
export function documentOf(
  text: string,
  options: YamlOptions = {},
  limits: Limits = DEFAULT_LIMITS,
): Document.Parsed<ParsedNode> {
  const excess = excessOf(text, limits);
  // Of a text with a thousand mistakes each would look for its line from the start.
  if (excess === null) return parseDocument(text, { prettyErrors: false, ...options });
  const document = parseDocument('', options);
  const end = Math.min(text.length, excess.offset + 1);
  document.errors.push(new Beyond(excess.offset, end, excess.message));
  return document;
}

/** Plain data of a text. @throws Error where it is no YAML, or beyond a limit */
export function valueOf(text: string): unknown {
  const document = documentOf(text);
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}

/** Whether an error of a document is about a limit: its message is a whole one of our own. */
export function isBeyond(error: YAMLParseError): boolean {
  return error instanceof Beyond;
}

interface Excess {
  readonly message: string;
  /** Where it is passed. */
  readonly offset: number;
}

/** What of a text is beyond a limit. */
export function excessOf(text: string, limits: Limits = DEFAULT_LIMITS): Excess | null {
  const { configurationSize, configurationDepth, configurationValues } = limits;
  if (text.length > configurationSize * KILOBYTE)
    return { message: messages.tooLarge(configurationSize), offset: 0 };
  const parser = new Parser();
  const tops: CST.Token[] = [];
  // White space and marks between values are lexemes too.
  const most = 6 * configurationValues;
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    for (const token of parser.next(lexeme)) tops.push(token);
    if (parser.stack.length > configurationDepth + 2)
      return { message: messages.tooDeep(configurationDepth), offset };
    if (++lexemes > most) return { message: messages.tooManyValues(configurationValues), offset };
  }
  for (const token of parser.end()) tops.push(token);
  return crowded(tops, limits);
}

/** The first mapping with too many keys, or the place where there are too many values altogether. */
function crowded(
  tops: readonly CST.Token[],
  { configurationKeys, configurationValues }: Limits,
): Excess | null {
  const waiting: CST.Token[] = [...tops];
  let values = 0;
  for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
    if (token.type === 'document') {
      if (token.value !== undefined) waiting.push(token.value);
      continue;
    }
    if (!('items' in token)) continue;
    const isMapping =
      token.type === 'block-map' || (token.type === 'flow-collection' && token.start.source === '{');
    if (isMapping && token.items.length > configurationKeys)
      return { message: messages.tooManyKeys(configurationKeys), offset: token.offset };
    values += token.items.length;
    if (values > configurationValues)
      return { message: messages.tooManyValues(configurationValues), offset: token.offset };
    for (const { key, value } of token.items) {
      if (key !== undefined && key !== null) waiting.push(key);
      if (value !== undefined) waiting.push(value);
    }
  }
  return null;
}
