import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder of this user where programs keep what they can make again, and in it Flipcert's own. */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const { XDG_CACHE_HOME: named, LOCALAPPDATA: local } = environment;
  // As its specification has it, a relative path counts as none.
  if (named !== undefined && isAbsolute(named)) return join(named, 'flipcert');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'flipcert');
  if (platform === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'flipcert', 'cache');
  return join(home, '.cache', 'flipcert');
}
