import type { Spot } from './spots';
import type { KeyPath } from '../core/errors';

/** Ends of the names of the files that a key takes; null where its value is no path. */
export function fileEnds(path: KeyPath): readonly string[] | null {
  const [first, second, third, ...rest] = path;
  if (rest.length > 0) return null;
  if (first === 'dataset') {
    if (second === undefined) return ['.dataset.yaml', '.dataset.yml'];
    if (second === 'graph' && third === undefined) return ['.npz'];
    if (second === 'kernel' && third === undefined) return ['.npz'];
    if (second === 'table' && third === undefined) return ['.csv', '.tsv', '.data', '.txt'];
    if (second === 'graph' && (third === 'edges' || third === 'nodes')) return ['.csv', '.tsv'];
  }
  return first === 'models' && second !== undefined && third === undefined
    ? ['.model.yaml', '.model.yml']
    : null;
}

/** The path that a value of the text is. */
export function writtenPath({ path, scalar }: Spot): string | null {
  return typeof scalar === 'string' && scalar !== '' && fileEnds(path) !== null ? scalar : null;
}
