/** Every word the panel shows or speaks. Nothing else in the panel holds text for the reader. */
import type { CertificateKind, ClassLabel, ExpectationOutcome, Flip, Status } from '../src/report/result';
import type { PanelStatus } from '../src/protocol/panel';
import { count, duration, flipCount, list, NBSP, percent, percentShort } from './logic/format';
import type { NodeStatus, StatusFilter } from './logic/nodes';
import type { Tone } from './logic/status';

export const ARROW = '→';

/** What one flip does to a label. */
export interface LabelChange {
  readonly node: number;
  readonly from: ClassLabel | null;
  readonly to: ClassLabel;
}

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
  none: 'none found',
  flippedLabel: 'Flipped label',
  givenToNew: `Given ${ARROW} new`,
  brokenBy: 'Broken by',
  labelled: 'labelled',
  run: 'Run',
  certificates: 'Certificates',
  expectations: 'Expectations',
  command: 'In a terminal',
  model: 'Model',
  certificate: 'Certificate',
  status: 'Status',
  method: 'Method',
  time: 'Time',
  expected: 'Expected',
  proven: 'Proven',
  outcome: 'Outcome',
  noAttack: 'No set of flips within this budget changes any of these predictions.',
  noAttackYet: 'No set of flips that changes a prediction was found within this budget.',
  atZero: 'Nothing is flipped at a budget of 0. Move the budget to see the worst attack.',
} as const;

export function statusChip(tone: Tone, status: PanelStatus | null, cancelled: boolean): string {
  switch (tone) {
    case 'none':
      return 'Not certified yet';
    case 'proven':
      return 'Exact, current';
    case 'bracket':
      return cancelled ? 'Bracket, cancelled' : 'Bracket, current';
    case 'failed':
      return 'Failed';
    case 'stale':
      return status?.kind === 'stale' ? `Stale: ${status.reason}` : 'Stale';
    case 'running':
      return status?.kind === 'running' ? runningText(status) : 'Running';
  }
}

function runningText(status: Extract<PanelStatus, { kind: 'running' }>): string {
  if (status.cancelling) return words.cancelling;
  const share = `Running ${Math.floor(status.done * 100)}${NBSP}%`;
  return status.secondsLeft === null ? share : `${share}, ${duration(status.secondsLeft)} left`;
}

/** Why the chip says what it says. */
export function chipHelp(tone: Tone): string {
  switch (tone) {
    case 'proven':
      return 'Every number is exact and belongs to the files as they stand.';
    case 'bracket':
      return 'Some answers are brackets: proven on both sides, not known in between. More time narrows them.';
    case 'stale':
      return 'The numbers belong to an earlier version of the files.';
    case 'none':
    case 'running':
    case 'failed':
      return '';
  }
}

/** What a screen reader hears when the status changes; not for every per cent. */
export function announcement(status: PanelStatus, chip: string): string {
  if (status.kind === 'running') return status.cancelling ? words.cancelling : 'Certifying';
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

export function withstandsText(safe: number, breaking: number | null, tie: boolean): string {
  if (tie) return 'tie';
  if (breaking === null || breaking === safe + 1) return count(safe);
  return `${safe}–${breaking - 1}`;
}

export function change(labels: LabelChange): string {
  return `${labels.from === null ? '' : `${labels.from} ${ARROW} `}${labels.to}`;
}

function whatever(flips: number): string {
  return flips === 1 ? 'whichever one label is flipped' : `whatever ${count(flips)} labels are flipped`;
}

/** The attack in words: the flip set, and how many predictions it turns. */
export function attackSentence(input: {
  readonly model: string;
  readonly witness: readonly Flip[];
  readonly low: number;
  readonly high: number;
  readonly total: number;
  readonly flips: number;
}): { readonly claim: string; readonly rest: string } {
  const { witness, low, high, total, flips, model } = input;
  const turnedMost = Math.round((1 - low) * total);
  const turnedLeast = Math.round((1 - high) * total);
  const labels = list(witness.map((f) => f.node));
  const exact = turnedMost === turnedLeast;
  const changes = `${exact ? '' : 'at least '}${count(turnedLeast)} of ${model}’s ${count(total)} predictions`;
  const claim = `Flipping ${witness.length === 1 ? 'label' : 'labels'} ${labels} changes ${changes}.`;
  const others = flips === 1 ? 'No other label' : `No other set of at most ${count(flips)}`;
  const rest = exact
    ? `${others} changes more.`
    : `Whether another set of at most ${count(flips)} changes up to ${count(turnedMost)} is open.`;
  return { claim, rest };
}

/** One sentence that could be quoted: what is proven of a node, and what is not. */
export function nodeSentence(input: {
  readonly node: number;
  readonly predicted: ClassLabel;
  readonly safe: number;
  readonly breaking: number | null;
  readonly witness: readonly Flip[] | null;
  readonly tie: boolean;
  readonly largest: number;
}): { readonly claim: string; readonly rest: string } {
  const { node, predicted, safe, breaking, witness, largest } = input;
  if (input.tie) {
    return {
      claim: `Node ${node} is a tie.`,
      rest: 'Its decision cannot be told from zero, so it counts as neither safe nor broken.',
    };
  }
  const claim =
    safe === 0
      ? `Node ${node} is predicted ${predicted}, and nothing is proven once a label is flipped.`
      : `Node ${node} is predicted ${predicted} ${whatever(safe)}.`;
  const who = witness ? `: ${list(witness.map((f) => f.node))}` : '';
  if (breaking === null) {
    return {
      claim,
      rest:
        safe >= largest
          ? 'No larger budget was asked for.'
          : 'What more flips do is open: no set that changes it was found.',
    };
  }
  const these = breaking === 1 ? 'Flipping this one' : `Flipping these ${count(breaking)}`;
  if (breaking === safe + 1) {
    if (safe === 0) {
      return {
        claim: `Node ${node} is predicted ${predicted} only while no label is flipped.`,
        rest: `${these} changes it${who}.`,
      };
    }
    return { claim, rest: `${these} changes it${who}. No smaller set does.` };
  }
  const between =
    breaking - safe === 2 ? `${count(safe + 1)}` : `${count(safe + 1)} to ${count(breaking - 1)}`;
  return { claim, rest: `${these} changes it${who}. Whether ${between} can is open.` };
}
