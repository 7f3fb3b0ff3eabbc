/** Every word of the tab with the labels to verify. */
import type { ModelAudit } from '../src/report/audit-result';
import type { GainSign } from './logic/audit';
import { count, duration, flipCount, NBSP, points } from './logic/format';

export const auditWords = {
  tab: 'Labels to verify',
  what: 'A label that is known to be right cannot be flipped by an attacker. These are the labels whose verification proves the most.',
  find: 'Find labels to verify',
  findAgain: 'Find again',
  progress: 'Progress of the audit',
  notCurrent: 'Certify the file first: the labels are ranked by what its result gains.',
  setsOnly: 'In how many worst flip sets each label stands. What verifying it gains is found in a terminal:',
  firstSeed: 'Of several seeds, the labels of the first.',
  trust: 'Trust',
  trustAll: 'Add to trusted',
  trustHelp: 'Adds them to `certify: trusted:` of the configuration, which you can look at and undo.',
  gain: 'Gain',
  node: 'Node',
  label: 'Label',
  sets: 'Worst sets',
  setsHelp:
    'Smallest changes of single test nodes, and worst common sets of the budgets, in which the label stands',
  table: 'Labels, the largest gain first',
  atZero: 'Nothing is flipped at a budget of 0. Move the budget to see what a label gains.',
  noSets: 'No label stands in a worst flip set: nothing that was found depends on a single label.',
  notAsked: 'not asked',
} as const;

export const costText = (model: string, certifications: number, seconds: number): string =>
  certifications === 0
    ? `The worst flip sets of ${model} already prove every gain.`
    : `${model} is certified ${certifications === 1 ? 'once' : `${count(certifications)} times`} more, with one label trusted each time: about ${duration(Math.ceil(certifications * seconds))}.`;

export const runningText = (run: {
  readonly model: string;
  readonly node: number | null;
  readonly done: number;
  readonly secondsLeft: number | null;
}): string =>
  [
    `${run.model}${run.node === null ? '' : `, label of node ${run.node} trusted`}: ${Math.floor(100 * run.done)}${NBSP}%`,
    ...(run.secondsLeft === null ? [] : [`${duration(run.secondsLeft)} left`]),
  ].join(', ');

export const failedText = (why: string): string => `The labels were not audited: ${why}`;
export const staleText = (reason: string): string => `Of an earlier version of the files: ${reason}.`;

export const signName: Readonly<Record<GainSign, string>> = { gains: 'gains', none: 'no gain', open: 'open' };

export const heading = (model: string, flips: number): string =>
  `${model}: certified ratio at ${flipCount(flips)}, and what each label adds to it if it is trusted`;

/** Percentage points; a bracket where the gain is not known exactly. */
export function gainText(gain: number, gainAtMost: number): string {
  return gain === gainAtMost ? points(gain) : `${points(gain)} to ${points(gainAtMost)}`;
}

export const foundText = ({ certifications, labels, status }: ModelAudit): string => {
  const anew = `${count(certifications)} of ${count(labels.length)} labels were certified anew`;
  if (status === 'cancelled') return `${anew}, then the audit was cancelled.`;
  return `${anew}; of the others the worst sets prove that they gain nothing.`;
};
export const restText = (n: number): string =>
  `${count(n)} more ${n === 1 ? 'label gains' : 'labels gain'} nothing and ${n === 1 ? 'stands' : 'stand'} in no worst set.`;
export const trustButton = (n: number): string =>
  n === 0 ? auditWords.trustAll : `Add ${count(n)} ${n === 1 ? 'label' : 'labels'} to trusted`;
export const trustLabel = (node: number): string => `Trust the label of node ${node}`;
