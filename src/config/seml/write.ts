import type { Node } from 'yaml';
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Diagnostic } from '../../core/errors';
import { printable } from '../diagnostic-text';
import type { Group } from './group';
import { modelsOf } from './group';
import * as messages from './messages';
import type { Yaml } from './yaml-value';
import { mapOf } from './yaml-value';

/** The configuration of a group, with what it does not carry over at its top. */
export function configurationText(source: string, group: Group, notes: readonly Diagnostic[]): string {
  const root = new YAMLMap();
  // A model has a line for each of its keys; what lies deeper than that, or in another section, stands on one.
  for (const [key, value] of sectionsOf(group))
    root.add(new Pair(new Scalar(key), nodeOf(value, key === 'models' ? 2 : 1)));
  const document = new Document(null);
  document.contents = root;
  document.commentBefore = header(source, notes);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true, singleQuote: true });
  // The library pads lists where it pads mappings. No text of the user begins a value with an open bracket.
  return text.replace(/^( +[\w-]+: (?:\{ values: )?)\[ ([^\]\n]*) \]/gm, '$1[$2]');
}

/** Lists stand on one line, and mappings below so many levels. */
function nodeOf(value: Yaml, levels: number): Node {
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    for (const one of value as readonly Yaml[]) list.add(nodeOf(one, 0));
    list.flow = true;
    return list;
  }
  if (value instanceof Map) {
    const map = new YAMLMap();
    for (const [key, one] of value as ReadonlyMap<string, Yaml>)
      map.add(new Pair(new Scalar(key), nodeOf(one, levels - 1)));
    map.flow = levels <= 0;
    return map;
  }
  return new Scalar(value);
}

/** The sections of a configuration, in their order. */
function sectionsOf(group: Group): (readonly [string, Yaml])[] {
  const [{ data, seeds, budgets, certificates }] = group.units;
  const { test, kinds, others } = certificates;
  const seed: readonly [string, Yaml] = seeds.length === 1 ? ['seed', seeds[0]] : ['seeds', seeds];
  const sections: (readonly [string, Yaml])[] = [
    ['dataset', data.dataset],
    ['split', mapOf([...data.split, ['test', test], seed])],
    ['models', modelsOf(group)],
  ];
  if (kinds.length > 0)
    sections.push(['certify', mapOf([['kinds', kinds], ['budgets', budgets], ...others])]);
  return sections;
}

function header(source: string, notes: readonly Diagnostic[]): string {
  const lines = [messages.imported(printable(source))];
  if (notes.length > 0) lines.push(messages.headerNotes());
  for (const { message, range } of notes)
    lines.push(messages.headerNote(range.startLine + 1, printable(message)));
  return lines.map((line) => ` ${line}`).join('\n');
}
