import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Absolute path of a file's URI; null for what is no file, such as an unsaved new editor.
 * @param windows by whose rules; those of this machine where it is left out
 */
export function pathOf(uri: string, windows = process.platform === 'win32'): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri, { windows });
  } catch {
    return null;
  }
}

/** URI of an absolute path. */
export function uriOf(path: string, windows = process.platform === 'win32'): string {
  return pathToFileURL(path, { windows }).href;
}
