/** Every text the command line shows, but for diagnostics. */
import type { CacheSettings, Contents } from '../jobs/cache/disk';
import type { StageTime } from '../protocol/job';
import { bytes, percent } from '../report/format';
import type { CertificateKind, Status } from '../report/result';

export const description =
  'Proves how many flipped training labels the predictions of a (graph) neural network withstand.';
export const certifyDescription = 'certify the models of configurations; prints certified ratios';
export const checkDescription = 'report only what is wrong with configurations and their data';
export const reproduceDescription =
  "run one of the paper's experiments on your copy of its data; prints it with the published values";
export const experimentArgument = (names: readonly string[]): string => `one of ${names.join(', ')}`;
export const importDescription =
  'turn SEML experiments of the code of arXiv 2412.00537 into configurations; says what could not be carried over';
export const semlArgument = 'SEML experiment, *.yaml';
export const milpDescription =
  'write the question about one test node, or about all, as a mixed-integer program for any solver';
export const auditDescription =
  'find the labels to verify: how far each certified ratio rises if one label is known to be right';
export const compareDescription =
  'compare two results: ratios, accuracies and nodes at every budget of both; ends with 0 where the answers are the same, 1 where not';
export const resultArgument = 'result, as --json writes it';
export const verifyDescription =
  'check every claim of a result anew, by other means than those that made it; prints what was checked, open or refuted';
export const widthcheckDescription =
  'train finite networks of several widths on clean and flipped labels; says how often they agree with the certificates';
export const cacheDescription =
  'say where kernels and certificates are kept from one run to the next, and how much of them';
export const cacheAction = 'clear: remove all of them';
export const fileArgument = 'configuration, *.flipcert.yaml';

export const options = {
  json: 'write the result as JSON to FILE; - for standard output',
  checkJson: 'write the diagnostics as JSON to FILE; - for standard output',
  data: 'folder that holds the data files (default: the working directory)',
  csv: 'write the curves as CSV to FILE',
  html: 'write a report that opens in any browser to FILE',
  latex: 'write the certified ratios as a LaTeX table (booktabs) to FILE',
  model: 'certify this model alone',
  jobs: 'worker threads (default: one for each core)',
  timeLimit: "seconds for each model, in place of the file's time-limit",
  importOut: 'folder of the configurations (default: beside each experiment); - for standard output',
  importData: 'folder of the data files, relative to the configurations (default: data)',
  importForce: 'write over configurations that exist',
  auditModel: 'audit the labels for this model alone',
  flips: 'rank at a budget of so many flips, one of those certified (default: nearest to 10 % of the labels)',
  auditJson: 'write the audit as JSON to FILE; - for standard output',
  auditTimeLimit: "seconds for each certification, in place of the file's time-limit",
  compareJson: 'write the comparison as JSON to FILE; - for standard output',
  max: 'another bound on what is read, as a refusal names it, e.g. unpacked-size=8192; may be given several times',
  quiet: 'no table and no progress',
  verifyConfig: 'configuration, in place of the one that the result names',
  verifyJson: 'write what was found as JSON to FILE; - for standard output',
  sample: 'look at so many random sets of flips of each size, and at likely ones, instead of all',
  sampleSeed: 'seed of the random sets (default: 0)',
  limit: 'sets of flips that are looked at for each model, at most (default: 20000000)',
  widths: 'widths of the hidden layers, separated by commas (default: 64,256,1024)',
  widthSeeds: 'networks of each width, from different initial weights (default: 3)',
  sets: 'sets of flipped labels that each network is trained on, besides the clean ones, at most (default: 12)',
  widthModel: 'train networks of this model alone',
  widthJson: 'write the agreement as JSON to FILE; - for standard output',
  widthHtml: 'write a page with pictures to FILE',
  cache: 'folder of the cache (default: one of your own, see flipcert cache)',
  noCache: 'compute everything anew and keep nothing',
};

