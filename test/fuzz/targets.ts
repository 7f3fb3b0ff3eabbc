import { structureCheck } from '../../src/config/validate';
import { importSeml } from '../../src/config/seml/import';
import { CodedError } from '../../src/core/errors';
import type { Diagnostic } from '../../src/core/errors';
import type { RawGraph } from '../../src/core/graph/raw';
import { selectDataset } from '../../src/core/graph/select';
import { readCsvGraph } from '../../src/data/csv-graph';
import { readCsvTable } from '../../src/data/csv-table';
import { DataError } from '../../src/data/errors';
import { npyHeader, npyNumbers, npyTexts } from '../../src/data/npy';
import { readNpzGraph } from '../../src/data/npz-graph';
import { readNpzKernel } from '../../src/data/npz-kernel';
import { openExperiment } from '../../src/prepare/open';
import { memoryFiles } from '../fixtures/experiment';
import { resultTargets } from './result-targets';
import * as seeds from './seeds';
import { readByServer } from './server-reading';
import type { Outcome, Refusal, Target } from './target';

const SPLIT_MARK = 0;

/** The readers of everything that others may have written. */
export const TARGETS: readonly Target[] = [
  {
    name: 'npz-graph',
    shape: 'zip',
    seeds: seeds.graphFiles,
    read: (input) => refusing(() => choose(readNpzGraph(input).graph)),
  },
  {
    name: 'npz-kernel',
    shape: 'zip',
    seeds: seeds.kernelFiles,
    read: (input) => refusing(() => choose(readNpzKernel(input).graph)),
  },
  {
    name: 'npy',
    shape: 'npy',
    seeds: seeds.arrays,
    read: (input) =>
      refusing(() => {
        const header = npyHeader(input, 'labels');
        if (header.kind === 'text') npyTexts(input, header, 'labels');
        else npyNumbers(input, header, 'labels');
      }),
  },
  {
    name: 'csv-table',
    shape: 'csv',
    seeds: seeds.tables,
    read: (input) =>
      refusing(() => {
        const options = { label: null, ignore: [], header: null, tabs: false };
        choose(readCsvTable(input, options));
        readCsvTable(input, { ...options, label: 'label', ignore: [0] });
      }),
  },
  {
    name: 'csv-graph',
    shape: 'csv',
    seeds: seeds.edgesAndNodes,
    read: (input) =>
      refusing(() => {
        const mark = input.indexOf(SPLIT_MARK);
        const [edges, nodes] =
          mark < 0 ? [input, input] : [input.subarray(0, mark), input.subarray(mark + 1)];
        choose(readCsvGraph(edges, nodes));
      }),
  },
  {
    name: 'editor',
    shape: 'yaml',
    readings: 12,
    seeds: seeds.configurations,
    read: (input) => {
      readByServer(textOf(input));
      return 'read';
    },
  },
  { name: 'yaml', shape: 'yaml', seeds: seeds.configurations, read: readConfiguration },
  {
    name: 'import',
    shape: 'yaml',
    seeds: seeds.semlExperiments,
    read: (input) => {
      const { files, diagnostics } = importSeml('exp.yaml', textOf(input));
      const errors = refusals(diagnostics);
      if (files.length === 0 && errors.length === 0)
        throw new Error('nothing came of it, and nothing was said');
      return errors.length === 0 ? 'read' : errors;
    },
  },
  ...resultTargets,
];

/** What a run does with a graph before it computes. */
function choose(graph: RawGraph): void {
  const choice = { classes: 'all', nodes: 'all', features: null } as const;
  selectDataset('x', graph, choice);
  selectDataset('x', graph, { ...choice, classes: 'largest-two' });
}

function refusing(read: () => void): Outcome {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof CodedError) return [refusalOf(error)];
    throw error;
  }
}

function refusalOf(error: CodedError): Refusal {
  const { code, message } = error;
  return { code, message, line: error instanceof DataError ? (error.place?.line ?? null) : null };
}

function refusals(diagnostics: readonly Diagnostic[]): readonly Refusal[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, range }) => ({ code, message, line: range.startLine }));
}

function textOf(input: Uint8Array): string {
  return new TextDecoder().decode(input);
}

const check = structureCheck();
const files = seeds.dataFiles();
/** A generated graph may have 20,000 nodes: that is asked for, and takes its time. */
const FEW_NODES = 300;

/** As a run reads it. */
async function readConfiguration(input: Uint8Array): Promise<Outcome> {
  const text = textOf(input);
  const io = memoryFiles({ ...files, 'self.yaml': input });
  const large = [...text.matchAll(/\d[\d_.e+]*/gi)].some(([number]) => Number(number) > FEW_NODES);
  if (large && /csbm|cba/.test(text)) return 'read';
  const opened = await openExperiment('x.flipcert.yaml', text, io, { check });
  const own = opened.diagnostics.filter(({ file }) => file === 'x.flipcert.yaml');
  const errors = refusals(own);
  // What is wrong with a file that the text names stands in that file.
  const all = refusals(opened.diagnostics);
  if (all.length === 0 && opened.dataset === null)
    throw new Error('nothing came of it, and nothing was said');
  return all.length === 0 ? 'read' : errors;
}
