import { basename, extname } from 'node:path';
import type { Generator } from '../core/graph/generate';

/** A column of a table, by its name in the header or its position from 0. */
type Column = string | number;

/** Where a dataset comes from. Paths are as the user gave them, joined to the directory of the file that names them. */
export type DataSource =
  | { readonly kind: 'npz'; readonly path: string }
  | { readonly kind: 'csv'; readonly edges: string; readonly nodes: string }
  | {
      readonly kind: 'table';
      readonly path: string;
      /** Null: the last column. */
      readonly label: Column | null;
      readonly ignore: readonly Column[];
      /** Null: recognised. */
      readonly header: boolean | null;
    }
  | { readonly kind: 'kernel'; readonly path: string }
  | ({ readonly kind: 'generate' } & Generator);

/** The keys of `dataset` of which exactly one says where the data comes from. */
export const SOURCE_KEYS = ['graph', 'table', 'kernel', 'generate'] as const;
export type SourceKey = (typeof SOURCE_KEYS)[number];

export function sourceKey({ kind }: DataSource): SourceKey {
  return kind === 'npz' || kind === 'csv' ? 'graph' : kind;
}

/** File name without its extension, or the generator's name. */
export function sourceName(source: DataSource): string {
  if (source.kind === 'generate') return source.generator;
  const path = source.kind === 'csv' ? source.edges : source.path;
  return basename(path, extname(path));
}
