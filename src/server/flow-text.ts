import type { CST } from 'yaml';

/** A flow collection of one line with the usual spaces: `{ a: 1, b: [2, 3] }`. */
export function spaced(token: CST.FlowCollection, text: string): string {
  const items = token.items.map((item) => itemText(item, text)).filter((item) => item !== '');
  const isMap = token.start.source === '{';
  if (items.length === 0) return isMap ? '{}' : '[]';
  const inner = items.join(', ');
  return isMap ? `{ ${inner} }` : `[${inner}]`;
}

function itemText({ start, key, sep, value }: CST.FlowCollection['items'][number], text: string): string {
  // `? key` stays `? key`.
  const props = start
    .filter(({ type }) => type === 'anchor' || type === 'tag' || type === 'explicit-key-ind')
    .map(({ source }) => `${source} `)
    .join('');
  const head = key === null || key === undefined ? '' : nodeText(key, text);
  if (sep === undefined)
    return (props + (head === '' && value !== undefined ? nodeText(value, text) : head)).trimEnd();
  const marks = sep
    .filter(({ type }) => type === 'anchor' || type === 'tag')
    .map(({ source }) => ` ${source}`)
    .join('');
  const tail = value === undefined ? '' : ` ${nodeText(value, text)}`;
  const colon = sep.some(({ type }) => type === 'map-value-ind') ? ':' : '';
  return `${props}${head}${colon}${marks}${tail}`;
}

function nodeText(token: CST.Token, text: string): string {
  if (token.type === 'flow-collection') return spaced(token, text);
  return 'source' in token ? token.source.trimEnd() : '';
}
