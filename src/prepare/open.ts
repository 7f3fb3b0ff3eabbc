import { resolve } from 'node:path';
import type { Budget, BudgetSpec } from '../config/budget';
import { allowedFlips, flipsOf, resolveBudgets, shareOf } from '../config/budget';
import { sourceKey } from '../config/data-source';
import type { DataSource } from '../config/data-source';
import type { Experiment } from '../config/experiment';
import { locate } from '../config/experiment';
import { readFailure } from '../config/include';
import * as configMessages from '../config/messages';
import { nearest } from '../config/nearest';
import type { ParsedExperiment } from '../config/parse';
import { parseExperiment } from '../config/parse';
import { nodeAt } from '../config/tree';
import { asYaml } from '../config/written';
import type { StructureCheck } from '../config/validate';
import { structureCheck } from '../config/validate';
import type { Diagnostic, Fix, KeyPath, Severity, SourceRange } from '../core/errors';
import { CodedError } from '../core/errors';
import { MOST_MESSAGE, shown } from '../core/shown';
import type { Dataset, Split } from '../core/graph/dataset';
import type { Label } from '../core/graph/raw';
import { selectDataset } from '../core/graph/select';
import { publishedOrder, publishedSplit } from '../core/graph/published-split';
import { splitDataset } from '../core/graph/split';
import { checkPositive, withRidge } from '../core/kernel/given';
import type { Square } from '../core/linalg/dense';
import { DataError } from '../data/errors';
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
      this.diagnostics.push(...parsed.diagnostics);
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
      this.say('information', 'pickled-members', messages.pickled(pickled), this.sourceKey());
      this.notes.push(messages.pickled(pickled));
    }
    const { name, features, classes, nodes } = experiment.dataset;
    const dataset = this.cache.datasets.get(loaded, JSON.stringify([name, features, classes, nodes]), () =>
      selectDataset(name, graph, experiment.dataset),
    );
    this.dataset = dataset;
    if (dataset.classes.length === 1) {
      this.say('error', 'one-class', messages.oneClass(dataset.classes[0]), ['dataset', 'classes']);
      return;
    }
    const { method } = experiment.certify;
    if (dataset.classes.length > 2 && (method === 'milp' || method === 'milp-paper')) {
      const message = messages.methodNeedsTwoClasses(method, dataset.classes.length);
      this.say('error', 'method-needs-two-classes', message, ['certify', 'method']);
      return;
    }
    if (dataset.classes.length === 2 && method === 'relaxed') {
      this.say('error', 'method-needs-more-classes', messages.methodNeedsMoreClasses(method), [
        'certify',
        'method',
      ]);
      return;
    }
    const drawnAs = JSON.stringify([experiment.split, classes === 'largest-two', graph.labels.length]);
    const splits = this.cache.splits.get(dataset, drawnAs, () =>
      drawSplits(dataset, experiment, graph.labels.length),
    );
    for (const { split } of splits) this.checkAgainstSplit(experiment, dataset, split);
    if (dataset.kernel !== undefined) this.dataset = this.checkKernel(dataset, dataset.kernel, splits);
    this.checkBudgets(experiment, splits[0].split.labelled.length);
    this.checkFolds(experiment, splits[0].split.labelled.length);
    this.splits = splits;
  }

  private checkKernel(dataset: Dataset, kernel: Square, splits: readonly SeededSplit[]): Dataset {
    const ridge = this.cache.ridges.get(splits, '', () =>
      Math.max(...splits.map(({ split }) => checkPositive(kernel, split, dataset.ids))),
    );
    if (ridge === 0) return dataset;
    this.say('warning', 'kernel-ridge', messages.kernelRidge(ridge), ['dataset', 'kernel']);
    this.notes.push(messages.kernelRidge(ridge));
    return { ...dataset, kernel: withRidge(kernel, ridge) };
  }

  private checkAgainstSplit(experiment: Experiment, dataset: Dataset, split: Split): void {
    const { certify } = experiment;
    const labels = new Set(Array.from(split.labelled, (row) => dataset.labels[row]));
    if (labels.size === 1) {
      const label = dataset.classes[dataset.labels[split.labelled[0]]];
      this.say('warning', 'one-class-labelled', messages.oneClassLabelled(label), ['split', 'labelled']);
    }
    const labelledIds = new Set(Array.from(split.labelled, (row) => dataset.ids[row]));
    certify.trusted.forEach((id, i) => {
      if (labelledIds.has(id)) return;
      this.say(
        'error',
        'trusted-not-labelled',
        messages.trustedNotLabelled(id),
        ['certify', 'trusted', i],
        [{ kind: 'remove', path: ['certify', 'trusted', i] }],
      );
    });
  }

  /** @param m number of labelled nodes */
  private checkBudgets({ certify, expect }: Experiment, m: number): void {
    if (certify.budgets.kind === 'flips') {
      certify.budgets.flips.forEach((flips, i) => {
        if (flips <= m) return;
        const message = configMessages.budgetTooLarge(flips, m);
        this.say(
          'error',
          'budget-too-large',
          message,
          ['certify', 'budgets', 'flips', i],
          [{ kind: 'replace', text: String(m) }],
        );
      });
    }
    this.checkShares(certify.budgets, m);
    this.budgets = resolveBudgets(certify.budgets, m, m - certify.trusted.length);
    for (const expectation of expect) {
      const flips = flipsOf(expectation.budget, m);
      if (this.budgets.some((budget) => budget.flips === flips)) continue;
      const { budget } = expectation;
      const shown = budget.kind === 'share' ? budget.text : `${flips} flips`;
      const message = configMessages.expectationBudget(shown);
      this.diagnostics.push({
        code: 'expectation-budget',
        message,
        severity: 'error',
        ...expectation.budgetLocation,
        fixes: [this.missingBudget(certify.budgets, flips, m)],
      });
    }
  }

  /** The entry of `budgets`, as it is written, that allows so many flips. */
  private missingBudget({ kind }: BudgetSpec, flips: number, m: number): Fix {
    return kind === 'flips'
      ? { kind: 'add-item', path: ['certify', 'budgets', 'flips'], text: String(flips) }
      : { kind: 'add-item', path: ['certify', 'budgets'], text: shareOf(flips, m) };
  }

  /** A share that was written and allows nothing is seldom meant: its answer is that of no attack at all. */
  private checkShares(budgets: BudgetSpec, m: number): void {
    const source = this.experiment?.source ?? null;
    if (budgets.kind !== 'shares' || source === null || nodeAt(source, ['certify', 'budgets']) === null)
      return;
    budgets.shares.forEach(({ text, value }, i) => {
      if (value === 0 || allowedFlips(text, m) > 0) return;
      this.say(
        'warning',
        'budget-no-flips',
        configMessages.budgetNoFlips(text, m),
        ['certify', 'budgets', i],
        [
          { kind: 'round', flips: 1, labelled: m, text: shareOf(1, m) },
          { kind: 'remove', path: ['certify', 'budgets', i] },
        ],
      );
    });
  }

  private checkFolds({ models }: Experiment, m: number): void {
    for (const { family, C } of models) {
      if (typeof C === 'number' || C.folds <= m) continue;
      const message = configMessages.tooManyFolds(C.folds, m);
      this.say('error', 'too-many-folds', message, ['models', family, 'choose-C', 'folds']);
    }
  }

  private say(
    severity: Severity,
    code: string,
    message: string,
    key: KeyPath,
    fixes: readonly Fix[] = [],
  ): void {
    const place = this.experiment === null ? { file: this.file, range: START } : locate(this.experiment, key);
    // Of several seeds each may have the same to say.
    const said = this.diagnostics.some(
      (d) => d.code === code && d.message === message && d.range.startLine === place.range.startLine,
    );
    if (said) return;
    this.diagnostics.push({
      code,
      message: shown(message, MOST_MESSAGE),
      severity,
      ...place,
      ...(fixes.length === 0 ? {} : { fixes }),
    });
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
      this.say('error', error.code, error.message, key, this.fixesOf(error));
    } else {
      const message = messages.internal(error instanceof Error ? error.message : String(error));
      this.say('error', 'internal', message, []);
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
