import type { Fix } from '../errors';
import { CodedError } from '../errors';
import type { Dataset, Split } from './dataset';
import { numpyRandom } from './numpy-random';

/** The split of the code published with arXiv 2412.00537. */
export interface PublishedRule {
  /** Training nodes of each class; as many again are drawn for validation, and both are labelled. */
  readonly perClass: number;
  /** A number drawn from the nodes that are not labelled, or all of them. */
  readonly test: number | 'rest';
  readonly seed: number;
}

/** Share of each class that the published code sets aside for testing, whatever its configuration says. */
const SET_ASIDE = 0.1;

/**
 * Labelled and test rows in the order in which the published code has them: training, then validation nodes; the
 * test nodes as they are drawn.
 * @param order class indices in the order in which the published code numbers the classes
 * @throws CodedError `class-too-small`, `test-empty`, `test-too-large`.
 */
export function publishedSplit(dataset: Dataset, rule: PublishedRule, order: readonly number[]): Split {
  const { perClass, seed } = rule;
  const random = numpyRandom(seed);
  const training: number[] = [];
  const validation: number[] = [];
  const aside: number[] = [];
  for (const c of order) {
    const rows = Array.from(dataset.labels.keys()).filter((row) => dataset.labels[row] === c);
    if (2 * perClass > rows.length) {
      const text = `Class ${dataset.classes[c]} has only ${rows.length} nodes; this protocol labels ${2 * perClass} of it (${perClass} for training and ${perClass} for validation).`;
      const sizes = order.map((of) => dataset.labels.filter((label) => label === of).length);
      const most = Math.floor(Math.min(...sizes) / 2);
      const fixes: Fix[] = most < 1 ? [] : [{ kind: 'replace', text: String(most) }];
      throw new CodedError('class-too-small', text, ['split', 'per-class'], fixes);
    }
    const drawn = random.permutation(Int32Array.from(rows));
    training.push(...drawn.subarray(0, perClass));
    validation.push(...drawn.subarray(perClass, 2 * perClass));
    aside.push(...drawn.subarray(2 * perClass, 2 * perClass + Math.ceil(SET_ASIDE * rows.length)));
  }
  const labelled = Int32Array.of(
    ...random.permutation(Int32Array.from(training)),
    ...random.permutation(Int32Array.from(validation)),
  );
  const asideShuffled = random.permutation(Int32Array.from(aside));
  const taken = new Set([...labelled, ...aside]);
  const unlabelled = Array.from(dataset.labels.keys()).filter((row) => !taken.has(row));
  const free = Int32Array.of(...unlabelled, ...asideShuffled);
  if (free.length === 0) {
    const text = `All ${dataset.ids.length} nodes are labelled, so none is left to test; label fewer.`;
    throw new CodedError('test-empty', text, ['split', 'per-class']);
  }
  if (rule.test === 'rest') return { labelled, test: free };
  if (rule.test > free.length) {
    const text = `There are only ${free.length} nodes that are not labelled; ${rule.test} cannot be drawn from them.`;
    throw new CodedError(
      'test-too-large',
      text,
      ['split', 'test'],
      [{ kind: 'replace', text: String(free.length) }],
    );
  }
  // The experiment has a generator of its own, with the same seed.
  return { labelled, test: numpyRandom(seed).choice(free, rule.test) };
}

/**
 * The order in which the published code numbers the classes: as they are sorted, but for the two largest classes of a
 * file, of which the larger is class 1.
 * @param largestTwo whether the dataset is the two largest classes of a file
 */
export function publishedOrder({ classes, labels }: Dataset, largestTwo: boolean): number[] {
  const order = Array.from(classes.keys());
  if (!largestTwo || classes.length !== 2) return order;
  const size = [0, 0];
  for (const label of labels) size[label]++;
  // Of equally large ones the published code takes the one it meets first for the larger.
  return size[0] > size[1] || (size[0] === size[1] && labels[0] === 0) ? [1, 0] : order;
}
