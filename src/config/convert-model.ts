import type { KeyPath } from '../core/errors';
import type { Architecture } from '../core/kernel/architecture';
import type { KernelKeys } from '../core/kernel/definition';
import { architectures } from '../core/kernel/registry';
import type { ArchitectureName } from '../core/kernel/registry';
import { boxConstraint } from './box-constraint';
import type { ModelSpec } from './experiment';
import * as messages from './messages';
import type { Reader } from './reader';
import type { Variant } from './sweep';
import type { Location } from './tree';
import { keyLocation, ownerLocation, valueLocation } from './tree';

/** Each key of a kernel as a configuration writes it. */
const WRITTEN: Readonly<Record<keyof KernelKeys, string>> = {
  depth: 'depth',
  activation: 'activation',
  normalization: 'normalization',
  adjacencyWeight: 'adjacency-weight',
  skip: 'skip',
  skipAlpha: 'skip-alpha',
  skipActivation: 'skip-activation',
  teleport: 'teleport',
  iterations: 'iterations',
  ntk: 'ntk',
};
/** A PPNP that never returns to its node has no limit. */
const LEAST_TELEPORT = 0.0001;
const KEYS = Object.keys(WRITTEN) as (keyof KernelKeys)[];
const NAMES = Object.keys(architectures) as ArchitectureName[];

/** Null for a model without an architecture: that has been reported. */
export function convertModel(reader: Reader, { family, name, at }: Variant): ModelSpec | null {
  const architecture = reader.word<ArchitectureName | null>(at('architecture'), null);
  if (architecture === null) {
    const where = ownerLocation(reader.root, ['models', family]);
    reader.error('missing-key', messages.missingKey('architecture', `\`${family}\``), where, {
      kind: 'add-key',
      path: ['models', family],
      key: 'architecture',
    });
    return null;
  }
  const keys = readKeys(reader, at, architectures[architecture].fixed);
  checkKeys(reader, at, architecture, keys);
  const locations: Record<string, Location> = {};
  for (const key of reader.keys(['models', family])) locations[key] = valueLocation(reader.root, at(key));
  return {
    name,
    family,
    architecture,
    keys,
    C: boxConstraint(reader, family, at),
    location: keyLocation(reader.root, ['models', family]),
    locations,
  };
}

/** As written; otherwise as the architecture has it by its definition, or else the default. */
function readKeys(reader: Reader, at: (key: string) => KeyPath, fixed: Architecture['fixed']): KernelKeys {
  const number = (key: keyof KernelKeys, otherwise: number): number =>
    reader.number(at(WRITTEN[key]), otherwise);
  const word = <W extends string>(key: keyof KernelKeys, otherwise: W): W =>
    reader.word(at(WRITTEN[key]), otherwise);
  return {
    depth: number('depth', fixed.depth ?? 1),
    activation: word('activation', fixed.activation ?? 'relu'),
    normalization: word('normalization', fixed.normalization ?? 'row'),
    adjacencyWeight: number('adjacencyWeight', 1),
    skip: word('skip', fixed.skip ?? 'none'),
    skipAlpha: number('skipAlpha', 0.1),
    skipActivation: word('skipActivation', 'linear'),
    teleport: number('teleport', 0.1),
    iterations: number('iterations', 10),
    ntk: word('ntk', 'exact'),
  };
}

/** An error for a value that the definition excludes, a warning for a key that does nothing. */
function checkKeys(
  reader: Reader,
  at: (key: string) => KeyPath,
  name: ArchitectureName,
  keys: KernelKeys,
): void {
  const { keys: read, fixed }: Architecture = architectures[name];
  for (const key of KEYS) {
    const written = WRITTEN[key];
    const settled = fixed[key];
    if (settled !== undefined) {
      if (keys[key] === settled) continue;
      const message = messages.settledKey(name, written, String(settled), String(keys[key]));
      reader.error(`${name}-${written}`, message, valueLocation(reader.root, at(written)));
    } else if (!read.includes(key)) {
      const owners = NAMES.filter((owner) => architectures[owner].keys.includes(key));
      reader.warnNoEffect(at(written), messages.keyOf(owners));
    }
  }
  if (name === 'ppnp' && keys.teleport < LEAST_TELEPORT) {
    const message = messages.outOfRange(
      '`teleport`',
      String(keys.teleport),
      `${LEAST_TELEPORT} or more for \`ppnp\``,
    );
    reader.error('out-of-range', message, valueLocation(reader.root, at('teleport')));
  }
  if (read.includes('skip')) {
    if (keys.skip === 'none') reader.warnNoEffect(at(WRITTEN.skipActivation), messages.noSkip());
    if (keys.skip !== 'alpha') reader.warnNoEffect(at(WRITTEN.skipAlpha), messages.skipAlphaWithout());
  }
  // Without its edges a GraphSAGE is another network; any other weight common to all edges cancels in it.
  if (name === 'graphsage' && keys.adjacencyWeight > 0)
    reader.warnNoEffect(at(WRITTEN.adjacencyWeight), messages.weightCancels());
}
