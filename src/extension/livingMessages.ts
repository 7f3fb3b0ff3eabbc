import * as vscode from 'vscode';
import { duration, percent } from '../report/format';
import type { CertificateKind } from '../report/result';

const t = vscode.l10n.t;

function flipsOf(flips: number): string {
  return flips === 1 ? t('1 flip') : t('{0} flips', flips);
}

/** A ratio, or both ends of what is not known. */
function ratio(low: number, high: number): string {
  return low === high ? percent(low) : t('{0} to {1}', percent(low), percent(high));
}

/** What is said beside the text and at the foot of the window while files are certified. */
export const livingMessages = {
  // Status bar and its menu.
  running: (done: number, model: string | null, secondsLeft: number | null, edited: boolean) => {
    const share = `${Math.floor(done * 100)} %`;
    const what = model === null ? t('Certifying {0}', share) : t('Certifying {0} {1}', model, share);
    const left = secondsLeft === null ? what : t('{0}, {1} left', what, duration(Math.ceil(secondsLeft)));
    return edited ? t('{0}, of an older text', left) : left;
  },
  others: (text: string, waiting: number) =>
    waiting === 1 ? t('{0} (1 file waits)', text) : t('{0} ({1} files wait)', text, waiting),
  queued: (ahead: number) => (ahead === 1 ? t('Queued, 1 file first') : t('Queued, {0} files first', ahead)),
  level: (kind: CertificateKind | null, flips: number | null) => {
    const how = kind === null ? null : kind === 'collective' ? t('all at once') : t('one node at a time');
    if (flips === null) return how;
    return how === null ? t('at {0}', flipsOf(flips)) : t('{0}, at {1}', how, flipsOf(flips));
  },
  runningTooltip: (work: string) => t('Flipcert works on {0}.', work),
  runningPlain: () => t('Flipcert reads the data.'),
  queuedTooltip: () => t('Flipcert certifies one file at a time; this one waits for its turn.'),
  cancelLink: () => t('Cancel'),
  panelLink: () => t('Open Robustness Panel'),
  menuTitle: () => t('Certifications'),
  menuOpen: (name: string) => t('Show {0}', name),
  menuCancel: (name: string) => t('Cancel {0}', name),
  menuCancelAll: () => t('Cancel All'),
  onlyModels: (text: string, names: readonly string[]) => t('{0}, {1} alone', text, names.join(', ')),

  // Code lenses.
  certify: () => t('Certify'),
  certifyTooltip: (model: string) => t('Certify {0} alone', model),
  cancel: () => t('Cancel'),
  lensRunning: (share: number | null) =>
    share === null ? t('Running') : t('Running, {0} % of the file', Math.floor(share * 100)),
  lensWaiting: () => t('Waiting'),
  lensQueued: (ahead: number) =>
    ahead === 1 ? t('Queued, 1 file first') : t('Queued, {0} files first', ahead),
  lensStale: (text: string) => t('Stale: {0}', text),
  lensOne: (low: number, high: number, flips: number) =>
    t('{0} at {1} one node at a time', ratio(low, high), flipsOf(flips)),
  lensAll: (low: number, high: number) => t('{0} all at once', ratio(low, high)),
  lensAllAt: (low: number, high: number, flips: number) =>
    t('{0} at {1} all at once', ratio(low, high), flipsOf(flips)),
  lensMean: (text: string, done: number, all: number) =>
    done === all
      ? t('{0} (mean of {1} seeds)', text, all)
      : t('{0} (mean of {1} of {2} seeds)', text, done, all),
  lensBest: (name: string, text: string) => t('{0}: {1}', name, text),
  lensCompare: () => t('Compare with last run'),
  lensCompareTooltip: () => t('Show this model beside its numbers of the run before'),
  lensTooltip: () =>
    t('Certified ratio: share of test nodes proven not to change. Opens the robustness panel.'),
  lensExpect: (held: number, failed: number, open: number, all: number) => {
    const parts = [t('{0} of {1} hold', held, all)];
    if (failed > 0) parts.push(t('{0} failed', failed));
    if (open > 0) parts.push(t('{0} open', open));
    return parts.join(' · ');
  },
  lensExpectRunning: () => t('Running'),
  lensExpectStale: () => t('Stale'),
  lensExpectNone: () => t('Not certified'),

  // Marks in the margin.
  markModel: {
    proven: () => t('Every number is exact and holds for this text.'),
    failed: () => t('An expectation of this model fails.'),
    open: () => t('Some answers are open: proven on both sides, not known in between.'),
    stale: () => t('The numbers are of an older state of the files.'),
    running: () => t('Being certified.'),
  },
  markExpectation: {
    proven: () => t('Holds.'),
    failed: () => t('Fails.'),
    open: () => t('Not decided within the time.'),
    stale: () => t('The outcome is of an older state of the files.'),
    running: () => t('Being certified.'),
  },
  numbers: (quantity: string, condition: string, low: number, high: number, flips: number) =>
    t('{0} {1} at {2}; proven: {3}', quantity, condition, flipsOf(flips), ratio(low, high)),

  // Advice in the Problems panel.
  verifyFirst: (node: number, changed: number, all: number, seed: number | null) => {
    const base = t(
      'Verify the label of node {0} first: {1} of {2} predictions can be changed by it alone.',
      node,
      changed,
      all,
    );
    return seed === null ? base : t('{0} (Seed {1})', base, seed);
  },
  clippedKernel: () =>
    t(
      'This is the clipped kernel of the published code, not the NTK of the network: its ratios are other ones.',
    ),
  trustFix: (node: number) => t('Trust the label of node {0}', node),
};
