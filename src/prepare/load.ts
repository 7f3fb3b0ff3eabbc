import type { DataSource } from '../config/data-source';
import { readFailure } from '../config/include';
import { CodedError } from '../core/errors';
import type { KeyPath } from '../core/errors';
import type { Dataset, Split } from '../core/graph/dataset';
import { generateGraph } from '../core/graph/generate';
import type { RawGraph } from '../core/graph/raw';
import { readCsvGraph } from '../data/csv-graph';
import { isTabbed, readCsvTable } from '../data/csv-table';
import { readNpzGraph } from '../data/npz-graph';
import { readNpzKernel } from '../data/npz-kernel';
import type { ExperimentFiles } from './files';
import { Memo } from './memo';

/** A dataset's file as it was read, before `features`, `classes` and `nodes`. */
export interface LoadedGraph {
  readonly graph: RawGraph;
  readonly pickled: readonly string[];
}

export interface SeededSplit {
  readonly seed: number;
  readonly split: Split;
}

/** Keeps the datasets used last, so that an editor need not read them again at every key press. */
export class GraphCache {
  private readonly kept = new Map<string, LoadedGraph>();
  /** Of a loaded graph: what is left when classes and nodes are chosen. */
  readonly datasets = new Memo<Dataset>();
  /** Of a dataset: its splits. */
  readonly splits = new Memo<readonly SeededSplit[]>();
  /** Of splits: what a given kernel lacks to be positive semi-definite on them. */
  readonly ridges = new Memo<number>();

  constructor(private readonly size = 4) {}

  get(key: string): LoadedGraph | null {
    const graph = this.kept.get(key);
    if (graph === undefined) return null;
    // Moves it to the end: the first one is the one unused for longest.
    this.kept.delete(key);
    this.kept.set(key, graph);
    return graph;
  }

  set(key: string, graph: LoadedGraph): void {
    this.kept.set(key, graph);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.size) break;
      this.kept.delete(oldest);
    }
  }
}

/**
 * Reads a dataset's files.
 * @throws CodedError with the key at fault; DataError with a place in a CSV file.
 */
export async function loadGraph(
  source: DataSource,
  io: ExperimentFiles,
  cache: GraphCache | null,
): Promise<LoadedGraph> {
  const key = await stampOf(source, io);
  const kept = key === null ? null : (cache?.get(key) ?? null);
  if (kept !== null) return kept;
  const loaded = await readGraph(source, io);
  if (key !== null) cache?.set(key, loaded);
  return loaded;
}

async function readGraph(source: DataSource, io: ExperimentFiles): Promise<LoadedGraph> {
  switch (source.kind) {
    case 'npz':
      return readNpzGraph(await bytesOf(source.path, ['dataset', 'graph'], io), io.limits);
    case 'csv': {
      const edges = await bytesOf(source.edges, ['dataset', 'graph', 'edges'], io);
      const nodes = await bytesOf(source.nodes, ['dataset', 'graph', 'nodes'], io);
      return { graph: readCsvGraph(edges, nodes, io.limits), pickled: [] };
    }
    case 'table': {
      const bytes = await bytesOf(source.path, ['dataset', 'table'], io);
      return {
        graph: readCsvTable(bytes, { ...source, tabs: isTabbed(source.path) }, io.limits),
        pickled: [],
      };
    }
    case 'kernel':
      return readNpzKernel(await bytesOf(source.path, ['dataset', 'kernel'], io), io.limits);
    case 'generate':
      return { graph: generateGraph(source), pickled: [] };
  }
}

async function bytesOf(path: string, key: KeyPath, io: ExperimentFiles): Promise<Uint8Array> {
  try {
    return await io.readBytes(path);
  } catch (error) {
    const { code, message } = readFailure(path, error);
    throw new CodedError(code, message, key);
  }
}

function pathsOf(source: DataSource): string[] {
  if (source.kind === 'generate') return [];
  return source.kind === 'csv' ? [source.edges, source.nodes] : [source.path];
}

/** What a dataset is read from and how. Null where a file has no stamp, or none can be told. */
async function stampOf(source: DataSource, io: ExperimentFiles): Promise<string | null> {
  if (io.stamp === undefined) return null;
  const stamps: string[] = [];
  for (const path of pathsOf(source)) {
    try {
      stamps.push(path, await io.stamp(path));
    } catch {
      // Reading the file will say what is wrong with it.
      return null;
    }
  }
  return JSON.stringify([source, stamps]);
}
