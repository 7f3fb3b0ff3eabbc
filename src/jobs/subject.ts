import { resolve } from 'node:path';
import { hasErrors } from '../config/diagnostic-text';
import type { Experiment, ModelSpec } from '../config/experiment';
import type { Diagnostic } from '../core/errors';
import type { Limits } from '../core/limits';
import type { Dataset, Split } from '../core/graph/dataset';
import { nodeFiles } from '../prepare/files';
import { openExperiment } from '../prepare/open';
import type { NodePlace } from '../prepare/open';
import { describeDataset, summarize } from '../prepare/summary';
import type { DatasetDescription } from '../prepare/summary';
import type { Stood } from '../prepare/read-file';
import type { ReadPrint } from '../protocol/job';
import type { DatasetSummary } from '../report/result';
import { digestOfBytes } from '../prepare/digest';
import type { RunCache } from './cache/run-cache';
import { unknownModel } from './faults';
import type { WorkerFiles } from './pool';

export interface RunRequest {
  /** Path of the configuration as the user gave it: diagnostics and the result name it so. */
  readonly file: string;
  /** Text of an unsaved editor; null reads the file. */
  readonly text: string | null;
  /** Certify this model alone; null: all. */
  readonly model: string | null;
  readonly threads: number;
  /** Seconds for each certification in place of the file's; null: the file's. */
  readonly timeLimit: number | null;
  readonly workers: WorkerFiles;
  /** Where kernels and certificates are kept from one run to the next; null keeps none. */
  readonly cache: RunCache | null;
  /** Bounds on what is read; those of every reader where they are absent. */
  readonly limits?: Limits;
}

/** One split, and what a result says of its data. */
export interface SeedSplit {
  readonly seed: number;
  readonly split: Split;
  readonly summary: DatasetSummary;
}

/** A configuration that was opened without errors, and what of it is asked for. */
export interface RunSubject {
  readonly kind: 'sound';
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly models: readonly ModelSpec[];
  readonly seeds: readonly SeedSplit[];
  /** Seconds for each certification. */
  readonly limit: number;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the files that were read besides the configuration. */
  readonly files: readonly string[];
  /** How they stood when they were read. */
  readonly prints: readonly ReadPrint[];
  readonly description: DatasetDescription;
  /** Where there is a cache: digests of all files that were read, by absolute path. */
  readonly digests: ReadonlyMap<string, string>;
  /** Where the nodes stand in a text file; null where they do in none. */
  readonly place: NodePlace | null;
}

export interface InvalidSubject {
  readonly kind: 'invalid';
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens the configuration of a run. @param opened told what the dataset holds, before anything is solved */
export async function openSubject(
  { file, text, model: wanted, timeLimit, cache, limits }: RunRequest,
  opened: (dataset: DatasetDescription) => void,
): Promise<RunSubject | InvalidSubject> {
  const digests = new Map<string, string>();
  const prints = new Map<string, ReadPrint>();
  const seen = (path: string, bytes: Uint8Array, { size, modified }: Stood): void => {
    const absolute = resolve(path);
    prints.set(absolute, { path: absolute, size, modified });
    if (cache !== null) note(digests, absolute, digestOfBytes(bytes));
  };
  const io = nodeFiles(seen, limits);
  const { experiment, dataset, splits, diagnostics, files, place } = await openExperiment(file, text, io);
  if (experiment === null || dataset === null || splits === null || hasErrors(diagnostics))
    return { kind: 'invalid', diagnostics };
  const models = experiment.models.filter(
    ({ name, family }) => wanted === null || name === wanted || family === wanted,
  );
  if (models.length === 0)
    return { kind: 'invalid', diagnostics: [...diagnostics, unknownModel(experiment, wanted ?? '')] };
  const description = describeDataset(
    dataset,
    splits.map(({ split }) => split),
    models,
  );
  opened(description);
  return {
    kind: 'sound',
    experiment,
    dataset,
    models,
    seeds: splits.map(({ seed, split }) => ({ seed, split, summary: summarize(dataset, split) })),
    limit: timeLimit ?? experiment.certify.timeLimitSeconds,
    diagnostics,
    files: files.slice(1),
    description,
    prints: files.slice(1).flatMap((path) => prints.get(path) ?? []),
    digests,
    place,
  };
}

/** A file that changed while it was read twice has no digest that fits. */
function note(digests: Map<string, string>, path: string, digest: string): void {
  const known = digests.get(path);
  digests.set(path, known === undefined || known === digest ? digest : '');
}
