import { limitsWith } from '../../core/limits';
import type { Limits } from '../../core/limits';
import * as configMessages from '../../config/messages';
import { formatDiagnostic, hasErrors } from '../../config/diagnostic-text';
import type { Experiment, ModelSpec } from '../../config/experiment';
import type { CleanModel } from '../../core/certify/clean-model';
import { LARGEST_BIG_M, largestBigM, leastDecision, mostChanged } from '../../core/certify/milp/programs';
import type { Program } from '../../core/certify/milp/programs';
import { lpText } from '../../core/certify/milp/text/lp';
import { mpsText } from '../../core/certify/milp/text/mps';
import type { NodeNames } from '../../core/certify/milp/training';
import type { Problem } from '../../core/certify/problem';
import { CodedError } from '../../core/errors';
import type { Dataset, Split } from '../../core/graph/dataset';
import { certifiable } from '../../jobs/certifiable';
import { placed, unknownModel } from '../../jobs/faults';
import { settleC } from '../../jobs/choose-c';
import { modelKernels } from '../../jobs/kernel-request';
import { nodeFiles } from '../../prepare/files';
import { writeWhole } from '../../prepare/write-whole';
import { diskWords } from '../../core/disk-words';
import { openExperiment } from '../../prepare/open';
import type { SeededSplit } from '../../prepare/open';
import { outputsRefused } from '../certify';
import type { ExitStatus } from '../exit-status';
import * as shared from '../messages';
import * as messages from './messages';

export interface MilpFlags {
  /** Bounds on what is read, in place of the usual ones. */
  readonly max?: Partial<Limits>;
  readonly model: string;
  readonly flips: number;
  readonly format: 'mps' | 'lp';
  readonly form: 'compact' | 'paper';
  readonly node?: number;
  /** One of the configuration's seeds; its first where it is not given. */
  readonly seed?: number;
  readonly collective?: boolean;
  readonly out?: string;
}

/** What a program is written from. */
interface Question {
  readonly experiment: Experiment;
  readonly model: ModelSpec;
  readonly dataset: Dataset;
  readonly splits: readonly SeededSplit[];
  /** The one of them that is asked about. */
  readonly split: Split;
}

const WRITERS = { lp: lpText, mps: mpsText };

/** Writes one question about one model as a mixed-integer program. */
export async function milpCommand(file: string, flags: MilpFlags): Promise<ExitStatus> {
  if (flags.node === undefined && flags.collective !== true) {
    process.stderr.write(`${messages.nodeOrCollective}\n`);
    return 2;
  }
  if (flags.node !== undefined && flags.collective === true) process.stderr.write(`${messages.nodeUnused}\n`);
  const outputs = flags.out === undefined ? {} : { json: flags.out };
  if (await outputsRefused(outputs, [file])) return 2;
  const { experiment, dataset, splits, diagnostics, files } = await openExperiment(
    file,
    null,
    nodeFiles(undefined, limitsWith(flags.max ?? {})),
  );
  for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  if (experiment === null || dataset === null || splits === null || hasErrors(diagnostics)) return 2;
  if (await outputsRefused(outputs, files)) return 2;
  const seeded = splits.find(({ seed }) => flags.seed === undefined || seed === flags.seed);
  if (seeded === undefined) {
    const seeds = splits.map(({ seed }) => seed);
    process.stderr.write(`${messages.unknownSeed(flags.seed ?? 0, seeds)}\n`);
    return 2;
  }
  const model = experiment.models.find(({ name }) => name === flags.model);
  if (model === undefined) {
    process.stderr.write(`${formatDiagnostic(unknownModel(experiment, flags.model))}\n`);
    return 2;
  }
  try {
    const text = programText({ experiment, model, dataset, splits, split: seeded.split }, flags);
    return await write(text, flags.out);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    process.stderr.write(`${formatDiagnostic(placed(experiment, error))}\n`);
    return 2;
  }
}

