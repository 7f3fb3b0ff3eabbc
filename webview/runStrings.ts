/** Every word about runs and comparisons that the panel shows or speaks. */
import type { CertificateKind } from '../src/report/result';
import type { RunState } from '../src/protocol/panel';
import { t } from './l10n';
import { count, flipCount, NBSP, percentRange, points } from './logic/format';
import type { NodeStatus } from './logic/nodes';
import { ARROW, kindName, nodeStatus } from './strings';

export const runWords = {
  compare: t('Compare'),
  endComparison: t('End comparison'),
  showNewest: t('Show newest result'),
  tab: t('Runs'),
  thisRun: t('this run'),
  comparison: t('Comparison with another run'),
  listHelp: t('Small numbers: this run less the other one, in percentage points'),
  differences: t('What is not the same in the two runs'),
  nothingDiffers: t('Configuration, data and versions are the same.'),
  unknownDiffers: t('What this result was made of is not in the history, so that causes cannot be listed.'),
  otherDataset: t('Another dataset, so that nodes are not compared one by one.'),
  noNodes: t('One of the two has no certificate of single nodes, so that nodes are not compared one by one.'),
  otherSeed: t('The other run does not have this seed, so that nodes are not compared one by one.'),
  when: t('Run'),
  models: t('Models'),
  best: t('Best, as certified then'),
  state: t('State'),
  actions: t('Actions'),
  newest: t('newest'),
  open: t('Open'),
  pin: t('Pin'),
  unpin: t('Unpin'),
  noRuns: t('No run is kept of this file yet.'),
  none: '–',
} as const;

export const stateName: Readonly<Record<RunState, string>> = {
  exact: t('exact'),
  bracket: t('bracket'),
  cancelled: t('cancelled'),
  failed: t('expectation failed'),
};

/** Of an earlier run: what the chip says, and why. */
export const earlierHelp = (title: string): string =>
  t('{0}, as it was then. It is not the result of the file as it stands.', title);

/** A line's name where another run has the same model. */
export const lineName = (model: string, short: string): string => `${model}, ${short}`;

export const noModelThere = (model: string, title: string): string =>
  t('{0} has no model {1}.', title, model);

/** "25.0 % one node at a time", and by how much this run differs from it. */
export const otherValue = (kind: CertificateKind, low: number, high: number): string =>
  t('{0} {1}', percentRange(low, high), kindName[kind]);
export const differenceHere = (difference: number): string => t('this run {0}', points(difference));

export function changedSentence(changed: number, both: number, flips: number): string {
  return both === 1
    ? t('{0} of 1 node changed status at {1}', count(changed), flipCount(flips))
    : t('{0} of {1} nodes changed status at {2}', count(changed), count(both), flipCount(flips));
}
export const changedColumn = (flips: number): string => t('Other → this, {0}', flipCount(flips));
export const statusChange = (other: NodeStatus, here: string): string =>
  `${nodeStatus(other, false)} ${ARROW} ${here}`;

export const testDiffers = (here: number, there: number, both: number): string =>
  t(
    'Test nodes differ: {0} in this run, {1} in the other, {2} in both. Each curve is over its own; nodes are compared where they are in both.',
    count(here),
    count(there),
    count(both),
  );
export const labelledDiffers = (here: number, there: number, both: number): string =>
  t(
    'Labelled nodes differ: {0} in this run, {1} in the other, {2} in both. The same number of flips is another share.',
    count(here),
    count(there),
    count(both),
  );
export const budgetsDiffer = (here: number, there: number, both: number): string =>
  t(
    'Budgets differ: {0} in this run, {1} in the other, {2} in both. Differences stand at budgets of both.',
    count(here),
    count(there),
    count(both),
  );
export const pastOther = (largest: number): string =>
  t('The other run was asked for at most {0}: at this budget nodes are not compared.', flipCount(largest));

export const difference = (from: string | null, to: string | null): string =>
  `${from ?? runWords.none}${NBSP}${ARROW}${NBSP}${to ?? runWords.none}`;
export const moreDifferences = (n: number): string => t('{0} more', count(n));
export const compareRun = (title: string): string => t('Compare with {0}', title);
export const openRun = (title: string): string => t('Open {0}', title);
export const pinRun = (title: string, pinned: boolean): string =>
  pinned ? t('Unpin {0}', title) : t('Pin {0}', title);
