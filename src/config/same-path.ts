import { posix, win32 } from 'node:path';

/**
 * Whether two paths name the same file as far as their text tells. Windows does not tell cases apart, and macOS mostly
 * does not; where a disk does after all, two files count as one, which costs a check too many and no more.
 */
export function samePath(a: string, b: string, platform: NodeJS.Platform = process.platform): boolean {
  return comparable(a, platform) === comparable(b, platform);
}

/** A text that is the same for paths of the same file. */
function comparable(path: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return win32.normalize(path).toLowerCase();
  const normal = posix.normalize(path);
  return platform === 'darwin' ? normal.normalize('NFC').toLowerCase() : normal;
}
