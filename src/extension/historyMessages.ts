/** Every word about runs and comparisons that the extension says to its user. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { percent } from '../report/format';
import type { RunState } from '../report/panel-state';
import type { BestRatio, RunHead } from './history/runHead';

const t = vscode.l10n.t;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "23 Nov, 11:40", with the year where it is another one. */
function moment(at: number): string {
  const date = new Date(at);
  const { language } = vscode.env;
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const };
  // American order and twelve hours only where they were asked for.
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    ...year,
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

function best({ model, flips, low, high, seeds }: BestRatio): string {
  const value = high - low > 1e-9 ? t('{0} to {1}', percent(low), percent(high)) : percent(low);
  const name = seeds ? t('mean certified ratio') : t('certified ratio');
  const at = flips === 1 ? t('1 flip') : t('{0} flips', flips);
  return t('{0} {1} at {2}, {3}', name, value, at, model);
}

const kinds = {
  'sample-wise': () => t('one node at a time'),
  collective: () => t('all at once'),
};

const states: Readonly<Record<RunState, () => string>> = {
  exact: () => t('exact'),
  bracket: () => t('some answers are brackets'),
  cancelled: () => t('cancelled, with what was proven until then'),
  failed: () => t('an expectation failed'),
};

export const historyMessages = {
  moment,
  runTitle: (at: number) => t('Run of {0}', moment(at)),
  runOfFile: (uri: string, at: number) =>
    t('{0}, run of {1}', basename(vscode.Uri.parse(uri).path), moment(at)),
  age: (at: number, now: number) => {
    const passed = Math.max(0, now - at);
    if (passed < MINUTE) return t('just now');
    if (passed < HOUR) return t('{0} min ago', Math.floor(passed / MINUTE));
    if (passed < DAY) return t('{0} h ago', Math.floor(passed / HOUR));
    const days = Math.floor(passed / DAY);
    return days === 1 ? t('yesterday') : t('{0} days ago', days);
  },
  best: (head: RunHead) => (head.best ? best(head.best) : t('nothing was certified')),
  /** One line of the view. */
  description: (head: RunHead) => {
    const others = head.models.length > 1 ? t('of {0} models', head.models.length) : '';
    const pinned = head.pinned ? t('pinned') : '';
    const cancelled = head.state === 'cancelled' ? t('cancelled') : '';
    const first = head.best ? `${best(head.best)} ${others}`.trim() : t('nothing was certified');
    return [first, cancelled, pinned].filter((part) => part !== '').join(', ');
  },
  state: (state: RunState) => states[state](),
  cancelledNote: () => t('This run was cancelled: its numbers are what was proven until then.'),

  // The tooltip of a run.
  tipModels: (models: readonly string[]) => t('Models: {0}', models.join(', ')),
  tipBest: (ratio: BestRatio) => t('Best {0} ({1})', best(ratio), kinds[ratio.kind]()),
  tipState: (state: RunState) => t('State: {0}', states[state]()),
  tipPinned: () => t('Pinned: it is kept whatever the limit'),
  tipSeeds: (seeds: readonly number[]) =>
    seeds.length === 1 ? t('Seed: {0}', seeds[0]) : t('Seeds: {0}', seeds.join(', ')),
  tipThreads: (threads: number) => t('Threads: {0}', threads),
  tipSeconds: (seconds: number) => t('Time: {0} s', seconds.toFixed(1)),
  tipVersion: (version: string, code: string) => t('Flipcert {0}, code {1}', version, code),
  tipText: (hash: string) => t('Configuration, SHA-256 {0}', hash),
  tipData: (name: string, hash: string | null) =>
    hash === null ? t('{0}: changed while it was read', name) : t('{0}, SHA-256 {1}', name, hash),

  // What differs between two runs.
  wordText: () => t('text'),
  wordCode: () => t('code'),
  wordUnknown: () => t('not known'),

  // Choosing a run, or what to compare with.
  pickRun: () => t('Which run?'),
  pickFirst: () => t('Choose one run to compare, then the other'),
  pickCompare: (name: string) => t('Compare {0} With', name),
  pickModels: () => t('Another model of this run'),
  pickEarlier: () => t('An earlier run of this file'),
  pickFiles: () => t('Another file, its last result'),
  noRuns: () => t('There is no run yet. Certify a configuration first.'),
  nothingToCompare: () => t('There is nothing to compare with yet: certify the file again, or another one.'),
  noResult: () => t('The file has no result yet. Certify it first.'),
  noEarlier: (name: string) => t('{0} has no earlier run.', name),
  oneMore: () => t('Select two runs to compare.'),
  sameRun: () => t('This run is the result shown: there is nothing to compare.'),
  lost: () => t('The result of this run cannot be read any more.'),

  // Deleting.
  deleteRuns: (count: number) => (count === 1 ? t('Delete this run?') : t('Delete these {0} runs?', count)),
  deleteDetail: (runs: readonly RunHead[]) =>
    [
      ...runs.slice(0, 5).map(({ uri, at }) => historyMessages.runOfFile(uri, at)),
      ...(runs.length > 5 ? [t('and {0} more', runs.length - 5)] : []),
      t('Results and configuration texts of runs are removed. The files themselves stay as they are.'),
    ].join('\n'),
  delete: () => t('Delete'),
  clear: (count: number, pinned: number) =>
    pinned === 0
      ? t('Clear the history? {0} runs are deleted.', count)
      : t('Clear the history? {0} runs are deleted, {1} of them pinned.', count, pinned),
  clearUnpinned: () => t('Keep Pinned'),
  clearAll: () => t('Delete All'),
  notKept: (name: string, reason: string) => t('The run of {0} could not be kept: {1}', name, reason),
  diffTitle: (name: string, run: string) => t('{0}: {1} and the file', name, run),
};
