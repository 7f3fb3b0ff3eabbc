/** Every word the panel shows or speaks. Nothing else in the panel holds text for the reader. */
import type { CertificateKind, ExpectationOutcome, Status } from '../src/report/result';
import type { PanelStatus } from '../src/protocol/panel';
import { t } from './l10n';
import { count, duration, flipCount, list, NBSP, orList, percent, percentShort } from './logic/format';
import type { SeedCount } from './logic/overview';
import type { NodeStatus, SortColumn, StatusFilter } from './logic/nodes';
import type { Tone } from './logic/status';

export const ARROW = '→';

export const words = {
  certify: t('Certify'),
  certifyAgain: t('Certify again'),
  cancel: t('Cancel'),
  cancelling: t('Cancelling…'),
  tryAgain: t('Try again'),
  restart: t('Restart'),
  more: t('More actions'),
  openFile: t('Open file'),
  saveReport: t('Save HTML report'),
  showLog: t('Show log'),
  copyDetails: t('Copy details'),
  copySentence: t('Copy sentence'),
  copyCommand: t('Copy command'),
  copied: t('Copied'),
  loading: t('Loading…'),
  accuracy: t('accuracy'),
  typical: t('typical node withstands'),
  modelHead: t('Model'),
  bestFirst: t('Model, best first'),
  bestMeanFirst: t('Best mean first'),
  models: t('Models, best first'),
  quantity: t('What is counted'),
  ratio: t('Certified ratio'),
  ratioHelp: t('Certified ratio: share of test nodes proven not to change'),
  certifiedAccuracy: t('Certified accuracy'),
  accuracyHelp: t('Certified accuracy: share of test nodes proven not to change and right'),
  flips: t('flips'),
  slider: t('Flipped labels'),
  chart: t('Certificates by number of flipped labels'),
  question: t('Which predictions survive wrong labels?'),
  local: t('Nothing leaves this machine.'),
  terminal: t('or in a terminal:'),
  noModels: t('The result holds no model.'),
  running: t('running'),
  pending: t('Numbers stand here as soon as they are proven.'),
  waiting: t('waiting'),
  waitingLast: t('waiting, last result'),
  runningLast: t('running, last result'),
  progress: t('Progress of the certification'),
  tabs: t('Views of the result'),
  nodes: t('Nodes'),
  attack: t('Worst attack'),
  details: t('Details'),
  filter: t('Filter by id or class'),
  filterShort: t('Filter'),
  noMatch: t('No node matches.'),
  clearFilter: t('Clear filter'),
  noCertificate: t(
    'Only the collective certificate was asked for: it speaks of all nodes at once, not of one.',
  ),
  open: t('Show details'),
  node: t('Node'),
  withstands: t('Withstands'),
  trueToPredicted: t('True → predicted'),
  margin: t('Margin'),
  smallestChange: t('Smallest change: flip these labels'),
  smallestRelabelling: t('Smallest change: relabel these nodes'),
  none: t('none found'),
  flippedLabel: t('Flipped label'),
  changedLabel: t('Changed label'),
  sort: t('Sort'),
  fileOrder: t('Order of the file'),
  givenToNew: t('Given → new'),
  brokenBy: t('Broken by'),
  labelled: t('labelled'),
  run: t('Run'),
  certificates: t('Certificates'),
  expectations: t('Expectations'),
  command: t('In a terminal'),
  status: t('Status'),
  noAttack: t('No set of flips within this budget changes any of these predictions.'),
  noAttackYet: t('No set of flips that changes a prediction was found within this budget.'),
  clipped: t('clipped kernel'),
  clippedHelp: t('The clipped kernel of the paper’s published code (ntk: qpcert), not the network’s own NTK'),
  missingSeeds: t('Not every seed is certified: the mean is of those that are.'),
  meanHelp: t(
    'Curves, bands and numbers here are means over the seeds, each with one sample standard deviation. The nodes and the attack below are of one seed.',
  ),
  band: t('band: ± one standard deviation'),
  bandOrOpen: t('band: ± one standard deviation, or what is open'),
  typicalHelp: t('Median over the test nodes of all seeds'),
  seed: t('Seed'),
  seedHelp: t('Which of the seeds the nodes and the worst attack are of'),
  atZero: t('Nothing is flipped at a budget of 0. Move the budget to see the worst attack.'),
} as const;

