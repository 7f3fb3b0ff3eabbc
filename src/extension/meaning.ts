/** What a configuration says, apart from how it is laid out: comments, blank lines and indentation do not count. Pure. */
import { documentOf } from '../config/yaml-document';
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';

/** Longer texts are taken as they stand: reading them at every key press would be felt. */
const LONGEST = 200_000;

/**
 * A text that is the same for two configurations only where both mean the same. Numbers and words count as they are
 * written, since budgets and conditions are read from the digits; a text that is no valid YAML means itself.
 */
export function meaningOf(text: string): string {
  const plain = text.replaceAll('\r\n', '\n');
  if (plain.length > LONGEST) return plain;
  try {
    const document = documentOf(plain, { version: '1.2' });
    if (document.errors.length > 0 || document.warnings.length > 0 || document.contents === null)
      return plain;
    const version = document.directives.yaml.explicit === true ? document.directives.yaml.version : '';
    return JSON.stringify(['meaning', version, document.directives.tags, said(document.contents)]);
  } catch {
    return plain;
  }
}

function said(node: unknown): unknown {
  if (isAlias(node)) return ['*', node.source];
  if (isScalar(node))
    return [kindOf(node.type), node.source ?? node.value, node.anchor ?? '', node.tag ?? ''];
  if (isMap(node)) return ['{}', node.items.map(said), node.anchor ?? '', node.tag ?? ''];
  if (isSeq(node)) return ['[]', node.items.map(said), node.anchor ?? '', node.tag ?? ''];
  if (isPair(node)) return [said(node.key), said(node.value)];
  return node ?? null;
}

/** A plain word may be a number; quoted ones and blocks never are. */
function kindOf(type: string | undefined): string {
  return type === 'PLAIN' || type === undefined ? 'plain' : 'text';
}
