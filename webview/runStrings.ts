/** Every word about runs and comparisons that the panel shows or speaks. */
import type { CertificateKind } from '../src/report/result';
import type { RunState } from '../src/protocol/panel';
import { count, flipCount, NBSP, percentRange, points } from './logic/format';
import type { NodeStatus } from './logic/nodes';
import { ARROW, kindName } from './strings';

export const runWords = {
  compare: 'Compare',
  endComparison: 'End comparison',
  showNewest: 'Show newest result',
  tab: 'Runs',
  thisRun: 'this run',
  comparison: 'Comparison with another run',
  listHelp: 'Small numbers: this run less the other one, in percentage points',
  differences: 'What is not the same in the two runs',
  nothingDiffers: 'Configuration, data and versions are the same.',
  unknownDiffers: 'What this result was made of is not in the history, so that causes cannot be listed.',
  otherDataset: 'Another dataset, so that nodes are not compared one by one.',
  noNodes: 'One of the two has no certificate of single nodes, so that nodes are not compared one by one.',
  otherSeed: 'The other run does not have this seed, so that nodes are not compared one by one.',
  when: 'Run',
  models: 'Models',
  best: 'Best, as certified then',
  state: 'State',
  actions: 'Actions',
  newest: 'newest',
  open: 'Open',
  pin: 'Pin',
  unpin: 'Unpin',
  noRuns: 'No run is kept of this file yet.',
  none: '–',
} as const;

export const stateName: Readonly<Record<RunState, string>> = {
  exact: 'exact',
  bracket: 'bracket',
  cancelled: 'cancelled',
  failed: 'expectation failed',
};

/** Of an earlier run: what the chip says, and why. */
export const earlierHelp = (title: string): string =>
  `${title}, as it was then. It is not the result of the file as it stands.`;

/** A line's name where another run has the same model. */
export const lineName = (model: string, short: string): string => `${model}, ${short}`;

export const noModelThere = (model: string, title: string): string => `${title} has no model ${model}.`;

/** "25.0 % one node at a time", and by how much this run differs from it. */
export const otherValue = (kind: CertificateKind, low: number, high: number): string =>
  `${percentRange(low, high)} ${kindName[kind]}`;
export const differenceHere = (difference: number): string => `this run ${points(difference)}`;

export function changedSentence(changed: number, both: number, flips: number): string {
  const nodes = both === 1 ? 'node' : 'nodes';
  return `${count(changed)} of ${count(both)} ${nodes} changed status at ${flipCount(flips)}`;
}
export const changedColumn = (flips: number): string => `Other ${ARROW} this, ${flipCount(flips)}`;
export const statusChange = (other: NodeStatus, here: string): string => `${other} ${ARROW} ${here}`;

export const testDiffers = (here: number, there: number, both: number): string =>
  `Test nodes differ: ${count(here)} in this run, ${count(there)} in the other, ${count(both)} in both. Each curve is over its own; nodes are compared where they are in both.`;
export const labelledDiffers = (here: number, there: number, both: number): string =>
  `Labelled nodes differ: ${count(here)} in this run, ${count(there)} in the other, ${count(both)} in both. The same number of flips is another share.`;
export const budgetsDiffer = (here: number, there: number, both: number): string =>
  `Budgets differ: ${count(here)} in this run, ${count(there)} in the other, ${count(both)} in both. Differences stand at budgets of both.`;
export const pastOther = (largest: number): string =>
  `The other run was asked for at most ${flipCount(largest)}: at this budget nodes are not compared.`;

export const difference = (from: string | null, to: string | null): string =>
  `${from ?? runWords.none}${NBSP}${ARROW}${NBSP}${to ?? runWords.none}`;
export const moreDifferences = (n: number): string => `${count(n)} more`;
export const compareRun = (title: string): string => `Compare with ${title}`;
export const openRun = (title: string): string => `Open ${title}`;
export const pinRun = (title: string, pinned: boolean): string =>
  `${pinned ? runWords.unpin : runWords.pin} ${title}`;