/** What a result is short of: it was cancelled on its way, or does not have every model on every seed. */
export interface Shortage {
  readonly cancelled: boolean;
  readonly seeds: boolean;
}

export function statusChip(tone: Tone, status: PanelStatus | null, short: Shortage): string {
  switch (tone) {
    case 'none':
      return t('Not certified yet');
    case 'proven':
      return status?.kind === 'current' && status.only
        ? t('Exact, {0} alone', status.only.join(', '))
        : t('Exact, current');
    case 'bracket':
      if (short.seeds) return t('Stopped, seeds missing');
      return short.cancelled ? t('Bracket, cancelled') : t('Bracket, current');
    case 'failed':
      return t('Failed');
    case 'earlier':
    case 'stale':
      return status?.kind === 'stale' ? t('Stale: {0}', status.reason) : t('Stale');
    case 'running':
      return status?.kind === 'running' ? runningText(status) : t('Running');
  }
}

function queuedText(ahead: number): string {
  return ahead === 1 ? t('Queued, 1 file first') : t('Queued, {0} files first', count(ahead));
}

function runningText(status: Extract<PanelStatus, { kind: 'running' }>): string {
  if (status.cancelling) return words.cancelling;
  if (status.queued !== undefined) return queuedText(status.queued);
  const done = Math.floor(status.done * 100);
  const share =
    status.reason === undefined
      ? t('Running {0}\u00a0%', done)
      : t('Running {0}\u00a0%, text {1}', done, status.reason);
  return status.secondsLeft === null ? share : t('{0}, {1} left', share, duration(status.secondsLeft));
}

/** Why the chip says what it says. */
export function chipHelp(tone: Tone, status: PanelStatus | null, short: Shortage): string {
  switch (tone) {
    case 'proven':
      return t('Every number is exact and belongs to the files as they stand.');
    case 'bracket':
      if (short.seeds) return t('Some models were not certified on every seed: their means are of fewer.');
      return t(
        'Some answers are brackets: proven on both sides, not known in between. More time or an exact method narrows them.',
      );
    case 'stale':
    case 'earlier':
      return t('The numbers belong to an earlier version of the files.');
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
    return status.cancelling ? words.cancelling : t('Certifying');
  }
  return status.kind === 'failed' ? t('Failed: {0}', status.title) : chip;
}

export const kindName: Readonly<Record<CertificateKind, string>> = {
  'sample-wise': t('one node at a time'),
  collective: t('all at once'),
};

/** Translations keep the two bars, or leave them out where nothing is to give way. */
function inParts(text: string): readonly [string, string, string] {
  const [first = '', middle = '', last = ''] = text.split('|');
  return [first, middle, last];
}

/** `kindName` in parts; in the narrowest panels the middle one gives way. */
export const kindParts: Readonly<Record<CertificateKind, readonly [string, string, string]>> = {
  'sample-wise': inParts(
    t({
      message: 'one| node| at a time',
      comment: 'What stands between the bars is left out where there is little room',
    }),
  ),
  collective: [kindName.collective, '', ''],
};

export const kindShort: Readonly<Record<CertificateKind, string>> = {
  'sample-wise': t('one at a time'),
  collective: t('all at once'),
};

export const statusName: Readonly<Record<Status, string>> = {
  exact: t('exact'),
  bracket: t('bracket'),
  cancelled: t('cancelled'),
};

export const outcomeName: Readonly<Record<ExpectationOutcome['outcome'], string>> = {
  held: t('held'),
  failed: t('failed'),
  open: t('open'),
};

