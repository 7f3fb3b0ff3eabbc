import type { Hover, Position } from 'vscode-languageserver/node';
import { SOURCE_KEYS } from '../config/data-source';
import { describe } from '../config/schema';
import type { ConfigNode, Location } from '../config/tree';
import { parseYaml } from '../config/yaml';
import type { DatasetDescription } from '../prepare/summary';
import { holds } from './messages';

/**
 * What the schema says about the key at a position, or about the key whose value stands there.
 * @param dataset what the dataset holds, where it could be read; shown where the text says where it comes from.
 */
export function hoverAt(
  text: string,
  position: Position,
  dataset: DatasetDescription | null = null,
): Hover | null {
  const { root } = parseYaml('', text);
  const found = root === null ? null : find(root, [], position);
  if (found === null) return null;
  const description = describe(found.path);
  if (description === null) return null;
  const { startLine, startColumn, endLine, endColumn } = found.location.range;
  return {
    contents: {
      kind: 'markdown',
      value: dataset !== null && isSource(found.path) ? `${description}\n\n${holds(dataset)}` : description,
    },
    range: {
      start: { line: startLine, character: startColumn },
      end: { line: endLine, character: endColumn },
    },
  };
}

/** `dataset`, or the key that says where it comes from. */
function isSource([first, second, ...rest]: Found['path']): boolean {
  const named = second === undefined || SOURCE_KEYS.some((key) => key === second);
  return first === 'dataset' && named && rest.length <= 1;
}

interface Found {
  readonly path: readonly (string | number)[];
  readonly location: Location;
}

function find(node: ConfigNode, path: readonly (string | number)[], position: Position): Found | null {
  if (node.kind === 'list') {
    for (const [i, item] of node.items.entries()) {
      const found = find(item, [...path, i], position);
      if (found !== null) return found;
    }
  }
  if (node.kind !== 'mapping') return null;
  for (const [key, { key: location, value }] of node.entries) {
    const within = [...path, key];
    if (contains(location, position)) return { path: within, location };
    const found = find(value, within, position);
    if (found !== null) return found;
    if (value.kind === 'scalar' && contains(value.location, position))
      return { path: within, location: value.location };
  }
  return null;
}

function contains({ range }: Location, { line, character }: Position): boolean {
  const afterStart = line > range.startLine || (line === range.startLine && character >= range.startColumn);
  const beforeEnd = line < range.endLine || (line === range.endLine && character <= range.endColumn);
  return afterStart && beforeEnd;
}
