import { posix, win32 } from 'node:path';
import { samePath } from '../config/same-path';
import type { Entry } from './entry';

/**
 * The absolute path of a file that a page asks for, if it is the configuration itself, was read for its result, or has
 * a problem that the page shows; null for any other: a page opens nothing that it was not told of.
 * @param configuration absolute path
 */
export function knownFile(
  asked: string,
  configuration: string,
  entry: Pick<Entry, 'certified' | 'failure'> | undefined,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const rules = platform === 'win32' ? win32 : posix;
  const absolute = (path: string): string =>
    rules.normalize(rules.isAbsolute(path) ? path : rules.join(rules.dirname(configuration), path));
  const told = [
    configuration,
    ...(entry?.certified?.files ?? []).map(({ path }) => path),
    ...(entry?.failure?.diagnostics ?? []).map(({ file }) => file),
  ];
  const path = absolute(asked);
  return told.some((known) => samePath(absolute(known), path, platform)) ? path : null;
}
