import { basename } from 'node:path';
import { locate } from '../config/experiment';
import type { Experiment } from '../config/experiment';
import type { CodedError, Diagnostic } from '../core/errors';

/** Faults of a run as diagnostics of its configuration. */

/** An error of a computation at the key that it names. */
export function placed(experiment: Experiment, error: CodedError): Diagnostic {
  return { code: error.code, message: error.message, severity: 'error', ...locate(experiment, error.key) };
}

/** No model has the name asked for. */
export function unknownModel(experiment: Experiment, name: string): Diagnostic {
  const known = experiment.models.map((m) => m.name).join(', ');
  const message = `There is no model "${name}" in ${basename(experiment.file)}. It has: ${known}.`;
  return { code: 'unknown-model', message, severity: 'error', ...locate(experiment, ['models'], 'key') };
}
