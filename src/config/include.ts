import * as ownPlatform from 'node:path';
import type { PlatformPath } from 'node:path';
import type { Diagnostic } from '../core/errors';
import type { Limits } from '../core/limits';
import { MOST_MESSAGE, shown } from '../core/shown';
import * as messages from './messages';
import type { ConfigNode, MappingNode, ScalarNode } from './tree';
import { parseYaml } from './yaml';

/** Text of a file. @throws Error with Node's `code` where there is none. */
export type ReadText = (path: string) => Promise<string>;

/** Code of the error for a text that is not UTF-8. */
export const NOT_UTF8 = 'NOT_UTF8';
/** Code of an error whose message is a whole one of our own. */
export const REFUSED = 'REFUSED';

/** Code of the error for a file that is not read since the workspace is not trusted. */
export const RESTRICTED = 'RESTRICTED';

/** A path written in a file: relative to that file's directory, or absolute. @param platform whose rules hold */
export function resolvePath(
  fromFile: string,
  path: string,
  platform: Pick<PlatformPath, 'isAbsolute' | 'join' | 'dirname'> = ownPlatform,
): string {
  return platform.isAbsolute(path) ? path : platform.join(platform.dirname(fromFile), path);
}

/** What is wrong where a file could not be read. */
export function readFailure(
  path: string,
  error: unknown,
): { readonly code: string; readonly message: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return { code: 'file-not-found', message: messages.fileNotFound(path) };
  if (code === RESTRICTED) return { code: 'restricted-mode', message: messages.restricted(path) };
  const why =
    code === 'EISDIR'
      ? 'it is a directory'
      : code === 'EACCES'
        ? 'permission denied'
        : code === NOT_UTF8
          ? 'it is not UTF-8 text; save it as UTF-8'
          : code === REFUSED && error instanceof Error
            ? error.message
            : code || 'unknown reason';
  return { code: 'file-not-readable', message: messages.fileNotReadable(path, why) };
}

/**
 * Puts the contents of referenced dataset and model files where their paths stand. What cannot be read stays as it
 * is and is reported.
 */
export async function graftIncludes(
  root: ConfigNode,
  readText: ReadText,
  diagnostics: Diagnostic[],
  limits: Limits,
): Promise<ConfigNode> {
  if (root.kind !== 'mapping') return root;
  const entries = new Map(root.entries);
  const dataset = entries.get('dataset');
  if (dataset !== undefined) {
    entries.set('dataset', {
      ...dataset,
      value: await grafted(dataset.value, 'dataset', null, readText, diagnostics, limits),
    });
  }
  const models = entries.get('models');
  if (models?.value.kind === 'mapping') {
    const grown = new Map(models.value.entries);
    for (const [name, { key, value }] of models.value.entries) {
      grown.set(name, { key, value: await grafted(value, 'model', name, readText, diagnostics, limits) });
    }
    entries.set('models', { ...models, value: { ...models.value, entries: grown } });
  }
  return { ...root, entries } satisfies MappingNode;
}

async function grafted(
  node: ConfigNode,
  what: 'dataset' | 'model',
  name: string | null,
  readText: ReadText,
  diagnostics: Diagnostic[],
  limits: Limits,
): Promise<ConfigNode> {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return node;
  const report = (code: string, message: string): ConfigNode => {
    diagnostics.push({
      code,
      message: shown(message, MOST_MESSAGE),
      severity: 'error',
      ...node.location,
    });
    return node;
  };
  if (!/\.(ya?ml|json)$/i.test(node.value)) return report('not-an-include', notAnInclude(node, what, name));
  const path = resolvePath(node.location.file, node.value);
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    const { code, message } = readFailure(path, error);
    return report(code, message);
  }
  const parsed = parseYaml(path, text, limits);
  diagnostics.push(...parsed.diagnostics);
  if (parsed.root !== null) return parsed.root;
  if (parsed.diagnostics.length === 0) {
    const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 };
    diagnostics.push({
      code: 'empty-file',
      message: messages.emptyInclude(what),
      severity: 'error',
      file: path,
      range,
    });
  }
  return node;
}

function notAnInclude(node: ScalarNode, what: 'dataset' | 'model', name: string | null): string {
  const value = String(node.value);
  if (name === 'architecture' || name === 'activation' || name === 'normalization')
    return messages.modelWithoutName(name);
  if (what === 'dataset' && /\.npz$/i.test(value)) return messages.dataFileAsDataset(value, 'graph');
  if (what === 'dataset' && /\.[ct]sv$/i.test(value)) return messages.dataFileAsDataset(value, 'table');
  if (what === 'dataset' && ['karate', 'csbm', 'cba'].includes(value))
    return messages.generatorAsDataset(value);
  return messages.notAnInclude(value, what);
}
