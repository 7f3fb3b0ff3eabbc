import { resolve } from 'node:path';
import type { Budget } from '../config/budget';
import { sourceKey } from '../config/data-source';
import type { DataSource } from '../config/data-source';
import type { Experiment } from '../config/experiment';
import { locate } from '../config/experiment';
import { readFailure } from '../config/include';
import { nearest } from '../config/nearest';
import type { ParsedExperiment } from '../config/parse';
import { parseExperiment } from '../config/parse';
import { nodeAt } from '../config/tree';
import { asYaml } from '../config/written';
import type { StructureCheck } from '../config/validate';
import { structureCheck } from '../config/validate';
import type { Diagnostic, Fix, KeyPath, SourceRange } from '../core/errors';
import { CodedError } from '../core/errors';
import { MOST_MESSAGE, shown } from '../core/shown';
import type { Dataset } from '../core/graph/dataset';
import type { Label } from '../core/graph/raw';
import { selectDataset } from '../core/graph/select';
import { publishedOrder, publishedSplit } from '../core/graph/published-split';
import { splitDataset } from '../core/graph/split';
import { checkPositive, withRidge } from '../core/kernel/given';
import type { Square } from '../core/linalg/dense';
import { DataError } from '../data/errors';
import { budgetsOf, datasetFindings, foldFindings, splitFindings } from './checks';
import type { Finding } from './checks';
import type { ExperimentFiles } from './files';
import type { SeededSplit } from './load';
import { GraphCache, loadGraph } from './load';
import * as messages from './messages';

export type { SeededSplit } from './load';

/** An experiment with its data. Where `diagnostics` holds an error, what could not be made is null. */
export interface OpenedExperiment {
  readonly experiment: Experiment | null;
  readonly dataset: Dataset | null;
  /** Of every node of the file, before `classes` and `nodes` drop any; null where it could not be read. */
  readonly labels: readonly Label[] | null;
  /** One for each seed, in the order of the file. All label equally many nodes. */
  readonly splits: readonly SeededSplit[] | null;
  /** Ascending, 0 flips first; empty where there is no split. */
  readonly budgets: readonly Budget[];
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute path of every file that was read or looked for, the configuration first. */
  readonly files: readonly string[];
  /** What a reader of the result should know, e.g. members of a file that were not read. */
  readonly notes: readonly string[];
  /** Where the nodes stand in a text file; null where they do in none. */
  readonly place: NodePlace | null;
}

/** The text file that has a row for each node, and the lines of the rows. */
export interface NodePlace {
  /** Absolute. */
  readonly file: string;
  /** By node id, counted from 0. */
  readonly lines: Int32Array;
}

/** What a caller that opens many experiments keeps between them. */
export interface OpenOptions {
  readonly cache?: GraphCache;
  readonly check?: StructureCheck;
  /** False looks at the text alone: no data is read or generated. */
  readonly data?: boolean;
}

const START: SourceRange = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };

/**
 * Reads a configuration and its data, and checks the one against the other. Never throws: every failure is a
 * diagnostic with a place.
 * @param file path as the user gave it; diagnostics use it as it is.
 * @param text of an unsaved editor; null reads the file.
 */
export async function openExperiment(
  file: string,
  text: string | null,
  io: ExperimentFiles,
  options: OpenOptions = {},
): Promise<OpenedExperiment> {
  const opening = new Opening(file, io, options);
  await opening.run(text);
  return opening.result();
}

