import type { Diagnostic } from '../core/errors';
import type { Experiment } from './experiment';
import { convertCertify } from './convert-certify';
import { convertDataset } from './convert-dataset';
import { convertExpectations } from './convert-expect';
import { convertModel } from './convert-model';
import { convertSplit } from './convert-split';
import { checkTableModels, convertKernelModel, hasGivenKernel } from './given-kernel';
import { Reader } from './reader';
import { variants } from './sweep';
import type { ConfigNode } from './tree';

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
  const models = variants(reader).map((variant) =>
    hasGivenKernel(reader) ? convertKernelModel(reader, variant) : convertModel(reader, variant),
  );
  checkTableModels(reader);
  const certify = convertCertify(reader);
  const expect = convertExpectations(reader, certify, models);
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
