import { count, duration, percent } from './format';
import { combined, modelNames, notesOf, onSeeds } from './over-seeds';
import type { CertificateKind, ModelResult, Result, Status } from './result';
import { english, type Translate } from './translations';

/**
 * Lines for the Details tab: what was computed, how, and how long it took. Label and value, in order.
 * @param t the reader's language, where somebody knows it
 */
export function resultDetails(result: Result, t: Translate = english): [string, string][] {
  const { dataset, seeds } = result;
  return [
    [t('Configuration'), result.config],
    [t('Dataset'), dataset.name],
    [t('Nodes, edges'), `${count(dataset.nodes)}, ${count(dataset.edges)}`],
    [t('Features'), count(dataset.features)],
    [t('Classes'), dataset.classes.join(', ')],
    [t('Labelled, test'), `${count(dataset.labelled.length)}, ${count(dataset.test.length)}`],
    ...(seeds
      ? [
          seedsLine(
            seeds.map(({ seed }) => seed),
            t,
          ),
        ]
      : []),
    ...modelNames(result).flatMap((name) => modelLines(result, name, t)),
  ];
}

function seedsLine(seeds: readonly number[], t: Translate): [string, string] {
  return [t('Seeds'), t('{0}; mean ± sample standard deviation', seeds.join(', '))];
}

function modelLines(result: Result, name: string, t: Translate): [string, string][] {
  const [{ model }] = onSeeds(result, name);
  return [
    [name, `${kernelOf(model, t)}, ${penaltyOf(model, t)}`],
    ...notesOf(result, name).map((note): [string, string] => [t('{0}, note', name), note]),
    ...certificateLine(result, name, 'sample-wise', t('one node at a time'), t),
    ...certificateLine(result, name, 'collective', t('all at once'), t),
  ];
}

function kernelOf({ architecture, ntk }: ModelResult, t: Translate): string {
  if (architecture === 'kernel') return t('kernel of the file');
  return ntk === 'qpcert'
    ? t('{0}, clipped kernel of the published code (ntk: qpcert)', architecture)
    : t('{0}, exact NTK', architecture);
}

/** The SVM's C, and where nobody wrote it how it was found. */
function penaltyOf({ C, chosenC }: ModelResult, t: Translate): string {
  const used = chosenC?.candidates.find((candidate) => candidate.C === C);
  if (chosenC === undefined || used === undefined) return `C = ${C}`;
  const { folds, candidates } = chosenC;
  return t(
    'C = {0}, best of {1} in {2}-fold cross-validation, {3} right',
    C,
    candidates.length,
    folds,
    percent(used.accuracy),
  );
}

/** Of several seeds the least certain status, every method, and the seconds of all of them. */
function certificateLine(
  result: Result,
  name: string,
  kind: CertificateKind,
  words: string,
  t: Translate,
): [string, string][] {
  const of = combined(result, name, kind);
  if (of === null) return [];
  const methods = of.methods
    .slice(1)
    .reduce((left, right) => t('{0} or {1}', left, right), of.methods[0] ?? '');
  const value = t('{0} by {1}, {2}', statusName(of.status, t), methods, duration(of.seconds));
  const total = result.seeds?.length;
  if (total === undefined) return [[`${name}, ${words}`, value]];
  const spread =
    of.seeds === total
      ? t('{0} on {1} seeds', value, count(total))
      : t('{0} on {1} of {2} seeds', value, count(of.seeds), count(total));
  return [[`${name}, ${words}`, spread]];
}

function statusName(status: Status, t: Translate): string {
  switch (status) {
    case 'exact':
      return t('exact');
    case 'bracket':
      return t('bracket');
    case 'cancelled':
      return t('cancelled');
  }
}
