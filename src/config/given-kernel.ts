import { boxConstraint } from './box-constraint';
import type { ModelSpec } from './experiment';
import * as messages from './messages';
import type { Reader } from './reader';
import type { Variant } from './sweep';
import { keyLocation, nodeAt, valueLocation } from './tree';

/** Whether the user computed the kernel, so that models have no architecture. */
export function hasGivenKernel(reader: Reader): boolean {
  return nodeAt(reader.root, ['dataset', 'kernel']) !== null;
}

/** A model on a kernel that the user computed: it has only C. */
export function convertKernelModel(reader: Reader, { family, name, at }: Variant): ModelSpec {
  for (const key of reader.keys(['models', family])) {
    if (key !== 'C' && key !== 'choose-C')
      reader.error('kernel-given', messages.kernelGiven(key), keyLocation(reader.root, at(key)));
  }
  return {
    name,
    family,
    architecture: 'kernel',
    C: boxConstraint(reader, family, at),
    location: keyLocation(reader.root, ['models', family]),
    locations: { C: valueLocation(reader.root, at('C')) },
  };
}

/** Without a graph there is nothing to propagate along: every model of a table is an mlp. */
export function checkTableModels(reader: Reader): void {
  if (nodeAt(reader.root, ['dataset', 'table']) === null) return;
  for (const name of reader.keys(['models'])) {
    const architecture: string = reader.word(['models', name, 'architecture'], 'mlp');
    if (architecture === 'mlp') continue;
    const where = valueLocation(reader.root, ['models', name, 'architecture']);
    reader.error('no-graph', messages.tableArchitecture(architecture), where);
  }
}
