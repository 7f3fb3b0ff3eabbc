import type { Fix } from '../errors';
import { CodedError } from '../errors';
import type { Dataset, Split } from './dataset';
import type { Random } from './random';
import { drawn, seededRandom } from './random';

export interface SplitRule {
  /** n nodes of each class, or node ids. */
  readonly labelled: { readonly perClass: number } | readonly number[];
  /** A number drawn from the other nodes, all others, or node ids. */
  readonly test: number | 'rest' | readonly number[];
  readonly seed: number;
}

/**
 * Labelled and test rows. Drawn rows ascend (class by class for the labelled ones); listed ids keep their order.
 * @param fileNodes number of nodes in the file: tells an id that was dropped from one that never was.
 * @throws CodedError `class-too-small`, `unknown-node`, `dropped-node`, `split-overlap`, `test-too-large`, `test-empty`.
 */
export function splitDataset(dataset: Dataset, rule: SplitRule, fileNodes: number): Split {
  const random = seededRandom(rule.seed);
  const rowOf = new Map<number, number>();
  dataset.ids.forEach((id, row) => rowOf.set(id, row));
  const labelled =
    'perClass' in rule.labelled
      ? drawnPerClass(dataset, rule.labelled.perClass, random)
      : rowsOf(rule.labelled, 'labelled', rowOf, fileNodes);
  const taken = new Set(labelled);
  if (typeof rule.test === 'object') {
    const test = rowsOf(rule.test, 'test', rowOf, fileNodes);
    test.forEach((row, i) => {
      if (taken.has(row)) {
        const id = dataset.ids[row];
        const text = `Node ${id} is labelled, so it cannot be a test node too; remove it from one of the two.`;
        throw new CodedError('split-overlap', text, ['split', 'test', i]);
      }
    });
    return { labelled: Int32Array.from(labelled), test: Int32Array.from(test) };
  }
  const others: number[] = [];
  for (let row = 0; row < dataset.ids.length; row++) if (!taken.has(row)) others.push(row);
  const free = others.length;
  if (free === 0) {
    const text = `All ${dataset.ids.length} nodes are labelled, so none is left to test; label fewer.`;
    throw new CodedError('test-empty', text, ['split', 'labelled']);
  }
  if (rule.test !== 'rest' && rule.test > free) {
    const text = `There are only ${free} nodes that are not labelled; ${rule.test} cannot be drawn from them.`;
    throw new CodedError(
      'test-too-large',
      text,
      ['split', 'test'],
      [{ kind: 'replace', text: String(free) }],
    );
  }
  const test = rule.test === 'rest' ? others : drawn(others, rule.test, random);
  return { labelled: Int32Array.from(labelled), test: Int32Array.from(test) };
}

function drawnPerClass(dataset: Dataset, count: number, random: Random): number[] {
  const sizes = new Array<number>(dataset.classes.length).fill(0);
  for (const label of dataset.labels) sizes[label]++;
  return dataset.classes.flatMap((label, c) => {
    const rows: number[] = [];
    dataset.labels.forEach((of, row) => {
      if (of === c) rows.push(row);
    });
    if (count > rows.length) {
      const text = `Class ${label} has only ${rows.length} nodes; ${count} cannot be drawn from it.`;
      const fits: Fix = { kind: 'replace', text: String(Math.min(...sizes)) };
      throw new CodedError('class-too-small', text, ['split', 'labelled', 'per-class'], [fits]);
    }
    return drawn(rows, count, random);
  });
}

function rowsOf(
  ids: readonly number[],
  key: string,
  rowOf: ReadonlyMap<number, number>,
  fileNodes: number,
): number[] {
  return ids.map((id, i) => {
    const row = rowOf.get(id);
    if (row !== undefined) return row;
    if (id < fileNodes) {
      const text = `Node ${id} was dropped by \`classes\` or \`nodes\` of the dataset; choose another.`;
      throw new CodedError('dropped-node', text, ['split', key, i]);
    }
    const text = `There is no node ${id}; the file has nodes 0 to ${fileNodes - 1}.`;
    throw new CodedError('unknown-node', text, ['split', key, i]);
  });
}
