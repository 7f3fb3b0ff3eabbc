import { MOST_MESSAGE, shown } from '../../core/shown';
import type { ConfigNode, Location, MappingNode } from '../tree';

export type Scalar = string | number | boolean | null;

/** A value as the experiment gives it. */
export interface Given {
  /** Undefined where it is no plain value: a list, a mapping, or one that only SEML could draw. */
  readonly value: Scalar | undefined;
  readonly location: Location;
}

/** Stops the reading of a part of the experiment, or of all of it; whoever reads that part reports it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: string,
    message: string,
    readonly location: Location,
  ) {
    super(shown(message, MOST_MESSAGE));
  }
}

/** Where a part of the file begins. */
export function startOf({ location: { file, range } }: ConfigNode): Location {
  const { startLine, startColumn } = range;
  return { file, range: { startLine, startColumn, endLine: startLine, endColumn: startColumn } };
}

export function given(node: ConfigNode): Given {
  const value = node.kind === 'scalar' ? literal(node.value) : undefined;
  return { value, location: node.location };
}

const NUMBER = /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/;

/** SEML reads every text as a Python literal where it is one: `1e-4`, `1_000`, `"True"` and `None` are no texts. */
export function literal(value: Scalar): Scalar {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (text === 'None') return null;
  if (!NUMBER.test(text)) return value;
  const number = Number(text.replaceAll('_', ''));
  return Number.isFinite(number) ? number : value;
}

/** Entries of a mapping; those that YAML 1.1 merges into it (`<<: *common`) come first, and are overridden. */
export function entriesOf(mapping: MappingNode): MappingNode['entries'] {
  const merged = mapping.entries.get('<<')?.value;
  if (merged === undefined) return mapping.entries;
  const sources = merged.kind === 'list' ? merged.items : [merged];
  const entries = new Map<string, { readonly key: Location; readonly value: ConfigNode }>();
  // Of several sources the first wins.
  for (const source of [...sources].reverse()) {
    if (source.kind !== 'mapping') continue;
    for (const [key, entry] of entriesOf(source)) entries.set(key, entry);
  }
  for (const [key, entry] of mapping.entries) if (key !== '<<') entries.set(key, entry);
  return entries;
}