/** @throws CodedError where the flags do not fit the experiment */
function programText(question: Question, flags: MilpFlags): string {
  const { experiment, model, dataset, splits, split } = question;
  const count = dataset.classes.length;
  if (count > 2)
    throw new CodedError('milp-needs-two-classes', messages.milpNeedsTwoClasses(count), [
      'dataset',
      'classes',
    ]);
  const m = split.labelled.length;
  if (flags.flips > m)
    throw new CodedError('budget-too-large', configMessages.budgetTooLarge(flags.flips, m), [
      'split',
      'labelled',
    ]);
  const t = flags.node === undefined || flags.collective === true ? null : testNode(question, flags.node);
  const kernels = modelKernels(
    dataset,
    splits.map((of) => of.split),
    model,
  );
  const { C } = settleC(
    dataset,
    model.C,
    splits.map((of, s) => ({ ...of, blocks: kernels[s] })),
  );
  const at = splits.findIndex((of) => of.split === split);
  const ntk = model.architecture === 'kernel' ? 'exact' : model.keys.ntk;
  const { subject, clean } = certifiable(kernels[at], dataset, split, C, ntk, experiment.certify.trusted);
  if (subject.type !== 'binary') throw new Error('Two classes make a binary problem.');
  const { problem } = subject;
  const facts: messages.Facts = {
    file: experiment.file,
    model: model.name,
    C,
    seed: splits.length === 1 ? null : splits[at].seed,
    form: flags.form,
    flips: flags.flips,
    labelled: m,
    trusted: m - problem.flippable.length,
  };
  const bigM = largestBigM(problem, flags.form);
  const warnings = bigM <= LARGEST_BIG_M ? [] : [messages.largeBigM(bigM, LARGEST_BIG_M)];
  for (const warning of warnings) process.stderr.write(`flipcert: ${warning}\n`);
  const { program, comments } =
    t === null
      ? collectiveProgram(question, problem, clean, facts)
      : nodeProgram(question, problem, clean, t, facts);
  return WRITERS[flags.format](program.model, [...comments, ...warnings.map((text) => `Warning: ${text}`)]);
}

interface Written {
  readonly program: Program;
  readonly comments: readonly string[];
}

function nodeProgram(
  question: Question,
  problem: Problem,
  { decisions, tie, constant, view }: CleanModel,
  t: number,
  facts: messages.Facts,
): Written {
  const names = nodeNames(question);
  const node = names.test(t);
  const key = ['split', 'test'];
  if (constant[t] === 1) throw new CodedError('constant-node', messages.constantNode(node), key);
  if (tie[t] === 1) throw new CodedError('tied-node', messages.tiedNode(node), key);
  const sign = view.sign[t];
  const program = leastDecision(problem, t, sign, facts.flips, facts.form, names);
  const label = question.dataset.classes[sign === 1 ? 1 : 0];
  return { program, comments: messages.nodeHeader(facts, { node, sign, value: decisions[t], label }) };
}

function collectiveProgram(
  question: Question,
  problem: Problem,
  { view: { sign } }: CleanModel,
  facts: messages.Facts,
): Written {
  const nodes = Array.from(sign.keys()).filter((t) => sign[t] !== 0);
  if (nodes.length === 0)
    throw new CodedError('nothing-to-change', messages.nothingToChange, ['split', 'test']);
  const { flips, form } = facts;
  const program = mostChanged(problem, sign, nodes, flips, form, [], nodeNames(question));
  return { program, comments: messages.collectiveHeader(facts, nodes.length, sign.length - nodes.length) };
}

/** Columns and rows are named by node ids. */
function nodeNames({ dataset, split }: Question): NodeNames {
  return {
    labelled: (i) => dataset.ids[split.labelled[i]],
    test: (t) => dataset.ids[split.test[t]],
  };
}

/** Index of a test node in the problem. */
function testNode({ dataset, split }: Question, id: number): number {
  const t = split.test.findIndex((row) => dataset.ids[row] === id);
  if (t >= 0) return t;
  const labelled = split.labelled.some((row) => dataset.ids[row] === id);
  throw new CodedError('not-a-test-node', messages.notATestNode(id, labelled), ['split', 'test']);
}

async function write(text: string, path: string | undefined): Promise<ExitStatus> {
  if (path === undefined || path === '-') {
    await new Promise<void>((done) => process.stdout.write(text, () => done()));
    return 0;
  }
  try {
    await writeWhole(path, text);
  } catch (error) {
    process.stderr.write(`${shared.cannotWrite(path, diskWords(error))}\n`);
    return 2;
  }
  process.stderr.write(`${shared.wrote(path)}\n`);
  return 0;
}
