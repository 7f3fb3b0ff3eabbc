/** Every word the panel shows or speaks. Nothing else in the panel holds text for the reader. */
import type { CertificateKind, ExpectationOutcome, Status } from '../src/report/result';
import type { PanelStatus } from '../src/protocol/panel';
import { count, duration, flipCount, NBSP, percent, percentShort } from './logic/format';
import type { SeedCount } from './logic/overview';
import type { NodeStatus, SortColumn, StatusFilter } from './logic/nodes';
import type { Tone } from './logic/status';

export const ARROW = '→';

export const words = {
  certify: 'Certify',
  certifyAgain: 'Certify again',
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  tryAgain: 'Try again',
  restart: 'Restart',
  more: 'More actions',
  openFile: 'Open file',
  saveReport: 'Save HTML report',
  showLog: 'Show log',
  copyDetails: 'Copy details',
  copySentence: 'Copy sentence',
  copyCommand: 'Copy command',
  copied: 'Copied',
  loading: 'Loading…',
  accuracy: 'accuracy',
  typical: 'typical node withstands',
  modelHead: 'Model',
  bestFirst: 'Model, best first',
  bestMeanFirst: 'Best mean first',
  models: 'Models, best first',
  quantity: 'What is counted',
  ratio: 'Certified ratio',
  ratioHelp: 'Certified ratio: share of test nodes proven not to change',
  certifiedAccuracy: 'Certified accuracy',
  accuracyHelp: 'Certified accuracy: share of test nodes proven not to change and right',
  flips: 'flips',
  slider: 'Flipped labels',
  chart: 'Certificates by number of flipped labels',
  question: 'Which predictions survive wrong labels?',
  local: 'Nothing leaves this machine.',
  terminal: 'or in a terminal:',
  noModels: 'The result holds no model.',
  running: 'running',
  pending: 'Numbers stand here as soon as they are proven.',
  waiting: 'waiting',
  waitingLast: 'waiting, last result',
  runningLast: 'running, last result',
  progress: 'Progress of the certification',
  tabs: 'Views of the result',
  nodes: 'Nodes',
  attack: 'Worst attack',
  details: 'Details',
  filter: 'Filter by id or class',
  filterShort: 'Filter',
  noMatch: 'No node matches.',
  clearFilter: 'Clear filter',
  noCertificate: 'Only the collective certificate was asked for: it speaks of all nodes at once, not of one.',
  open: 'Show details',
  node: 'Node',
  withstands: 'Withstands',
  trueToPredicted: `True ${ARROW} predicted`,
  margin: 'Margin',
  smallestChange: 'Smallest change: flip these labels',
  smallestRelabelling: 'Smallest change: relabel these nodes',
  none: 'none found',
  flippedLabel: 'Flipped label',
  changedLabel: 'Changed label',
  sort: 'Sort',
  fileOrder: 'Order of the file',
  givenToNew: `Given ${ARROW} new`,
  brokenBy: 'Broken by',
  labelled: 'labelled',
  run: 'Run',
  certificates: 'Certificates',
  expectations: 'Expectations',
  command: 'In a terminal',
  status: 'Status',
  noAttack: 'No set of flips within this budget changes any of these predictions.',
  noAttackYet: 'No set of flips that changes a prediction was found within this budget.',
  clipped: 'clipped kernel',
  clippedHelp: 'The clipped kernel of the paper’s published code (ntk: qpcert), not the network’s own NTK',
  missingSeeds: 'Not every seed is certified: the mean is of those that are.',
  meanHelp:
    'Curves, bands and numbers here are means over the seeds, each with one sample standard deviation. The nodes and the attack below are of one seed.',
  band: 'band: ± one standard deviation',
  bandOrOpen: 'band: ± one standard deviation, or what is open',
  typicalHelp: 'Median over the test nodes of all seeds',
  seed: 'Seed',
  seedHelp: 'Which of the seeds the nodes and the worst attack are of',
  atZero: 'Nothing is flipped at a budget of 0. Move the budget to see the worst attack.',
} as const;

/** What a result is short of: it was cancelled on its way, or does not have every model on every seed. */
export interface Shortage {
  readonly cancelled: boolean;
  readonly seeds: boolean;
}

export function statusChip(tone: Tone, status: PanelStatus | null, short: Shortage): string {
  switch (tone) {
    case 'none':
      return 'Not certified yet';
    case 'proven':
      return status?.kind === 'current' && status.only
        ? `Exact, ${status.only.join(', ')} alone`
        : 'Exact, current';
    case 'bracket':
      if (short.seeds) return 'Stopped, seeds missing';
      return short.cancelled ? 'Bracket, cancelled' : 'Bracket, current';
    case 'failed':
      return 'Failed';
    case 'earlier':
    case 'stale':
      return status?.kind === 'stale' ? `Stale: ${status.reason}` : 'Stale';
    case 'running':
      return status?.kind === 'running' ? runningText(status) : 'Running';
  }
}

