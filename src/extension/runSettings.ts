import * as vscode from 'vscode';
import { limitsWith, type Limits } from '../core/limits';
import type { CertifyParams } from '../protocol/job';

/** As the manifest has it. */
const DEFAULT_MEGABYTES = 512;

/** What the settings say of runs of a file: threads, and the cache. @param cacheFolder where the cache lies */
export function runSettings(
  uri: vscode.Uri,
  cacheFolder: string,
): Pick<CertifyParams, 'threads' | 'cache' | 'limits'> {
  const settings = vscode.workspace.getConfiguration('flipcert', uri);
  const threads = settings.get('threads', 0);
  const megabytes = settings.get('cache.maxSize', DEFAULT_MEGABYTES);
  return {
    limits: limitSettings(),
    ...(threads > 0 ? { threads } : {}),
    ...(megabytes > 0 ? { cache: { folder: cacheFolder, maxBytes: megabytes * 2 ** 20 } } : {}),
  };
}

/** Bounds on what is read. They belong to the machine: no workspace can raise them. */
export function limitSettings(): Limits {
  return limitsWith(vscode.workspace.getConfiguration('flipcert').get('limits', {}));
}
