import { count, duration, percent } from './format';
import { combined, modelNames, notesOf, onSeeds } from './over-seeds';
import type { CertificateKind, ModelResult, Result } from './result';

const KINDS: readonly (readonly [CertificateKind, string])[] = [
  ['sample-wise', 'one node at a time'],
  ['collective', 'all at once'],
];

/** Lines for the Details tab: what was computed, how, and how long it took. Label and value, in order. */
export function resultDetails(result: Result): [string, string][] {
  const { dataset, seeds } = result;
  return [
    ['Configuration', result.config],
    ['Dataset', dataset.name],
    ['Nodes, edges', `${count(dataset.nodes)}, ${count(dataset.edges)}`],
    ['Features', count(dataset.features)],
    ['Classes', dataset.classes.join(', ')],
    ['Labelled, test', `${count(dataset.labelled.length)}, ${count(dataset.test.length)}`],
    ...(seeds === undefined
      ? []
      : [
          ['Seeds', `${seeds.map(({ seed }) => seed).join(', ')}; mean ± sample standard deviation`] as [
            string,
            string,
          ],
        ]),
    ...modelNames(result).flatMap((name) => modelLines(result, name)),
  ];
}

function modelLines(result: Result, name: string): [string, string][] {
  const [{ model }] = onSeeds(result, name);
  return [
    [name, `${kernelOf(model)}, ${penaltyOf(model)}`],
    ...notesOf(result, name).map((note): [string, string] => [`${name}, note`, note]),
    ...KINDS.flatMap(([kind, words]) => certificateLine(result, name, kind, words)),
  ];
}

function kernelOf({ architecture, ntk }: ModelResult): string {
  if (architecture === 'kernel') return 'kernel of the file';
  return ntk === 'qpcert'
    ? `${architecture}, clipped kernel of the published code (ntk: qpcert)`
    : `${architecture}, exact NTK`;
}

/** The SVM's C, and where nobody wrote it how it was found. */
function penaltyOf({ C, chosenC }: ModelResult): string {
  const used = chosenC?.candidates.find((candidate) => candidate.C === C);
  if (chosenC === undefined || used === undefined) return `C = ${C}`;
  const { folds, candidates } = chosenC;
  return `C = ${C}, best of ${candidates.length} in ${folds}-fold cross-validation, ${percent(used.accuracy)} right`;
}

/** Of several seeds the least certain status, every method, and the seconds of all of them. */
function certificateLine(
  result: Result,
  name: string,
  kind: CertificateKind,
  words: string,
): [string, string][] {
  const of = combined(result, name, kind);
  if (of === null) return [];
  const total = result.seeds?.length;
  const splits =
    total === undefined
      ? ''
      : of.seeds === total
        ? ` on ${count(total)} seeds`
        : ` on ${count(of.seeds)} of ${count(total)} seeds`;
  const value = `${of.status} by ${of.methods.join(' or ')}, ${duration(of.seconds)}${splits}`;
  return [[`${name}, ${words}`, value]];
}