export function flag(flips: number, labelled: number): string {
  return t(
    '{0} of {1} labels, {2}',
    count(flips),
    count(labelled),
    percentShort(labelled > 0 ? flips / labelled : 0),
  );
}

export const atFlips = (flips: number): string => t('at {0}', flipCount(flips));
export const AtFlips = (flips: number): string => t('At {0}', flipCount(flips));
export const ofLabels = (labelled: number): string => t('of {0} labels', count(labelled));
/** A bracket in few characters: what is proven. */
export const atLeast = (share: number): string => `≥${NBSP}${percent(share)}`;
export const accuracyOf = (share: number): string => t('accuracy {0}', percent(share));

/** A chip for bounds by a relaxation, and which numbers it is about. */
export const lowerBound = t('lower bound');
export const boundHelp = (kinds: readonly CertificateKind[]): string =>
  t('Bounded by a relaxation: at least this much holds, {0}', list(kinds.map((kind) => kindName[kind])));

/** "mean of 5 seeds", and what it is while there are fewer. */
export function meanOf({ done, all }: SeedCount): string {
  if (done === all) return t('mean of {0} seeds', count(all));
  return done === 1
    ? t('1 of {0} seeds', count(all))
    : t('mean of {0} of {1} seeds', count(done), count(all));
}
export const ofSeeds = ({ done, all }: SeedCount): string => t('{0} of {1} seeds', count(done), count(all));
/** What the numbers and the bands of the chart are; `open` where a band is a bracket and not a spread. */
export function meanSentence(seeds: SeedCount, open: boolean): string {
  if (seeds.done < 2) return meanOf(seeds);
  return `${meanOf(seeds)}; ${open ? words.bandOrOpen : words.band}`;
}
/** Beside the choice of the seed: what is of it, and what is not. */
export const seedScope = (seeds: SeedCount): string =>
  t('Nodes and attack: this one split. Chart and models: {0}.', meanOf(seeds));
const ofEach = (seeds: number): string => t('{0} seeds', count(seeds));

/** What a plateau says, at any budget on it. */
export const levelFrom = (from: number, to: number): string =>
  t('falls no further from {0} to {1}', count(from), flipCount(to));

export const collectiveLevel = (level: string): string => `${kindName.collective}: ${level}`;

/** The plateau, in full and for narrow panels. */
export function plateauLong(value: number, from: number, to: number): string {
  return t('plateau: {0} hold from {1} to {2} flips', percentShort(value), from, to);
}
export const plateauShort = (value: number): string => t('plateau {0}', percentShort(value));

export function typicalFlipsText(low: number, high: number | null): string {
  if (high === null) return t('{0}+\u00a0flips', count(low));
  return high > low ? t('{0}–{1}\u00a0flips', low, high) : flipCount(low);
}

export function datasetParts(parts: {
  readonly seeds: number | null;
  readonly nodes: number;
  readonly edges: number;
  readonly labelled: number;
  readonly test: number;
}): readonly { readonly role: string; readonly text: string }[] {
  return [
    { role: 'nodes', text: t('{0} nodes', count(parts.nodes)) },
    { role: 'edges', text: parts.edges > 0 ? t('{0} edges', count(parts.edges)) : '' },
    { role: 'labelled', text: t('{0} labelled', count(parts.labelled)) },
    { role: 'test', text: t('{0} test', count(parts.test)) },
    { role: 'seeds', text: parts.seeds === null ? '' : ofEach(parts.seeds) },
  ].filter((part) => part.text !== '');
}

