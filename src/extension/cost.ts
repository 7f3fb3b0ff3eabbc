/** What a configuration will cost to certify, as far as its text alone says. Pure. */

import { valueOf } from '../config/yaml-document';
import { SWEPT } from '../config/sweep';
import type { Cost } from './entry';

const UNKNOWN: Cost = { models: 0, labelled: null, test: null };

/** Never throws: a text in the middle of being typed is no error here. */
export function costOf(text: string): Cost {
  let root: unknown;
  try {
    root = valueOf(text);
  } catch {
    return UNKNOWN;
  }
  const split = field(root, 'split');
  const labelled = field(split, 'labelled');
  return {
    models: countModels(field(root, 'models')),
    labelled: count(labelled),
    test: count(field(split, 'test')),
  };
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Lists of values make a model of each combination. */
function countModels(models: unknown): number {
  if (typeof models !== 'object' || models === null || Array.isArray(models)) return 0;
  return Object.values(models).reduce<number>(
    (sum, model) =>
      sum +
      SWEPT.reduce((n, key) => {
        const values = field(model, key);
        return Array.isArray(values) ? n * values.length : n;
      }, 1),
    0,
  );
}

/** A number as it stands, the length of a list, the number of keys; `per-class` and the like depend on the data. */
function count(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'object' || value === null || 'per-class' in value) return null;
  return Object.keys(value).length;
}