export const kinds: Readonly<Record<CertificateKind, string>> = {
  'sample-wise': 'one node at a time',
  collective: 'all at once',
};

export const statuses: Readonly<Record<Status, string>> = {
  exact: 'exact',
  bracket: 'bracket',
  cancelled: 'cancelled',
};

/** What the line of progress says a run is at. */
export const certifyTask = (model: string | null, flips: number | null): string =>
  [model ?? 'reading', ...(flips === null ? [] : [`up to ${flips} ${flips === 1 ? 'flip' : 'flips'}`])].join(
    '  ',
  );
export const auditTask = (model: string | null, node: number | null): string =>
  [model ?? 'reading', ...(node === null ? [] : [`label of node ${node} trusted`])].join('  ');

const entries = (n: number): string => `${n} ${n === 1 ? 'entry' : 'entries'}`;
export const cacheContents = ({ folder, maxBytes }: CacheSettings, { entries: n, bytes: size }: Contents) =>
  `${folder}: ${entries(n)}, ${bytes(size)} of at most ${bytes(maxBytes)}`;
export const cacheCleared = (folder: string, { entries: n, bytes: size }: Contents): string =>
  `${folder}: removed ${entries(n)}, ${bytes(size)}`;
export const cacheLeft = (n: number): string => `flipcert: ${entries(n)} could not be removed.`;
/** What of a run was read; null where nothing was. */
export const fromCache = (file: string, stages: readonly StageTime[]): string | null => {
  const read = stages.filter(({ cached }) => cached === true);
  if (read.length === 0) return null;
  const of = (stage: StageTime['stage']): string[] =>
    read.flatMap((one) => (one.stage === stage && one.model !== null ? [one.model] : []));
  const parts = [
    ...(of('kernel').length > 0 ? [`kernels of ${of('kernel').join(', ')}`] : []),
    ...(of('certify').length > 0 ? [`certificates of ${of('certify').join(', ')}`] : []),
  ];
  return `${file}: ${parts.length === 0 ? 'everything' : parts.join('; ')} from the cache`;
};

export const interrupted = 'Interrupted. What was proven until then is written out.';
export const interruptedEarly = 'Interrupted before anything was proven.';
export const fine = (file: string): string => `${file}: no problems found`;
export const wrote = (path: string): string => `Wrote ${path}`;
export const cannotWrite = (path: string, reason: string): string =>
  `flipcert: cannot write ${path}: ${reason}`;
export const inputAsOutput = 'it is an input of this run.';
export const takenOutput = 'another output goes there too.';
export const folderAsOutput = 'it is a folder; name a file.';
export const noFolder = (path: string): string => `there is no folder ${path}.`;
export const exists = 'it exists; give --force to write over it, or another folder with --out.';
export const experimentAsOutput = 'it is the experiment itself.';
export const oneOutput = (count: number): string =>
  `flipcert: ${count} configurations result, and only one fits standard output; name a folder with --out.`;
export const notPositive = 'It must be a number above 0.';
export const notFolder = 'It must be the path of a folder.';
export const notWhole = 'It must be a whole number from 1 to 256.';
export const notPositiveWhole = 'It must be a whole number from 1.';
export const notWholeFromZero = 'It must be a whole number from 0.';
export const notWidths = 'It must be whole numbers from 1 to 16384, separated by commas.';
export const notNodeId = 'It must be the id of a node, a whole number from 0.';
export const internal = (message: string): string => `flipcert: internal error: ${message}`;
export const openNote =
  'Some answers are brackets, not exact: the time limit was reached, a decision could not be told from zero, or the method is a lower bound.';

export const ratioLegend =
  'Certified ratio: share of test nodes whose prediction is proven not to change. Accuracy: share predicted right, nothing flipped.';

export const meanOf = (seeds: number): string => `mean of ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;
export const seedsLine = (seeds: readonly number[]): string =>
  `Seeds ${seeds.join(', ')}: mean ± sample standard deviation.`;
export const clippedKernel = (models: readonly string[]): string =>
  `${models.join(', ')}: the clipped kernel of the published code (ntk: qpcert), not the network's own.`;
