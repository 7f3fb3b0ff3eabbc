import { DEFAULT_LIMITS } from '../core/limits';
import { RESTRICTED } from '../config/include';
import type { ExperimentFiles } from '../prepare/files';

/** Whether the editor's user trusts the workspace; trust can be granted, and is not taken back while a server runs. */
export class Trust {
  private restricted = false;

  /** @param options what the editor said at the start: `{ trusted: false }` restricts, anything else does not */
  initialize(options: unknown): void {
    this.restricted =
      typeof options === 'object' && options !== null && (options as { trusted?: unknown }).trusted === false;
  }

  grant(): void {
    this.restricted = false;
  }

  get granted(): boolean {
    return !this.restricted;
  }
}

/** The same files, none of which is read while the workspace is not trusted. */
export function guarded(current: () => ExperimentFiles, trust: Trust): ExperimentFiles {
  const open = <T>(read: (files: ExperimentFiles) => Promise<T>): Promise<T> =>
    trust.granted
      ? read(current())
      : Promise.reject(Object.assign(new Error('Restricted Mode'), { code: RESTRICTED }));
  const stamped = current().stamp !== undefined;
  return {
    readText: (path) => open((files) => files.readText(path)),
    readBytes: (path) => open((files) => files.readBytes(path)),
    ...(stamped ? { stamp: (path: string) => open(async (files) => (await files.stamp?.(path)) ?? '') } : {}),
    get limits() {
      return current().limits ?? DEFAULT_LIMITS;
    },
  };
}