function queuedText(ahead: number): string {
  return ahead === 1 ? 'Queued, 1 file first' : `Queued, ${count(ahead)} files first`;
}

function runningText(status: Extract<PanelStatus, { kind: 'running' }>): string {
  if (status.cancelling) return words.cancelling;
  if (status.queued !== undefined) return queuedText(status.queued);
  const old = status.reason === undefined ? '' : `, text ${status.reason}`;
  const share = `Running ${Math.floor(status.done * 100)}${NBSP}%${old}`;
  return status.secondsLeft === null ? share : `${share}, ${duration(status.secondsLeft)} left`;
}

/** Why the chip says what it says. */
export function chipHelp(tone: Tone, status: PanelStatus | null, short: Shortage): string {
  switch (tone) {
    case 'proven':
      return 'Every number is exact and belongs to the files as they stand.';
    case 'bracket':
      if (short.seeds) return 'Some models were not certified on every seed: their means are of fewer.';
      return 'Some answers are brackets: proven on both sides, not known in between. More time or an exact method narrows them.';
    case 'stale':
    case 'earlier':
      return 'The numbers belong to an earlier version of the files.';
    case 'running':
      return status?.kind === 'running'
        ? [status.model ?? '', levelText(status.certificate, status.flips)].filter(Boolean).join(', ')
        : '';
    case 'none':
    case 'failed':
      return '';
  }
}

/** What a screen reader hears when the status changes; not for every per cent. */
export function announcement(status: PanelStatus, chip: string): string {
  if (status.kind === 'running') {
    if (status.queued !== undefined) return queuedText(status.queued);
    return status.cancelling ? words.cancelling : 'Certifying';
  }
  return status.kind === 'failed' ? `Failed: ${status.title}` : chip;
}

export const kindName: Readonly<Record<CertificateKind, string>> = {
  'sample-wise': 'one node at a time',
  collective: 'all at once',
};

/** `kindName` in parts; in the narrowest panels the middle one gives way. */
export const kindParts: Readonly<Record<CertificateKind, readonly [string, string, string]>> = {
  'sample-wise': ['one', ' node', ' at a time'],
  collective: ['all at once', '', ''],
};

export const kindShort: Readonly<Record<CertificateKind, string>> = {
  'sample-wise': 'one at a time',
  collective: 'all at once',
};

export const statusName: Readonly<Record<Status, string>> = {
  exact: 'exact',
  bracket: 'bracket',
  cancelled: 'cancelled',
};

export const outcomeName: Readonly<Record<ExpectationOutcome['outcome'], string>> = {
  held: 'held',
  failed: 'failed',
  open: 'open',
};

export function flag(flips: number, labelled: number): string {
  return `${count(flips)} of ${count(labelled)} labels, ${percentShort(labelled > 0 ? flips / labelled : 0)}`;
}

export const atFlips = (flips: number): string => `at ${flipCount(flips)}`;
export const AtFlips = (flips: number): string => `At ${flipCount(flips)}`;
export const ofLabels = (labelled: number): string => `of ${count(labelled)} labels`;
/** A bracket in few characters: what is proven. */
export const atLeast = (share: number): string => `≥${NBSP}${percent(share)}`;
export const accuracyOf = (share: number): string => `accuracy ${percent(share)}`;

/** A chip for bounds by a relaxation, and which numbers it is about. */
export const lowerBound = 'lower bound';
export const boundHelp = (kinds: readonly CertificateKind[]): string =>
  `Bounded by a relaxation: at least this much holds, ${kinds.map((kind) => kindName[kind]).join(' and ')}`;

/** "mean of 5 seeds", and what it is while there are fewer. */
export function meanOf({ done, all }: SeedCount): string {
  if (done === all) return `mean of ${count(all)} seeds`;
  return done === 1 ? `1 of ${count(all)} seeds` : `mean of ${count(done)} of ${count(all)} seeds`;
}
export const ofSeeds = ({ done, all }: SeedCount): string => `${count(done)} of ${count(all)} seeds`;
/** What the numbers and the bands of the chart are; `open` where a band is a bracket and not a spread. */
export function meanSentence(seeds: SeedCount, open: boolean): string {
  if (seeds.done < 2) return meanOf(seeds);
  return `${meanOf(seeds)}; ${open ? words.bandOrOpen : words.band}`;
}
/** Beside the choice of the seed: what is of it, and what is not. */
export const seedScope = (seeds: SeedCount): string =>
  `Nodes and attack: this one split. Chart and models: ${meanOf(seeds)}.`;
const ofEach = (seeds: number): string => `${count(seeds)} seeds`;