export const chosenC = (model: string, C: number, accuracy: number, folds: number, tried: number): string =>
  `${model}: C = ${C}, the best of ${tried} in ${folds}-fold cross-validation (${percent(accuracy)} right).`;
export const modelNote = (model: string, seed: number | null, note: string): string =>
  `${model}${seed === null ? '' : `, seed ${seed}`}: ${note}`;
export const ties = (model: string, seed: number | null, count: number, tests: number): string =>
  `${model}${seed === null ? '' : `, seed ${seed}`}: ${count} of ${tests} predictions cannot be told from a tie: neither safe nor broken.`;
export const held = (file: string, sentences: readonly string[]): string => `${file}: ${sentences.join(' ')}`;

// Experiments of the paper
export const unknownExperiment = (name: string, known: readonly string[]): string =>
  `flipcert: there is no experiment "${name}"; there are ${known.join(', ')}.`;
export const noData = (folder: string, file: string): string =>
  `flipcert: there is no ${file} in ${folder}. Take it from the public repository gasteigerjo/ppnp, folder ppnp/data, and name its folder with --data.`;
export const paperHeading = (kind: CertificateKind, quantity: string): string =>
  `${quantity === 'certified-ratio' ? 'Certified ratio' : 'Certified accuracy'}, ${kinds[kind]}, in %`;
export const publishedBeside = (source: string, points: number): string =>
  `In brackets: ${source}. Greatest difference: ${points.toFixed(1)} points.`;
export const rankHeading = (kind: CertificateKind): string =>
  `Mean rank by certified ratio, ${kinds[kind]} (1 is the most robust; equal ratios share a rank)`;
export const budgetGroup = (over: number, to: number): string =>
  over === 0 ? `up to ${100 * to} %` : `over ${100 * over} to ${100 * to} %`;
export const paperOpen = 'Some answers are brackets: the ratios shown are what is proven, and no less.';

export const hiddenBudgets = (n: number): string =>
  `${n} ${n === 1 ? 'budget does' : 'budgets do'} not fit this terminal; they are in the JSON, CSV and HTML results.`;

export const auditHead = {
  node: 'node',
  label: 'label',
  sets: 'worst sets',
  gain: 'gain',
} as const;
export const auditSeed = (seed: number): string =>
  `Of several seeds the first alone, seed ${seed}: which nodes are labelled differs between them.`;
export const auditTitle = (model: string, flips: number, share: string): string =>
  `${model}: certified ratio at ${flips} ${flips === 1 ? 'flip' : 'flips'} (${share} of the labels), without and with one label trusted`;
export const auditRest = (n: number, sets: boolean): string =>
  `${n} ${n === 1 ? 'label gains' : 'labels gain'} nothing at this budget${sets ? '' : ' and stand in no worst set'}: not shown.`;
export const auditTrusted = (nodes: readonly number[]): string =>
  `Trusted already, left out: ${nodes.join(', ')}.`;
export const auditFooter = (certified: number, labels: number, time: string): string =>
  `${certified} of ${labels} labels were certified anew (${time})${
    certified === labels ? '' : '; of the others the worst sets prove that trusting them gains nothing'
  }.`;
export const auditFooterCut = (certified: number, labels: number, time: string): string =>
  `${certified} of ${labels} labels were certified anew (${time}), then the audit was interrupted.`;
export const auditLegend =
  'Worst sets: smallest changes of single test nodes, and worst common sets of the budgets, in which the label stands. Gain: percentage points; "a to b" where it is not known exactly.';
export const auditOpen =
  'Some gains are brackets, not exact: the time limit was reached or a decision could not be told from zero.';

// The comparison of two results.
export const cannotRead = (path: string, reason: string): string =>
  `flipcert: cannot read ${path}: ${reason}`;
