import { basename, extname } from 'node:path';
import type { Diagnostic, KeyPath } from '../core/errors';
import type { DataSource, DatasetSpec, Experiment, SplitSpec } from './experiment';
import { convertCertify } from './convert-certify';
import { convertExpectations } from './convert-expect';
import { convertModel } from './convert-model';
import { resolvePath } from './include';
import * as messages from './messages';
import { Reader } from './reader';
import type { ConfigNode } from './tree';
import { keyLocation, nodeAt, ownerLocation, valueLocation } from './tree';

/**
 * Typed experiment of a configuration whose structure is sound, with defaults filled in.
 * @returns null where an error was reported.
 */
export function convertExperiment(
  file: string,
  root: ConfigNode,
  diagnostics: Diagnostic[],
): Experiment | null {
  const reader = new Reader(root, diagnostics);
  const dataset = convertDataset(reader);
  const models = reader.keys(['models']).map((name) => convertModel(reader, name));
  const certify = convertCertify(reader);
  const expect = convertExpectations(reader, certify);
  const split = convertSplit(reader);
  if (dataset === null || diagnostics.some(({ severity }) => severity === 'error')) return null;
  return {
    file,
    dataset,
    split,
    models: models.filter((model) => model !== null),
    certify,
    expect,
    source: root,
  };
}

const SOURCES = ['graph', 'table', 'kernel', 'generate'];

function convertDataset(reader: Reader): DatasetSpec | null {
  const at = (key: string): KeyPath => ['dataset', key];
  const given = reader.keys(['dataset']).filter((key) => SOURCES.includes(key));
  if (given.length === 0) {
    reader.error('dataset-source', messages.datasetSource(), ownerLocation(reader.root, ['dataset']));
    return null;
  }
  if (given.length > 1) {
    for (const key of given.slice(1)) {
      reader.error(
        'dataset-source',
        messages.severalSources(given[0], key),
        keyLocation(reader.root, at(key)),
      );
    }
    return null;
  }
  if (given[0] !== 'table') {
    for (const key of ['label', 'ignore', 'header']) reader.warnNoEffect(at(key), 'it is a key of `table`');
  }
  const source = convertSource(reader);
  if (source === null) return null;
  const classes = nodeAt(reader.root, at('classes'));
  return {
    name: sourceName(source),
    source,
    features: reader.word(at('features'), null),
    classes:
      classes?.kind === 'list'
        ? classes.items.map((_, i) => reader.label([...at('classes'), i]))
        : reader.word(at('classes'), 'all'),
    nodes: reader.word(at('nodes'), 'all'),
  };
}

/** Null for what is not available: that has been reported. */
function convertSource(reader: Reader): DataSource | null {
  const pathAt = (key: KeyPath): string =>
    resolvePath(valueLocation(reader.root, key).file, reader.word(key, ''));
  const graph = nodeAt(reader.root, ['dataset', 'graph']);
  if (graph?.kind === 'scalar') return { kind: 'npz', path: pathAt(['dataset', 'graph']) };
  if (graph?.kind === 'mapping') {
    return {
      kind: 'csv',
      edges: pathAt(['dataset', 'graph', 'edges']),
      nodes: pathAt(['dataset', 'graph', 'nodes']),
    };
  }
  const key: KeyPath = ['dataset', 'generate'];
  const isMapping = nodeAt(reader.root, key)?.kind === 'mapping';
  const generator: string = reader.word(isMapping ? [...key, 'kind'] : key, '');
  if (generator !== 'karate') return null;
  for (const parameter of isMapping ? reader.keys(key) : []) {
    if (parameter === 'kind') continue;
    reader.error(
      'unknown-key',
      messages.unknownKey(parameter, null, null),
      keyLocation(reader.root, [...key, parameter]),
    );
  }
  return { kind: 'generate', generator };
}

function sourceName(source: DataSource): string {
  if (source.kind === 'generate') return source.generator;
  const path = source.kind === 'npz' ? source.path : source.edges;
  return basename(path, extname(path));
}

function convertSplit(reader: Reader): SplitSpec {
  const ids = (key: KeyPath): number[] | null => {
    const node = nodeAt(reader.root, key);
    return node?.kind === 'list' ? node.items.map((_, i) => reader.number([...key, i], 0)) : null;
  };
  const test: KeyPath = ['split', 'test'];
  const testNode = nodeAt(reader.root, test);
  const isCount = testNode?.kind === 'scalar' && typeof testNode.value === 'number';
  return {
    labelled: ids(['split', 'labelled']) ?? {
      perClass: reader.number(['split', 'labelled', 'per-class'], 1),
    },
    test: ids(test) ?? (isCount ? reader.number(test, 1) : 'rest'),
    seed: reader.number(['split', 'seed'], 0),
  };
}
