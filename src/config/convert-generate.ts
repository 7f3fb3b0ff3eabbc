import type { KeyPath } from '../core/errors';
import { CBA_DEFAULTS } from '../core/graph/cba';
import { CSBM_DEFAULTS } from '../core/graph/csbm';
import type { Generator } from '../core/graph/generate';
import * as messages from './messages';
import type { Reader } from './reader';
import { keyLocation, nodeAt } from './tree';

/** The generator of `generate: csbm` or `generate: { csbm: { nodes: 200 } }`; null where an error was reported. */
export function convertGenerate(reader: Reader, at: KeyPath): Generator | null {
  const isMapping = nodeAt(reader.root, at)?.kind === 'mapping';
  const names = isMapping ? reader.keys(at) : [reader.word(at, '')];
  for (const name of names.slice(1)) {
    const message = messages.severalSources(names[0], name);
    reader.error('dataset-source', message, keyLocation(reader.root, [...at, name]));
  }
  if (names.length !== 1) return null;
  const own = [...at, names[0]];
  switch (names[0] as Generator['generator']) {
    case 'karate':
      return { generator: 'karate' };
    case 'csbm':
      return { generator: 'csbm', parameters: parameters(reader, own, CSBM_DEFAULTS) };
    case 'cba':
      return { generator: 'cba', parameters: parameters(reader, own, CBA_DEFAULTS) };
  }
}

/** The numbers that are written, and the defaults of the others. */
function parameters<P extends { readonly [K in keyof P]: number }>(
  reader: Reader,
  at: KeyPath,
  defaults: P,
): P {
  const entries = Object.entries<number>(defaults).map(([key, value]) => [
    key,
    reader.number([...at, key], value),
  ]);
  return Object.fromEntries(entries) as P;
}