export function cost(status: Extract<PanelStatus, { kind: 'empty' }>): string {
  const parts = [
    status.models === 1 ? t('1 model') : status.models > 0 ? t('{0} models', count(status.models)) : '',
    status.labelled === null ? '' : t('{0} labels', count(status.labelled)),
    status.test === null ? '' : t('{0} test nodes', count(status.test)),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

const nodeStatusName: Readonly<Record<NodeStatus, string>> = {
  safe: t('safe'),
  broken: t('broken'),
  open: t('open'),
  tie: t('tie'),
};
/** Of an older text. */
const nodeStatusWas: Readonly<Record<NodeStatus, string>> = {
  safe: t('was safe'),
  broken: t('was broken'),
  open: t('was open'),
  tie: t('was tie'),
};

export function nodeStatus(status: NodeStatus, stale: boolean): string {
  return (stale ? nodeStatusWas : nodeStatusName)[status];
}

export function filterChip(status: StatusFilter, n: number, stale: boolean): string {
  const shown = count(n);
  switch (status) {
    case 'all':
      return t('All');
    case 'safe':
      return stale ? t('Was safe {0}', shown) : t('Safe {0}', shown);
    case 'broken':
      return stale ? t('Was broken {0}', shown) : t('Broken {0}', shown);
    case 'open':
      return t({ message: 'Open {0}', comment: 'number of nodes not known within the time' }, shown);
    case 'tie':
      return t('Tie {0}', shown);
    case 'changed':
      return t('Changed {0}', shown);
  }
}

export const shownOf = (shown: number, all: number): string =>
  t('{0} of {1} nodes', count(shown), count(all));
export const rowLabel = (node: number): string => t('Node {0}', node);
export const setBudget = (flips: number): string => t('Set budget to {0}', count(flips));
export const openAt = (file: string, line: number): string => t('Open {0}, line {1}', file, line);
export const openOnly = (file: string): string => t('Open {0}', file);
export const lineText = (line: number, message: string): string => t('Line {0}: {1}', line, message);
export const moreProblems = (n: number): string =>
  n === 1 ? t('1 more problem') : t('{0} more problems', count(n));

/** What an entry of the sort menu says: the column, and which end of it comes first. */
export function sortName(column: SortColumn, descending: boolean): string {
  const [name, up, down] = SORT_NAMES[column];
  return `${name}: ${descending ? down : up}`;
}

const SORT_NAMES: Readonly<Record<SortColumn, readonly [string, string, string]>> = {
  node: [words.node, t('smallest first'), t('largest first')],
  status: [words.status, t('broken first'), t('safe first')],
  withstands: [words.withstands, t('fewest first'), t('most first')],
  class: [words.trueToPredicted, t('A to Z'), t('Z to A')],
  margin: [words.margin, t('smallest first'), t('largest first')],
  change: [t('Smallest change'), t('fewest first'), t('most first')],
};

/** "GCN running", or that nothing has begun yet. */
export const pendingModel = (model: string | null): string =>
  model === null ? words.waiting : t('{0} running', model);
/** What the run is at, where that is known. */
export function levelText(kind: CertificateKind | undefined, flips: number | undefined): string {
  return [kind === undefined ? '' : kindName[kind], flips === undefined ? '' : atFlips(flips)]
    .filter((part) => part !== '')
    .join(', ');
}

/** A certificate of several seeds in the details. */
export const onSeedsFact = (fact: string, seeds: number): string =>
  seeds === 1 ? t('{0} on 1 seed', fact) : t('{0} on {1} seeds', fact, count(seeds));

/** One certificate in the details: how it came out, how, and how long it took. */
export const certificateFact = (status: Status, methods: readonly string[], time: string): string =>
  t('{0} by {1}, {2}', statusName[status], orList(methods), time);
/** One expectation in the details: as it was written, and what is proven of it. */
export const expectationFact = (quantity: string, condition: string, at: string, proven: string): string =>
  t('{0} {1} at {2}; proven: {3}', quantity, condition, at, proven);

export function withstandsText(safe: number, breaking: number | null, tie: boolean): string {
  if (tie) return t('tie');
  if (breaking === null || breaking === safe + 1) return count(safe);
  return `${safe}–${breaking - 1}`;
}
