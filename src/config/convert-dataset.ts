import type { KeyPath } from '../core/errors';
import { convertGenerate } from './convert-generate';
import type { DataSource, SourceKey } from './data-source';
import { SOURCE_KEYS, sourceName } from './data-source';
import type { DatasetSpec } from './experiment';
import { resolvePath } from './include';
import * as messages from './messages';
import type { Reader } from './reader';
import { keyLocation, nodeAt, ownerLocation, valueLocation } from './tree';

const at = (key: string): KeyPath => ['dataset', key];

/** The dataset that is asked for; null where an error was reported. */
export function convertDataset(reader: Reader): DatasetSpec | null {
  const key = onlySource(reader);
  if (key === null) return null;
  checkKeys(reader, key);
  const source = convertSource(reader, key);
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

function onlySource(reader: Reader): SourceKey | null {
  const written = reader.keys(['dataset']);
  const given = written.flatMap((key) => SOURCE_KEYS.filter((source) => source === key));
  if (given.length === 0) {
    reader.error('dataset-source', messages.datasetSource(), ownerLocation(reader.root, ['dataset']));
    return null;
  }
  for (const key of given.slice(1)) {
    const message = messages.severalSources(given[0], key);
    reader.error('dataset-source', message, keyLocation(reader.root, at(key)));
  }
  return given.length === 1 ? given[0] : null;
}

/** What one source has and another has not. */
function checkKeys(reader: Reader, source: SourceKey): void {
  if (source !== 'table') {
    for (const key of ['label', 'ignore', 'header']) reader.warnNoEffect(at(key), 'it is a key of `table`');
  }
  if (source === 'kernel') reader.warnNoEffect(at('features'), 'the kernel is given');
  const nodes: string = reader.word(at('nodes'), 'all');
  if ((source === 'table' || source === 'kernel') && nodes !== 'all')
    reader.error('no-graph', messages.nodesWithoutGraph(source), valueLocation(reader.root, at('nodes')));
}

function convertSource(reader: Reader, source: SourceKey): DataSource | null {
  const pathAt = (key: KeyPath): string =>
    resolvePath(valueLocation(reader.root, key).file, reader.word(key, ''));
  const key = at(source);
  switch (source) {
    case 'graph':
      return nodeAt(reader.root, key)?.kind === 'mapping'
        ? { kind: 'csv', edges: pathAt([...key, 'edges']), nodes: pathAt([...key, 'nodes']) }
        : { kind: 'npz', path: pathAt(key) };
    case 'table': {
      const header = reader.scalar(at('header'))?.value;
      return {
        kind: 'table',
        path: pathAt(key),
        label: nodeAt(reader.root, at('label')) === null ? null : reader.label(at('label')),
        ignore: Array.from({ length: reader.length(at('ignore')) }, (_, i) =>
          reader.label([...at('ignore'), i]),
        ),
        header: typeof header === 'boolean' ? header : null,
      };
    }
    case 'kernel':
      return { kind: 'kernel', path: pathAt(key) };
    case 'generate': {
      const generator = convertGenerate(reader, key);
      return generator === null ? null : { kind: 'generate', ...generator };
    }
  }
}