class Opening {
  private experiment: Experiment | null = null;
  private dataset: Dataset | null = null;
  private labels: readonly Label[] | null = null;
  private readonly cache: GraphCache;
  private splits: readonly SeededSplit[] | null = null;
  private place: NodePlace | null = null;
  private budgets: readonly Budget[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly said = new Set<string>();
  private readonly files = new Set<string>();
  private readonly notes: string[] = [];
  private readonly io: ExperimentFiles;

  constructor(
    private readonly file: string,
    io: ExperimentFiles,
    private readonly options: OpenOptions,
  ) {
    const seen = (path: string): string => {
      this.files.add(resolve(path));
      return path;
    };
    this.io = {
      readText: (path) => io.readText(seen(path)),
      readBytes: (path) => io.readBytes(seen(path)),
      ...(io.limits === undefined ? {} : { limits: io.limits }),
      // A kept dataset is not read again, and yet this experiment depends on its file.
      ...(io.stamp === undefined
        ? {}
        : { stamp: async (path: string) => (await io.stamp?.(seen(path))) ?? '' }),
    };
    this.files.add(resolve(file));
    this.cache = options.cache ?? new GraphCache();
  }

  result(): OpenedExperiment {
    const { experiment, dataset, labels, splits, budgets, files, notes, place } = this;
    const diagnostics = inOrder(this.file, this.diagnostics);
    return { experiment, dataset, labels, splits, budgets, diagnostics, files: [...files], notes, place };
  }

  async run(given: string | null): Promise<void> {
    try {
      const text = given ?? (await this.readConfiguration());
      if (text === null) return;
      const parsed = await this.parse(text);
      for (const diagnostic of parsed.diagnostics) this.add(diagnostic);
      if (parsed.experiment === null) return;
      this.experiment = parsed.experiment;
      if (this.options.data !== false) await this.prepare(parsed.experiment);
    } catch (error) {
      this.report(error);
    }
  }

  private parse(text: string): Promise<ParsedExperiment> {
    const { check = structureCheck() } = this.options;
    const readText = (path: string): Promise<string> => this.io.readText(path);
    return parseExperiment(this.file, text, readText, check, this.io.limits);
  }

  private async readConfiguration(): Promise<string | null> {
    try {
      return await this.io.readText(this.file);
    } catch (error) {
      const { code, message } = readFailure(this.file, error);
      this.diagnostics.push({ code, message, severity: 'error', file: this.file, range: START });
      return null;
    }
  }

  private async prepare(experiment: Experiment): Promise<void> {
    const loaded = await loadGraph(experiment.dataset.source, this.io, this.options.cache ?? null);
    const { graph, pickled } = loaded;
    this.labels = graph.labels;
    this.place = placeOf(experiment.dataset.source, graph.lines);
    if (pickled.length > 0) {
      const message = messages.pickled(pickled);
      this.say({ severity: 'information', code: 'pickled-members', message, key: this.sourceKey() });
      this.notes.push(message);
    }
    const { name, features, classes, nodes } = experiment.dataset;
    const dataset = this.cache.datasets.get(loaded, JSON.stringify([name, features, classes, nodes]), () =>
      selectDataset(name, graph, experiment.dataset),
    );
    this.dataset = dataset;
    const found = datasetFindings(experiment, dataset);
    this.sayAll(found);
    if (found.length > 0) return;
    const drawnAs = JSON.stringify([experiment.split, classes === 'largest-two', graph.labels.length]);
    const splits = this.cache.splits.get(dataset, drawnAs, () =>
      drawSplits(dataset, experiment, graph.labels.length),
    );
    for (const { split } of splits) this.sayAll(splitFindings(experiment, dataset, split));
    if (dataset.kernel !== undefined) this.dataset = this.checkKernel(dataset, dataset.kernel, splits);
    const m = splits[0].split.labelled.length;
    const { budgets, findings } = budgetsOf(experiment, m);
    this.budgets = budgets;
    this.sayAll(findings);
    this.sayAll(foldFindings(experiment, m));
    this.splits = splits;
  }

  private checkKernel(dataset: Dataset, kernel: Square, splits: readonly SeededSplit[]): Dataset {
    const ridge = this.cache.ridges.get(splits, '', () =>
      Math.max(...splits.map(({ split }) => checkPositive(kernel, split, dataset.ids))),
    );
    if (ridge === 0) return dataset;
    const message = messages.kernelRidge(ridge);
    this.say({ severity: 'warning', code: 'kernel-ridge', message, key: ['dataset', 'kernel'] });
    this.notes.push(message);
    return { ...dataset, kernel: withRidge(kernel, ridge) };
  }

  private sayAll(findings: readonly Finding[]): void {
    for (const finding of findings) this.say(finding);
  }

  private say({ severity, code, message, key, location, fixes = [] }: Finding): void {
    const place =
      location ??
      (this.experiment === null ? { file: this.file, range: START } : locate(this.experiment, key));
    this.add({
      code,
      message: shown(message, MOST_MESSAGE),
      severity,
      ...place,
      ...(fixes.length === 0 ? {} : { fixes }),
    });
  }

  /** Once: of several seeds each may have the same to say. */
  private add(diagnostic: Diagnostic): void {
    const { code, message, file, range } = diagnostic;
    const known = JSON.stringify([code, message, file, range]);
    if (this.said.has(known)) return;
    this.said.add(known);
    this.diagnostics.push(diagnostic);
  }

  private report(error: unknown): void {
    const file = error instanceof DataError ? this.fileOf(error) : null;
    if (error instanceof DataError && error.place !== null && file !== null) {
      const { line } = error.place;
      const range = { startLine: line, startColumn: 0, endLine: line + 1, endColumn: 0 };
      this.diagnostics.push({ code: error.code, message: error.message, severity: 'error', file, range });
    } else if (error instanceof CodedError) {
      // Whoever reads a data file does not know under which key it is named.
      const key = error instanceof DataError ? this.sourceKey() : error.key;
      const { code, message } = error;
      this.say({ severity: 'error', code, message, key, fixes: this.fixesOf(error) });
    } else {
      const message = messages.internal(error instanceof Error ? error.message : String(error));
      this.say({ severity: 'error', code: 'internal', message, key: [] });
    }
  }

  private fixesOf({ code, key, fixes }: CodedError): readonly Fix[] {
    const source = this.experiment?.source;
    const node = source === undefined ? null : nodeAt(source, key);
    if (code === 'unknown-class' && this.labels !== null && node?.kind === 'scalar') {
      const labels = new Map(this.labels.map((of) => [String(of), of]));
      const near = nearest(String(node.value), labels.keys());
      const label = (text: string): string => (typeof labels.get(text) === 'number' ? text : asYaml(text));
      return [
        ...(near === null ? [] : [{ kind: 'replace', text: label(near) } as const]),
        { kind: 'remove', path: key },
      ];
    }
    if (code === 'unknown-node' || code === 'dropped-node' || code === 'split-overlap')
      return [{ kind: 'remove', path: key }];
    return fixes;
  }

  /** The text file that an error is about, where it is about a row of one. */
  private fileOf({ place }: DataError): string | null {
    const source = this.experiment?.dataset.source;
    if (place === null || source === undefined) return null;
    if (source.kind === 'table') return source.path;
    return source.kind === 'csv' && place.source !== 'table' ? source[place.source] : null;
  }

  /** The key that says where the data comes from. */
  private sourceKey(): KeyPath {
    const source = this.experiment?.dataset.source;
    return source === undefined ? ['dataset'] : ['dataset', sourceKey(source)];
  }
}

function placeOf(source: DataSource, lines: Int32Array | undefined): NodePlace | null {
  if (lines === undefined) return null;
  if (source.kind === 'csv') return { file: resolve(source.nodes), lines };
  return source.kind === 'table' ? { file: resolve(source.path), lines } : null;
}

/** @throws CodedError where one cannot be drawn */
function drawSplits(
  dataset: Dataset,
  { split, dataset: { classes } }: Experiment,
  fileNodes: number,
): SeededSplit[] {
  return split.seeds.map((seed) => ({
    seed,
    split:
      split.protocol === 'own'
        ? splitDataset(dataset, { ...split.rule, seed }, fileNodes)
        : publishedSplit(
            dataset,
            { ...split.rule, seed },
            publishedOrder(dataset, classes === 'largest-two'),
          ),
  }));
}

/** As a reader meets them: the configuration first, then other files by name, each from top to bottom. */
function inOrder(first: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => {
    if (a.file !== b.file) return a.file === first ? -1 : b.file === first ? 1 : a.file < b.file ? -1 : 1;
    return a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn;
  });
}
