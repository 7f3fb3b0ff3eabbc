/** What a configuration will cost to certify, as far as its text alone says. Pure. */
import { parse } from 'yaml';
import type { Cost } from './entry';

const UNKNOWN: Cost = { models: 0, labelled: null, test: null };

/** Never throws: a text in the middle of being typed is no error here. */
export function costOf(text: string): Cost {
  let root: unknown;
  try {
    root = parse(text);
  } catch {
    return UNKNOWN;
  }
  const split = field(root, 'split');
  const labelled = field(split, 'labelled');
  return {
    models: count(field(root, 'models')) ?? 0,
    labelled: count(labelled),
    test: count(field(split, 'test')),
  };
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** A number as it stands, the length of a list, the number of keys; `per-class` and the like depend on the data. */
function count(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'object' || value === null || 'per-class' in value) return null;
  return Object.keys(value).length;
}
