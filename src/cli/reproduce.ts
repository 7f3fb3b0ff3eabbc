import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateKind, Result } from '../report/result';
import { certifyInputs } from './certify';
import type { CertifyFlags } from './certify';
import type { ExitStatus } from './exit-status';
import * as messages from './messages';
import { paperExperiments } from './paper-files';
import { paperReport } from './paper-report';

export interface ReproduceFlags extends CertifyFlags {
  /** Folder of the data files; the working directory where it is not given. */
  readonly data?: string;
}

/** Certifies one of the paper's experiments on data that the user has, and prints it as the paper states it. */
export async function reproduceCommand(
  name: string,
  flags: ReproduceFlags,
  here: string,
): Promise<ExitStatus> {
  const experiment = Object.hasOwn(paperExperiments, name) ? paperExperiments[name] : undefined;
  if (experiment === undefined) {
    process.stderr.write(`${messages.unknownExperiment(name, Object.keys(paperExperiments))}\n`);
    return 2;
  }
  const folder = flags.data ?? '.';
  if (experiment.data !== null && !existsSync(join(folder, experiment.data))) {
    process.stderr.write(`${messages.noData(folder, experiment.data)}\n`);
    return 2;
  }
  const kinds: readonly CertificateKind[] = ['collective', 'sample-wise'];
  const present = (result: Result): string => paperReport(result, experiment.published, kinds);
  const input = { file: join(folder, `${name}.flipcert.yaml`), text: experiment.text };
  return certifyInputs([input], flags, here, present);
}
