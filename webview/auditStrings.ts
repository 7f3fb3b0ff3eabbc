/** Every word of the tab with the labels to verify. */
import type { ModelAudit } from '../src/report/audit-result';
import type { GainSign } from './logic/audit';
import { t } from './l10n';
import { count, duration, flipCount, points } from './logic/format';

export const auditWords = {
  tab: t('Labels to verify'),
  what: t(
    'A label that is known to be right cannot be flipped by an attacker. These are the labels whose verification proves the most.',
  ),
  find: t('Find labels to verify'),
  findAgain: t('Find again'),
  progress: t('Progress of the audit'),
  notCurrent: t('Certify the file first: the labels are ranked by what its result gains.'),
  setsOnly: t(
    'In how many worst flip sets each label stands. What verifying it gains is found in a terminal:',
  ),
  firstSeed: t('Of several seeds, the labels of the first.'),
  trust: t('Trust'),
  trustAll: t('Add to trusted'),
  trustHelp: t('Adds them to `certify: trusted:` of the configuration, which you can look at and undo.'),
  gain: t('Gain'),
  node: t('Node'),
  label: t('Label'),
  sets: t('Worst sets'),
  setsHelp: t(
    'Smallest changes of single test nodes, and worst common sets of the budgets, in which the label stands',
  ),
  table: t('Labels, the largest gain first'),
  atZero: t('Nothing is flipped at a budget of 0. Move the budget to see what a label gains.'),
  noSets: t('No label stands in a worst flip set: nothing that was found depends on a single label.'),
  notAsked: t('not asked'),
} as const;

export const costText = (model: string, certifications: number, seconds: number): string =>
  certifications === 0
    ? t('The worst flip sets of {0} already prove every gain.', model)
    : certifications === 1
      ? t(
          '{0} is certified once more, with one label trusted each time: about {1}.',
          model,
          duration(Math.ceil(seconds)),
        )
      : t(
          '{0} is certified {1} times more, with one label trusted each time: about {2}.',
          model,
          count(certifications),
          duration(Math.ceil(certifications * seconds)),
        );

export const runningText = (run: {
  readonly model: string;
  readonly node: number | null;
  readonly done: number;
  readonly secondsLeft: number | null;
}): string => {
  const done = Math.floor(100 * run.done);
  const share =
    run.node === null
      ? t('{0}: {1}\u00a0%', run.model, done)
      : t('{0}, label of node {1} trusted: {2}\u00a0%', run.model, run.node, done);
  return run.secondsLeft === null ? share : t('{0}, {1} left', share, duration(run.secondsLeft));
};

export const failedText = (why: string): string => t('The labels were not audited: {0}', why);
export const staleText = (reason: string): string => t('Of an earlier version of the files: {0}.', reason);

export const signName: Readonly<Record<GainSign, string>> = {
  gains: t('gains'),
  none: t('no gain'),
  open: t('open'),
};

export const heading = (model: string, flips: number): string =>
  t('{0}: certified ratio at {1}, and what each label adds to it if it is trusted', model, flipCount(flips));

/** Percentage points; a bracket where the gain is not known exactly. */
export function gainText(gain: number, gainAtMost: number): string {
  return gain === gainAtMost ? points(gain) : t('{0} to {1}', points(gain), points(gainAtMost));
}

export const foundText = ({ certifications, labels, status }: ModelAudit): string => {
  const anew = t('{0} of {1} labels were certified anew', count(certifications), count(labels.length));
  if (status === 'cancelled') return t('{0}, then the audit was cancelled.', anew);
  return t('{0}; of the others the worst sets prove that they gain nothing.', anew);
};
export const restText = (n: number): string =>
  n === 1
    ? t('1 more label gains nothing and stands in no worst set.')
    : t('{0} more labels gain nothing and stand in no worst set.', count(n));
export const trustButton = (n: number): string => {
  if (n === 0) return auditWords.trustAll;
  return n === 1 ? t('Add 1 label to trusted') : t('Add {0} labels to trusted', count(n));
};
export const trustLabel = (node: number): string => t('Trust the label of node {0}', node);
