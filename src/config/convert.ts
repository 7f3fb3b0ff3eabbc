import type { Diagnostic, KeyPath } from '../core/errors';
import type { Experiment, SplitSpec } from './experiment';
import { convertCertify } from './convert-certify';
import { convertDataset } from './convert-dataset';
import { convertExpectations } from './convert-expect';
import { convertModel } from './convert-model';
import { checkTableModels, convertKernelModel, hasGivenKernel } from './given-kernel';
import { Reader } from './reader';
import type { ConfigNode } from './tree';
import { nodeAt } from './tree';

/**
 * Typed experiment of a configuration whose structure is sound, with defaults filled in.
 * @returns null where an error was reported.
 */
export function convertExperiment(
  file: string,
  root: ConfigNode,
  diagnostics: Diagnostic[],
): Experiment | null {
  const reader = new Reader(root, diagnostics);
  const dataset = convertDataset(reader);
  const models = reader
    .keys(['models'])
    .map((name) => (hasGivenKernel(reader) ? convertKernelModel(reader, name) : convertModel(reader, name)));
  checkTableModels(reader);
  const certify = convertCertify(reader);
  const expect = convertExpectations(reader, certify);
  const split = convertSplit(reader);
  if (dataset === null || diagnostics.some(({ severity }) => severity === 'error')) return null;
  return {
    file,
    dataset,
    split,
    models: models.filter((model) => model !== null),
    certify,
    expect,
    source: root,
  };
}

function convertSplit(reader: Reader): SplitSpec {
  const ids = (key: KeyPath): number[] | null => {
    const node = nodeAt(reader.root, key);
    return node?.kind === 'list' ? node.items.map((_, i) => reader.number([...key, i], 0)) : null;
  };
  const test: KeyPath = ['split', 'test'];
  const testNode = nodeAt(reader.root, test);
  const isCount = testNode?.kind === 'scalar' && typeof testNode.value === 'number';
  return {
    labelled: ids(['split', 'labelled']) ?? {
      perClass: reader.number(['split', 'labelled', 'per-class'], 1),
    },
    test: ids(test) ?? (isCount ? reader.number(test, 1) : 'rest'),
    seed: reader.number(['split', 'seed'], 0),
  };
}