/** What a plateau says, at any budget on it. */
export const levelFrom = (from: number, to: number): string =>
  `falls no further from ${count(from)} to ${flipCount(to)}`;

export const collectiveLevel = (level: string): string => `${kindName.collective}: ${level}`;

/** The plateau, in full and for narrow panels. */
export function plateauLong(value: number, from: number, to: number): string {
  return `plateau: ${percentShort(value)} hold from ${from} to ${to} flips`;
}
export const plateauShort = (value: number): string => `plateau ${percentShort(value)}`;

export function typicalFlipsText(low: number, high: number | null): string {
  if (high === null) return `${count(low)}+${NBSP}flips`;
  return high > low ? `${low}–${high}${NBSP}flips` : flipCount(low);
}

export function datasetParts(parts: {
  readonly seeds: number | null;
  readonly nodes: number;
  readonly edges: number;
  readonly labelled: number;
  readonly test: number;
}): readonly { readonly role: string; readonly text: string }[] {
  return [
    { role: 'nodes', text: `${count(parts.nodes)} nodes` },
    { role: 'edges', text: parts.edges > 0 ? `${count(parts.edges)} edges` : '' },
    { role: 'labelled', text: `${count(parts.labelled)} labelled` },
    { role: 'test', text: `${count(parts.test)} test` },
    { role: 'seeds', text: parts.seeds === null ? '' : ofEach(parts.seeds) },
  ].filter((part) => part.text !== '');
}

export function cost(status: Extract<PanelStatus, { kind: 'empty' }>): string {
  const parts = [
    status.models > 0 ? `${count(status.models)} ${status.models === 1 ? 'model' : 'models'}` : '',
    status.labelled === null ? '' : `${count(status.labelled)} labels`,
    status.test === null ? '' : `${count(status.test)} test nodes`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

export function nodeStatus(status: NodeStatus, stale: boolean): string {
  return stale ? `was ${status}` : status;
}

export function filterChip(status: StatusFilter, n: number, stale: boolean): string {
  if (status === 'all') return 'All';
  const name = status[0].toUpperCase() + status.slice(1);
  const settled = status === 'safe' || status === 'broken';
  return `${stale && settled ? `Was ${status}` : name} ${count(n)}`;
}

export const shownOf = (shown: number, all: number): string => `${count(shown)} of ${count(all)} nodes`;
export const rowLabel = (node: number): string => `Node ${node}`;
export const setBudget = (flips: number): string => `Set budget to ${count(flips)}`;
export const openAt = (file: string, line: number): string => `Open ${file}, line ${line}`;
export const openOnly = (file: string): string => `Open ${file}`;
export const lineText = (line: number, message: string): string => `Line ${line}: ${message}`;
export const moreProblems = (n: number): string => `${count(n)} more ${n === 1 ? 'problem' : 'problems'}`;

/** What an entry of the sort menu says: the column, and which end of it comes first. */
export function sortName(column: SortColumn, descending: boolean): string {
  const [name, up, down] = SORT_NAMES[column];
  return `${name}: ${descending ? down : up}`;
}

const SORT_NAMES: Readonly<Record<SortColumn, readonly [string, string, string]>> = {
  node: [words.node, 'smallest first', 'largest first'],
  status: [words.status, 'broken first', 'safe first'],
  withstands: [words.withstands, 'fewest first', 'most first'],
  class: [words.trueToPredicted, 'A to Z', 'Z to A'],
  margin: [words.margin, 'smallest first', 'largest first'],
  change: ['Smallest change', 'fewest first', 'most first'],
};

/** "GCN running", or that nothing has begun yet. */
export const pendingModel = (model: string | null): string =>
  model === null ? words.waiting : `${model} ${words.running}`;
/** What the run is at, where that is known. */
export function levelText(kind: CertificateKind | undefined, flips: number | undefined): string {
  return [kind === undefined ? '' : kindName[kind], flips === undefined ? '' : atFlips(flips)]
    .filter((part) => part !== '')
    .join(', ');
}

/** A certificate of several seeds in the details. */
export const onSeedsFact = (fact: string, seeds: number): string =>
  `${fact} on ${count(seeds)} ${seeds === 1 ? 'seed' : 'seeds'}`;

/** One certificate in the details: how it came out, how, and how long it took. */
export const certificateFact = (status: Status, methods: readonly string[], time: string): string =>
  `${statusName[status]} by ${methods.join(' or ')}, ${time}`;
/** One expectation in the details: as it was written, and what is proven of it. */
export const expectationFact = (quantity: string, condition: string, at: string, proven: string): string =>
  `${quantity} ${condition} at ${at}; proven: ${proven}`;

export function withstandsText(safe: number, breaking: number | null, tie: boolean): string {
  if (tie) return 'tie';
  if (breaking === null || breaking === safe + 1) return count(safe);
  return `${safe}–${breaking - 1}`;
}
