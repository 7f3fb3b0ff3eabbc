import { fileURLToPath } from 'node:url';

/** Absolute path of a file's URI; null for what is no file, such as an unsaved new editor. */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}
