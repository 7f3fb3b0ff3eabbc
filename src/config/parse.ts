import type { Diagnostic } from '../core/errors';
import type { Limits } from '../core/limits';
import { DEFAULT_LIMITS } from '../core/limits';
import { convertExperiment } from './convert';
import type { Experiment } from './experiment';
import type { ReadText } from './include';
import { graftIncludes } from './include';
import * as messages from './messages';
import type { ConfigNode } from './tree';
import type { StructureCheck } from './validate';
import { structureCheck } from './validate';
import { parseYaml } from './yaml';

export interface ParsedExperiment {
  /** Null where there is an error. */
  readonly experiment: Experiment | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The text with referenced files in place; null where it is no YAML. */
  readonly source: ConfigNode | null;
}

/**
 * The experiment that a text describes, as far as it can be told without the data.
 * @param file path as it shall appear in diagnostics; other paths are relative to its directory.
 * @param readText reads referenced dataset and model files.
 * @param check the compiled schema, where the caller keeps one.
 */
export async function parseExperiment(
  file: string,
  text: string,
  readText: ReadText,
  check: StructureCheck = structureCheck(),
  limits: Limits = DEFAULT_LIMITS,
): Promise<ParsedExperiment> {
  const parsed = parseYaml(file, text, limits);
  const diagnostics = [...parsed.diagnostics];
  if (parsed.root === null) {
    if (diagnostics.length === 0) {
      const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };
      diagnostics.push({ code: 'empty-file', message: messages.emptyFile(), severity: 'error', file, range });
    }
    return { experiment: null, diagnostics, source: null };
  }
  const source = await graftIncludes(parsed.root, readText, diagnostics, limits);
  const structure = check(source);
  diagnostics.push(...structure);
  // A dataset or model whose file could not be read is still a path here: nothing more can be told about it.
  if (diagnostics.length > 0) return { experiment: null, diagnostics, source };
  const experiment = convertExperiment(file, source, diagnostics);
  return { experiment, diagnostics, source };
}
