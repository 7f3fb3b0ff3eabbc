import type { Alias, Document, Node, Range, YAMLParseError } from 'yaml';
import { LineCounter, isAlias, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Diagnostic, SourceRange } from '../core/errors';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS } from '../core/limits';
import * as messages from './messages';
import { MOST_MESSAGE, shown } from '../core/shown';
import type { ConfigNode, Location } from './tree';
import { documentOf, isBeyond } from './yaml-document';

export interface ParsedYaml {
  /** Null where the text is no YAML, or empty. */
  readonly root: ConfigNode | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a text that is no YAML at all every sign may be an error; the first ones say where to begin. */
const MOST_ERRORS = 100;

/**
 * Parses YAML 1.2 into a tree with source ranges. Aliases are resolved.
 * @param file path as it shall appear in diagnostics.
 */
export function parseYaml(file: string, content: string, limits: Limits = DEFAULT_LIMITS): ParsedYaml {
  // Editors do not show a byte order mark, so no column counts it.
  const text = content.replace(/^\ufeff/, '');
  const lines = new LineCounter();
  // The parser's own count goes wrong after some mistakes.
  countLines(lines, text);
  const document = documentOf(text, { version: '1.2' }, limits);
  const locate = (from: number, to: number): Location => ({ file, range: rangeOf(lines, from, to) });
  const diagnostics: Diagnostic[] = document.errors.slice(0, MOST_ERRORS).map((error) => ({
    code: isBeyond(error) ? 'too-large' : error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax',
    message: shown(messageOf(error, text), MOST_MESSAGE),
    severity: 'error',
    ...locate(error.pos[0], error.pos[1]),
  }));
  if (diagnostics.length > 0) return { root: null, diagnostics };
  const targets = aliasTargets(document);
  let nodes = 0;
  const fail = (code: string, message: string, location: Location): null => {
    diagnostics.push({ code, message: shown(message, MOST_MESSAGE), severity: 'error', ...location });
    return null;
  };

  const convert = (node: unknown, around: Location, open: readonly Node[]): ConfigNode | null => {
    if (isAlias(node)) return convertAlias(node, around, open);
    // A value that is not written has no length to underline; its key has.
    const written = (isMap(node) || isSeq(node) || isScalar(node)) && node.range?.[0] !== node.range?.[1];
    const location = written ? (located(node) ?? around) : around;
    if (++nodes > limits.configurationValues) {
      return nodes === limits.configurationValues + 1
        ? fail('too-large', messages.tooManyValues(limits.configurationValues), location)
        : null;
    }
    // Aliases nest deeper than the text does.
    if (open.length > limits.configurationDepth)
      return fail('too-large', messages.tooDeep(limits.configurationDepth), location);
    if (isMap(node)) {
      const entries = new Map<string, { readonly key: Location; readonly value: ConfigNode }>();
      for (const pair of node.items) {
        if (!isScalar(pair.key)) return fail('yaml-syntax', messages.keyNotPlain(), location);
        const key = located(pair.key) ?? location;
        const value = convert(pair.value, key, [...open, node]);
        if (value === null) return null;
        const name = String(pair.key.value);
        // YAML tells 1 from "1"; a name is its text.
        if (entries.has(name)) return fail('duplicate-key', messages.duplicateKey(name), key);
        entries.set(name, { key, value });
      }
      return { kind: 'mapping', location, entries };
    }
    if (isSeq(node)) {
      const items: ConfigNode[] = [];
      for (const item of node.items) {
        const value = convert(item, location, [...open, node]);
        if (value === null) return null;
        items.push(value);
      }
      return { kind: 'list', location, items };
    }
    const value: unknown = isScalar(node) ? node.value : null;
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean'
    ) {
      const source = isScalar(node) && typeof node.source === 'string' ? node.source : String(value ?? '');
      return { kind: 'scalar', location, value, text: source };
    }
    return fail('yaml-syntax', messages.valueNotPlain(), location);
  };
  const convertAlias = (alias: Alias, around: Location, open: readonly Node[]): ConfigNode | null => {
    const target = targets.get(alias);
    const location = located(alias) ?? around;
    if (target === undefined || open.includes(target))
      return fail('yaml-syntax', messages.aliasWithoutEnd(), location);
    const node = convert(target, location, open);
    // What is wrong with an alias's value is wrong where the value is written, so the target's ranges stay.
    return node;
  };
  const located = (node: Node): Location | null => {
    const range: Range | null | undefined = node.range;
    return range === null || range === undefined ? null : locate(range[0], range[1]);
  };

  const empty =
    document.contents === null || (isScalar(document.contents) && document.contents.value === null);
  const root = empty ? null : convert(document.contents, locate(0, 0), []);
  return { root, diagnostics };
}

/** What each alias stands for, found in one walk: an alias that looks for itself walks the whole document. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function messageOf(error: YAMLParseError, text: string): string {
  if (isBeyond(error)) return error.message;
  if (error.code === 'DUPLICATE_KEY') return messages.duplicateKey(wordAt(text, error.pos));
  if (error.code === 'MULTIPLE_DOCS') return messages.severalDocuments();
  return messages.yamlSyntax(error.message);
}

function countLines(lines: LineCounter, text: string): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

/** The key a duplicate-key error points at. */
function wordAt(text: string, pos: readonly [number, number]): string {
  return /^[^\s:,{}]+/.exec(text.slice(pos[0]))?.[0] ?? '';
}

function rangeOf(lines: LineCounter, from: number, to: number): SourceRange {
  const start = lines.linePos(from);
  const end = lines.linePos(Math.max(from, to));
  const startLine = Math.max(0, start.line - 1);
  const startColumn = Math.max(0, start.col - 1);
  return {
    startLine,
    startColumn,
    endLine: Math.max(startLine, end.line - 1),
    endColumn: Math.max(0, end.col - 1),
  };
}
