import type { KeyPath } from '../core/errors';
import type { SplitSpec } from './experiment';
import * as messages from './messages';
import type { Reader } from './reader';
import { keyLocation, nodeAt, ownerLocation, valueLocation } from './tree';

const at = (...keys: string[]): KeyPath => ['split', ...keys];

/** How nodes are drawn; what excludes each other is reported. */
export function convertSplit(reader: Reader): SplitSpec {
  const seeds = readSeeds(reader);
  return nodeAt(reader.root, at('protocol')) === null
    ? { ...ownSplit(reader), seeds }
    : { ...publishedSplit(reader), seeds };
}

function readSeeds(reader: Reader): number[] {
  const several = list(reader, at('seeds'));
  if (several === null) return [reader.number(at('seed'), 0)];
  if (nodeAt(reader.root, at('seed')) !== null)
    reader.error('seed-and-seeds', messages.seedAndSeeds(), keyLocation(reader.root, at('seed')));
  return several;
}

function ownSplit(reader: Reader): Pick<SplitSpec & { protocol: 'own' }, 'protocol' | 'rule'> {
  if (nodeAt(reader.root, at('per-class')) !== null)
    reader.error('per-class-alone', messages.perClassAlone(), keyLocation(reader.root, at('per-class')));
  else if (nodeAt(reader.root, at('labelled')) === null) {
    const where = ownerLocation(reader.root, ['split']);
    reader.error('missing-key', messages.missingKey('labelled', '`split`'), where, {
      kind: 'add-key',
      path: ['split'],
      key: 'labelled',
    });
  }
  const labelled = list(reader, at('labelled')) ?? {
    perClass: reader.number(at('labelled', 'per-class'), 1),
  };
  return { protocol: 'own', rule: { labelled, test: list(reader, at('test')) ?? testCount(reader) } };
}

function publishedSplit(reader: Reader): Pick<SplitSpec & { protocol: 'qpcert' }, 'protocol' | 'rule'> {
  const labelled = at('labelled');
  if (nodeAt(reader.root, labelled) !== null)
    reader.error('protocol-labelled', messages.protocolLabelled(), keyLocation(reader.root, labelled));
  else if (nodeAt(reader.root, at('per-class')) === null) {
    const where = ownerLocation(reader.root, ['split']);
    reader.error('missing-key', messages.missingKey('per-class', '`protocol: qpcert`'), where, {
      kind: 'add-key',
      path: ['split'],
      key: 'per-class',
    });
  }
  if (list(reader, at('test')) !== null)
    reader.error('protocol-test', messages.protocolTest(), valueLocation(reader.root, at('test')));
  return {
    protocol: 'qpcert',
    rule: { perClass: reader.number(at('per-class'), 1), test: testCount(reader) },
  };
}

function testCount(reader: Reader): number | 'rest' {
  const node = reader.scalar(at('test'));
  return typeof node?.value === 'number' ? node.value : 'rest';
}

function list(reader: Reader, path: KeyPath): number[] | null {
  const node = nodeAt(reader.root, path);
  return node?.kind === 'list' ? node.items.map((_, i) => reader.number([...path, i], 0)) : null;
}
