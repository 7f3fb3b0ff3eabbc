import type { DocumentLink, Range } from 'vscode-languageserver/node';
import { pathToFileURL } from 'node:url';
import { resolvePath } from '../config/include';
import { writtenPath } from './paths';
import type { Spot } from './spots';
import { contains, spotsOf } from './spots';

/** Whether there is a file at an absolute path. */
export type Exists = (path: string) => Promise<boolean>;

/** A path that stands in a text, and the file that it names. */
interface NamedFile {
  readonly range: Range;
  readonly path: string;
}

/** @param file path of the text's own file */
function namedFiles(file: string, spots: readonly Spot[]): NamedFile[] {
  return spots.flatMap((spot) => {
    const written = writtenPath(spot);
    if (written === null || spot.value === null) return [];
    return [{ range: spot.value, path: resolvePath(file, written) }];
  });
}

/** Links of the paths in a text whose files exist. */
export async function linksOf(file: string, text: string, exists: Exists): Promise<DocumentLink[]> {
  const found = await Promise.all(
    namedFiles(file, spotsOf(text)).map(async ({ range, path }) =>
      (await exists(path)) ? [{ range, target: pathToFileURL(path).href }] : [],
    ),
  );
  return found.flat();
}

/** The existing file whose path stands at a position. */
export async function fileAt(
  file: string,
  text: string,
  position: Range['start'],
  exists: Exists,
): Promise<string | null> {
  const named = namedFiles(file, spotsOf(text)).find(({ range }) => contains(range, position));
  return named !== undefined && (await exists(named.path)) ? named.path : null;
}