export const noResult = (path: string): string =>
  `flipcert: ${path} is no result of flipcert certify --json (see schemas/result.schema.json).`;
export const compared = (first: string, second: string): string => `${first} -> ${second}`;
export const comparedModel = (name: string, facts: readonly string[]): string =>
  `${name}: ${facts.join('; ')}`;
export const comparedAccuracy = (change: string): string => `accuracy ${change}`;
export const predictionsChanged = (n: number): string =>
  `${n} ${n === 1 ? 'prediction' : 'predictions'} changed`;
export const overlapNames = { test: 'Test nodes', labelled: 'Labelled nodes', budgets: 'Budgets' };
export const overlaps = (name: string, first: number, second: number, both: number): string =>
  `${name} differ: ${first} in the first, ${second} in the second, ${both} in both.`;
export const otherDataset = 'The datasets or seeds differ: nodes are not compared one by one.';
export const onlyIn = (which: 'first' | 'second', names: readonly string[]): string =>
  `Only in the ${which}: ${names.join(', ')}.`;
export const sameAnswers = 'The answers are the same.';
export const comparedLegend =
  'Differences in percentage points, the second less the first. Ratio: proven not to change; accuracy: proven not to change and right.';
// flipcert verify
export const verifyTask = (where: string, sets: number): string =>
  sets === 0 ? `${where}  kernel` : `${where}  ${sets} sets of flips`;
export const notJson = (path: string, reason: string): string =>
  `flipcert: cannot read ${path} as a result: ${reason}`;
export const notAResult = (path: string): string =>
  `flipcert: ${path} is not a result of flipcert certify --json.`;
export const manyResults = (path: string): string =>
  `flipcert: ${path} holds several results, and --config names one configuration; give one result alone.`;
export const schemaBroken = (path: string, faults: readonly string[]): string =>
  `${path}: refuted: it does not fit the schema of a result: ${faults.join('; ')}`;
export const noConfiguration = (config: string): string =>
  `flipcert: the result names ${config}, relative to the working directory; --config FILE names another place.`;
export const verifyMemory = (needed: number, machine: number): string =>
  `flipcert: the check forms dense kernels, which takes about ${bytes(needed)} of memory; this machine has ${bytes(machine)}.`;
export const claimHead = ['claims', 'checked', 'sampled', 'open', 'refuted'] as const;
export const verifyFoot = (checked: number, sampled: number, open: number, refuted: number): string =>
  [
    `${checked} claims checked`,
    ...(sampled > 0 ? [`${sampled} sampled`] : []),
    `${open} open`,
    `${refuted} refuted`,
  ].join(', ');
export const notClaims = 'Not checked, since they claim nothing: seconds, method, notes.';
export const moreRemarks = (n: number): string => `... and ${n} more; --json names all of them.`;
export const notALimit = (names: readonly string[]): string =>
  `Write a limit and a whole number, as in unpacked-size=8192. The limits are ${names.join(', ')}.`;

// flipcert widthcheck
export const widthTask = (done: number, all: number): string => `training  ${done} of ${all}`;
export const twoClasses = (file: string, classes: number): string =>
  `flipcert: ${file} has ${classes} classes; finite networks are trained for two.`;
export const noSampleWise = (file: string): string =>
  `flipcert: ${file} does not ask for certificates of single nodes; add sample-wise to certify: kinds.`;
export const nothingToTrain = (file: string): string =>
  `flipcert: no model of ${file} has finite networks that can be trained here.`;
export const tooWide = (model: string, width: number, needed: number, most: number): string =>
  `flipcert: networks of ${model} with width ${width} take about ${bytes(needed)} of memory to train, and ${bytes(most)} are at hand; take smaller widths.`;
export const widthLeftOut = (model: string, reason: string): string => `${model}: left out, since ${reason}.`;
export const widthHead = ['model', 'width', 'clean', 'broken', 'safe', 'difference'] as const;
export const widthInterrupted = 'Interrupted. Nothing is written.';
