import type { KeyPath } from '../core/errors';
import type { BudgetSpec } from './budget';
import { shareText } from './budget';
import type { CertifySpec, Kind } from './experiment';
import * as messages from './messages';
import type { Reader } from './reader';
import { valueLocation } from './tree';

/** Certified where the text names no budgets. */
export const DEFAULT_SHARES: readonly string[] = ['0.05', '0.1', '0.15', '0.2', '0.25', '0.3', '0.5', '1.0'];
const DEFAULT_SECONDS = 60;
/** What a timer of 32 bits can wait, 24 days: it would end at once after more. */
export const LONGEST_SECONDS = 2 ** 31 / 1000 - 1;
const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** What to certify, with the defaults for what is not said. */
export function convertCertify(reader: Reader): CertifySpec {
  const at = (key: string): KeyPath => ['certify', key];
  const kinds = items(reader, at('kinds')).map((path) => reader.word<Kind>(path, 'sample-wise'));
  return {
    kinds: kinds.length === 0 ? ['sample-wise', 'collective'] : kinds,
    budgets: convertBudgets(reader),
    method: reader.word(at('method'), 'auto'),
    trusted: items(reader, at('trusted')).map((path) => reader.number(path, 0)),
    timeLimitSeconds: timeLimit(reader),
  };
}

function items(reader: Reader, path: KeyPath): KeyPath[] {
  return Array.from({ length: reader.length(path) }, (_, i) => [...path, i]);
}

function convertBudgets(reader: Reader): BudgetSpec {
  const key: KeyPath = ['certify', 'budgets'];
  if (reader.scalar(key) !== null) return { kind: 'all' };
  const flips = items(reader, [...key, 'flips']);
  if (flips.length > 0) {
    return {
      kind: 'flips',
      flips: flips.map((path) => reader.number(path, 0)),
      locations: flips.map((path) => valueLocation(reader.root, path)),
    };
  }
  const shares = items(reader, key).map((path) => {
    const value = reader.number(path, 0);
    const text = shareText(reader.scalar(path)?.text ?? '', value);
    return { text, value, location: valueLocation(reader.root, path) };
  });
  if (shares.length > 0) return { kind: 'shares', shares };
  const location = valueLocation(reader.root, key);
  return { kind: 'shares', shares: DEFAULT_SHARES.map((text) => ({ text, value: Number(text), location })) };
}

function timeLimit(reader: Reader): number {
  const node = reader.scalar(['certify', 'time-limit']);
  if (node === null) return DEFAULT_SECONDS;
  const match = /^\s*([\d.]+)\s*(ms|s|m|h)?\s*$/.exec(String(node.value));
  const written = match === null ? DEFAULT_SECONDS : Number(match[1]) * SECONDS[match[2] ?? 's'];
  const seconds = typeof node.value === 'number' ? node.value : written;
  if (!(seconds > 0)) {
    const message = messages.outOfRange('`time-limit`', node.text, 'greater than 0');
    reader.error('out-of-range', message, node.location);
  }
  return Math.min(seconds, LONGEST_SECONDS);
}
